/** What tests of whole networks share: beginning one, giving it commands, and reading what it told and keeps. */
import { invariant } from '../kernel/result.ts';
import type { ChannelLedger } from '../ledger/commit.ts';
import type { PeerState } from '../peer/peer-state.ts';
import type { Command, CommandOf } from '../protocol/commands.ts';
import { FORMAT_VERSION, type Recording } from '../protocol/recording.ts';
import type { FactOf, FactType } from '../trace/facts.ts';
import { runUntilSettled } from './settle.ts';
import { Simulation, type SimulationParts } from './simulation.ts';

/** What a scene and a recording both have. */
export type Network = Pick<Recording, 'generation' | 'seed' | 'topology' | 'contracts'>;

/** A network in which nothing has been done. */
export const emptyRecording = ({ generation, seed, topology, contracts }: Network): Recording => ({
  formatVersion: FORMAT_VERSION,
  generation,
  seed,
  topology,
  contracts,
  commands: [],
});

/** The network after `setup`, each command once the one before has settled. */
export function begin(network: Network, parts: SimulationParts, ...setup: readonly Command[]): Simulation {
  const played = Simulation.play(emptyRecording(network), parts);
  invariant(played.ok, 'an empty recording can be played');
  give(played.value, ...setup);
  return played.value;
}

/** What was recorded, played anew as far as it had come. */
export function replayed(
  { recording, now }: Pick<Simulation, 'recording' | 'now'>,
  parts: SimulationParts,
): Simulation {
  const again = Simulation.play(recording, parts);
  invariant(again.ok, 'what was recorded can be played');
  again.value.runUntil(now);
  return again.value;
}

/** Gives commands one after the other, each once the one before has settled. */
export function give(simulation: Simulation, ...commands: readonly Command[]): void {
  for (const command of commands) {
    const performed = simulation.perform(command);
    invariant(performed.ok, performed.ok ? '' : `${performed.error.code} ${JSON.stringify(performed.error.params)}`);
    runUntilSettled(simulation, performed.value);
  }
}

/** The facts of one type, of entry `from` and later. */
export function facts<T extends FactType>(simulation: Simulation, type: T, from = 0): readonly FactOf<T>[] {
  return simulation.entries.slice(from).flatMap(({ fact }) => (fact.type === type ? [fact as FactOf<T>] : []));
}

export function ledgerOf(simulation: Simulation, peer: string, channel = 'mychannel'): ChannelLedger {
  const ledger = (simulation.stateOf(peer) as PeerState).disk.ledgers[channel];
  invariant(ledger, `${peer} has a ledger of ${channel}`);
  return ledger;
}

/** Org1's first user gives asset1 to `owner`, endorsed as the policy asks. */
export const transferTo = (owner: string): CommandOf<'submitTransaction'> => ({
  type: 'submitTransaction',
  client: 'client.org1.example.com',
  identity: 'User1',
  channel: 'mychannel',
  chaincode: 'basic',
  function: 'TransferAsset',
  args: ['asset1', owner],
  transient: {},
  endorsers: null,
});
