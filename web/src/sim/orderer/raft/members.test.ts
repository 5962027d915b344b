import { describe, expect, it } from 'vitest';
import { Cluster } from './test-cluster.ts';

describe('a member that is added', () => {
  it('gets the whole log, learns from it who the members are, and votes', () => {
    const cluster = new Cluster([1, 2, 3]);
    cluster.propose(1, 7);
    cluster.join(4);
    cluster.change(1, 'add', 4);
    expect([1, 2, 3, 4].map((id) => cluster.voters(id))).toEqual(Array(4).fill([1, 2, 3, 4]));
    cluster.propose(1, 8);
    expect(cluster.committed(4)).toEqual([7, 8]);
    // Three of four are needed from now on.
    cluster.away.add(2).add(3);
    cluster.propose(1, 9);
    expect(cluster.committed(1)).toEqual([7, 8]);
  });

  it('does not stand for election before it knows that it is one', () => {
    const cluster = new Cluster([1, 2, 3]);
    cluster.join(4);
    cluster.away.add(1).add(2).add(3);
    cluster.tick(100);
    expect(cluster.state(4).volatile.role).toBe('follower');
    expect(cluster.state(4).durable.hardState.term).toBe(0);
  });

  it('need not answer before the next check of the quorum', () => {
    const cluster = new Cluster([1]);
    cluster.change(1, 'add', 2);
    cluster.tick(9);
    expect(cluster.leaders()).toEqual([1]);
    cluster.tick(11);
    expect(cluster.leaders()).toEqual([]);
    // It has been there for the other to find all the same: nothing is lost once that starts.
    cluster.join(2);
    cluster.tick(60);
    expect(cluster.leaders()).toEqual([1]);
    expect(cluster.voters(2)).toEqual([1, 2]);
  });

  it('is added one at a time: a change too early is an entry without effect', () => {
    const cluster = new Cluster([1, 2, 3]);
    cluster.away.add(2).add(3);
    cluster.change(1, 'add', 4);
    cluster.change(1, 'add', 5);
    cluster.away.clear();
    cluster.tick(3);
    expect(cluster.voters(1)).toEqual([1, 2, 3, 4]);
    expect(cluster.state(1).durable.log.entries.last()).toMatchObject({ type: 'normal', data: new Uint8Array() });
    cluster.join(4);
    cluster.tick(3);
    cluster.change(1, 'add', 5);
    expect(cluster.voters(1)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('a member that is removed', () => {
  it('hears of it, and is sent nothing more', () => {
    const cluster = new Cluster([1, 2, 3]);
    cluster.change(1, 'remove', 3);
    expect(cluster.voters(3)).toEqual([1, 2]);
    cluster.propose(1, 7);
    expect([cluster.committed(2), cluster.committed(3)]).toEqual([[7], []]);
  });

  it('does not disturb the others if it did not hear of it', () => {
    const cluster = new Cluster([1, 2, 3]);
    cluster.away.add(3);
    cluster.change(1, 'remove', 3);
    cluster.away.clear();
    const { term } = cluster.state(1).durable.hardState;
    cluster.tick(60);
    expect(cluster.voters(3)).toEqual([1, 2, 3]);
    expect(cluster.leaders()).toEqual([1]);
    expect(cluster.state(1).durable.hardState.term).toBe(term);
  });

  it('lets what waited for it be committed by the others', () => {
    const cluster = new Cluster([1, 2, 3, 4]);
    cluster.change(1, 'remove', 4);
    cluster.away.add(3);
    cluster.change(1, 'remove', 3);
    cluster.propose(1, 7);
    expect(cluster.committed(2)).toEqual([7]);
    expect(cluster.voters(2)).toEqual([1, 2]);
  });

  it('takes no proposals any more, though nobody else leads yet', () => {
    const cluster = new Cluster([1, 2, 3]);
    cluster.change(1, 'remove', 1);
    cluster.propose(1, 7);
    expect(cluster.outputs.at(-1)).toEqual([1, { type: 'dropped', reason: 'raft proposal dropped' }]);
    cluster.away.add(1);
    cluster.tick(40);
    const [leader] = cluster.leaders().filter((id) => id !== 1);
    expect(leader && cluster.voters(leader)).toEqual([2, 3]);
  });
});

describe('handing over', () => {
  it('takes one message once the successor has everything, and no timeout', () => {
    const cluster = new Cluster([1, 2, 3]);
    cluster.give(1, { type: 'transferLeadership', to: 3 });
    expect(cluster.leaders()).toEqual([3]);
    const sent = cluster.outputs.flatMap(([, output]) => (output.type === 'send' ? [output.message] : []));
    expect(sent.filter(({ type }) => type === 'MsgTimeoutNow')).toEqual([
      { type: 'MsgTimeoutNow', from: 1, to: 3, term: 2 },
    ]);
    // The others still heard the old leader; they vote all the same.
    const asked = sent.filter(({ type, from }) => type === 'MsgVote' && from === 3);
    expect(asked).toMatchObject([
      { to: 1, term: 3, transfer: true },
      { to: 2, term: 3, transfer: true },
    ]);
  });

  it('waits until the successor has what it lacks', () => {
    const cluster = new Cluster([1, 2, 3]);
    cluster.away.add(3);
    cluster.propose(1, 7);
    cluster.tick(1);
    cluster.away.clear();
    const { length } = cluster.outputs;
    cluster.give(1, { type: 'transferLeadership', to: 3 });
    const sent = cluster.outputs
      .slice(length)
      .flatMap(([, output]) => (output.type === 'send' ? [output.message] : []));
    const caughtUp = sent.findIndex(
      (message) => message.type === 'MsgAppResp' && !message.reject && message.index === 5,
    );
    expect(caughtUp).toBeGreaterThan(0);
    expect(sent.findIndex(({ type }) => type === 'MsgTimeoutNow')).toBeGreaterThan(caughtUp);
    expect(cluster.leaders()).toEqual([3]);
    expect(cluster.committed(3)).toEqual([7]);
  });

  it('is given up after an election timeout; until then nothing is taken in', () => {
    const cluster = new Cluster([1, 2, 3]);
    cluster.away.add(3);
    cluster.give(1, { type: 'transferLeadership', to: 3 });
    cluster.propose(1, 7);
    expect(cluster.committed(2)).toEqual([]);
    cluster.tick(10);
    cluster.propose(1, 8);
    expect(cluster.committed(2)).toEqual([8]);
  });

  it.each([
    ['to itself', 1],
    ['to a stranger', 9],
  ])('%s is nothing', (_, to) => {
    const cluster = new Cluster([1, 2, 3]);
    cluster.give(1, { type: 'transferLeadership', to });
    cluster.propose(1, 7);
    expect(cluster.committed(1)).toEqual([7]);
  });
});
