/** The recorded bursts, and copies of them that did not happen so. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { conformBlockCutting } from './blockcutting.ts';

const FILE = path.join(import.meta.dirname, 'testdata/blockcutting.json');
const folder = mkdtempSync(path.join(tmpdir(), 'blockcutting-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The recording with every `found` in it written otherwise. */
function altered(found: RegExp, written: string): string {
  const file = path.join(folder, 'altered.json');
  writeFileSync(file, readFileSync(FILE, 'utf8').replace(found, written));
  return file;
}

describe('bursts of envelopes', () => {
  it('are cut into blocks as a real orderer cut them', async () => {
    expect(await conformBlockCutting(FILE)).toEqual({ passed: 15, failed: 0, differences: [] });
  }, 60_000);

  it.each([
    ['another time', /"at_ms": 2029/, '"at_ms": 4029'],
    ['another group', /"txs": \[\s*0,\s*1,\s*2\s*\]/, '"txs": [0, 1]'],
    ['another answer', /exceeds maximum allowed 60000 bytes/, 'is welcome'],
    ['another refusal', /non-positive value: 0s/, 'value'],
  ])(
    'differ where the recording says %s',
    async (_what, found, written) => {
      expect((await conformBlockCutting(altered(found, written))).failed).toBe(1);
    },
    60_000,
  );
});
