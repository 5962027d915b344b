/**
 * What a ZooKeeper server shows the clients that are connected to it.
 *
 * @simplified A watch need not be set again after each event, covers the whole tree, and its event brings the tree along.
 */
import type { ActorId } from '../kernel/actor.ts';
import { encodeTree, printZxid } from './znodes.ts';
import {
  send,
  type Waiter,
  type ZooKeeperEffect,
  type ZooKeeperState,
  type ZooKeeperStepped,
} from './zookeeper-state.ts';

/** Shows the clients connected here the tree as it is now, and answers the one that waits for it. */
export function showTree(state: ZooKeeperState, waiter: Waiter | undefined): ZooKeeperStepped {
  const tree = encodeTree(state.visible);
  const effects: ZooKeeperEffect[] = [];
  const clients: Record<ActorId, string> = {};
  const isMine = waiter !== undefined && waiter.server === state.disk.node;
  for (const client of Object.keys(state.clients).sort()) {
    const session = state.clients[client] ?? '';
    const opened = printZxid(state.visible.zxid);
    if (session !== '' && state.visible.sessions[session] === undefined) {
      effects.push(send(client, { case: 'connected', value: { session: '' } }));
      continue;
    }
    clients[client] = session;
    if (session !== '') {
      effects.push(send(client, { case: 'event', value: { tree } }));
    } else if (isMine && waiter.client === client && state.visible.sessions[opened] === client) {
      clients[client] = opened;
      effects.push(send(client, { case: 'connected', value: { session: opened, tree } }));
    }
  }
  if (isMine && waiter.xid > 0)
    effects.push(send(waiter.client, { case: 'response', value: { xid: waiter.xid, code: waiter.code } }));
  return { state: { ...state, clients }, effects };
}

export function closeClients(state: ZooKeeperState): ZooKeeperStepped {
  const effects = Object.keys(state.clients)
    .sort()
    .map((client) => send(client, { case: 'close', value: {} }));
  return { state: { ...state, clients: {}, touched: [] }, effects };
}

export function forget(state: ZooKeeperState, client: ActorId): ZooKeeperState {
  if (state.clients[client] === undefined) return state;
  const { [client]: _gone, ...clients } = state.clients;
  return { ...state, clients };
}
