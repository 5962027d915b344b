/**
 * Counts single comparisons and keeps a line for each that failed.
 */
import { isDeepStrictEqual } from 'node:util';
import type { ConformOutcome } from './outcome.ts';

/** Longest piece of a value shown in a difference. */
const SHOWN = 300;

export class Tally {
  private passed = 0;
  private failed = 0;
  private readonly lines: string[] = [];

  /** One comparison: what we found or computed against what was recorded. */
  equal(where: string, what: string, ours: unknown, recorded: unknown): void {
    if (isDeepStrictEqual(ours, recorded)) this.passed++;
    else this.fail(where, `${what} is ${show(ours)}, recorded ${show(recorded)}`);
  }

  /** One check that has no recorded value of its own; `problem` says what is wrong, undefined that nothing is. */
  holds(where: string, problem: string | undefined): void {
    if (problem === undefined) this.passed++;
    else this.fail(where, problem);
  }

  /** A line about something that could not be checked. */
  remark(line: string): void {
    this.lines.push(line);
  }

  private fail(where: string, text: string): void {
    this.failed++;
    this.lines.push(`${where}: ${text}`);
  }

  outcome(): ConformOutcome {
    return { passed: this.passed, failed: this.failed, differences: this.lines };
  }
}

function show(value: unknown): string {
  const text = value === undefined ? 'missing' : JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
