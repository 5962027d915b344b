/**
 * What the leader of a ZooKeeper ensemble does: one change after the other is proposed, agreed on and shown; sessions that
 * are silent for too long end.
 */
import { create } from '@bufbuild/protobuf';
import type { Micros } from '../kernel/time.ts';
import { Operation_Type, OperationSchema } from '../wire/gen/kafka/zookeeper_pb.ts';
import { applyOperation, encodeTree, type ZnodeTree } from './znodes.ts';
import { showTree } from './zookeeper-watches.ts';
import {
  andThen,
  type Asked,
  others,
  report,
  send,
  SESSION_TIMEOUT,
  still,
  type Waiter,
  type ZooKeeperState,
  type ZooKeeperStepped,
} from './zookeeper-state.ts';

/** Makes `tree` the next one, if a majority takes it. */
export function propose(state: ZooKeeperState, tree: ZnodeTree, waiter: Waiter | undefined): ZooKeeperStepped {
  const disk = { ...state.disk, accepted: tree };
  const { epoch, counter } = tree.zxid;
  const proposal = { tree: encodeTree(tree), ...(waiter && { answer: waiter }) };
  return {
    state: { ...state, disk, proposing: { tree, waiter, acks: [] } },
    effects: [
      ...others(state).map((server) => send(server, { case: 'proposal', value: proposal })),
      { type: 'persist', tag: `accept ${epoch} ${counter}`, durable: disk },
    ],
  };
}

/** Takes the next change from the queue, when none is under way. */
export function proposeNext(state: ZooKeeperState): ZooKeeperStepped {
  const [first, ...queue] = state.queue;
  if (!first || state.proposing || !state.isSynced) return still(state);
  const { server, client, xid, operation } = first;
  const { epoch, counter } = state.visible.zxid;
  const { tree, code } = applyOperation(state.visible, operation, client, { epoch, counter: counter + 1 });
  return propose({ ...state, queue }, tree, { server, client, xid, code });
}

/** The change under way is agreed on. */
export function commit(state: ZooKeeperState, now: Micros): ZooKeeperStepped {
  const { proposing } = state;
  if (!proposing) return still(state);
  const { tree, waiter } = proposing;
  const sessionsHeard = Object.fromEntries(
    Object.keys(tree.sessions).map((session) => [session, state.sessionsHeard[session] ?? now]),
  );
  const commits = others(state).map((server) => send(server, { case: 'commit', value: { zxid: tree.zxid } }));
  const next = { ...state, proposing: undefined, visible: tree, isSynced: true, sessionsHeard };
  return andThen({ state: next, effects: commits }, (shown) => showTree(shown, waiter));
}

export const ask = (state: ZooKeeperState, asked: Asked): ZooKeeperStepped =>
  proposeNext({ ...state, queue: [...state.queue, asked] });

export function touchSessions(state: ZooKeeperState, sessions: readonly string[], now: Micros): ZooKeeperState {
  const known = sessions.filter((session) => state.sessionsHeard[session] !== undefined);
  if (known.length === 0) return state;
  return {
    ...state,
    sessionsHeard: { ...state.sessionsHeard, ...Object.fromEntries(known.map((session) => [session, now])) },
  };
}

/** Ends the sessions of clients nobody has heard of for longer than they may be silent. */
export function expireSessions(state: ZooKeeperState, now: Micros): ZooKeeperStepped {
  let stepped = still(state);
  for (const [session, client] of Object.entries(state.visible.sessions)) {
    const isSilent = now - (state.sessionsHeard[session] ?? now) > SESSION_TIMEOUT;
    const isEnding = state.queue.some(
      ({ operation }) => operation.type === Operation_Type.CLOSE_SESSION && operation.session === session,
    );
    if (!isSilent || isEnding || !state.isSynced) continue;
    const operation = create(OperationSchema, { type: Operation_Type.CLOSE_SESSION, session });
    const asked: Asked = { server: state.disk.node, client: '', xid: 0, operation };
    const told = report({ type: 'sessionExpired', broker: client, session });
    stepped = andThen({ state: stepped.state, effects: [...stepped.effects, told] }, (next) =>
      // Not to be ended twice while this is under way.
      ask({ ...next, sessionsHeard: { ...next.sessionsHeard, [session]: now } }, asked),
    );
  }
  return stepped;
}
