/** Clients that listen to a peer over links that lose messages: none of them stays deaf. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { invariant } from '../kernel/result.ts';
import { SECOND } from '../kernel/time.ts';
import type { Command } from '../protocol/commands.ts';
import type { Simulation } from './simulation.ts';
import { call, CHANNEL, CLIENTS, EMPTY_RECORDING, PEERS, SETUP } from './test-config-network.ts';
import { begin, facts, give, ledgerOf } from './test-simulation.ts';

const [PEER] = PEERS;
const [CLIENT, OTHER_CLIENT] = CLIENTS;
let ready: Simulation;

beforeAll(async () => {
  ready = begin(EMPTY_RECORDING, await loadSimulationParts(), ...SETUP);
});

const isolate = (isolated: boolean): Command => ({ type: 'isolateNode', node: CLIENT, isolated });
const link = (from: string, to: string, up: boolean): Command => ({
  type: 'setLink',
  from,
  to,
  up,
  loss: 0,
  latencyFactor: 1,
});
const transfer = (client: string, to: string): Command => call(client, 'TransferAsset', 'asset1', to);
const listen = (kind: 'filtered' | 'block', from: string): Command => ({
  type: 'listenEvents',
  client: CLIENT,
  identity: 'User1',
  channel: CHANNEL,
  kind,
  chaincode: '',
  from,
});
const perform = (simulation: Simulation, ...commands: readonly Command[]): void => {
  for (const command of commands) invariant(simulation.perform(command).ok, 'the command is allowed');
};
const wait = (simulation: Simulation, seconds: number): void => simulation.runUntil(simulation.now + seconds * SECOND);
const toldBy = (simulation: Simulation, from: number): readonly string[] =>
  facts(simulation, 'commitStatusReceived', from).map(({ code }) => code);
const heard = (simulation: Simulation, from: number): readonly number[] =>
  facts(simulation, 'blockEventReceived', from).map(({ number }) => number);
const newest = (simulation: Simulation): number => ledgerOf(simulation, PEER, CHANNEL).blocks.height - 1;

/** The client waits for commits, but its peer has been away: the next transaction asks for the blocks anew. */
function withoutStream(): Simulation {
  const simulation = ready.forkAt(ready.now);
  give(simulation, transfer(CLIENT, 'Mina'));
  perform(simulation, { type: 'crashNode', node: PEER });
  wait(simulation, 1);
  give(simulation, { type: 'restartNode', node: PEER });
  wait(simulation, 5);
  return simulation;
}

describe('a client whose request for blocks is lost', () => {
  it('is told of its next transaction', () => {
    const simulation = withoutStream();
    perform(simulation, isolate(true), transfer(CLIENT, 'Jun'));
    wait(simulation, 5);
    const from = simulation.entries.length;
    perform(simulation, isolate(false), transfer(CLIENT, 'Sora'));
    wait(simulation, 5);
    expect(toldBy(simulation, from)).toEqual(['VALID']);
  });
});

describe('an application that listens', () => {
  it.each(['filtered', 'block'] as const)(
    'gets events of kind %s that were lost as soon as a later one shows it',
    (kind) => {
      const simulation = ready.forkAt(ready.now);
      give(simulation, listen(kind, 'oldest'));
      wait(simulation, 1);
      const first = newest(simulation) + 1;
      const from = simulation.entries.length;
      perform(simulation, link(PEER, CLIENT, false), transfer(OTHER_CLIENT, 'Mina'));
      wait(simulation, 5);
      perform(simulation, link(PEER, CLIENT, true), transfer(OTHER_CLIENT, 'Jun'));
      wait(simulation, 5);
      expect(heard(simulation, from)).toEqual([first, first + 1]);
    },
  );

  it('gets a lost block without a later one once the silent connection is given up', () => {
    const simulation = ready.forkAt(ready.now);
    give(simulation, listen('filtered', 'oldest'));
    wait(simulation, 1);
    const from = simulation.entries.length;
    perform(simulation, link(PEER, CLIENT, false), transfer(OTHER_CLIENT, 'Mina'));
    wait(simulation, 5);
    perform(simulation, link(PEER, CLIENT, true));
    wait(simulation, 10);
    expect(heard(simulation, from)).toEqual([]);
    wait(simulation, 10);
    expect(heard(simulation, from)).toEqual([newest(simulation)]);
  });

  it('asks again when its request was lost', () => {
    const simulation = ready.forkAt(ready.now);
    const from = simulation.entries.length;
    perform(simulation, link(CLIENT, PEER, false), listen('filtered', '0'));
    wait(simulation, 5);
    perform(simulation, link(CLIENT, PEER, true));
    wait(simulation, 14);
    expect(heard(simulation, from)).toEqual([]);
    wait(simulation, 3);
    expect(heard(simulation, from)).toEqual(Array.from({ length: newest(simulation) + 1 }, (_, number) => number));
  });
});
