import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry, Fact } from '../sim/trace/facts.ts';
import { network } from './testdata/network.ts';
import { CLIENT, ORDERER, PEER1, PEER2, TRANSACTION, trace } from './testdata/trace.ts';
import { emptyWorld, isIsolated, type WorldView } from './world-model.ts';
import { WorldTimeline } from './world-timeline.ts';
import { foldWorld } from './world-view.ts';

const TOPOLOGY = network({ orgs: 2, peers: 1, orderers: 1 });
const EMPTY = emptyWorld(TOPOLOGY, '3.x');

function worldAt(millis: number, entries: readonly Entry[] = trace(TRANSACTION)): WorldView {
  const timeline = new WorldTimeline(TOPOLOGY, '3.x');
  timeline.update(entries, 0);
  return timeline.at(millis * 1_000);
}

const after = (...facts: readonly (readonly [string, Fact])[]): WorldView =>
  trace(facts.map(([node, fact], index) => [index, node, fact])).reduce(foldWorld, EMPTY);

describe('the world at a time of one transaction', () => {
  const client = (millis: number) => worldAt(millis).nodes[CLIENT]?.transactions.at(-1);

  it.each<[number, object | undefined, string]>([
    [99, undefined, 'nothing asked yet'],
    [100, { stage: 'endorsing', collected: 0, asked: 2 }, 'the proposal is on its way'],
    [150, { stage: 'endorsing', collected: 1, asked: 2 }, 'the first endorsement came'],
    [160, { stage: 'endorsing', collected: 2 }, 'both came, no envelope yet'],
    [161, { stage: 'submitted' }, 'assembled and sent at the same instant: the later fact counts'],
    [185, { stage: 'ordering' }, 'SUCCESS of the orderer is not a commit'],
    [2240, { stage: 'invalid', code: 'MVCC_READ_CONFLICT', block: 1 }, 'the commit status says why'],
  ])('at %i ms the client shows %o: %s', (millis, expected) => {
    if (expected === undefined) expect(client(millis)).toBeUndefined();
    else expect(client(millis)).toMatchObject(expected);
  });

  it('shows the batch only while it waits', () => {
    expect(worldAt(179).channels['mychannel']?.batch).toBeNull();
    expect(worldAt(1000).channels['mychannel']?.batch).toMatchObject({
      leader: ORDERER,
      pending: 1,
      firesAt: 2_180_000,
    });
    expect(worldAt(2180).channels['mychannel']?.batch).toBeNull();
  });

  it('keeps invalid transactions in the block and counts only the keys chaincodes wrote', () => {
    const channel = worldAt(2215).nodes[PEER1]?.channels['mychannel'];
    expect(channel).toMatchObject({ height: 2, keys: 7, systemKeys: 6, validating: null });
    expect(channel?.blocks.map(({ number, valid, invalid }) => ({ number, valid, invalid }))).toEqual([
      { number: 0, valid: 0, invalid: 0 },
      { number: 1, valid: 0, invalid: 1 },
    ]);
    expect(worldAt(2210).nodes[PEER1]?.channels['mychannel']?.validating).toBe(1);
    expect(worldAt(2215).nodes[PEER2]?.channels['mychannel']?.height).toBe(1);
  });

  it('leaves untouched nodes identical, so that their cards do not redraw', () => {
    const before = after([PEER1, { type: 'nodeStarted', role: 'peer' }]);
    const next = foldWorld(before, {
      seq: 9,
      at: 9,
      node: PEER2,
      cause: null,
      fact: { type: 'nodeStarted', role: 'peer' },
    });
    expect(next.nodes[PEER1]).toBe(before.nodes[PEER1]);
  });
});

describe('faults', () => {
  it('a crash loses containers and the leader’s batch, and keeps the chain', () => {
    const world = [
      ...trace(TRANSACTION.filter(([millis]) => millis <= 200)),
      ...trace([
        [201, PEER1, { type: 'chaincodeStarted', packageId: 'basic:1' }],
        [202, PEER1, { type: 'nodeCrashed' }],
        [203, ORDERER, { type: 'nodeCrashed' }],
      ]),
    ].reduce(foldWorld, EMPTY);
    expect(world.nodes[PEER1]).toMatchObject({ life: 'crashed', running: [], channels: { mychannel: { height: 1 } } });
    expect(world.channels['mychannel']).toMatchObject({ batch: null, leader: null });
    expect(world.nodes[ORDERER]?.raft['mychannel']).toMatchObject({ state: 'follower', term: 2 });
  });

  it('a node is isolated only when every link of it is cut; healing forgets the link', () => {
    const cut = (to: string, up = false): readonly [string, Fact] => [
      PEER1,
      { type: 'linkChanged', from: PEER1, to, up, loss: 0, latencyFactor: 1 },
    ];
    const others = Object.keys(EMPTY.nodes).filter((id) => id !== PEER1);
    const all = others.map((to) => cut(to));
    expect(isIsolated(after(...all), PEER1)).toBe(true);
    expect(isIsolated(after(...all.slice(1)), PEER1)).toBe(false);
    expect(after(...all, ...others.map((to) => cut(to, true))).links).toEqual({});
  });

  it('a fact of a node the topology does not have changes nothing', () => {
    expect(after(['ghost.example.com', { type: 'nodeCrashed' }]).nodes).toEqual(EMPTY.nodes);
  });
});

describe('chaincode definitions', () => {
  it('approvals of an earlier sequence do not count for a later one', () => {
    const approve = (mspId: string, sequence: number): readonly [string, Fact] => [
      PEER1,
      {
        type: 'chaincodeApproved',
        channel: 'mychannel',
        name: 'basic',
        version: '1.0',
        sequence,
        policy: '',
        initRequired: false,
        collections: [],
        mspId,
      },
    ];
    const world = after(approve('Org1MSP', 1), approve('Org2MSP', 1), approve('Org1MSP', 1), approve('Org2MSP', 2));
    expect(world.channels['mychannel']?.definitions['basic']).toMatchObject({ sequence: 2, approvedBy: ['Org2MSP'] });
  });
});

describe('the timeline', () => {
  const many = trace(
    Array.from({ length: 1_000 }, (_, index) => [
      Math.floor(index / 3),
      index % 2 === 0 ? PEER1 : PEER2,
      index % 5 === 0
        ? { type: 'nodeCrashed' }
        : { type: 'chaincodeInstalled', packageId: `p${index}`, label: `l${index}` },
    ]),
  );

  it('gives at any time, in any order of asking, what folding from the start gives', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 12 }), (counts) => {
        const timeline = new WorldTimeline(TOPOLOGY, '3.x');
        timeline.update(many, 0);
        for (const count of counts)
          expect(timeline.after(count)).toEqual(many.slice(0, count).reduce(foldWorld, EMPTY));
      }),
      { numRuns: 20 },
    );
  });

  it('forgets what a fork replaced', () => {
    const timeline = new WorldTimeline(TOPOLOGY, '3.x');
    timeline.update(many, 0);
    timeline.after(1_000);
    const forked = [...many.slice(0, 500), ...trace([[400, PEER1, { type: 'nodeRestarted', role: 'peer' }]])];
    timeline.update(forked, 500);
    expect(timeline.at(1_000_000)).toEqual(forked.reduce(foldWorld, EMPTY));
  });
});
