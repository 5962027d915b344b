/**
 * Parts of the recordings of conflicts, and the proposals of one peer, replayed on a network of the lab; and that a
 * recording that says otherwise is noticed.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { conformConflicts } from './conflicts.ts';
import { conformEndorsement } from './endorsement.ts';
import type { ConformOutcome } from './outcome.ts';

const RECORDINGS = path.join(import.meta.dirname, 'testdata/conflicts');
const PROPOSALS = path.join(RECORDINGS, 'simulation.json');

describe('recorded conflicts', () => {
  it.each<[string, number]>([
    ['conflicts.json', 700],
    ['conflicts-config.json', 300],
    ['conflicts-crafted.json', 200],
  ])('%s is met in every outcome', async (file, least) => {
    const { passed, failed, differences } = await conformConflicts([path.join(RECORDINGS, file)]);
    expect(differences).toEqual([]);
    expect(failed).toBe(0);
    expect(passed).toBeGreaterThan(least);
  });

  it('notices another code, another state and another read-write set', async () => {
    const recorded = JSON.parse(readFileSync(path.join(RECORDINGS, 'conflicts.json'), 'utf8')) as readonly unknown[];
    const text = JSON.stringify(recorded.slice(0, 1));
    const changed = text
      .replace('"name":"MVCC_READ_CONFLICT"', '"name":"PHANTOM_READ_CONFLICT"')
      .replace('"final_state":{"s01_a":"11"}', '"final_state":{"s01_a":"12"}')
      .replace('"isDelete":false,"value":"11"', '"isDelete":false,"value":"99"');
    const { failed, differences } = await outcomeOf(changed, conformConflicts);
    expect(failed).toBe(3);
    for (const what of ['block 17', 'state of s01_a', 'read-write set'])
      expect(differences.some((line) => line.includes(what))).toBe(true);
  });
});

describe('recorded proposals', () => {
  it('get the answers of real peers', async () => {
    const { passed, failed, differences } = await conformEndorsement([PROPOSALS]);
    expect(differences).toEqual([]);
    expect(failed).toBe(0);
    expect(passed).toBe(138);
  });

  it('are told from others', async () => {
    const rows = JSON.parse(readFileSync(PROPOSALS, 'utf8')) as readonly { readonly function?: string }[];
    const text = JSON.stringify(rows.filter(({ function: name }) => name === 'get' || name === 'fail'))
      .replace('"payload":"one"', '"payload":"two"')
      .replace('boom: something went wrong"', 'boom: something else"');
    const { failed } = await outcomeOf(text, conformEndorsement);
    expect(failed).toBeGreaterThanOrEqual(2);
  });

  it('leave ranges in the read set as recorded', async () => {
    const outcome = await conformEndorsement([path.join(RECORDINGS, 'range-merkle.json')]);
    expect(outcome).toEqual({ passed: 12, failed: 0, differences: [] });
  });
});

async function outcomeOf(
  recording: string,
  conform: (args: readonly string[]) => Promise<ConformOutcome>,
): Promise<ConformOutcome> {
  const folder = mkdtempSync(path.join(tmpdir(), 'conform-conflicts-'));
  try {
    const file = path.join(folder, 'recording.json');
    writeFileSync(file, recording);
    return await conform([file]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
