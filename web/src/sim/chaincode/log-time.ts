/**
 * The time in a line of the chaincode's log. The guest leaves a mark where it belongs and the host fills it in, so that
 * what a container logs does not depend on whose clock it has.
 */

/** No log of a contract holds it by chance: it has a NUL at either end. */
export const TIME_OF_LOG = '\0time\0';

/** `log` with `time` where a line begins to tell it. */
export function withTime(log: readonly string[], time: string): readonly string[] {
  return log.map((line) => line.replace(TIME_OF_LOG, time));
}
