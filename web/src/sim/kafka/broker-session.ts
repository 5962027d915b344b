/**
 * A broker as a client of ZooKeeper: it keeps a session, is shown the tree, and has one change under way at a time.
 *
 * @fabric (none) Apache Kafka 1.x, kafka.zookeeper.ZooKeeperClient
 */
import { SECOND, type Micros } from '../kernel/time.ts';
import type { Code, Tree } from '../wire/gen/kafka/zookeeper_pb.ts';
import { Code as ZooKeeperCode } from '../wire/gen/kafka/zookeeper_pb.ts';
import { zooKeeperMessage } from '../wire/kafka.ts';
import {
  type BrokerEffect,
  type BrokerSession,
  type BrokerState,
  type BrokerStepped,
  type Change,
  type Purpose,
  report,
  still,
} from './broker-state.ts';
import { decodeTree, EMPTY_TREE } from './znodes.ts';

/** A third of the session's timeout. */
export const SESSION_PING: Micros = 2 * SECOND;
/** A server that is silent for two thirds of the timeout is left for another. */
const SERVER_SILENCE: Micros = 4 * SECOND;
/** Before another server is tried. */
const RETRY = { min: 300_000, max: 700_000 };
/** A change without an answer is given up: whether it was made, the tree will show. */
const CHANGE_TIMEOUT: Micros = 4 * SECOND;

export const newSession = (id: number, now: Micros): BrokerSession => ({
  server: id,
  id: '',
  isConnected: false,
  tries: 0,
  heard: now,
  tree: EMPTY_TREE,
  xid: 0,
  busy: undefined,
});

export const CONNECT_TIMER = 'connect';
export const SESSION_TIMER = 'session';

const toServer = ({ disk, session }: BrokerState, type: Parameters<typeof zooKeeperMessage>[0]): BrokerEffect => ({
  type: 'send',
  to: disk.servers[session.server % disk.servers.length] ?? '',
  message: zooKeeperMessage(type),
});

export const isServerAt = ({ disk, session }: BrokerState, node: string): boolean =>
  disk.servers[session.server % disk.servers.length] === node;

const withSession = (state: BrokerState, changed: Partial<BrokerSession>): BrokerState => ({
  ...state,
  session: { ...state.session, ...changed },
});

/** Opens a session, or takes up the one there is. */
export function connect(state: BrokerState, now: Micros): BrokerStepped {
  const trying = withSession(state, { heard: now, busy: undefined });
  return {
    state: trying,
    effects: [
      toServer(trying, { case: 'connect', value: { session: state.session.id } }),
      { type: 'setTimer', timer: SESSION_TIMER, min: SESSION_PING, max: SESSION_PING },
    ],
  };
}

/** The server is gone or takes nobody in: the next one is tried soon. */
export function leaveServer(state: BrokerState): BrokerStepped {
  const { session, disk } = state;
  const tries = session.tries + 1;
  const isOut = tries === disk.servers.length;
  return {
    state: withSession(state, { isConnected: false, server: session.server + 1, tries, busy: undefined }),
    effects: [
      ...(isOut ? [report({ type: 'zooKeeperUnreachable', broker: disk.id })] : []),
      { type: 'setTimer', timer: CONNECT_TIMER, ...RETRY },
    ],
  };
}

/** Time to show the server that this broker is there, and to see whether the server is. */
export function pingServer(state: BrokerState, now: Micros): BrokerStepped {
  const { session } = state;
  const again: BrokerEffect = { type: 'setTimer', timer: SESSION_TIMER, min: SESSION_PING, max: SESSION_PING };
  if (now - session.heard > SERVER_SILENCE || (!session.isConnected && now - session.heard >= SESSION_PING)) {
    const left = leaveServer(state);
    return { state: left.state, effects: [...left.effects, again] };
  }
  if (!session.isConnected) return { state, effects: [again] };
  const isStuck = session.busy !== undefined && now - session.busy.since > CHANGE_TIMEOUT;
  const next = isStuck ? withSession(state, { busy: undefined }) : state;
  return { state: next, effects: [toServer(state, { case: 'clientPing', value: {} }), again] };
}

/** The server's answer to {@link connect}; an empty id means that the session has expired. */
export function onConnected(state: BrokerState, id: string, tree: Tree | undefined, now: Micros): BrokerStepped {
  if (id === '') return connect(withSession(state, { id: '', isConnected: false }), now);
  return still(
    withSession(state, {
      id,
      isConnected: true,
      tries: 0,
      heard: now,
      busy: undefined,
      tree: tree ? decodeTree(tree) : EMPTY_TREE,
    }),
  );
}

export const onEvent = (state: BrokerState, tree: Tree, now: Micros): BrokerState =>
  withSession(state, { heard: now, tree: decodeTree(tree) });

/** The outcome of the change under way, if this is it. */
export function onResponse(
  state: BrokerState,
  xid: number,
  code: Code,
  now: Micros,
): { readonly state: BrokerState; readonly done: Purpose | undefined } {
  const heard = withSession(state, { heard: now });
  const { busy } = state.session;
  if (busy?.xid !== xid) return { state: heard, done: undefined };
  return {
    state: withSession(heard, { busy: undefined }),
    done: code === ZooKeeperCode.OK ? busy.purpose : undefined,
  };
}

/** Asks for a change. */
export function request(state: BrokerState, { operation, purpose }: Change, now: Micros): BrokerStepped {
  const xid = state.session.xid + 1;
  const busy = { xid, since: now, purpose };
  return {
    state: withSession(state, { xid, busy }),
    effects: [toServer(state, { case: 'request', value: { xid, operation } })],
  };
}
