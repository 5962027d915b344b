import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { conformEvents } from './events.ts';
import { conformGateway } from './gateway.ts';
import type { ConformOutcome } from './outcome.ts';

const CALLS = fileURLToPath(new URL('./testdata/gateway-recording.json', import.meta.url));
const EVENTS = fileURLToPath(new URL('./testdata/events-recording.json', import.meta.url));

/** The outcome of `conform` for the recording with each pair's first text replaced by its second. */
async function altered(
  conform: (args: readonly string[]) => Promise<ConformOutcome>,
  recording: string,
  changes: readonly (readonly [string, string])[],
): Promise<ConformOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'conform-gateway-'));
  try {
    let text = readFileSync(recording, 'utf8');
    for (const [from, to] of changes) {
      expect(text).toContain(from);
      text = text.replace(from, to);
    }
    const file = join(folder, 'recording.json');
    writeFileSync(file, text);
    return await conform([file]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('calls through the gateway of real Fabric', () => {
  it('come to the same through ours, but for the one no client of the lab can make', async () => {
    const { passed, failed, differences } = await conformGateway([CALLS]);
    expect(differences).toEqual([expect.stringContaining('Org2MSP with cert of Org1MSP')]);
    expect([passed, failed]).toEqual([41, 0]);
  }, 60_000);

  it('are compared in result, validation code, text and what each peer said', async () => {
    const { failed } = await altered(conformGateway, CALLS, [
      ['"result": "put sim_gw"', '"result": "put sim_wg"'],
      ['status code 10 (ENDORSEMENT_POLICY_FAILURE)', 'status code 12 (PHANTOM_READ_CONFLICT)'],
      ['failed to find any endorsing peers', 'failed to find endorsing peers'],
      ['"message": "ProposalResponsePayloads do not match"', '"message": "ProposalResponsePayloads differ"'],
    ]);
    expect(failed).toBe(4);
  }, 60_000);
});

describe('what a listener of real Fabric received', () => {
  it('is what a listener of the lab receives', async () => {
    const { passed, failed, differences } = await conformEvents([EVENTS]);
    expect(differences).toEqual([]);
    expect([passed, failed]).toEqual([18, 0]);
  }, 60_000);

  it('is compared in names, payloads and codes', async () => {
    const { failed } = await altered(conformEvents, EVENTS, [
      ['"eventName": "Second"', '"eventName": "First"'],
      ['"txValidationCode": 10', '"txValidationCode": 0'],
    ]);
    expect(failed).toBe(2);
  }, 60_000);
});
