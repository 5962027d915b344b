/**
 * A ZooKeeper server and its clients: sessions are opened and taken up again, and changes are passed to the leader.
 */
import { create } from '@bufbuild/protobuf';
import type { ActorId } from '../kernel/actor.ts';
import type { Micros } from '../kernel/time.ts';
import { type Operation, Operation_Type, OperationSchema } from '../wire/gen/kafka/zookeeper_pb.ts';
import type { ZooKeeperType } from '../wire/kafka.ts';
import { encodeTree } from './znodes.ts';
import { ask } from './zookeeper-leader.ts';
import { forget } from './zookeeper-watches.ts';
import { isServing, send, still, type ZooKeeperState, type ZooKeeperStepped } from './zookeeper-state.ts';

export function onClientMessage(
  state: ZooKeeperState,
  from: ActorId,
  frame: ZooKeeperType,
  now: Micros,
): ZooKeeperStepped {
  switch (frame.case) {
    case 'connect':
      return onConnect(state, from, frame.value.session);
    case 'request':
    case 'clientPing': {
      const session = state.clients[from];
      if (!isServing(state) || session === undefined)
        return { state, effects: [send(from, { case: 'close', value: {} })] };
      const touched = withTouched(state, session);
      if (frame.case === 'clientPing')
        return { state: touched, effects: [send(from, { case: 'response', value: { xid: 0 } })] };
      const { xid, operation } = frame.value;
      return operation ? pass(touched, from, xid, create(OperationSchema, { ...operation, session })) : still(touched);
    }
    case 'forward': {
      const { client, xid, operation } = frame.value;
      if (state.role !== 'leading' || !operation) return still(state);
      const heard = { ...state, sessionsHeard: { ...state.sessionsHeard } };
      if (operation.session in heard.sessionsHeard) heard.sessionsHeard[operation.session] = now;
      return ask(heard, { server: from, client, xid, operation });
    }
    default:
      return still(state);
  }
}

const withTouched = (state: ZooKeeperState, session: string): ZooKeeperState =>
  state.touched.includes(session) ? state : { ...state, touched: [...state.touched, session] };

function onConnect(state: ZooKeeperState, from: ActorId, session: string): ZooKeeperStepped {
  if (!isServing(state)) return { state, effects: [send(from, { case: 'close', value: {} })] };
  const connected = { ...state, clients: { ...state.clients, [from]: session } };
  if (session === '') return pass(connected, from, 0, create(OperationSchema, { type: Operation_Type.OPEN_SESSION }));
  if (state.visible.sessions[session] === undefined)
    return { state: forget(state, from), effects: [send(from, { case: 'connected', value: { session: '' } })] };
  const tree = encodeTree(state.visible);
  return {
    state: withTouched(connected, session),
    effects: [send(from, { case: 'connected', value: { session, tree } })],
  };
}

/** A change goes to the leader, which may be this server. */
function pass(state: ZooKeeperState, client: ActorId, xid: number, operation: Operation): ZooKeeperStepped {
  if (state.role === 'leading') return ask(state, { server: state.disk.node, client, xid, operation });
  const { leader } = state;
  return { state, effects: leader ? [send(leader, { case: 'forward', value: { client, xid, operation } })] : [] };
}
