/** A command line before it is printed. */

/** One line as its parts: a part (a command, an option with its value) is never broken in two. */
export type CommandParts = readonly string[];

/** Longer lines are continued with a backslash. */
const WIDEST = 96;

export function printedLine(parts: CommandParts): string {
  const whole = parts.join(' ');
  return whole.length <= WIDEST ? whole : parts.join(' \\\n  ');
}
