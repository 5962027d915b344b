import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { invariant } from '../kernel/result.ts';
import { restore } from '../orderer/catch-up.ts';
import type { OrdererState } from '../orderer/orderer-state.ts';
import type { Command } from '../protocol/commands.ts';
import type { RaftPicture } from '../protocol/consensus-picture.ts';
import { digestOf } from '../trace/digest.ts';
import { blockHash } from '../wire/block.ts';
import { hex } from '../wire/bytes.ts';
import { inspect } from './inspect.ts';
import { type Simulation, type SimulationParts } from './simulation.ts';
import { call, CHANNEL, CLIENTS, ORDERER_ADMIN, prepare, submitUpdate } from './test-config-network.ts';
import { FOUR, ONE, THREE, THREE_OF_FOUR_UP, threeOfFour, TWO } from './test-four-orderers.ts';
import { begin, facts, give, replayed } from './test-simulation.ts';

const SECOND = 1_000_000;

/** A snapshot every two or three blocks. */
const OFTEN = threeOfFour({ batchTimeoutMicros: SECOND / 10, snapshotIntervalSize: 10_000 });

let parts: SimulationParts;
let ready: Simulation;

beforeAll(async () => {
  parts = await loadSimulationParts();
  ready = begin(OFTEN, parts, ...THREE_OF_FOUR_UP);
});

const fresh = (): Simulation => ready.forkAt(ready.now);
const run = (simulation: Simulation, micros: number): void => simulation.runUntil(simulation.now + micros);
const stateOf = (simulation: Simulation, node: string) => simulation.stateOf(node) as OrdererState;
function chainOf(simulation: Simulation, node: string) {
  const chain = stateOf(simulation, node).chains[CHANNEL];
  invariant(chain?.kind === 'etcdraft', `${node} has a Raft chain`);
  return chain;
}
const leads = (simulation: Simulation, node: string): boolean =>
  simulation.isUp(node) && chainOf(simulation, node).raft.volatile.role === 'leader';
/** Neither the leader nor the first, to whom clients talk. */
const bystander = (simulation: Simulation): string => (leads(simulation, TWO) ? THREE : TWO);

function transfers(simulation: Simulation, count: number): void {
  for (let i = 0; i < count; i++) give(simulation, call(CLIENTS[0], 'TransferAsset', 'asset1', `owner ${i}`));
}

/** Height and the hash of every block: what was fetched is what was ordered. */
const chainHashes = (simulation: Simulation, node: string): readonly string[] => {
  const { blocks } = chainOf(simulation, node).disk;
  return Array.from({ length: blocks.height }, (_, number) => {
    const block = blocks.block(number);
    return block ? hex(blockHash(block)) : 'none';
  });
};

function expectAlike(simulation: Simulation, ...nodes: readonly string[]): void {
  const [first, ...others] = nodes.map((node) => chainHashes(simulation, node));
  expect(first?.length).toBeGreaterThan(5);
  for (const other of others) expect(other).toEqual(first);
}

function picture(simulation: Simulation, node: string): RaftPicture {
  const inspected = inspect(simulation, { type: 'node', node });
  const [found] = inspected.ok ? inspected.value.consensus : [];
  invariant(found?.kind === 'etcdraft', `${node} has a Raft picture`);
  return found;
}

const crash = (node: string): Command => ({ type: 'crashNode', node });
const start = (node: string): Command => ({ type: 'startNode', node });

/** A follower that crashed before ten blocks were ordered. */
function afterAbsence(): { readonly simulation: Simulation; readonly away: string; readonly from: number } {
  const simulation = fresh();
  const away = bystander(simulation);
  give(simulation, crash(away));
  transfers(simulation, 10);
  return { simulation, away, from: simulation.entries.length };
}

describe('a log that grows', () => {
  it('is cut to a snapshot by every orderer once enough bytes were ordered', () => {
    const simulation = fresh();
    const from = simulation.entries.length;
    transfers(simulation, 8);
    const taken = facts(simulation, 'raftSnapshotTaken', from);
    expect(taken.length).toBeGreaterThanOrEqual(6);
    for (const { bytes } of taken) expect(bytes).toBeGreaterThanOrEqual(10_000);
    const { snapshot, log } = picture(simulation, ONE);
    invariant(snapshot.newest, 'there is a snapshot');
    expect(snapshot).toMatchObject({ intervalBytes: 10_000, newest: { voters: [{ id: 1 }, { id: 2 }, { id: 3 }] } });
    expect(snapshot.accumulatedBytes).toBeLessThan(10_000);
    expect(log).toMatchObject({ compactedTo: snapshot.newest.index - 4, count: log.lastIndex - log.compactedTo });
    expect(log.entries.at(-1)).toMatchObject({ index: log.lastIndex, stage: 'applied', content: { kind: 'block' } });
  });

  it('is read from the snapshot on by an orderer that starts again', () => {
    const simulation = fresh();
    transfers(simulation, 8);
    const node = bystander(simulation);
    const from = simulation.entries.length;
    give(simulation, crash(node), start(node));
    run(simulation, 20 * SECOND);
    expect(facts(simulation, 'catchUpStarted', from)).toEqual([]);
    transfers(simulation, 1);
    run(simulation, SECOND);
    expectAlike(simulation, ONE, TWO, THREE);
  });
});

