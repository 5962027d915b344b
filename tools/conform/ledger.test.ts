import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { conformLedger } from './ledger.ts';

const FILE = fileURLToPath(new URL('testdata/ledger.json', import.meta.url));

/** The outcome for the recorded cases with every occurrence of `what` replaced. */
function altered(what: string | RegExp, by: string) {
  const folder = mkdtempSync(join(tmpdir(), 'conform-'));
  const file = join(folder, 'ledger.json');
  try {
    writeFileSync(file, readFileSync(FILE, 'utf8').replace(what, by));
    return conformLedger(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('conformLedger', () => {
  it('agrees with histories run by Fabric: hot keys, ranges, deletes, wide ranges', () => {
    expect(conformLedger(FILE)).toEqual({ passed: 12, failed: 0, differences: [] });
  });

  it.each([
    { what: '"code":"VALID"', by: '"code":"MVCC_READ_CONFLICT"', tells: /code VALID, Fabric MVCC_READ_CONFLICT/ },
    { what: /("stateAfter":\{"[a-z]+":\{"[^"]+":")/, by: '$1x', tells: /state .*, Fabric / },
    { what: /("got":")/, by: '$1x', tells: /op \d+ get .* gave / },
    { what: /"rwsetBase64":"E/, by: '"rwsetBase64":"G', tells: /read\/write set .*, Fabric G/ },
  ])('notices an altered $what', ({ what, by, tells }) => {
    expect(altered(what, by).differences.join('\n')).toMatch(tells);
  });
});
