/**
 * A plan of faults as rows of a table one can edit, and back. What a row cannot say (a fault that came from a file) is
 * kept beside the rows as it is.
 */
import type { FaultCommand, PlannedFault } from '../../sim/protocol/commands.ts';
import type { NodeId } from '../../sim/trace/facts.ts';
import type { WorldView } from '../../view/world-model.ts';
import type { Choice } from './partition-groups.ts';

export const ROW_FAULTS = [
  'crashNode',
  'stopNode',
  'restartNode',
  'isolateNode',
  'slow',
  'lossy',
  'cutLink',
  'cutOneWay',
  'slowLink',
  'lossyLink',
  'partition',
  'healNetwork',
] as const;

export type RowFault = (typeof ROW_FAULTS)[number];

/** Everything as it stands in the fields. Times are seconds since the start of the recording. */
export interface PlanRow {
  readonly when: string;
  readonly what: RowFault;
  /** A node, or `leader:` and a channel. */
  readonly target: string;
  /** The other end of a link. */
  readonly to: string;
  /** How many times slower, or the share in percent that is lost. */
  readonly amount: string;
  /** Parts of a network that is cut; empty for all else. */
  readonly groups: readonly (readonly NodeId[])[];
  /** The parts while they are being chosen one node at a time; null where a usual way was taken. */
  readonly choice: Choice | null;
  /** Empty: it stays. */
  readonly until: string;
}

const SECOND = 1_000_000;
const LEADER = 'leader:';
const MOST_FACTOR = 1_000;

export const leaderTarget = (channel: string): string => `${LEADER}${channel}`;

/** Seconds as one writes them: whole ones without a fraction, else up to three digits. */
export const secondsText = (at: number): string => String(Math.round(at / 1_000) / 1_000);

const microsOf = (text: string): number => Math.round(Number(text.replace(',', '.')) * SECOND);

/** What a restart or a healing mends stays mended. */
export const canEnd = (what: RowFault): boolean => what !== 'restartNode' && what !== 'healNetwork';
export const hasTarget = (what: RowFault): boolean => what !== 'healNetwork' && what !== 'partition';

const LINKS: readonly RowFault[] = ['cutLink', 'cutOneWay', 'slowLink', 'lossyLink'];
/** Whether it is of a link, with two ends. */
export const isOfLink = (what: RowFault): boolean => LINKS.includes(what);

/** What the amount of a fault is; null: it has none. */
export function amountOf(what: RowFault): 'factor' | 'percent' | null {
  if (what === 'slow' || what === 'slowLink') return 'factor';
  return what === 'lossy' || what === 'lossyLink' ? 'percent' : null;
}

/** What a fault begins with when it is chosen. */
export const usualAmount = (what: RowFault): string =>
  ({ factor: '10', percent: '30', none: '' })[amountOf(what) ?? 'none'];

const numberOf = (text: string): number => Number(text.replace(',', '.'));

function commandOf({ what, target, to, amount, groups }: PlanRow): FaultCommand {
  const link = (up: boolean, loss: number, latencyFactor: number) =>
    ({ type: 'setLink', from: node, to, up, loss, latencyFactor }) as const;
  const node = target.startsWith(LEADER) ? '' : target;
  switch (what) {
    case 'isolateNode':
      return { type: 'isolateNode', node, isolated: true };
    case 'slow':
      return { type: 'degradeNode', node, loss: 0, latencyFactor: numberOf(amount) };
    case 'lossy':
      return { type: 'degradeNode', node, loss: numberOf(amount) / 100, latencyFactor: 1 };
    case 'cutLink':
      return link(false, 0, 1);
    case 'cutOneWay':
      return { ...link(false, 0, 1), oneWay: true };
    case 'slowLink':
      return link(true, 0, numberOf(amount));
    case 'lossyLink':
      return link(true, numberOf(amount) / 100, 1);
    case 'partition':
      return { type: 'partitionNetwork', groups, parted: true };
    case 'healNetwork':
      return { type: 'healNetwork' };
    default:
      return { type: what, node };
  }
}

/** @param stand a node that stands for the leader until it is known who leads */
export function faultOf(row: PlanRow, stand: string): PlannedFault {
  const leaderOf = row.target.startsWith(LEADER) ? row.target.slice(LEADER.length) : undefined;
  const command = commandOf(leaderOf === undefined ? row : { ...row, target: stand });
  return {
    at: microsOf(row.when),
    until: canEnd(row.what) && row.until.trim() !== '' ? microsOf(row.until) : null,
    command,
    ...(leaderOf !== undefined && { leaderOf }),
  };
}

