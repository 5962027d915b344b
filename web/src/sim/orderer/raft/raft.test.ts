import { describe, expect, it } from 'vitest';
import { PersistentList } from '../../kernel/persistent-list.ts';
import { campaignTicks, firstCampaigner } from './first-campaign.ts';
import { bootstrapRaft, raftStep, restartRaft } from './raft.ts';
import { findConflictByTerm, NO_SNAPSHOT, type RaftLog } from './raft-log.ts';
import type { AppendRequest, RaftMessage, VoteRequest } from './raft-message.ts';
import {
  DEFAULT_RAFT_OPTIONS,
  type RaftConfig,
  type RaftDurable,
  type RaftInput,
  type RaftOutput,
  type RaftState,
  type RaftTransition,
} from './raft-state.ts';

const config = (id: number, options: Partial<RaftConfig> = {}): RaftConfig => ({
  ...DEFAULT_RAFT_OPTIONS,
  id,
  ...options,
});

const ids = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i + 1);

/** Node 1 of a new channel. */
const founded = (members = 3, options: Partial<RaftConfig> = {}): RaftTransition =>
  bootstrapRaft(config(1, options), ids(members), 7);

const data = (...bytes: number[]): Uint8Array => new Uint8Array(bytes);

/** A log whose entries have these terms. */
const logOf = (terms: readonly number[]): RaftLog => ({
  base: { index: 0, term: 0 },
  entries: PersistentList.of(terms.map((term, i) => ({ index: i + 1, term, type: 'normal' as const, data: data(i) }))),
});

const durable = (
  terms: readonly number[],
  hardState: Partial<RaftDurable['hardState']> = {},
  members = 3,
): RaftDurable => ({
  hardState: { term: terms.at(-1) ?? 0, vote: 0, commit: 0, ...hardState },
  log: logOf(terms),
  // A beginning that names the members, so that the entries need not.
  snapshot: { ...NO_SNAPSHOT, voters: ids(members) },
});

/** Steps through `inputs` with a disk that is done at once; all outputs in order. */
function run(started: RaftTransition, ...inputs: readonly RaftInput[]): RaftTransition {
  let { state } = started;
  const outputs = [...started.outputs];
  const take = (input: RaftInput): void => {
    const next = raftStep(state, input);
    state = next.state;
    outputs.push(...next.outputs);
    if (next.outputs.some((output) => output.type === 'persist' && output.sync)) take({ type: 'persisted' });
  };
  if (state.volatile.storing) take({ type: 'persisted' });
  for (const input of inputs) take(input);
  return { state, outputs };
}

const next = (state: RaftState, ...inputs: readonly RaftInput[]): RaftTransition =>
  run({ state, outputs: [] }, ...inputs);

const sent = (outputs: readonly RaftOutput[]): readonly RaftMessage[] =>
  outputs.flatMap((output) => (output.type === 'send' ? [output.message] : []));
const received = (message: RaftMessage): RaftInput => ({ type: 'message', message });
const ticks = (count: number): readonly RaftInput[] => Array.from({ length: count }, () => ({ type: 'tick' }));

const vote = (from: number, term: number, index: number, logTerm: number): VoteRequest => ({
  type: 'MsgVote',
  from,
  to: 1,
  term,
  index,
  logTerm,
});

/** Node 1 of `members`, elected by node 2. */
function leader(start: RaftTransition = founded()): RaftTransition {
  const asked = run(start, { type: 'campaign' });
  const term = asked.state.durable.hardState.term + 1;
  const answer = { from: 2, to: 1, term, reject: false };
  return run(
    { state: asked.state, outputs: [] },
    received({ type: 'MsgPreVoteResp', ...answer }),
    received({ type: 'MsgVoteResp', ...answer }),
  );
}

const accepted = (from: number, term: number, index: number): RaftInput =>
  received({ type: 'MsgAppResp', from, to: 1, term, reject: false, index });

