/**
 * Who it was that something happened to: the leader, those who are down, cut off or lying. A learner acts in their own
 * way, so what a step does after them goes by what has happened and not by names.
 */
import type { Entry, NodeId } from '../sim/trace/facts.ts';
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

export const down: Whoever = having(({ fact }) =>
  fact.type === 'nodeCrashed' ? true : fact.type === 'nodeRestarted' ? false : null,
);

/** Nodes with a link of their own that is cut. */
export const cutOff: Whoever = having(({ fact }) => (fact.type === 'linkChanged' ? !fact.up : null));

export const lying: Whoever = having(({ fact }) => (fact.type === 'ordererCorrupted' ? fact.lie !== 'none' : null));

/** The command `give` makes, for each node that is picked when the step gives it. */
export const toEach = (type: Command['type'], whoever: Whoever, give: (node: NodeId) => Command): ChosenCommand => ({
  type,
  choose: (past) => whoever(past).map(give),
});

/** What a step gives after `past`. */
export const commandsAfter = (past: readonly Entry[], commands: readonly StepCommand[]): readonly Command[] =>
  commands.flatMap((command) => ('choose' in command ? command.choose(past) : [command]));
