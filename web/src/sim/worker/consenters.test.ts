import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { invariant } from '../kernel/result.ts';
import { ledgerTransactions } from '../ledger/block-transactions.ts';
import { consentersOf, raftMetadata } from '../orderer/membership.ts';
import type { OrdererState } from '../orderer/orderer-state.ts';
import type { Command } from '../protocol/commands.ts';
import type { PeerState } from '../peer/peer-state.ts';
import type { Entry, FactType } from '../trace/facts.ts';
import { digestOf } from '../trace/digest.ts';
import { hex } from '../wire/bytes.ts';
import type { Simulation } from './simulation.ts';
import { type SimulationParts } from './simulation.ts';
import { call, CHANNEL, CLIENTS, ORDERER_ADMIN, PEERS, prepare, submitUpdate } from './test-config-network.ts';
import { FOUR, ONE, THREE, THREE_OF_FOUR_UP, threeOfFour, TWO } from './test-four-orderers.ts';
import { begin, facts, give, replayed } from './test-simulation.ts';

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;

let parts: SimulationParts;
let ready: Simulation;

beforeAll(async () => {
  parts = await loadSimulationParts();
  ready = begin(threeOfFour(), parts, ...THREE_OF_FOUR_UP);
});

const fresh = (): Simulation => ready.forkAt(ready.now);
const stateOf = (simulation: Simulation, node: string) => simulation.stateOf(node) as OrdererState;
const chainOf = (simulation: Simulation, node: string) => {
  const chain = stateOf(simulation, node).chains[CHANNEL];
  return chain?.kind === 'etcdraft' ? chain : undefined;
};
const blocksOf = (simulation: Simulation, node: string) => {
  const blocks = stateOf(simulation, node).disk.chains[CHANNEL]?.blocks;
  invariant(blocks, `${node} has no blocks`);
  return blocks;
};
const votersOf = (simulation: Simulation, node: string) => chainOf(simulation, node)?.raft.volatile.voters;
const peerHash = (simulation: Simulation) =>
  hex((simulation.stateOf(PEERS[0]) as PeerState).disk.ledgers[CHANNEL]?.blocks.lastHash ?? new Uint8Array());

/** Raft's part of the newest block's metadata. */
function metadataOf(simulation: Simulation, node: string) {
  const blocks = blocksOf(simulation, node);
  const block = blocks.block(blocks.height - 1);
  const metadata = block && raftMetadata(block);
  invariant(metadata, 'a block written by a consenter');
  return {
    ids: metadata.consenterIds.map(Number),
    next: Number(metadata.nextConsenterId),
    index: Number(metadata.raftIndex),
  };
}

function leaderOf(simulation: Simulation): string {
  const leader = [ONE, TWO, THREE, FOUR].find(
    (node) => simulation.isUp(node) && chainOf(simulation, node)?.raft.volatile.role === 'leader',
  );
  invariant(leader, 'the channel has a leader');
  return leader;
}

/** Not the first, which is the one clients are configured with. */
const followerOf = (simulation: Simulation): string => [THREE, TWO].find((node) => node !== leaderOf(simulation)) ?? '';

const change = (kind: 'addConsenter' | 'removeConsenter', node: string): readonly Command[] => [
  prepare({ kind, node }, ORDERER_ADMIN),
  submitUpdate(ORDERER_ADMIN),
];
const join = (node: string): Command => ({ type: 'joinOrderer', node, channel: CHANNEL });
const transfer = (to: string): Command => call(CLIENTS[0], 'TransferAsset', 'asset1', to);
const run = (simulation: Simulation, micros: number): void => simulation.runUntil(simulation.now + micros);

const told = (simulation: Simulation, type: FactType, from: number): readonly string[] =>
  simulation.entries
    .slice(from)
    .filter(({ fact }: Entry) => fact.type === type)
    .map(({ node }) => node)
    .sort();

