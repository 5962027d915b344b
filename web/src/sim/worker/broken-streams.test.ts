/** Streams of blocks over links that lose messages: nothing is lost for good, as nothing is in a TCP connection. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { invariant } from '../kernel/result.ts';
import { SECOND } from '../kernel/time.ts';
import type { PeerState } from '../peer/peer-state.ts';
import type { Command } from '../protocol/commands.ts';
import type { Simulation } from './simulation.ts';
import { CHANNEL, CLIENTS, EMPTY_RECORDING, PEERS, SETUP } from './test-config-network.ts';
import { begin, facts } from './test-simulation.ts';

const [PEER, OTHER] = PEERS;
let ready: Simulation;

beforeAll(async () => {
  ready = begin(EMPTY_RECORDING, await loadSimulationParts(), ...SETUP);
});

const stateOf = (simulation: Simulation, peer: string) => simulation.stateOf(peer) as PeerState;
const sourceOf = (simulation: Simulation) => stateOf(simulation, PEER).channels[CHANNEL]?.orderer ?? '';
const heightOf = (simulation: Simulation, peer: string) =>
  stateOf(simulation, peer).disk.ledgers[CHANNEL]?.blocks.height;
const link = (to: string, up: boolean): Command => ({ type: 'setLink', from: PEER, to, up, loss: 0, latencyFactor: 1 });
const transfer = (asset: string, to: string): Command => ({
  type: 'submitTransaction',
  client: CLIENTS[1],
  identity: 'User1',
  channel: CHANNEL,
  chaincode: 'basic',
  function: 'TransferAsset',
  args: [asset, to],
  transient: {},
  endorsers: [PEERS[0], PEERS[1]],
});
const perform = (simulation: Simulation, command: Command): void =>
  invariant(simulation.perform(command).ok, 'the command is allowed');

describe('a peer whose stream of blocks is cut for a while', () => {
  it('begins anew when the next block shows that some are missing', () => {
    const simulation = ready.forkAt(ready.now);
    const from = simulation.entries.length;
    const source = sourceOf(simulation);
    perform(simulation, link(source, false));
    perform(simulation, transfer('asset1', 'Mina'));
    simulation.runUntil(simulation.now + 5 * SECOND);
    expect(heightOf(simulation, PEER)).toBe((heightOf(simulation, OTHER) ?? 0) - 1);
    perform(simulation, link(source, true));
    perform(simulation, transfer('asset2', 'Jun'));
    simulation.runUntil(simulation.now + 5 * SECOND);
    expect(heightOf(simulation, PEER)).toBe(heightOf(simulation, OTHER));
    expect(facts(simulation, 'deliverFailed', from)).toEqual([
      { type: 'deliverFailed', channel: CHANNEL, orderer: source, status: '' },
    ]);
  });

  it('tries another orderer three seconds after its request for blocks was lost', () => {
    const simulation = ready.forkAt(ready.now);
    const source = sourceOf(simulation);
    perform(simulation, { type: 'crashNode', node: PEER });
    perform(simulation, link(source, false));
    const from = simulation.entries.length;
    perform(simulation, { type: 'restartNode', node: PEER });
    simulation.runUntil(simulation.now + 2.9 * SECOND);
    expect(facts(simulation, 'deliverFailed', from)).toEqual([]);
    perform(simulation, transfer('asset1', 'Mina'));
    simulation.runUntil(simulation.now + 5 * SECOND);
    expect(facts(simulation, 'deliverFailed', from)).toHaveLength(1);
    expect(sourceOf(simulation)).not.toBe(source);
    expect(heightOf(simulation, PEER)).toBe(heightOf(simulation, OTHER));
  });

  it('hears of a crash behind a cut link as soon as the link is back', () => {
    const simulation = ready.forkAt(ready.now);
    const source = sourceOf(simulation);
    perform(simulation, link(source, false));
    perform(simulation, { type: 'crashNode', node: source });
    perform(simulation, { type: 'restartNode', node: source });
    const from = simulation.entries.length;
    simulation.runUntil(simulation.now + 20 * SECOND);
    expect(facts(simulation, 'deliverFailed', from)).toEqual([]);
    perform(simulation, link(source, true));
    simulation.runUntil(simulation.now + SECOND / 10);
    expect(facts(simulation, 'deliverFailed', from)).toMatchObject([{ orderer: source, status: '' }]);
    simulation.runUntil(simulation.now + SECOND);
    perform(simulation, transfer('asset1', 'Mina'));
    simulation.runUntil(simulation.now + 5 * SECOND);
    expect(heightOf(simulation, PEER)).toBe(heightOf(simulation, OTHER));
  });
});
