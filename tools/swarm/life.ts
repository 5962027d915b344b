/**
 * One run: the network comes up, lives through its deeds, is healed, and is asked whether it still works. Everything
 * follows from the seed, so the number repeats it; what was given is in the recording, so a link repeats it as well.
 */
import { invariant } from '../../web/src/sim/kernel/result.ts';
import { type Micros, SECOND } from '../../web/src/sim/kernel/time.ts';
import type { OrdererState } from '../../web/src/sim/orderer/orderer-state.ts';
import type { Command } from '../../web/src/sim/protocol/commands.ts';
import { nodesOf } from '../../web/src/sim/topology/nodes.ts';
import { runUntilSettled } from '../../web/src/sim/worker/settle.ts';
import { Simulation, type SimulationParts } from '../../web/src/sim/worker/simulation.ts';
import { bringUpCommands, emptyRecording } from './bring-up.ts';
import type { Deed } from './deed.ts';
import { drawDeeds } from './deeds.ts';
import { Dice } from './dice.ts';
import { drawNetwork, type OrderingKind, type SwarmNetwork } from './network.ts';
import { probe } from './probe.ts';
import { invariantProblems } from './invariants.ts';
import { testimonyOf } from './testimony.ts';
import { Watch } from './watch.ts';

export interface Plan {
  readonly seed: number;
  /** The first seed that has this network. */
  readonly first: number;
  readonly network: SwarmNetwork;
  readonly deeds: readonly Deed[];
}

export interface Life {
  readonly plan: Plan;
  readonly simulation: Simulation;
  /** Index of the first command that heals. */
  readonly firstHealing: number;
  /** What was wrong while it lived, and what did not work in the end. */
  readonly problems: readonly string[];
  /** When the first of it could be seen: at the end, where only the end shows it. */
  readonly wrongAt: Micros;
}

/** So many seeds in a row live through different things in the same network: bringing it up costs as much as living. */
export const LIVES = 4;

export function planOf(seed: number, kinds: readonly OrderingKind[]): Plan {
  const first = seed - (seed % LIVES);
  const dice = new Dice(first);
  const network = drawNetwork(dice, kinds);
  return { seed, first, network, deeds: drawDeeds(network, first === seed ? dice : new Dice(seed)) };
}

/** After this long with everything running and connected, everything works again. */
const RECOVERY: Micros = 45 * SECOND;

export function live(plan: Plan, parts: SimulationParts): Life {
  const running = upOnce(plan, parts);
  const simulation = running.forkAt(running.now);
  const watch = new Watch(simulation);
  const bug = endOf(() => doAll(plan.deeds, simulation, watch));
  const firstHealing = simulation.recording.commands.length;
  const later = bug ?? endOf(() => heal(plan, simulation, watch));
  const wrong = invariantProblems(testimonyOf(simulation));
  const problems = [...(later ?? []), ...watch.problems, ...wrong];
  return { plan, simulation, firstHealing, problems, wrongAt: watch.firstAt ?? simulation.now };
}

/** What `run` has found, where it found something; a broken promise of our own code ends the run and is a finding. */
function endOf(run: () => readonly string[]): readonly string[] | undefined {
  try {
    const found = run();
    return found.length > 0 ? found : undefined;
  } catch (error) {
    return [`the simulation stopped: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
}

function doAll(deeds: readonly Deed[], simulation: Simulation, watch: Watch): readonly string[] {
  const ready = simulation.now;
  for (const { at, command } of deeds) {
    watch.runUntil(ready + at);
    // What does not fit the moment is not given: a machine that is off takes no orders.
    simulation.perform(command);
  }
  watch.runUntil(simulation.now + 2 * SECOND);
  return [];
}

function heal({ network }: Plan, simulation: Simulation, watch: Watch): readonly string[] {
  for (const command of healing(simulation)) invariant(simulation.perform(command).ok, 'healing is allowed');
  watch.runUntil(simulation.now + RECOVERY);
  return probe(network, simulation, watch);
}

/** The network that came up last, for the next seed that has it. */
let latest: { readonly name: string; readonly parts: SimulationParts; readonly simulation: Simulation } | undefined;

function upOnce(plan: Plan, parts: SimulationParts): Simulation {
  const name = `${plan.network.kind} ${String(plan.first)} ${JSON.stringify(plan.network)}`;
  if (latest?.name !== name || latest.parts !== parts) latest = { name, parts, simulation: up(plan, parts) };
  return latest.simulation;
}

/** The network with its chaincodes, before anything is done to it. */
export function up({ network, first }: Plan, parts: SimulationParts): Simulation {
  const played = Simulation.play(emptyRecording(network, first), parts);
  invariant(played.ok, 'an empty recording can be played');
  const simulation = played.value;
  const nodes = nodesOf(network.topology);
  for (const command of bringUpCommands(network)) {
    const performed = simulation.perform(command);
    invariant(performed.ok, performed.ok ? '' : `${command.type}: ${performed.error.code}`);
    const from = simulation.entries.length;
    runUntilSettled(simulation, performed.value);
    if (network.kind === 'kafka' && nodes.every(({ id }) => simulation.isUp(id))) awaitKafka(simulation);
    for (let seq = from; seq < simulation.entries.length; seq++) {
      const fact = simulation.entries[seq]?.fact;
      invariant(fact?.type !== 'commandFailed', `the network did not come up: ${JSON.stringify(fact)}`);
    }
  }
  return simulation;
}

/** An administrator looks at the orderers' logs before going on: each channel there is reads its partition. */
function awaitKafka(simulation: Simulation): void {
  const until = simulation.now + 60 * SECOND;
  const orderers = nodesOf(simulation.recording.topology).filter(({ role }) => role === 'orderer');
  const reads = (node: string): boolean =>
    Object.values((simulation.stateOf(node) as OrdererState | undefined)?.chains ?? {}).every(
      (chain) => chain.kind !== 'kafka' || chain.client.phase === 'running',
    );
  let entries = -1;
  // Nothing changes without anything being said.
  const waits = (): boolean => {
    if (entries === simulation.entries.length) return true;
    entries = simulation.entries.length;
    return !orderers.every(({ id }) => reads(id));
  };
  while (waits() && simulation.stepOnce(until));
}

/** Every link as it was, every machine on, every program honest. */
function healing(simulation: Simulation): readonly Command[] {
  const { commands, topology } = simulation.recording;
  const touched = new Set(
    commands.flatMap(({ command }) => {
      if (command.type === 'isolateNode') return [command.node];
      return command.type === 'setLink' ? [command.from] : [];
    }),
  );
  const lying = nodesOf(topology).flatMap(({ id, role }): Command[] =>
    role === 'orderer' && (simulation.stateOf(id) as OrdererState).disk.lie
      ? [{ type: 'corruptOrderer', node: id, lie: 'none' }]
      : [],
  );
  const links = [...touched].map((node): Command => ({ type: 'isolateNode', node, isolated: false }));
  const nodes = nodesOf(topology).flatMap(({ id }): Command[] =>
    simulation.isUp(id) ? [] : [{ type: 'restartNode', node: id }],
  );
  return [...links, ...nodes, ...lying];
}
