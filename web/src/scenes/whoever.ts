/**
 * Who it was that something happened to: the leader, those who are down, cut off or lying. A learner acts in their own
 * way, so what a step does after them goes by what has happened and not by names.
 */
import type { Entry, FactType, NodeId } from '../sim/trace/facts.ts';
import type { ChosenCommand, StepCommand } from './scene.ts';
import type { Command } from '../sim/protocol/commands.ts';

/** Nodes picked by what has happened so far, in the order it happened to them. */
export type Whoever = (past: readonly Entry[]) => readonly NodeId[];

/** Who led `channel` when the last of `past` happened, by Raft, BFT or Kafka; null before anyone did. */
export function leaderOf(past: readonly Entry[], channel: string): NodeId | null {
  let view = -1;
  let leader: NodeId | null = null;
  for (const { node, fact } of past) {
    if (fact.type === 'leaderElected' || fact.type === 'partitionLed') {
      if (fact.channel === channel) leader = node;
    } else if (fact.type === 'viewStarted' && fact.channel === channel && fact.view >= view) {
      view = fact.view;
      leader = fact.leader;
    }
  }
  return leader;
}

export const leading =
  (channel: string): Whoever =>
  (past) => {
    const leader = leaderOf(past, channel);
    return leader === null ? [] : [leader];
  };

/** Of `nodes` those that run and do not lead `channel`, `count` of them. */
export const following =
  (channel: string, nodes: readonly NodeId[], count: number): Whoever =>
  (past) => {
    const others = [...down(past), leaderOf(past, channel)];
    return nodes.filter((node) => !others.includes(node)).slice(0, count);
  };

export const firstOf =
  (whoever: Whoever): Whoever =>
  (past) =>
    whoever(past).slice(0, 1);

/** Set by the facts `sets` speaks of: true puts the node in, false takes it out, null leaves it. */
const having =
  (sets: (entry: Entry) => boolean | null): Whoever =>
  (past) => {
    const nodes = new Set<NodeId>();
    for (const entry of past) {
      const isIn = sets(entry);
      if (isIn === true) nodes.add(entry.node);
      if (isIn === false) nodes.delete(entry.node);
    }
    return [...nodes];
  };

/** Killed or stopped in order: for most of what is taught it is the same. */
export const GONE = ['nodeCrashed', 'nodeStopped'] as const satisfies readonly FactType[];

export const down: Whoever = having(({ fact }) =>
  GONE.some((type) => type === fact.type) ? true : fact.type === 'nodeRestarted' ? false : null,
);

/** Nodes that have been started at least once and run. */
const running: Whoever = having(({ fact }) =>
  GONE.some((type) => type === fact.type)
    ? false
    : fact.type === 'nodeRestarted' || fact.type === 'nodeStarted'
      ? true
      : null,
);

/** Nodes with a link of their own that is cut. */
export const cutOff: Whoever = having(({ fact }) => (fact.type === 'linkChanged' ? !fact.up : null));

export const lying: Whoever = having(({ fact }) => (fact.type === 'ordererCorrupted' ? fact.lie !== 'none' : null));

/** The command `give` makes, for each node that is picked when the step gives it. */
export const toEach = (type: Command['type'], whoever: Whoever, give: (node: NodeId) => Command): ChosenCommand => ({
  type,
  choose: (past) => whoever(past).map(give),
});

/** Whether a node runs after a command that switches it. */
const SWITCHES: Readonly<Partial<Record<Command['type'], boolean>>> = {
  startNode: true,
  restartNode: true,
  crashNode: false,
  stopNode: false,
};

/**
 * What a step gives after `past`. What a learner has switched off or on before is not switched off or on again: it would
 * be refused, and the scene would stand still.
 */
export function commandsAfter(past: readonly Entry[], commands: readonly StepCommand[]): readonly Command[] {
  const given = commands.flatMap((command) => ('choose' in command ? command.choose(past) : [command]));
  const isUp = new Map<NodeId, boolean>();
  for (const node of running(past)) isUp.set(node, true);
  for (const node of down(past)) isUp.set(node, false);
  return given.filter((command) => {
    const wanted = SWITCHES[command.type];
    if (wanted === undefined || !('node' in command)) return true;
    const is = isUp.get(command.node);
    isUp.set(command.node, wanted);
    return is !== wanted;
  });
}
