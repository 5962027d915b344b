/**
 * A plan of faults as rows of a table one can edit, and back. What a row cannot say (a fault that came from a file) is
 * kept beside the rows as it is.
 */
import type { FaultCommand, PlannedFault } from '../../sim/protocol/commands.ts';
import type { WorldView } from '../../view/world-model.ts';

export const ROW_FAULTS = [
  'crashNode',
  'stopNode',
  'restartNode',
  'isolateNode',
  'slow',
  'lossy',
  'cutLink',
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
  /** Empty: it stays. */
  readonly until: string;
}

const SECOND = 1_000_000;
const LEADER = 'leader:';

export const leaderTarget = (channel: string): string => `${LEADER}${channel}`;

/** Seconds as one writes them: whole ones without a fraction, else up to three digits. */
export const secondsText = (at: number): string => String(Math.round(at / 1_000) / 1_000);

const microsOf = (text: string): number => Math.round(Number(text.replace(',', '.')) * SECOND);

/** What a restart or a healing mends stays mended. */
export const canEnd = (what: RowFault): boolean => what !== 'restartNode' && what !== 'healNetwork';
export const hasTarget = (what: RowFault): boolean => what !== 'healNetwork';

function commandOf({ what, target, to }: PlanRow): FaultCommand {
  const node = target.startsWith(LEADER) ? '' : target;
  switch (what) {
    case 'isolateNode':
      return { type: 'isolateNode', node, isolated: true };
    case 'slow':
      return { type: 'degradeNode', node, loss: 0, latencyFactor: 10 };
    case 'lossy':
      return { type: 'degradeNode', node, loss: 0.3, latencyFactor: 1 };
    case 'cutLink':
      return { type: 'setLink', from: node, to, up: false, loss: 0, latencyFactor: 1 };
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
      if (command.loss === 0 && command.latencyFactor === 10) return 'slow';
      return command.loss === 0.3 && command.latencyFactor === 1 ? 'lossy' : null;
    case 'setLink':
      return !command.up && !command.oneWay ? 'cutLink' : null;
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
    until: until === null ? '' : secondsText(until),
  };
}

export type RowProblem = 'late' | 'ends' | 'same';

/** What is wrong with a row that is to be laid at `now` (simulated microseconds); null for nothing. */
export function problemOf(row: PlanRow, now: number): RowProblem | null {
  const at = microsOf(row.when);
  if (row.when.trim() === '' || !Number.isFinite(at) || at < now) return 'late';
  if (canEnd(row.what) && row.until.trim() !== '') {
    const until = microsOf(row.until);
    if (!Number.isFinite(until) || until <= at) return 'ends';
  }
  return row.what === 'cutLink' && row.target === row.to ? 'same' : null;
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
