import { describe, expect, it } from 'vitest';
import { invariant } from '../../kernel/result.ts';
import { raftStep, restartRaft } from './raft.ts';
import { lastIndex, NO_SNAPSHOT, type RaftSnapshot } from './raft-log.ts';
import type { RaftMessage, SnapshotMessage } from './raft-message.ts';
import {
  DEFAULT_RAFT_OPTIONS,
  type RaftDurable,
  type RaftOutput,
  type RaftState,
  type RaftTransition,
} from './raft-state.ts';
import { Cluster } from './test-cluster.ts';

const proposeAll = (cluster: Cluster, from: number, to: number): void => {
  for (let byte = from; byte <= to; byte++) cluster.propose(1, byte);
};

/** Three nodes, 1 leads; 3 is away while six entries are committed, and the log is cut to what came after the second. */
function cutBehindThree(): Cluster {
  const cluster = new Cluster([1, 2, 3]);
  cluster.away.add(3);
  cluster.give(1, { type: 'unreachable', peer: 3 });
  proposeAll(cluster, 1, 6);
  // Entries 1 to 3 are the members, 4 is the leader's own, 5 to 10 are these.
  cluster.snapshot(1);
  return cluster;
}

const progressOf = (cluster: Cluster, id: number) => cluster.state(1).volatile.progress.get(id);

describe('a snapshot of its own', () => {
  it('takes the place of the log but for four entries', () => {
    const cluster = cutBehindThree();
    const { log, snapshot } = cluster.state(1).durable;
    expect(snapshot).toEqual({ index: 10, term: 2, voters: [1, 2, 3], data: new Uint8Array([10]) });
    expect(log.base).toEqual({ index: 6, term: 2 });
    expect([...log.entries].map(({ index }) => index)).toEqual([7, 8, 9, 10]);
  });

  it('goes to disk, and nothing waits for that', () => {
    const cluster = new Cluster([1, 2, 3]);
    proposeAll(cluster, 1, 6);
    const taken = raftStep(cluster.state(1), { type: 'takeSnapshot', index: 10, data: new Uint8Array() });
    expect(taken.outputs).toMatchObject([{ type: 'persist', sync: false, received: false, snapshot: { index: 10 } }]);
  });

  it('goes to disk with the next write if one is under way', () => {
    const cluster = new Cluster([1, 2, 3]);
    proposeAll(cluster, 1, 6);
    const writing = raftStep(cluster.state(1), { type: 'propose', data: new Uint8Array([7]) });
    const taken = raftStep(writing.state, { type: 'takeSnapshot', index: 10, data: new Uint8Array() });
    expect(taken.outputs).toEqual([]);
    const written = raftStep(taken.state, { type: 'persisted' });
    expect(written.outputs).toContainEqual(expect.objectContaining({ type: 'persist', snapshot: expect.anything() }));
  });

  it('that is not newer than the last changes nothing', () => {
    const cluster = cutBehindThree();
    const before = cluster.state(1).durable;
    cluster.snapshot(1);
    expect(cluster.state(1).durable).toEqual(before);
  });

  it('a log shorter than four entries keeps all of them', () => {
    const cluster = new Cluster([1]);
    cluster.snapshot(1);
    const { log, snapshot } = cluster.state(1).durable;
    expect([snapshot.index, log.base.index]).toEqual([2, 0]);
  });
});