/** Everything works: a transaction commits, and all named orderers and the peers have the same blocks. */
function expectWorking(simulation: Simulation, orderers: readonly string[], to: string): void {
  const from = simulation.entries.length;
  give(simulation, transfer(to));
  expect(facts(simulation, 'commandFailed', from)).toEqual([]);
  expect(facts(simulation, 'commitStatusReceived', from).map(({ code }) => code)).toEqual(['VALID']);
  run(simulation, 25 * SECOND);
  for (const node of orderers)
    expect([node, hex(blocksOf(simulation, node).lastHash)]).toEqual([node, peerHash(simulation)]);
}

describe('a consenter that is removed', () => {
  it('is told by everyone when Raft has made the change, stops, and goes on as a follower', () => {
    const simulation = fresh();
    const gone = followerOf(simulation);
    const from = simulation.entries.length;
    give(simulation, ...change('removeConsenter', gone));
    run(simulation, 2 * SECOND);
    expect(facts(simulation, 'commandFailed', from)).toEqual([]);
    expect(told(simulation, 'consenterRemoved', from)).toEqual([ONE, TWO, THREE]);
    expect(told(simulation, 'chainEvicted', from)).toEqual([gone]);
    expect(chainOf(simulation, gone)).toBeUndefined();
    const left = [ONE, TWO, THREE].filter((node) => node !== gone);
    expect(chainOf(simulation, left[0] ?? '')?.membership.members.map(({ host }) => host)).toEqual(left);
    expectWorking(simulation, [ONE, TWO, THREE], 'Mina');
    expect(told(simulation, 'ordererOnboarding', from)).toEqual([gone]);
  });

  it('comes back under an id that was never used, with the log it had', () => {
    const simulation = fresh();
    const before = metadataOf(simulation, ONE);
    expect(before).toMatchObject({ ids: [1, 2, 3], next: 4 });
    const gone = followerOf(simulation);
    give(simulation, ...change('removeConsenter', gone));
    const place = [ONE, TWO, THREE].indexOf(gone);
    const stayed = [1, 2, 3].filter((_, index) => index !== place);
    expect(metadataOf(simulation, leaderOf(simulation))).toMatchObject({ ids: stayed, next: 4 });
    const from = simulation.entries.length;
    give(simulation, ...change('addConsenter', gone));
    run(simulation, 15 * SECOND);
    expect(told(simulation, 'ordererJoined', from)).toEqual([gone]);
    expect(votersOf(simulation, gone)).toEqual([...stayed, 4]);
    expect(metadataOf(simulation, gone)).toMatchObject({ ids: [...stayed, 4], next: 5 });
    expectWorking(simulation, [ONE, TWO, THREE], 'Jun');
  });

  it('writes its own Raft index in no block that changes the consensus type, but that of the block before', () => {
    const simulation = fresh();
    const { index } = metadataOf(simulation, ONE);
    give(simulation, ...change('removeConsenter', followerOf(simulation)));
    expect(metadataOf(simulation, leaderOf(simulation)).index).toBe(index);
  });

  it('hands over first if it leads: the channel is not left without a leader', () => {
    const simulation = fresh();
    const leader = leaderOf(simulation);
    const from = simulation.entries.length;
    give(simulation, ...change('removeConsenter', leader));
    run(simulation, 2 * SECOND);
    const [transferred] = facts(simulation, 'leadershipTransferred', from);
    expect(told(simulation, 'leadershipTransferred', from)).toEqual([leader]);
    expect(told(simulation, 'leaderElected', from)).toEqual([transferred?.to]);
    // No pre-vote, no waiting for a timeout.
    expect(told(simulation, 'electionStarted', from)).toEqual([transferred?.to]);
    expect(told(simulation, 'chainEvicted', from)).toEqual([leader]);
    expect(leaderOf(simulation)).toBe(transferred?.to);
    expectWorking(simulation, [ONE, TWO, THREE], 'Mina');
  });

  it('while it is down finds out after ten minutes without a leader', () => {
    const simulation = fresh();
    const gone = followerOf(simulation);
    give(simulation, { type: 'crashNode', node: gone });
    // The leader must have noticed, and the two that are left are enough for the new set.
    run(simulation, 12 * SECOND);
    const from = simulation.entries.length;
    give(simulation, ...change('removeConsenter', gone), { type: 'restartNode', node: gone });
    expect(facts(simulation, 'commandFailed', from)).toEqual([]);
    run(simulation, 9 * MINUTE);
    expect(told(simulation, 'chainEvicted', from)).toEqual([]);
    run(simulation, 2 * MINUTE);
    expect(told(simulation, 'chainEvicted', from)).toEqual([gone]);
    expectWorking(simulation, [ONE, TWO, THREE], 'Mina');
  });

  it('leaves a channel of one in the end, which goes on', () => {
    const simulation = fresh();
    give(simulation, ...change('removeConsenter', followerOf(simulation)));
    run(simulation, 12 * SECOND);
    const other = [TWO, THREE].find((node) => chainOf(simulation, node));
    give(simulation, ...change('removeConsenter', other ?? ''));
    run(simulation, 2 * SECOND);
    expect(votersOf(simulation, ONE)).toEqual([1]);
    expectWorking(simulation, [ONE, TWO, THREE], 'Mina');
  });
});

