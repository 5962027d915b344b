/** What the inspector is given of Raft and BFT while something is under way, against what the chains themselves hold. */
import { describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { invariant } from '../kernel/result.ts';
import type { Command } from '../protocol/commands.ts';
import type { BftPicture, ConsensusPicture, RaftPicture } from '../protocol/consensus-picture.ts';
import { inspect } from './inspect.ts';
import type { Simulation } from './simulation.ts';
import { call, CHANNEL, CLIENTS, ORDERER_ADMIN, prepare, SETUP, submitUpdate } from './test-config-network.ts';
import { BFT_OF_FOUR, FOUR, ONE, ORDERERS, THREE, THREE_OF_FOUR_UP, threeOfFour, TWO } from './test-four-orderers.ts';
import { begin, give } from './test-simulation.ts';

const MILLISECOND = 1_000;
const parts = await loadSimulationParts();

const run = (simulation: Simulation, micros: number): void => simulation.runUntil(simulation.now + micros);
const transfer = call(CLIENTS[0], 'TransferAsset', 'asset1', 'Mina');

function pictureOf(simulation: Simulation, node: string): ConsensusPicture {
  const inspected = inspect(simulation, { type: 'node', node });
  const [picture] = inspected.ok ? inspected.value.consensus : [];
  invariant(picture, `${node} orders a channel`);
  return picture;
}

/** Runs on in small steps until a picture of one of `nodes` is as wanted. */
function waitFor<P extends ConsensusPicture>(
  simulation: Simulation,
  nodes: readonly string[],
  wanted: (picture: ConsensusPicture) => picture is P,
): P {
  for (let step = 0; step < 20_000; step++) {
    const found = nodes.map((node) => pictureOf(simulation, node)).find(wanted);
    if (found && wanted(found)) return found;
    run(simulation, MILLISECOND);
  }
  throw new Error('it never came to that');
}

describe('of Raft', () => {
  const ready = begin(threeOfFour(), parts, ...THREE_OF_FOUR_UP);
  const consenters = [ONE, TWO, THREE];
  const isRaft = (picture: ConsensusPicture): picture is RaftPicture => picture.kind === 'etcdraft';
  const leading = (picture: ConsensusPicture): picture is RaftPicture => isRaft(picture) && picture.role === 'leader';

  it('a leader knows how far each follower is, and followers know their leader', () => {
    const simulation = ready.forkAt(ready.now);
    const leader = waitFor(simulation, consenters, leading);
    const { lastIndex } = leader.log;
    expect(leader).toMatchObject({ leader: leader.self, vote: leader.self, commit: lastIndex, pendingChange: null });
    expect(leader.followers.map(({ consenter }) => consenter)).toEqual(
      leader.voters.filter(({ id }) => id !== leader.self.id),
    );
    for (const follower of leader.followers)
      expect(follower).toMatchObject({ match: lastIndex, next: lastIndex + 1, state: 'replicate', inflight: 0 });
    const others = consenters
      .map((node) => pictureOf(simulation, node))
      .filter(({ self }) => self.id !== leader.self.id);
    expect(others).toMatchObject(Array(2).fill({ role: 'follower', leader: leader.self, followers: [], votes: [] }));
  });

  it('the log holds the members, the beginning of a term, and blocks', () => {
    const { log } = waitFor(ready.forkAt(ready.now), consenters, leading);
    expect(log.entries.map(({ content }) => content).slice(0, 5)).toMatchObject([
      { kind: 'confChange', type: 'add', consenter: { id: 1, node: ONE } },
      { kind: 'confChange', consenter: { node: TWO } },
      { kind: 'confChange', consenter: { node: THREE } },
      { kind: 'empty' },
      { kind: 'block', block: 1, transactions: 1 },
    ]);
    expect(log).toMatchObject({ compactedTo: 0, count: log.lastIndex });
  });

  it('an envelope waits in the cutter, and a block in the log until a majority has it', () => {
    const simulation = ready.forkAt(ready.now);
    expect(simulation.perform(transfer).ok).toBe(true);
    const waiting = waitFor(
      simulation,
      consenters,
      (one): one is RaftPicture => leading(one) && one.cutter.timerRunning,
    );
    expect(waiting.cutter.pending).toHaveLength(1);
    const appended = waitFor(
      simulation,
      consenters,
      (one): one is RaftPicture => leading(one) && one.log.entries.at(-1)?.stage === 'appended',
    );
    expect(appended).toMatchObject({
      commit: appended.log.lastIndex - 1,
      cutter: { pending: [], timerRunning: false },
    });
    expect(appended.followers.every(({ inflight }) => inflight === 1)).toBe(true);
  });

  it('a consenter that comes is wanted by the config block first', () => {
    const simulation = ready.forkAt(ready.now);
    give(simulation, prepare({ kind: 'addConsenter', node: FOUR }, ORDERER_ADMIN));
    expect(simulation.perform(submitUpdate(ORDERER_ADMIN)).ok).toBe(true);
    const proposed = waitFor(
      simulation,
      consenters,
      (one): one is RaftPicture => isRaft(one) && one.pendingChange !== null,
    );
    expect(proposed.pendingChange).toMatchObject({ type: 'add', consenter: { id: 4, node: FOUR } });
    expect(proposed.voters).toHaveLength(3);
  });
});

describe('of BFT', () => {
  const joins: readonly Command[] = ORDERERS.map((node) => ({ type: 'joinOrderer', node, channel: CHANNEL }));
  const isBft = (picture: ConsensusPicture): picture is BftPicture => picture.kind === 'BFT';

  it('each step of the agreement has its votes, this orderer’s own among them', () => {
    const started = SETUP.filter(({ type }) => ['generateCrypto', 'startNode', 'createGenesisBlock'].includes(type));
    const simulation = begin(BFT_OF_FOUR, parts, ...started, { type: 'startNode', node: FOUR }, ...joins);
    give(
      simulation,
      prepare(
        { kind: 'batchSize', maxMessageCount: 5, absoluteMaxBytes: 1_000_000, preferredMaxBytes: 500_000 },
        ORDERER_ADMIN,
      ),
    );
    expect(pictureOf(simulation, ONE)).toMatchObject({ kind: 'BFT', phase: 'committed', proposal: null, quorum: 3 });
    expect(simulation.perform(submitUpdate(ORDERER_ADMIN)).ok).toBe(true);
    for (const phase of ['proposed', 'prepared'] as const) {
      const seen = waitFor(simulation, [TWO], (one): one is BftPicture => isBft(one) && one.phase === phase);
      expect(seen.proposal).toEqual({ block: 1, transactions: 1 });
      const self = seen.consenters.find(({ id }) => id === seen.self.id);
      expect(self).toMatchObject({ node: TWO, prepared: true, committed: phase === 'prepared' });
      const prepared = seen.consenters.filter((consenter) => consenter.prepared).length;
      if (phase === 'prepared') expect(prepared).toBeGreaterThanOrEqual(seen.quorum);
      else expect(prepared).toBeLessThan(seen.quorum);
    }
    const decided = waitFor(simulation, [TWO], (one): one is BftPicture => isBft(one) && one.height === 2);
    expect(decided).toMatchObject({ phase: 'committed', proposal: null });
  });
});
