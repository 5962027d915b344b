import { describe, expect, it } from 'vitest';
import { entryOf, recorded, until } from '../testdata/recorded-trace.ts';
import { outcomesOf, printedBy, sessionOf } from './session.ts';

const failure = entryOf('commandFailed');
const session = (entries = recorded.entries) => sessionOf(recorded.recording, outcomesOf(entries));

describe('sessionOf', () => {
  it('every command of the recording has lines, and an outcome at the end', () => {
    for (const { lines, outcome, index } of session()) {
      expect(lines.length, `command ${index}`).toBeGreaterThan(0);
      expect(outcome?.status).toBe(index === failure.fact.index ? 'failed' : 'done');
    }
  });

  it('a command that went well says what the real tool says', () => {
    const printed = (type: string) => {
      const row = session().find(({ timed }) => timed.command.type === type);
      return row === undefined ? '' : printedBy(row, recorded.recording.topology);
    };
    expect(printed('generateCrypto')).toBe('org1.example.com\norg2.example.com');
    expect(printed('joinOrderer')).toMatch(/^Status: 201\n\{\n\t"name": "mychannel",/);
    expect(printed('joinPeer')).toMatch(/executeJoin -> Successfully submitted proposal to join channel$/);
    expect(printed('installChaincode')).toMatch(/Chaincode code package identifier: basic_1\.0:[0-9a-f]{64}$/);
    const waited =
      /^INFO \[chaincodeCmd\] ClientWait -> txid \[[0-9a-f]{64}\] committed with status \(VALID\) at (\S+)$/;
    const peers = printed('commitChaincode')
      .split('\n')
      .map((line) => waited.exec(line)?.[1]);
    expect(peers.sort()).toEqual(['peer0.org1.example.com:7051', 'peer0.org2.example.com:9051']);
  });

  it('a failed command says what the tool says', () => {
    expect(session()[failure.fact.index]?.outcome?.text).toContain('chaincode is not installed');
  });

  it('what comes later has not been given yet', () => {
    const then = session(until(failure));
    expect(then[failure.fact.index]?.outcome?.status).toBe('failed');
    expect(then[failure.fact.index + 1]?.outcome).toBeNull();
  });

  it('names the peers the client did ask: with peer0 down, peer1 of Org2', () => {
    const last = session().at(-1);
    expect(last?.lines.join('\n')).toContain('--peerAddresses peer1.org2.example.com:10051');
    expect(last?.lines.join('\n')).not.toContain('--peerAddresses peer0.org2.example.com');
  });
});