describe('an orderer that was away while the log was cut', () => {
  it('gets the snapshot, then the blocks before it from another orderer, then the log', () => {
    const { simulation, away, from } = afterAbsence();
    give(simulation, start(away));
    run(simulation, 20 * SECOND);
    const story = simulation.entries.slice(from).flatMap(({ node, fact }) => {
      const isPart = /^(raftSnapshot(Sent|Received)|catchUp(Started|Finished))$/.test(fact.type);
      return isPart || (fact.type === 'blockWritten' && node === away) ? [fact.type] : [];
    });
    expect(story.slice(0, 3)).toEqual(['raftSnapshotSent', 'raftSnapshotReceived', 'catchUpStarted']);
    expect(story.indexOf('catchUpFinished')).toBeGreaterThan(story.indexOf('blockWritten'));
    const [sent] = facts(simulation, 'raftSnapshotSent', from);
    expect(sent).toMatchObject({ to: away });
    expect(facts(simulation, 'catchUpFinished', from)).toMatchObject([{ number: sent?.number }]);
    expectAlike(simulation, ONE, TWO, THREE);
    const { catchUp, snapshot } = picture(simulation, away);
    expect(catchUp).toBeNull();
    expect(snapshot.newest?.block).toBeGreaterThanOrEqual(sent?.number ?? 0);
  });

  it('takes part again: one more may go', () => {
    const { simulation, away } = afterAbsence();
    give(simulation, start(away));
    run(simulation, 20 * SECOND);
    const other = [TWO, THREE].find((node) => node !== away) ?? '';
    give(simulation, crash(other));
    run(simulation, 30 * SECOND);
    const from = simulation.entries.length;
    transfers(simulation, 2);
    expect(facts(simulation, 'commandFailed', from)).toEqual([]);
    expectAlike(simulation, ONE, away);
  });

  it('goes on fetching where it was when it crashes meanwhile', () => {
    const { simulation, away, from } = afterAbsence();
    simulation.perform(start(away));
    const hasBegun = () => facts(simulation, 'catchUpStarted', from).length > 0;
    for (let waited = 0; !hasBegun() && waited < 10_000; waited++) run(simulation, SECOND / 1000);
    expect(picture(simulation, away).catchUp).not.toBeNull();
    give(simulation, crash(away), start(away));
    run(simulation, 20 * SECOND);
    expect(facts(simulation, 'raftSnapshotReceived', from)).toHaveLength(1);
    expect(facts(simulation, 'catchUpFinished', from)).toHaveLength(1);
    expectAlike(simulation, ONE, TWO, THREE);
  });

  it('comes to the same when it is played again', () => {
    const { simulation, away } = afterAbsence();
    give(simulation, start(away));
    run(simulation, 20 * SECOND);
    expect(digestOf(replayed(simulation, parts).entries)).toBe(digestOf(simulation.entries));
  });
});

describe('a block that is missing', () => {
  it('is taken out of the snapshot when it is the only one', () => {
    const simulation = fresh();
    const before = chainOf(simulation, ONE);
    transfers(simulation, 1);
    const after = chainOf(simulation, ONE);
    const entry = [...after.raft.durable.log.entries].findLast(({ data }) => data.length > 0);
    invariant(entry, 'the block is in the log');
    const { index, term, data } = entry;
    const { disk } = stateOf(simulation, ONE);
    const moved = restore(before, { index, term, voters: [1, 2, 3], data }, true, disk);
    expect(moved.effects.map((effect) => (effect.type === 'report' ? effect.fact.type : effect.type))).toEqual(
      expect.arrayContaining(['raftSnapshotReceived', 'blockWritten']),
    );
    expect(moved.chain.disk.blocks.height).toBe(before.disk.blocks.height + 1);
    expect(moved.chain.disk.blocks.lastHash).toEqual(after.disk.blocks.lastHash);
    expect(moved.chain.catchUp).toBeUndefined();
    expect(moved.chain.disk.applied).toBe(index);
  });
});

describe('an orderer that is added to a channel whose log was cut', () => {
  it('begins with a snapshot, and the blocks it fetched as a follower', () => {
    const simulation = fresh();
    transfers(simulation, 8);
    const from = simulation.entries.length;
    give(simulation, { type: 'joinOrderer', node: FOUR, channel: CHANNEL });
    run(simulation, 10 * SECOND);
    give(simulation, prepare({ kind: 'addConsenter', node: FOUR }, ORDERER_ADMIN), submitUpdate(ORDERER_ADMIN));
    run(simulation, 40 * SECOND);
    transfers(simulation, 4);
    run(simulation, 5 * SECOND);
    expect(facts(simulation, 'commandFailed', from)).toEqual([]);
    expect(facts(simulation, 'raftSnapshotSent', from).map(({ to }) => to)).toContain(FOUR);
    expectAlike(simulation, ONE, TWO, THREE, FOUR);
    expect(chainOf(simulation, FOUR).raft.volatile.voters).toEqual([1, 2, 3, 4]);
  });
});
