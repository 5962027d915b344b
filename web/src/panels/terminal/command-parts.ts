/** A command line before it is printed. */

/** One line as its parts: a part (a command, an option with its value) is never broken in two. */
export type CommandParts = readonly string[];

export interface CommandLines {
  /** Variables the tool needs (`peer`, `fabric-ca-client`); empty for tools without any. */
  readonly environment: Readonly<Record<string, string>>;
  readonly lines: readonly CommandParts[];
}

/** In single quotes, as a shell takes it literally. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Longer lines are continued with a backslash. */
const WIDEST = 96;

export function printedLine(parts: CommandParts): string {
  const whole = parts.join(' ');
  return whole.length <= WIDEST ? whole : parts.join(' \\\n  ');
}
