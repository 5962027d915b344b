import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { conformLifecycle } from './lifecycle.ts';

const recording = (name: string): string => path.join(import.meta.dirname, 'testdata/lifecycle', name);

describe('recorded lines of peer, given to the lab as commands', () => {
  it.each([
    { file: 'bringup.json', why: 'all goes well: join, install, approve, commit, call', compared: 75 },
    { file: 'mistakes.json', why: 'every mistake is refused in the same words', compared: 145 },
  ])('$why', { timeout: 60_000 }, async ({ file, compared }) => {
    const { passed, failed, differences } = await conformLifecycle([recording(file)]);
    expect(differences.filter((line) => !/ steps skipped: /.test(line))).toEqual([]);
    expect(failed).toBe(0);
    expect(passed).toBeGreaterThanOrEqual(compared);
  });
});
