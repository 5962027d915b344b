import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { UnusableInput } from './outcome.ts';
import { conformSnapshots } from './snapshots.ts';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const RECORDED = path('testdata/snapshot.json');

const temporary: string[] = [];
afterEach(() => {
  for (const dir of temporary.splice(0)) rmSync(dir, { recursive: true });
});

/** The recorded blocks of the channel, each as a file. In the archive each comes after its length (4 bytes, big-endian). */
const BLOCKS = mkdtempSync(join(tmpdir(), 'snapshot-blocks-'));
const all = gunzipSync(readFileSync(path('testdata/snapshot.blocks.gz')));
for (let at = 0, number = 0; at < all.length; number++) {
  const end = at + 4 + all.readUInt32BE(at);
  writeFileSync(join(BLOCKS, `${String(number).padStart(3, '0')}.block`), all.subarray(at + 4, end));
  at = end;
}
afterAll(() => rmSync(BLOCKS, { recursive: true }));

function altered(from: string, to: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'snapshot-'));
  temporary.push(dir);
  const file = join(dir, 'steps.json');
  writeFileSync(file, readFileSync(RECORDED, 'utf8').replaceAll(from, to));
  return file;
}

describe('a snapshot of real Fabric', () => {
  it('has the hashes and texts our ledger gives', () => {
    expect(conformSnapshots(RECORDED, BLOCKS)).toMatchObject({ failed: 0, differences: [] });
  });

  it.each([
    ['13cfec6e', '13cfec6f', 'a hash of private data'],
    ['145bfb83', '145bfb84', 'a number of transactions'],
    ['34294658', '34294659', 'a number of keys'],
    ['state_db_type', 'state_database', 'the name of a field'],
    ['txids.data', 'txid.data', 'the name of a file'],
  ])('is told apart when %s is %s: %s', (from, to) => {
    expect(conformSnapshots(altered(from, to), BLOCKS).failed).toBeGreaterThan(0);
  });

  it('must be one', () => {
    expect(() => conformSnapshots(altered('signable-metadata', 'other'), BLOCKS)).toThrow(UnusableInput);
  });
});
