/**
 * A ZooKeeper server: with a majority of its ensemble it agrees on one tree of znodes, change by change, under a leader
 * of an epoch.
 *
 * @fabric (none) Apache ZooKeeper (Zab), which Kafka of the time keeps its brokers, controller and partitions in
 * @simplified A server that finds no leader asks the others for their promise of an epoch; ZooKeeper's servers exchange
 *   notifications until a majority names the same one. One change is under way at a time, and a proposal carries the
 *   whole tree, so a server that fell behind needs no other synchronisation.
 */
import type { ActorId, Role } from '../kernel/actor.ts';
import type { Micros } from '../kernel/time.ts';
import { readZooKeeper } from '../wire/kafka.ts';
import type { Message } from '../wire/messages.ts';
import { decodeTree, compareZxid, encodeTree, isSameZxid, type Zxid, type ZnodeTree } from './znodes.ts';
import { onClientMessage } from './zookeeper-clients.ts';
import { closeClients, forget, showTree } from './zookeeper-watches.ts';
import {
  andThen,
  isMajority,
  others,
  PING_INTERVAL,
  report,
  send,
  still,
  SYNC_LIMIT,
  type Waiter,
  type ZooKeeperDisk,
  type ZooKeeperEffect,
  type ZooKeeperState,
  type ZooKeeperStepped,
} from './zookeeper-state.ts';
import { commit, expireSessions, propose, proposeNext, touchSessions } from './zookeeper-leader.ts';
import type { KafkaFact } from './kafka-facts.ts';

export const newZooKeeperDisk = (node: ActorId, servers: readonly ActorId[], tree: ZnodeTree): ZooKeeperDisk => ({
  node,
  servers,
  promised: 0,
  accepted: tree,
});

export const zooKeeper: Role<ZooKeeperState, ZooKeeperDisk, Message, never, KafkaFact> = {
  boot: (disk) => ({
    disk,
    role: 'looking',
    leader: undefined,
    visible: disk.accepted,
    isSynced: false,
    votes: [],
    seenEpoch: disk.promised,
    leaderHeard: 0,
    heard: {},
    proposing: undefined,
    queue: [],
    waiter: undefined,
    clients: {},
    touched: [],
    sessionsHeard: {},
  }),
  step(state, input, now) {
    switch (input.type) {
      case 'start':
        return { state, effects: [electSoon, pingTimer] };
      case 'timer':
        return input.timer === 'elect' ? standForElection(state) : tick(state, now);
      case 'message':
        return onMessage(state, input.from, input.message, now);
      case 'persisted':
        return onPersisted(state, input.tag, now);
      case 'disconnected':
        return onGone(state, input.from);
      case 'undeliverable':
        return onGone(state, input.to);
      case 'command':
        return still(state);
    }
  },
};

const electSoon: ZooKeeperEffect = { type: 'setTimer', timer: 'elect', min: 100_000, max: 600_000 };
const pingTimer: ZooKeeperEffect = { type: 'setTimer', timer: 'ping', min: PING_INTERVAL, max: PING_INTERVAL };

function standForElection(state: ZooKeeperState): ZooKeeperStepped {
  if (state.role !== 'looking') return still(state);
  const promised = Math.max(state.seenEpoch, state.disk.promised) + 1;
  const disk = { ...state.disk, promised };
  return {
    state: { ...state, disk, seenEpoch: promised, votes: [] },
    effects: [{ type: 'persist', tag: `candidate ${promised}`, durable: disk }, electSoon],
  };
}

function onPersisted(state: ZooKeeperState, tag: string, now: Micros): ZooKeeperStepped {
  const [what, epoch, rest = ''] = tag.split(' ');
  if (Number(epoch) !== state.disk.promised) return still(state);
  switch (what) {
    case 'candidate': {
      const notification = { epoch: state.disk.promised, last: state.disk.accepted.zxid };
      const asked = others(state).map((server) => send(server, { case: 'notification', value: notification }));
      const voted = countVote({ ...state, votes: [] }, state.disk.node, now);
      return { state: voted.state, effects: [...asked, ...voted.effects] };
    }
    case 'vote':
      return { state, effects: [send(rest, { case: 'vote', value: { epoch: state.disk.promised } })] };
    default: {
      const { zxid } = state.disk.accepted;
      if (zxid.counter !== Number(rest)) return still(state);
      if (state.role === 'leading') return countAck(state, state.disk.node, zxid, now);
      return { state, effects: state.leader ? [send(state.leader, { case: 'ack', value: { zxid } })] : [] };
    }
  }
}