describe('a new channel', () => {
  it('begins with a committed entry per member in term 1, handed out once the disk has them', () => {
    const { state, outputs } = founded();
    expect(outputs.map(({ type }) => type)).toEqual(['persist']);
    const written = raftStep(state, { type: 'persisted' });
    expect(written.outputs).toMatchObject([{ type: 'commit', entries: [{ term: 1 }, { index: 2 }, { index: 3 }] }]);
    expect(state.durable.hardState).toEqual({ term: 1, vote: 0, commit: 3 });
  });

  it('has its first leader in term 2, who begins with an empty entry', () => {
    const { state, outputs } = leader();
    expect(state.volatile.role).toBe('leader');
    expect(outputs).toContainEqual({ type: 'leaderChanged', leader: 1, term: 2 });
    expect(state.durable.log.entries.last()).toMatchObject({ index: 4, term: 2, data: data() });
  });

  it('does not campaign before it has learnt who the members are', () => {
    const { state } = founded();
    expect(raftStep(state, { type: 'campaign' }).state.volatile.role).toBe('follower');
  });

  it('of one member elects and commits alone, after the disk', () => {
    const { state } = run(founded(1), { type: 'campaign' });
    expect(state.volatile.role).toBe('leader');
    const proposed = raftStep(state, { type: 'propose', data: data(9) });
    expect(proposed.outputs.map(({ type }) => type)).toEqual(['persist']);
    expect(raftStep(proposed.state, { type: 'persisted' }).outputs).toMatchObject([{ type: 'commit' }]);
  });

  it.each([
    ['mychannel', 3, 2, 'as recorded from Fabric: node 2 of three elected itself in the second second'],
    ['mychannel', 1, 1, 'a single member'],
  ])('%s of %i: member %i campaigns first (%s)', (channel, members, id, _) => {
    expect(firstCampaigner(channel, members)).toBe(id);
    expect(campaignTicks(1)).toBe(2);
  });
});

