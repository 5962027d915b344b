/**
 * The network the benchmarks load: two organisations, three orderers, the lab's asset contract, and transfers in bulk.
 */
import { CHANNEL, submit, TWO_ORGS, TWO_ORGS_UP } from '../../web/src/scenes/networks.ts';
import { invariant } from '../../web/src/sim/kernel/result.ts';
import { FORMAT_VERSION, type Recording } from '../../web/src/sim/protocol/recording.ts';
import type { Command } from '../../web/src/sim/protocol/commands.ts';
import { runUntilSettled } from '../../web/src/sim/worker/settle.ts';
import { Simulation, type SimulationParts } from '../../web/src/sim/worker/simulation.ts';

/** Transfers of one asset are this far apart, so that no two of them meet in a block and conflict. */
const ASSETS = 60;
/** Simulated time between two transfers: ten of them, a block, in a fifth of a second. */
const BETWEEN_MICROS = 20_000;
/** Simulated time in which the last transfers reach every peer. */
const AFTERWARDS_MICROS = 5_000_000;

const CLIENTS = ['client.org1.example.com', 'client.org2.example.com'] as const;

const client = (index: number): string => CLIENTS[index % CLIENTS.length] ?? CLIENTS[0];

function perform(simulation: Simulation, command: Command): number {
  const performed = simulation.perform(command);
  invariant(performed.ok, performed.ok ? '' : performed.error.code);
  return performed.value;
}

function inBulk(simulation: Simulation, commands: readonly Command[]): void {
  for (const command of commands) {
    perform(simulation, command);
    simulation.runUntil(simulation.now + BETWEEN_MICROS);
  }
  simulation.runUntil(simulation.now + AFTERWARDS_MICROS);
}

/** The network up, with assets to give away. */
export function networkWithAssets(parts: SimulationParts): Simulation {
  const recording: Recording = {
    formatVersion: FORMAT_VERSION,
    generation: '3.x',
    seed: 'bench',
    topology: TWO_ORGS,
    contracts: {},
    commands: [],
  };
  const played = Simulation.play(recording, parts);
  invariant(played.ok, 'an empty recording can be played');
  for (const command of TWO_ORGS_UP) runUntilSettled(played.value, perform(played.value, command));
  const create = (_: unknown, index: number): Command =>
    submit(client(index), 'CreateAsset', `bench${String(index)}`, 'blue', '5', 'Tomoko', '300');
  inBulk(played.value, Array.from({ length: ASSETS }, create));
  return played.value;
}

const give = (index: number): Command =>
  submit(client(index), 'TransferAsset', `bench${String(index % ASSETS)}`, `Owner${String(index)}`);

/** What {@link transfer} would record, without working the transfers out. */
export function recordedTransfers(parts: SimulationParts, count: number): Recording {
  const { recording, now } = networkWithAssets(parts);
  const transfers = Array.from({ length: count }, (_, index) => ({
    at: now + index * BETWEEN_MICROS,
    command: give(index),
  }));
  return { ...recording, commands: [...recording.commands, ...transfers] };
}

/** Submits `count` transfers one after the other without waiting for the one before. @returns how many were committed as valid */
export function transfer(simulation: Simulation, count: number): number {
  const from = simulation.entries.length;
  inBulk(
    simulation,
    Array.from({ length: count }, (_, index) => give(index)),
  );
  return simulation.entries
    .slice(from)
    .filter(({ fact }) => fact.type === 'commitStatusReceived' && fact.code === 'VALID' && fact.channel === CHANNEL)
    .length;
}