function onMessage(state: ZooKeeperState, from: ActorId, message: Message, now: Micros): ZooKeeperStepped {
  const frame = readZooKeeper(message);
  if (!frame) return still(state);
  const zxidOf = (zxid: Zxid | undefined): Zxid => zxid ?? { epoch: 0, counter: 0 };
  switch (frame.case) {
    case 'notification':
      return onNotification(state, from, frame.value.epoch, zxidOf(frame.value.last), now);
    case 'vote':
      return frame.value.epoch === state.disk.promised ? countVote(state, from, now) : still(state);
    case 'proposal': {
      const { tree, answer } = frame.value;
      return tree ? accept(state, from, decodeTree(tree), answer, now) : still(state);
    }
    case 'ack':
      return countAck(state, from, zxidOf(frame.value.zxid), now);
    case 'commit':
      return from === state.leader ? learnCommit(state, zxidOf(frame.value.zxid)) : still(state);
    case 'ping':
      return onPing(state, from, frame.value.epoch, zxidOf(frame.value.committed), now);
    case 'pingReply': {
      if (state.role !== 'leading' || frame.value.epoch !== state.disk.promised) return still(state);
      const heard = touchSessions({ ...state, heard: { ...state.heard, [from]: now } }, frame.value.touched, now);
      return compareZxid(zxidOf(frame.value.last), state.visible.zxid) < 0
        ? { state: heard, effects: [send(from, { case: 'proposal', value: { tree: encodeTree(state.visible) } })] }
        : still(heard);
    }
    default:
      return onClientMessage(state, from, frame, now);
  }
}

/** A promise is given once an epoch, to who has all this server has, and not while a leader is there. */
function onNotification(
  state: ZooKeeperState,
  from: ActorId,
  epoch: number,
  last: Zxid,
  now: Micros,
): ZooKeeperStepped {
  const seen = { ...state, seenEpoch: Math.max(state.seenEpoch, epoch) };
  const hasLeader =
    state.role === 'leading' || (state.role === 'following' && now - state.leaderHeard <= SYNC_LIMIT / 2);
  if (hasLeader || epoch <= state.disk.promised || compareZxid(last, state.disk.accepted.zxid) < 0) return still(seen);
  const disk = { ...state.disk, promised: epoch };
  return {
    state: { ...seen, disk, votes: [] },
    effects: [{ type: 'persist', tag: `vote ${epoch} ${from}`, durable: disk }, electSoon],
  };
}

function countVote(state: ZooKeeperState, from: ActorId, now: Micros): ZooKeeperStepped {
  if (state.role !== 'looking' || state.votes.includes(from)) return still(state);
  const votes = [...state.votes, from];
  if (!votes.includes(state.disk.node) || !isMajority(state, votes.length)) return still({ ...state, votes });
  const epoch = state.disk.promised;
  const leading: ZooKeeperState = {
    ...state,
    role: 'leading',
    leader: state.disk.node,
    votes: [],
    isSynced: false,
    proposing: undefined,
    heard: Object.fromEntries(others(state).map((server) => [server, now])),
    sessionsHeard: Object.fromEntries(Object.keys(state.disk.accepted.sessions).map((session) => [session, now])),
  };
  const proposed = propose(leading, { ...state.disk.accepted, zxid: { epoch, counter: 1 } }, undefined);
  const effects: ZooKeeperEffect[] = [report({ type: 'zooKeeperLed', epoch }), { type: 'cancelTimer', timer: 'elect' }];
  return { state: proposed.state, effects: [...effects, ...proposed.effects] };
}

/** A follower takes the leader's proposal; it counts once the disk has it. */
function accept(
  before: ZooKeeperState,
  from: ActorId,
  tree: ZnodeTree,
  waiter: Waiter | undefined,
  now: Micros,
): ZooKeeperStepped {
  const { epoch, counter } = tree.zxid;
  if (epoch < before.disk.promised || from === before.disk.node) return still(before);
  return andThen(follow(before, from, epoch, now), (state) => {
    if (compareZxid(tree.zxid, state.disk.accepted.zxid) < 0) return still(state);
    const disk = { ...state.disk, promised: epoch, accepted: tree };
    return {
      state: { ...state, disk, waiter },
      effects: [{ type: 'persist', tag: `accept ${epoch} ${counter}`, durable: disk }],
    };
  });
}

function follow(state: ZooKeeperState, leader: ActorId, epoch: number, now: Micros): ZooKeeperStepped {
  if (state.role === 'following' && state.leader === leader && state.disk.promised === epoch)
    return still({ ...state, leaderHeard: now });
  const disk = { ...state.disk, promised: epoch };
  const following: ZooKeeperState = {
    ...state,
    disk,
    role: 'following',
    leader,
    isSynced: false,
    votes: [],
    queue: [],
    proposing: undefined,
    leaderHeard: now,
    seenEpoch: Math.max(state.seenEpoch, epoch),
  };
  return {
    state: following,
    effects: [report({ type: 'zooKeeperFollowed', leader, epoch }), { type: 'cancelTimer', timer: 'elect' }],
  };
}