describe('a consenter that is added', () => {
  it('follows until it is named, and then takes part in Raft', () => {
    const simulation = fresh();
    const from = simulation.entries.length;
    give(simulation, join(FOUR));
    expect(facts(simulation, 'commandFailed', from)).toEqual([]);
    expect(hex(blocksOf(simulation, FOUR).lastHash)).toBe(peerHash(simulation));
    expect(chainOf(simulation, FOUR)).toBeUndefined();
    give(simulation, ...change('addConsenter', FOUR));
    run(simulation, 12 * SECOND);
    expect(told(simulation, 'consenterAdded', from)).toEqual([ONE, TWO, THREE, FOUR].sort());
    expect(votersOf(simulation, FOUR)).toEqual([1, 2, 3, 4]);
    expectWorking(simulation, [ONE, TWO, THREE, FOUR], 'Mina');
    // Its vote counts: with one of four gone, three of them still are a majority.
    const leader = leaderOf(simulation);
    give(simulation, { type: 'crashNode', node: leader });
    run(simulation, 30 * SECOND);
    expectWorking(
      simulation,
      [ONE, TWO, THREE, FOUR].filter((node) => node !== leader),
      'Jun',
    );
  });

  it('may join after the fact, with the block that names it: it fetches everything before', () => {
    const simulation = fresh();
    give(simulation, ...change('addConsenter', FOUR), transfer('Mina'));
    const from = simulation.entries.length;
    give(simulation, join(FOUR));
    run(simulation, 5 * SECOND);
    const written = facts(simulation, 'blockWritten', from).map(({ number }) => number);
    expect(written).toEqual([...written.keys()]);
    expect(told(simulation, 'ordererOnboarding', from)).toEqual([FOUR]);
    expect(told(simulation, 'ordererJoined', from)).toEqual([FOUR]);
    expect(votersOf(simulation, FOUR)).toEqual([1, 2, 3, 4]);
    expectWorking(simulation, [ONE, TWO, THREE, FOUR], 'Jun');
  });

  it.each([
    ['before it has fetched everything', 20_000],
    ['when it has just begun to take part', 300_000],
    ['later', 5 * SECOND],
  ])('and crashes %s is a consenter all the same', (_, after) => {
    const simulation = fresh();
    give(simulation, ...change('addConsenter', FOUR));
    const performed = simulation.perform(join(FOUR));
    invariant(performed.ok, 'the command is allowed');
    run(simulation, after);
    give(simulation, { type: 'crashNode', node: FOUR }, { type: 'restartNode', node: FOUR });
    run(simulation, 20 * SECOND);
    expect(votersOf(simulation, FOUR)).toEqual([1, 2, 3, 4]);
    expectWorking(simulation, [ONE, TWO, THREE, FOUR], 'Jun');
  });

  it('asks another orderer when the one it asked is gone or silent', () => {
    const simulation = fresh();
    const followers = [ONE, TWO, THREE].filter((node) => node !== leaderOf(simulation));
    give(simulation, { type: 'crashNode', node: followers[0] ?? '' });
    give(simulation, { type: 'setLink', from: FOUR, to: leaderOf(simulation), up: false, loss: 0, latencyFactor: 1 });
    give(simulation, join(FOUR));
    expect(hex(blocksOf(simulation, FOUR).lastHash)).toBe(peerHash(simulation));
  });

  it('survives a crash of the leader between config block and change: the next leader makes it', () => {
    const simulation = fresh();
    const leader = leaderOf(simulation);
    // With one of four gone it is needed for the majority.
    give(simulation, join(FOUR));
    const from = simulation.entries.length;
    const [prepared, submitted] = change('addConsenter', FOUR);
    invariant(prepared && submitted, 'two commands');
    give(simulation, prepared);
    invariant(simulation.perform(submitted).ok, 'the command is allowed');
    // Nobody has heard of the change yet: it waits for the leader's disk.
    while (!told(simulation, 'blockWritten', from).includes(leader)) simulation.stepOnce(simulation.now + MINUTE);
    give(simulation, { type: 'crashNode', node: leader });
    expect(told(simulation, 'consenterAdded', from)).toEqual([]);
    run(simulation, 40 * SECOND);
    const next = leaderOf(simulation);
    expect(votersOf(simulation, next)).toEqual([1, 2, 3, 4]);
    const { bundle, membership } = chainOf(simulation, next) ?? {};
    expect(bundle && consentersOf(bundle).map(({ host }) => host)).toEqual([ONE, TWO, THREE, FOUR]);
    expect(membership?.nextId).toBe(5);
  });
});

