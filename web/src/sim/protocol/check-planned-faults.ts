/** Is this a plan of faults for this network? It may come out of a link, so nothing is believed. */
import { ok, refuse, type Result } from '../kernel/result.ts';
import { SECOND } from '../kernel/time.ts';
import type { Topology } from '../topology/topology-spec.ts';
import type { Command } from './commands.ts';
import { endOf, isFaultCommand, MOST_PLANNED } from './fault-commands.ts';
import { shown } from './shown.ts';

/** As for every command of a recording: a day. */
const LATEST = 24 * 3_600 * SECOND;

const isTime = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= LATEST;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param checkCommand how a command is checked; the place is where it stands */
export function checkPlannedFaults(
  value: unknown,
  where: string,
  checkCommand: (command: unknown, where: string) => Result<Command>,
  topology: Topology,
): Result<void> {
  if (!Array.isArray(value)) return refuse('notAList', { field: 'faults' }, where);
  if (value.length > MOST_PLANNED) return refuse('tooManyPlanned', { most: MOST_PLANNED }, where);
  for (const [index, planned] of value.entries()) {
    const place = `${where}[${index}]`;
    if (!isObject(planned) || !isTime(planned['at'])) return refuse('notATime', {}, `${place}.at`);
    const { at, until, leaderOf } = planned;
    const command = checkCommand(planned['command'], `${place}.command`);
    if (!command.ok) return command;
    if (!isFaultCommand(command.value))
      return refuse('notAFault', { command: command.value.type }, `${place}.command.type`);
    const ends = until === null || (isTime(until) && until > at && endOf(command.value) !== null);
    if (!ends) return refuse('badPlannedEnd', { number: index + 1 }, `${place}.until`);
    if (leaderOf === undefined) continue;
    const isLed = topology.channels.some(({ id }) => id === leaderOf) && 'node' in command.value;
    if (!isLed) return refuse('badPlannedLeader', { value: shown(leaderOf) }, `${place}.leaderOf`);
  }
  return ok(undefined);
}