function countAck(state: ZooKeeperState, from: ActorId, zxid: Zxid, now: Micros): ZooKeeperStepped {
  if (state.role !== 'leading') return still(state);
  const heard = { ...state, heard: { ...state.heard, [from]: now } };
  const { proposing } = state;
  if (!proposing || !isSameZxid(proposing.tree.zxid, zxid)) {
    const isBehind = isSameZxid(state.visible.zxid, zxid) && from !== state.disk.node;
    return { state: heard, effects: isBehind ? [send(from, { case: 'commit', value: { zxid } })] : [] };
  }
  if (proposing.acks.includes(from)) return still(heard);
  const acks = [...proposing.acks, from];
  if (!isMajority(state, acks.length)) return still({ ...heard, proposing: { ...proposing, acks } });
  return andThen(commit({ ...heard, proposing: { ...proposing, acks } }, now), proposeNext);
}

/** The follower learns that what it accepted is agreed on. */
function learnCommit(state: ZooKeeperState, zxid: Zxid): ZooKeeperStepped {
  if (!isSameZxid(state.disk.accepted.zxid, zxid) || (state.isSynced && isSameZxid(state.visible.zxid, zxid)))
    return still(state);
  const { waiter, ...rest } = state;
  return showTree({ ...rest, waiter: undefined, visible: state.disk.accepted, isSynced: true }, waiter);
}

function onPing(state: ZooKeeperState, from: ActorId, epoch: number, committed: Zxid, now: Micros): ZooKeeperStepped {
  if (epoch < state.disk.promised) return still(state);
  return andThen(follow(state, from, epoch, now), (following) =>
    andThen(learnCommit(following, committed), (next) => {
      const reply = { epoch, last: next.disk.accepted.zxid, touched: [...next.touched] };
      return { state: { ...next, touched: [] }, effects: [send(from, { case: 'pingReply', value: reply })] };
    }),
  );
}

function tick(state: ZooKeeperState, now: Micros): ZooKeeperStepped {
  const ticked = state.role === 'leading' ? tickLeader(state, now) : tickFollower(state, now);
  return { state: ticked.state, effects: [...ticked.effects, pingTimer] };
}

function tickLeader(state: ZooKeeperState, now: Micros): ZooKeeperStepped {
  const alive = Object.values(state.heard).filter((at) => now - at <= SYNC_LIMIT).length;
  if (!isMajority(state, alive + 1)) return lookForLeader(state);
  const ping = { epoch: state.disk.promised, committed: state.visible.zxid };
  const pings = state.isSynced ? others(state).map((server) => send(server, { case: 'ping', value: ping })) : [];
  // A proposal that got lost is made again.
  const { proposing } = state;
  const again = (proposing ? others(state).filter((server) => !proposing.acks.includes(server)) : []).map((server) =>
    send(server, {
      case: 'proposal',
      value: {
        tree: encodeTree(proposing?.tree ?? state.visible),
        ...(proposing?.waiter && { answer: proposing.waiter }),
      },
    }),
  );
  const own = touchSessions({ ...state, touched: [] }, state.touched, now);
  const expired = expireSessions(own, now);
  return { state: expired.state, effects: [...pings, ...again, ...expired.effects] };
}

function tickFollower(state: ZooKeeperState, now: Micros): ZooKeeperStepped {
  if (state.role === 'looking') return still(state);
  return now - state.leaderHeard > SYNC_LIMIT ? lookForLeader(state) : still(state);
}

/** Back to looking for a leader: clients have to find a server that has one. */
function lookForLeader(state: ZooKeeperState): ZooKeeperStepped {
  const closed = closeClients({
    ...state,
    role: 'looking',
    leader: undefined,
    isSynced: false,
    proposing: undefined,
    queue: [],
    waiter: undefined,
  });
  const lost = report({ type: 'zooKeeperQuorumLost', epoch: state.disk.promised });
  return { state: closed.state, effects: [lost, ...closed.effects, electSoon] };
}

function onGone(before: ZooKeeperState, node: ActorId): ZooKeeperStepped {
  const state = forget(before, node);
  if (state.role === 'following' && state.leader === node) return lookForLeader(state);
  if (state.role !== 'leading' || state.heard[node] === undefined) return still(state);
  const { [node]: _gone, ...heard } = state.heard;
  const left = { ...state, heard };
  return isMajority(left, Object.keys(heard).length + 1) ? still(left) : lookForLeader(left);
}