it('all of it plays again to the same digest', () => {
  const simulation = fresh();
  give(
    simulation,
    join(FOUR),
    ...change('addConsenter', FOUR),
    ...change('removeConsenter', leaderOf(simulation)),
    transfer('Mina'),
  );
  expect(digestOf(replayed(simulation, parts).entries)).toBe(digestOf(simulation.entries));
});

it('commands of one moment play again in the order they were given, with what happened between them', () => {
  const simulation = fresh();
  // A follower asks for blocks at once: before the second command, though no time passes.
  for (const command of [join(FOUR), { type: 'crashNode', node: THREE }])
    invariant(simulation.perform(command).ok, 'the command is allowed');
  run(simulation, SECOND);
  expect(digestOf(replayed(simulation, parts).entries)).toBe(digestOf(simulation.entries));
});

it('config transactions of an orderer that was restarted have ids of their own', () => {
  const simulation = fresh();
  const batch = (maxMessageCount: number): readonly Command[] => [
    prepare(
      { kind: 'batchSize', maxMessageCount, absoluteMaxBytes: 1_000_000, preferredMaxBytes: 500_000 },
      ORDERER_ADMIN,
    ),
    submitUpdate(ORDERER_ADMIN),
  ];
  give(simulation, { type: 'crashNode', node: ONE }, { type: 'restartNode', node: ONE });
  run(simulation, 20 * SECOND);
  give(simulation, ...batch(7), { type: 'crashNode', node: ONE }, { type: 'restartNode', node: ONE });
  run(simulation, 20 * SECOND);
  give(simulation, ...batch(8));
  run(simulation, 20 * SECOND);
  const ledger = (simulation.stateOf(PEERS[0]) as PeerState).disk.ledgers[CHANNEL];
  const newest = [2, 1].map((back) => ledger?.blocks.block(ledger.blocks.height - back));
  const ids = newest.flatMap((block) => (block ? ledgerTransactions(block).map(({ txId }) => txId) : []));
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(2);
});