describe('a follower that was away past the compaction', () => {
  it('gets the snapshot, then what came after it', () => {
    const cluster = cutBehindThree();
    proposeAll(cluster, 7, 7);
    cluster.transcript.length = 0;
    cluster.away.delete(3);
    cluster.tick(3);
    expect(cluster.transcript).toEqual([
      '1 → 3 snapshot at 10, members 1,2,3',
      '3 → 1 have all up to 10',
      '1 → 3 entries after 10: 11…11, committed 11',
      '3 → 1 have all up to 11',
    ]);
    expect(cluster.state(3).durable.log.base).toEqual({ index: 10, term: 2 });
    expect(cluster.committed(3)).toEqual([7]);
    expect(progressOf(cluster, 3)).toMatchObject({ state: 'replicate', match: 11, pendingSnapshot: 0 });
  });

  it('is probed where the leader believes it is, before it gets one', () => {
    const cluster = new Cluster([1, 2, 3]);
    cluster.away.add(3);
    // Nobody tells the leader that its messages are lost: five are out when it waits.
    proposeAll(cluster, 1, 6);
    cluster.snapshot(1);
    cluster.transcript.length = 0;
    cluster.away.delete(3);
    cluster.tick(2);
    expect(cluster.transcript).toEqual([
      '1 → 3 entries after 9: 10…10, committed 10',
      '3 → 1 no, try after 4',
      '1 → 3 snapshot at 10, members 1,2,3',
      '3 → 1 have all up to 10',
      '1 → 3 entries after 10: nothing, committed 10',
      '3 → 1 have all up to 10',
    ]);
  });

  it('is given the snapshot to restore, on disk first, before any entry', () => {
    const cluster = cutBehindThree();
    proposeAll(cluster, 7, 7);
    const from = cluster.outputs.length;
    cluster.away.delete(3);
    cluster.tick(3);
    const of3 = cluster.outputs.slice(from).flatMap(([id, output]) => (id === 3 ? [output] : []));
    const told = of3.filter(({ type }) => type === 'persist' || type === 'restore' || type === 'commit');
    expect(told.slice(0, 3)).toMatchObject([
      { type: 'persist', sync: true, received: true, snapshot: { index: 10 }, entries: [] },
      { type: 'restore', received: true, snapshot: { index: 10, data: new Uint8Array([10]) } },
      { type: 'persist', entries: [{ index: 11 }] },
    ]);
  });

  it('gets none before it has been heard of', () => {
    const cluster = cutBehindThree();
    cluster.transcript.length = 0;
    cluster.tick(20);
    expect(cluster.transcript.filter((line) => line.includes('snapshot'))).toEqual([]);
    expect(progressOf(cluster, 3)).toMatchObject({ recentActive: false });
  });

  it('begins a restart with the snapshot and forgets the entries before it', () => {
    const cluster = cutBehindThree();
    cluster.away.delete(3);
    cluster.tick(3);
    const from = cluster.outputs.length;
    cluster.restart(1);
    const { durable, volatile } = cluster.state(1);
    expect(cluster.outputs.slice(from)[0]?.[1]).toMatchObject({
      type: 'restore',
      received: false,
      snapshot: { index: 10 },
    });
    expect([durable.log.base.index, lastIndex(durable.log), volatile.applied]).toEqual([10, 10, 10]);
    expect(volatile.voters).toEqual([1, 2, 3]);
  });

  it('learns from it of members that came meanwhile', () => {
    const cluster = new Cluster([1, 2, 3]);
    cluster.away.add(3);
    cluster.join(4);
    cluster.change(1, 'add', 4);
    proposeAll(cluster, 1, 6);
    cluster.snapshot(1);
    cluster.away.delete(3);
    cluster.tick(3);
    expect(cluster.voters(3)).toEqual([1, 2, 3, 4]);
  });

  it('a newcomer gets one that names it, though it was taken before it came', () => {
    const cluster = new Cluster([1, 2, 3]);
    proposeAll(cluster, 1, 6);
    cluster.snapshot(1);
    cluster.join(4);
    cluster.change(1, 'add', 4);
    cluster.tick(2);
    expect(cluster.transcript).toContain('1 → 4 snapshot at 10, members 1,2,3,4');
    cluster.propose(1, 7);
    expect(cluster.committed(4)).toEqual([7]);
    expect(cluster.voters(4)).toEqual([1, 2, 3, 4]);
  });
});

/** A follower of term 2 that has entries up to `last`, of which those up to `commit` are committed. */
function follower(last: number, commit: number): RaftState {
  const cluster = new Cluster([1, 2, 3]);
  proposeAll(cluster, 1, last - 4);
  const { config, durable } = cluster.state(3);
  const known: RaftDurable = { ...durable, hardState: { ...durable.hardState, commit }, snapshot: NO_SNAPSHOT };
  const started = restartRaft({ ...DEFAULT_RAFT_OPTIONS, id: config.id }, known, 3);
  return started.state.volatile.storing ? raftStep(started.state, { type: 'persisted' }).state : started.state;
}

const snapshotAt = (index: number, term = 2, voters: readonly number[] = [1, 2, 3]): RaftSnapshot => ({
  index,
  term,
  voters,
  data: new Uint8Array([index]),
});
const snap = (snapshot: RaftSnapshot, term = 2): SnapshotMessage => ({
  type: 'MsgSnap',
  from: 1,
  to: 3,
  term,
  snapshot,
});

function receive(state: RaftState, message: RaftMessage): RaftTransition {
  const received = raftStep(state, { type: 'message', message });
  const isWriting = received.outputs.some((output) => output.type === 'persist' && output.sync);
  if (!isWriting) return received;
  const after = raftStep(received.state, { type: 'persisted' });
  return { state: after.state, outputs: [...received.outputs, ...after.outputs] };
}

const answers = (outputs: readonly RaftOutput[]) =>
  outputs.flatMap((output) => (output.type === 'send' ? [output.message] : []));

