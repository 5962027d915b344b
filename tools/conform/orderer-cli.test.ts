import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCases } from './outcome.ts';
import { type CliRecord, replayOrdererCli } from './orderer-cli.ts';

const records = readCases<CliRecord>(path.join(import.meta.dirname, 'testdata/orderer-cli.json'), ['id', 'stderr']);

describe('what the tools printed while orderers were stopped', () => {
  it('is what the same commands come to', async () => {
    const { failed, passed, differences } = await replayOrdererCli(records);
    expect(differences.filter((line) => !line.startsWith('not compared'))).toEqual([]);
    expect([passed, failed, differences.length]).toEqual([38, 0, 6]);
  });

  it('is not what another run printed', async () => {
    const altered = records.map((record) => {
      switch (record.id) {
        case 'invoke-quorum-lost':
          return { ...record, exit: 0 };
        case 'fetch-without-quorum':
          return { ...record, stderr: record.stderr.replaceAll('SERVICE_UNAVAILABLE', 'NOT_FOUND') };
        case 'osnadmin-list-without-quorum':
          return { ...record, stdout: record.stdout.replace('consenter', 'follower').replace('52', '53') };
        default:
          return record;
      }
    });
    const { failed } = await replayOrdererCli([...altered, { ...records[0], id: 'something new' } as CliRecord]);
    // An exit code, an error, a part in the channel, a height that grew, and a command that is none.
    expect(failed).toBe(5);
  });
});