/** A row says one of both. */
function degreeOf(
  { loss, latencyFactor }: { readonly loss: number; readonly latencyFactor: number },
  slow: RowFault,
  lossy: RowFault,
): RowFault | null {
  if (loss === 0 && latencyFactor > 1) return slow;
  return loss > 0 && latencyFactor === 1 ? lossy : null;
}

function amountIn(command: FaultCommand, what: RowFault): string {
  if (!('loss' in command)) return '';
  const percent = Math.round(command.loss * 100_000) / 1_000;
  return { factor: String(command.latencyFactor), percent: String(percent), none: '' }[amountOf(what) ?? 'none'];
}

function rowFault(command: FaultCommand): RowFault | null {
  switch (command.type) {
    case 'crashNode':
    case 'stopNode':
    case 'restartNode':
    case 'healNetwork':
      return command.type;
    case 'isolateNode':
      return command.isolated ? 'isolateNode' : null;
    case 'degradeNode':
      return degreeOf(command, 'slow', 'lossy');
    case 'setLink':
      if (!command.up) return command.oneWay ? 'cutOneWay' : 'cutLink';
      return command.oneWay ? null : degreeOf(command, 'slowLink', 'lossyLink');
    case 'partitionNetwork':
      return command.parted ? 'partition' : null;
    default:
      return null;
  }
}

/** null when no row can say it. */
export function rowOf({ at, until, command, leaderOf }: PlannedFault): PlanRow | null {
  const what = rowFault(command);
  if (what === null) return null;
  const node = 'node' in command ? command.node : command.type === 'setLink' ? command.from : '';
  return {
    when: secondsText(at),
    what,
    target: leaderOf === undefined ? node : leaderTarget(leaderOf),
    to: command.type === 'setLink' ? command.to : '',
    amount: amountIn(command, what),
    groups: command.type === 'partitionNetwork' ? command.groups : [],
    choice: null,
    until: until === null ? '' : secondsText(until),
  };
}

export type RowProblem = 'late' | 'ends' | 'same' | 'amount' | 'parts';

/** What is wrong with a row that is to be laid at `now` (simulated microseconds); null for nothing. */
export function problemOf(row: PlanRow, now: number): RowProblem | null {
  const at = microsOf(row.when);
  if (row.when.trim() === '' || !Number.isFinite(at) || at < now) return 'late';
  if (canEnd(row.what) && row.until.trim() !== '') {
    const until = microsOf(row.until);
    if (!Number.isFinite(until) || until <= at) return 'ends';
  }
  if (row.what === 'partition') return row.groups.length < 2 ? 'parts' : null;
  if (isOfLink(row.what) && row.target === row.to) return 'same';
  return isAmount(row) ? null : 'amount';
}

function isAmount({ what, amount }: PlanRow): boolean {
  const kind = amountOf(what);
  if (kind === null) return true;
  const value = amount.trim() === '' ? NaN : numberOf(amount);
  return kind === 'factor' ? value > 1 && value <= MOST_FACTOR : value > 0 && value <= 100;
}

export type Preset = 'leader' | 'flaky' | 'rolling';

/** Ready-made rows that begin some seconds after `now`. */
export function presetRows(
  preset: Preset,
  world: WorldView,
  channels: readonly string[],
  now: number,
): readonly PlanRow[] {
  const base = Math.ceil(now / SECOND);
  const row = (what: RowFault, target: string, from: number, until: number, to = ''): PlanRow => ({
    when: String(base + from),
    what,
    target,
    to,
    amount: usualAmount(what),
    groups: [],
    choice: null,
    until: String(base + until),
  });
  const nodes = Object.values(world.nodes).filter(({ life }) => life !== 'absent');
  const idsOf = (role: string): readonly string[] =>
    nodes.filter(({ info }) => info.role === role).map(({ info }) => info.id);
  const [peers, orderers] = [idsOf('peer'), idsOf('orderer')];
  switch (preset) {
    case 'leader': {
      const [channel] = channels;
      return channel === undefined
        ? []
        : [0, 1, 2].map((turn) => row('crashNode', leaderTarget(channel), 3 + 10 * turn, 9 + 10 * turn));
    }
    case 'flaky': {
      const [from, to] = [peers[0], orderers[0] ?? peers[1]];
      return from === undefined || to === undefined
        ? []
        : [0, 1, 2, 3].map((turn) => row('cutLink', from, 2 + 6 * turn, 5 + 6 * turn, to));
    }
    case 'rolling':
      return peers.map((peer, turn) => row('stopNode', peer, 2 + 8 * turn, 6 + 8 * turn));
  }
}
