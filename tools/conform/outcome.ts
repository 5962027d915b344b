/**
 * What a comparison with real Fabric comes to, and the input all comparisons share.
 */
import { readFileSync } from 'node:fs';

export interface ConformOutcome {
  readonly passed: number;
  readonly failed: number;
  /** Lines to print: at least one per failed case, saying what was expected and what came. */
  readonly differences: readonly string[];
}

/** The input cannot be compared at all: a missing file, no JSON, another format. The message is a sentence for people. */
export class UnusableInput extends Error {
  override readonly name = 'UnusableInput';
}

/**
 * The content of a JSON file.
 *
 * @throws UnusableInput when there is no such file or it holds no JSON
 */
export function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UnusableInput(`Cannot read ${file}: ${reason(error)}.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UnusableInput(`${file} is not JSON: ${reason(error)}.`);
  }
}

/**
 * The objects of a JSON file that is a list of them, each of which must have all of `fields`.
 *
 * @throws UnusableInput when the file is something else
 */
export function readCases<Case>(file: string, fields: readonly (keyof Case & string)[]): readonly Case[] {
  const content = readJson(file);
  if (!Array.isArray(content)) throw new UnusableInput(`${file} is not a list of cases.`);
  content.forEach((entry: unknown, i) => {
    if (typeof entry !== 'object' || entry === null) throw new UnusableInput(`${file}: case ${i} is not an object.`);
    for (const field of fields)
      if (!(field in entry)) throw new UnusableInput(`${file}: case ${i} has no field "${field}".`);
  });
  return content as readonly Case[];
}

/** Runs `compare` on each case; a case passes when it yields no difference. One that breaks our code has failed. */
export function compareEach<Case>(
  cases: readonly Case[],
  compare: (one: Case, index: number) => readonly string[],
): ConformOutcome {
  const results = cases.map((one, index) => {
    try {
      return compare(one, index);
    } catch (error) {
      if (error instanceof UnusableInput) throw error;
      return [`case ${index}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
    }
  });
  const failed = results.filter((differences) => differences.length > 0).length;
  return { passed: results.length - failed, failed, differences: results.flat() };
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
