/**
 * Faults that happen by themselves at times laid down before. The plan is a file on the operator's desk: a part of the
 * world like any other, so it is replayed, shared and taken along by a branch as everything else is.
 *
 * A branch that leaves the past keeps what had been planned by then and has not happened yet; a plan laid later than
 * where it leaves does not exist in it.
 *
 * @fabric integration/raft/cft_test.go
 */
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Micros } from '../kernel/time.ts';
import type { Command, CommandOf, FaultCommand, PlannedFault } from '../protocol/commands.ts';
import { aimedAt, byTime, endOf } from '../protocol/fault-commands.ts';
import type { Plan, Workspace } from '../topology/workspace.ts';
import type { Entry, NodeId, PlannedGlimpse } from '../trace/facts.ts';
import { type CommandContext, OPERATOR } from './command-context.ts';

const planOf = ({ plan }: Workspace): Plan<PlannedFault> => plan as Plan<PlannedFault>;

/** A plan for the past would be a lie. */
export function checkPlan({ faults }: CommandOf<'planFaults'>, now: Micros): Result<void> {
  const late = faults.findIndex(({ at }) => at < now);
  return late === -1 ? ok(undefined) : refuse('planInThePast', { number: late + 1 }, `faults[${late}].at`);
}

function nodesIn(command: FaultCommand): readonly NodeId[] {
  if (command.type === 'setLink') return [command.from, command.to];
  if (command.type === 'partitionNetwork') return command.groups.flat();
  return 'node' in command ? [command.node] : [];
}

const glimpse = ({ at, until, command, leaderOf }: PlannedFault): PlannedGlimpse => ({
  at,
  until,
  command: command.type,
  ...(leaderOf === undefined ? { nodes: nodesIn(command) } : { nodes: [], leaderOf }),
});

/** Lays the plan; ends of what has begun stay as they were. */
export function planFaults(
  { faults }: CommandOf<'planFaults'>,
  cause: number,
  { record, workspace }: CommandContext,
): Workspace {
  const sorted = [...faults].sort(byTime);
  const laid = record(OPERATOR, cause, { type: 'faultsPlanned', faults: sorted.map(glimpse) });
  return { ...workspace, plan: { faults: sorted, ends: planOf(workspace).ends, cause: laid } };
}

/** When the plan next does something. */
export function nextPlannedAt(workspace: Workspace): Micros | undefined {
  const { faults, ends } = planOf(workspace);
  const [fault, end] = [faults[0]?.at, ends[0]?.at];
  return fault === undefined || (end !== undefined && end <= fault) ? end : fault;
}

/** Takes the next thing off the plan; what ends comes before what begins at the same time. */
function takeNext(workspace: Workspace): { readonly next: PlannedFault; readonly rest: Workspace } | undefined {
  const plan = planOf(workspace);
  const [[fault, ...faults], [end, ...ends]] = [plan.faults, plan.ends];
  if (end !== undefined && (fault === undefined || end.at <= fault.at))
    return { next: end, rest: { ...workspace, plan: { ...plan, ends } } };
  if (fault === undefined) return undefined;
  return { next: fault, rest: { ...workspace, plan: { ...plan, faults } } };
}

/** Who leads the channel, as far as it has been told; undefined while nobody does. */
function leaderOf(channel: string, entries: readonly Entry[]): NodeId | undefined {
  for (let index = entries.length - 1; index >= 0; index--) {
    const { node, fact } = entries[index] as Entry;
    if (!('channel' in fact) || fact.channel !== channel) continue;
    if (fact.type === 'leaderElected' || fact.type === 'partitionLed') return node;
    if (fact.type === 'viewStarted') return fact.leader;
  }
  return undefined;
}

/** What the plan needs of the world it changes. */
export interface PlannedWorld {
  readonly workspace: Workspace;
  readonly entries: readonly Entry[];
  readonly record: (node: NodeId, cause: number | null, fact: Entry['fact']) => number;
  readonly keep: (workspace: Workspace) => void;
  /** Gives a command; `before` runs when it has been allowed, before it is carried out. */
  readonly give: (
    command: Command,
    cause: number | null,
    keepEnd: (workspace: Workspace) => Workspace,
  ) => Result<number>;
}

/** Does the next thing of the plan, whose time has come. What cannot be done then is said and left out. */
export function doNextPlanned({ workspace, entries, record, keep, give }: PlannedWorld): void {
  const taken = takeNext(workspace);
  if (!taken) return;
  const { next, rest } = taken;
  const { cause } = rest.plan;
  keep(rest);
  const skip = (code: string): void => {
    record(OPERATOR, cause, { type: 'plannedFaultSkipped', command: next.command.type, code });
  };
  const node = next.leaderOf === undefined ? undefined : leaderOf(next.leaderOf, entries);
  if (next.leaderOf !== undefined && node === undefined) {
    skip('plannedNoLeader');
    return;
  }
  const command = node === undefined ? next.command : aimedAt(next.command, node);
  const given = give(command, cause, (after) => withEnd(after, command, next.until));
  if (!given.ok) skip(given.error.code);
}

function withEnd(workspace: Workspace, command: FaultCommand, until: Micros | null): Workspace {
  const end = endOf(command);
  if (until === null || end === null) return workspace;
  const plan = planOf(workspace);
  const ends = [...plan.ends, { at: until, until: null, command: end }].sort(byTime);
  return { ...workspace, plan: { ...plan, ends } };
}
