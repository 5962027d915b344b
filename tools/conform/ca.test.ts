import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { conformCa } from './ca.ts';
import type { ConformOutcome } from './outcome.ts';

const recording = fileURLToPath(new URL('./testdata/ca-steps.json', import.meta.url));

/** The outcome for the recording with `from` replaced by `to` everywhere. */
function outcomeOf(from: string, to: string): ConformOutcome {
  const folder = mkdtempSync(join(tmpdir(), 'conform-ca-'));
  try {
    const text = readFileSync(recording, 'utf8');
    expect(text).toContain(from);
    const file = join(folder, 'steps.json');
    writeFileSync(file, text.replaceAll(from, to));
    return conformCa(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the recording of a real Fabric CA', () => {
  it('is met in every step', () => {
    const { passed, failed, differences } = conformCa(recording);
    expect(differences).toEqual([]);
    expect(failed).toBe(0);
    expect(passed).toBeGreaterThan(280);
  });

  it.each<[string, string, string, string]>([
    ['another error code', 'Error Code: 74 - Identity', 'Error Code: 75 - Identity', 'register-duplicate'],
    ['another organisational unit', 'OU = org1 + OU = client', 'OU = client + OU = org1', 'attrs-cert-text'],
    ['another end of validity', 'Nov 23 15:00:48 2026', 'Nov 24 15:00:48 2026', 'crl-text'],
    ['another reason in the log of the server', "'user1' is not a registrar", 'no registrar', 'server log'],
    ['another file', 'clients/oadm/msp/signcerts/cert.pem', 'clients/oadm/msp/signcerts/other.pem', 'all-files'],
  ])('notices %s', (_what, from, to, where) => {
    const { failed, differences } = outcomeOf(from, to);
    expect(failed).toBeGreaterThan(0);
    expect(differences.join('\n')).toContain(where);
  });
});