describe('a snapshot that is received', () => {
  it.each([
    ['ends before what is committed here', 8, snapshotAt(6), 8, 8, 'it is passed over'],
    ['ends where this log agrees', 6, snapshotAt(8), 8, 8, 'only the commitment is news'],
    ['does not name this node', 6, snapshotAt(20, 2, [1, 2]), 8, 6, 'it belongs to others'],
  ])('%s (committed %i): the log stays', (_what, commit, snapshot, last, committed, _why) => {
    const { state, outputs } = receive(follower(8, commit), snap(snapshot));
    expect([lastIndex(state.durable.log), state.durable.hardState.commit]).toEqual([last, committed]);
    expect(outputs.some(({ type }) => type === 'restore')).toBe(false);
    expect(answers(outputs)).toMatchObject([{ type: 'MsgAppResp', reject: false, index: committed }]);
  });

  it('replaces a log that has something else there', () => {
    const { state, outputs } = receive(follower(8, 6), snap(snapshotAt(7, 3), 3));
    expect(state.durable.log.base).toEqual({ index: 7, term: 3 });
    expect(state.durable.log.entries.length).toBe(0);
    expect(answers(outputs)).toMatchObject([{ type: 'MsgAppResp', reject: false, index: 7, term: 3 }]);
  });

  it('is taken over before the node stands for election', () => {
    const received = raftStep(follower(8, 6), { type: 'message', message: snap(snapshotAt(20)) });
    expect(raftStep(received.state, { type: 'campaign' }).state.volatile.role).toBe('follower');
    const stored = raftStep(received.state, { type: 'persisted' });
    expect(raftStep(stored.state, { type: 'campaign' }).state.volatile.role).toBe('preCandidate');
  });

  it('commits of the log only as far as a message reaches', () => {
    const heard = { type: 'MsgApp', from: 1, to: 3, term: 2, index: 6, logTerm: 2, entries: [], commit: 8 } as const;
    expect(receive(follower(8, 6), heard).state.durable.hardState.commit).toBe(6);
  });

  it('of an older term is not heard', () => {
    const { state, outputs } = receive(follower(8, 6), snap(snapshotAt(20, 1), 1));
    expect(outputs).toEqual([]);
    expect(lastIndex(state.durable.log)).toBe(8);
  });
});

describe('what a leader knows of a follower that got a snapshot', () => {
  /** The snapshot has left, the sender has not been told, and 3 does not answer. */
  function sending(): RaftState {
    const cluster = cutBehindThree();
    const heartbeat = { type: 'MsgHeartbeatResp', from: 3, to: 1, term: 2 } as const;
    const { state, outputs } = raftStep(cluster.state(1), { type: 'message', message: heartbeat });
    expect(answers(outputs)).toMatchObject([{ type: 'MsgSnap', to: 3 }]);
    return state;
  }
  const known = (state: RaftState) => {
    const progress = state.volatile.progress.get(3);
    invariant(progress, '3 is a member');
    return progress;
  };

  it('nothing else is sent meanwhile', () => {
    const state = sending();
    expect(known(state)).toMatchObject({ state: 'snapshot', pendingSnapshot: 10 });
    const heartbeat = { type: 'MsgHeartbeatResp', from: 3, to: 1, term: 2 } as const;
    expect(answers(raftStep(state, { type: 'message', message: heartbeat }).outputs)).toEqual([]);
  });

  it.each([
    [false, 11, 'it left: what comes next begins behind it'],
    [true, 5, 'it could not leave: back to where it was'],
  ])('reported, failed = %s: probes from %i on (%s)', (failed, next, _) => {
    const { state } = raftStep(sending(), { type: 'snapshotReported', peer: 3, failed });
    expect(known(state)).toMatchObject({ state: 'probe', next, probeSent: true, pendingSnapshot: 0 });
  });

  it('confirmed before it was reported: entries flow again', () => {
    const confirmed = { type: 'MsgAppResp', from: 3, to: 1, term: 2, reject: false, index: 10 } as const;
    const { state } = raftStep(sending(), { type: 'message', message: confirmed });
    expect(known(state)).toMatchObject({ state: 'replicate', match: 10, next: 11 });
  });

  it('lost: a refusal brings it back, and it is sent again', () => {
    const { state } = raftStep(sending(), { type: 'snapshotReported', peer: 3, failed: false });
    const heartbeat = { type: 'MsgHeartbeatResp', from: 3, to: 1, term: 2 } as const;
    const probed = raftStep(state, { type: 'message', message: heartbeat });
    const refusal = { type: 'MsgAppResp', from: 3, to: 1, term: 2, reject: true, logTerm: 2 } as const;
    // The leader has nothing after the snapshot, so it has nothing to probe with but an empty message.
    expect(answers(probed.outputs)).toMatchObject([{ type: 'MsgApp', index: 10, entries: [] }]);
    const refused = { ...refusal, index: 10, rejectHint: 4 };
    const again = raftStep(probed.state, { type: 'message', message: refused });
    expect(answers(again.outputs)).toMatchObject([{ type: 'MsgSnap', to: 3 }]);
  });
});