describe('votes', () => {
  it.each([
    ['the same log', [1, 1, 2], 3, 2, false],
    ['a longer log of the same term', [1, 1, 2], 9, 2, false],
    ['a shorter log with a later term', [1, 1, 2], 1, 3, false],
    ['a shorter log of the same term', [1, 1, 2], 2, 2, true],
    ['a longer log with an earlier term', [1, 1, 2], 9, 1, true],
  ])('candidate has %s', (_, terms, index, logTerm, reject) => {
    const { outputs } = run(restartRaft(config(1), durable(terms), 7), received(vote(2, 5, index, logTerm)));
    expect(sent(outputs)).toEqual([{ type: 'MsgVoteResp', from: 1, to: 2, term: 5, reject }]);
  });

  it('goes to one candidate a term, however often it asks', () => {
    const { outputs } = run(
      restartRaft(config(1), durable([1]), 7),
      received(vote(2, 2, 1, 1)),
      received(vote(3, 2, 1, 1)),
      received(vote(2, 2, 1, 1)),
    );
    expect(sent(outputs)).toMatchObject([{ reject: false }, { to: 3, reject: true }, { to: 2, reject: false }]);
  });

  it('is not forgotten in a crash', () => {
    const voted = run(restartRaft(config(1), durable([1]), 7), received(vote(2, 2, 1, 1)));
    const back = restartRaft(config(1), voted.state.durable, 8);
    expect(sent(run(back, received(vote(3, 2, 1, 1))).outputs)).toMatchObject([{ reject: true }]);
  });

  it('leaves only when it is on disk, also in a term that is known already', () => {
    const inTerm = run(restartRaft(config(1), durable([1]), 7), received(vote(3, 2, 0, 0)));
    const asked = raftStep(inTerm.state, received(vote(2, 2, 1, 1)));
    expect(asked.outputs).toMatchObject([{ type: 'persist', sync: true, hardState: { term: 2, vote: 2 } }]);
    // What happens meanwhile waits for the next write.
    const again = raftStep(asked.state, received(vote(3, 2, 1, 1)));
    expect(again.outputs).toEqual([]);
    const written = raftStep(again.state, { type: 'persisted' });
    expect(sent(written.outputs)).toMatchObject([
      { to: 2, reject: false },
      { to: 3, reject: true },
    ]);
  });

  it('is asked for twice: first without entering the term', () => {
    const asked = run(restartRaft(config(1), durable([1]), 7), { type: 'campaign' });
    expect(asked.state.durable.hardState.term).toBe(1);
    expect(sent(asked.outputs)).toMatchObject([
      { type: 'MsgPreVote', to: 2, term: 2 },
      { type: 'MsgPreVote', to: 3, term: 2 },
    ]);
    const promise = { type: 'MsgPreVoteResp', from: 2, to: 1, term: 2, reject: false } as const;
    const standing = next(asked.state, received(promise));
    expect(standing.state.durable.hardState).toMatchObject({ term: 2, vote: 1 });
    expect(sent(standing.outputs)).toMatchObject([{ type: 'MsgVote' }, { type: 'MsgVote' }]);
  });

  it('a node cut off from the others does not raise its term, however long', () => {
    const { state } = run(restartRaft(config(1), durable([1]), 7), ...ticks(200));
    expect(state.durable.hardState.term).toBe(1);
    expect(state.volatile.role).toBe('preCandidate');
  });

  it.each([
    [9, 0, 'the lease of the leader still runs'],
    [10, 1, 'the lease is over'],
  ])('after %i ticks without the leader a candidate gets %i answers: %s', (elapsed, answers, _) => {
    const heartbeat = { type: 'MsgHeartbeat', from: 3, to: 1, term: 1, commit: 0 } as const;
    const following = run(restartRaft(config(1, { electionTick: 10 }), durable([1]), 1), received(heartbeat));
    const waited = { ...following.state, volatile: { ...following.state.volatile, electionElapsed: elapsed } };
    const { outputs, state } = next(waited, received(vote(2, 9, 5, 5)));
    expect(sent(outputs)).toHaveLength(answers);
    expect(state.durable.hardState.term).toBe(answers ? 9 : 1);
  });

  it('draws between one and two election timeouts, other seeds otherwise', () => {
    const drawn = Array.from(
      { length: 200 },
      (_, seed) => restartRaft(config(1), durable([1]), seed).state.volatile.electionTimeout,
    );
    expect([...new Set(drawn)].sort((a, b) => a - b)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  });
});

describe('keeping the office', () => {
  it('ends after an election timeout in which no majority was heard of', () => {
    // What was heard during the first timeout, the votes not among it, counts at its end.
    const { state } = next(leader().state, accepted(2, 2, 4), ...ticks(19));
    expect(state.volatile.role).toBe('leader');
    expect(next(state, ...ticks(1)).outputs).toEqual([
      { type: 'leaderChanged', leader: 0, term: 2 },
      { type: 'roleChanged', role: 'follower', term: 2 },
    ]);
  });

  it('ends when someone is in a later term', () => {
    const { state } = next(leader().state, accepted(3, 5, 0));
    expect(state).toMatchObject({
      durable: { hardState: { term: 5, vote: 0 } },
      volatile: { role: 'follower', leader: 0 },
    });
  });

  it('an old leader is told that its term is over', () => {
    const heartbeat = { type: 'MsgHeartbeat', from: 2, to: 1, term: 1, commit: 0 } as const;
    const { outputs } = run(restartRaft(config(1), durable([1], { term: 4 }), 7), received(heartbeat));
    expect(sent(outputs)).toEqual([{ type: 'MsgAppResp', from: 1, to: 2, term: 4, reject: false, index: 0 }]);
  });
});

describe('proposals', () => {
  it('are dropped, not forwarded, by who does not lead', () => {
    const { state } = run(founded());
    expect(raftStep(state, { type: 'propose', data: data(1) }).outputs).toEqual([
      { type: 'dropped', reason: 'raft proposal dropped' },
    ]);
  });

  it('are committed when a majority has them', () => {
    const { state } = next(leader().state, accepted(2, 2, 4), { type: 'propose', data: data(1) });
    const { outputs } = next(state, accepted(2, 2, 5));
    expect(outputs).toContainEqual({ type: 'commit', entries: [{ index: 5, term: 2, type: 'normal', data: data(1) }] });
  });

  it('go out five at a time to a follower that does not answer, one more for each heartbeat it does', () => {
    const proposals = Array.from({ length: 8 }, (_, i): RaftInput => ({ type: 'propose', data: data(i) }));
    const { state, outputs } = next(leader().state, accepted(2, 2, 4), ...proposals);
    const toSecond = (all: readonly RaftOutput[]): readonly RaftMessage[] =>
      sent(all).filter((message) => message.to === 2 && message.type === 'MsgApp' && message.entries.length > 0);
    expect(toSecond(outputs)).toHaveLength(5);
    const alive = next(state, received({ type: 'MsgHeartbeatResp', from: 2, to: 1, term: 2 }));
    // The one message carries everything that had to wait.
    expect(toSecond(alive.outputs)).toMatchObject([
      { index: 9, entries: [{ index: 10 }, { index: 11 }, { index: 12 }] },
    ]);
  });

  it('are split by size, never an entry', () => {
    const big = (byte: number): RaftInput => ({ type: 'propose', data: new Uint8Array(60).fill(byte) });
    const limited = leader(founded(3, { maxMessageBytes: 100 }));
    // Nobody has answered yet, so nothing but the first probe has left.
    const { state } = next(limited.state, big(1), big(2));
    const { outputs } = next(state, accepted(2, 2, 4));
    const lengths = sent(outputs).flatMap((message) =>
      message.type === 'MsgApp' && message.to === 2 ? [message.entries.length] : [],
    );
    expect(lengths.filter((length) => length > 0)).toEqual([1, 1]);
  });
});

describe('commitment', () => {
  it('is not reached by counting entries of an earlier term, only together with one of its own', () => {
    // Entry 2 of term 2 is on a majority, and may still be replaced by a leader who has an entry of term 3 there.
    const standing = run(restartRaft(config(1), durable([1, 2], { term: 3, commit: 1 }, 5), 7), { type: 'campaign' });
    const leading = next(
      standing.state,
      ...(['MsgPreVoteResp', 'MsgVoteResp'] as const).flatMap((type) =>
        [2, 3].map((from) => received({ type, from, to: 1, term: 4, reject: false })),
      ),
    );
    expect(leading.state.volatile.role).toBe('leader');
    const counted = next(leading.state, accepted(2, 4, 2), accepted(3, 4, 2));
    expect(counted.state.durable.hardState.commit).toBe(1);
    expect(next(counted.state, accepted(2, 4, 3), accepted(3, 4, 3)).state.durable.hardState.commit).toBe(3);
  });

  const append = (fields: Partial<AppendRequest>): RaftInput =>
    received({ type: 'MsgApp', from: 2, to: 1, term: 4, index: 0, logTerm: 0, entries: [], commit: 0, ...fields });
  const entry = (index: number, term: number) => ({ index, term, type: 'normal' as const, data: data(index) });

  it.each([
    ['no further than what the message proves to agree', { index: 1, logTerm: 1, commit: 3 }, 1],
    ['up to what the message brings', { index: 1, logTerm: 1, entries: [entry(2, 4)], commit: 9 }, 2],
    ['not at all by a message that does not fit', { index: 3, logTerm: 4, commit: 3 }, 0],
  ])('of a follower goes %s', (_, fields, commit) => {
    const { state } = run(restartRaft(config(1), durable([1, 2, 2]), 7), append(fields));
    expect(state.durable.hardState.commit).toBe(commit);
  });

  it('drops what contradicts the leader, and writes from there', () => {
    const { state, outputs } = run(
      restartRaft(config(1), durable([1, 2, 2]), 7),
      append({ index: 1, logTerm: 1, entries: [entry(2, 3)] }),
    );
    expect([...state.durable.log.entries].map(({ term }) => term)).toEqual([1, 3]);
    expect(outputs).toContainEqual(expect.objectContaining({ type: 'persist', entries: [entry(2, 3)], sync: true }));
  });

  it('keeps what a late message has already brought', () => {
    const { state } = run(
      restartRaft(config(1), durable([1, 4, 4]), 7),
      append({ index: 1, logTerm: 1, entries: [entry(2, 4)] }),
    );
    expect(state.durable.log.entries.length).toBe(3);
  });

  it('hands out everything again after a restart', () => {
    const { outputs } = restartRaft(config(1), durable([1, 1, 2], { commit: 2 }), 7);
    expect(outputs).toMatchObject([{ type: 'commit', entries: [{ index: 1 }, { index: 2 }] }]);
  });
});

describe('finding where logs agree', () => {
  it.each([
    ['the tail is of later terms', [1, 3, 3, 4, 4, 5, 5, 5, 6], 8, 3, 3],
    ['it agrees at once', [1, 2, 3], 2, 2, 2],
    ['nothing agrees', [3, 3, 3], 3, 2, 0],
    ['the index is outside', [1, 1], 5, 1, 5],
  ])('%s', (_, terms, index, term, expected) => {
    expect(findConflictByTerm(logOf(terms), index, term)).toBe(expected);
  });

  it.each([
    ['the follower skips its later terms', [1, 3, 3, 3, 3, 3, 3, 3, 7], [1, 3, 3, 4, 4, 5, 5, 5, 6], [9, 8, 3]],
    ['the leader skips its later terms', [1, 3, 3, 3, 5, 5, 5, 5, 5], [1, 1, 1, 1, 2, 2], [9, 1]],
  ])('takes one attempt a term, not one an entry: %s', (_, leading, following, attempts) => {
    let mine = leader(restartRaft(config(1), durable(leading), 7)).state;
    let other = run(restartRaft(config(2), durable(following), 8)).state;
    const { term } = mine.durable.hardState;
    const first = { type: 'MsgApp', from: 1, to: 2, term, index: 9, logTerm: leading.at(-1) ?? 0 } as const;
    let message: RaftMessage | undefined = { ...first, entries: [], commit: 0 };
    const built: number[] = [];
    while (message) {
      if (message.type === 'MsgApp') built.push(message.index);
      const answered: RaftTransition = next(other, received(message));
      other = answered.state;
      const [answer] = sent(answered.outputs);
      const replied: RaftTransition = answer ? next(mine, received(answer)) : { state: mine, outputs: [] };
      mine = replied.state;
      message = sent(replied.outputs).find(({ to }) => to === 2);
    }
    expect(built.slice(0, attempts.length)).toEqual(attempts);
    expect([...other.durable.log.entries].map((entry) => entry.term)).toEqual([...leading, term]);
  });
});
