/** The lies that four BFT orderers see through, told by the leader of three that run Raft: there they succeed. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { invariant } from '../kernel/result.ts';
import type { OrdererState } from '../orderer/orderer-state.ts';
import type { Command, CommandOf } from '../protocol/commands.ts';
import type { PeerState } from '../peer/peer-state.ts';
import { hex } from '../wire/bytes.ts';
import { blockHash } from '../wire/block.ts';
import type { Simulation } from './simulation.ts';
import { call, CHANNEL, CLIENTS, EMPTY_RECORDING, PEERS, SETUP } from './test-config-network.ts';
import { begin, facts, give } from './test-simulation.ts';

const ORDERERS = ['orderer', 'orderer2', 'orderer3'].map((host) => `${host}.example.com`);
const SECOND = 1_000_000;

let ready: Simulation;

beforeAll(async () => {
  ready = begin(EMPTY_RECORDING, await loadSimulationParts(), ...SETUP);
});

const fresh = (): Simulation => ready.forkAt(ready.now);
const run = (simulation: Simulation, time: number): void => simulation.runUntil(simulation.now + time);
const chainOf = (simulation: Simulation, node: string) => {
  const chain = (simulation.stateOf(node) as OrdererState | undefined)?.chains[CHANNEL];
  return chain?.kind === 'etcdraft' ? chain : undefined;
};
function leaderOf(simulation: Simulation): string {
  const leader = ORDERERS.find((node) => chainOf(simulation, node)?.raft.volatile.role === 'leader');
  invariant(leader, 'the channel has a leader');
  return leader;
}
const peerHeight = (simulation: Simulation): number =>
  (simulation.stateOf(PEERS[0]) as PeerState).disk.ledgers[CHANNEL]?.blocks.height ?? 0;
const corrupt = (node: string, lie: CommandOf<'corruptOrderer'>['lie']): Command => ({
  type: 'corruptOrderer',
  node,
  lie,
});
function submitSeveral(simulation: Simulation): void {
  for (const id of ['m1', 'm2', 'm3'])
    invariant(simulation.perform(call(CLIENTS[0], 'CreateAsset', id, 'red', '1', 'Bo', '1')).ok, 'a call');
}
const codes = (simulation: Simulation, from: number): readonly string[] =>
  facts(simulation, 'blockCommitted', from).flatMap(({ verdicts }) => verdicts.map(({ code }) => code));

describe('a leader of Raft that lies', () => {
  it('drops what it was told is taken, and nobody replaces it', () => {
    const simulation = fresh();
    const [leader, before] = [leaderOf(simulation), peerHeight(simulation)];
    give(simulation, corrupt(leader, 'withhold'));
    const from = simulation.entries.length;
    submitSeveral(simulation);
    run(simulation, 120 * SECOND);
    expect(peerHeight(simulation)).toBe(before);
    expect(facts(simulation, 'electionStarted', from)).toEqual([]);
    expect(leaderOf(simulation)).toBe(leader);
  });

  it('orders as it likes', () => {
    const honest = fresh();
    const lying = fresh();
    give(lying, corrupt(leaderOf(lying), 'reorder'));
    const order = (simulation: Simulation): readonly string[] => {
      const from = simulation.entries.length;
      submitSeveral(simulation);
      run(simulation, 10 * SECOND);
      expect(codes(simulation, from)).toEqual(Array.from({ length: 6 }, () => 'VALID'));
      return facts(simulation, 'blockCut', from).flatMap(({ txids }) => txids);
    };
    expect(order(honest)).toHaveLength(3);
    expect(order(lying)).toHaveLength(3);
    expect(facts(lying, 'lieTold').map(({ lie }) => lie)).toEqual(['reorder']);
  });

  it('changes a transaction: every orderer writes it, and only the peers’ check of its signature stops it', () => {
    const simulation = fresh();
    give(simulation, corrupt(leaderOf(simulation), 'tamper'));
    const from = simulation.entries.length;
    submitSeveral(simulation);
    run(simulation, 10 * SECOND);
    expect(facts(simulation, 'electionStarted', from)).toEqual([]);
    const heights = ORDERERS.map((node) => chainOf(simulation, node)?.disk.blocks.height);
    expect(new Set(heights).size).toBe(1);
    expect(codes(simulation, from).filter((code) => code !== 'VALID')).toHaveLength(2);
  });

  it('tells two stories: the chain forks at once, and whoever follows another leader stops', () => {
    const simulation = fresh();
    const leader = leaderOf(simulation);
    const number = chainOf(simulation, leader)?.disk.blocks.height ?? 0;
    give(simulation, corrupt(leader, 'equivocate'));
    submitSeveral(simulation);
    run(simulation, 10 * SECOND);
    const hashes = ORDERERS.map((node) => {
      const block = chainOf(simulation, node)?.disk.blocks.block(number);
      return block ? hex(blockHash(block)) : '';
    });
    expect(hashes).not.toContain('');
    expect(new Set(hashes).size).toBe(2);
    give(simulation, corrupt(leader, 'none'));
    const from = simulation.entries.length;
    invariant(simulation.perform(call(CLIENTS[0], 'CreateAsset', 'm4', 'red', '1', 'Bo', '1')).ok, 'a call');
    run(simulation, 20 * SECOND);
    expect(facts(simulation, 'ordererPanicked', from).length).toBeGreaterThan(0);
  });
});
