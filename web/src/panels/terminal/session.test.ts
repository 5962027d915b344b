import { describe, expect, it } from 'vitest';
import { entryOf, recorded, recordedTrace, until } from '../testdata/recorded-trace.ts';
import { type Printed, type Told, toldBy } from './printed.ts';
import { outcomesOf, printedBy, sessionOf } from './session.ts';

const failure = entryOf('commandFailed');
const session = (entries = recorded.entries) => sessionOf(recorded.recording, outcomesOf(entries));

const textOf = (printed: readonly Printed[]): string =>
  printed.map((one) => (one.by === 'tool' ? one.text : one.word)).join('\n');

/** The transaction of the first command of a type. */
const committedBy = (type: string): string =>
  session().find(({ timed }) => timed.command.type === type)?.outcome?.txid ?? '';

describe('sessionOf', () => {
  it('every command of the recording has lines, and an outcome at the end', () => {
    for (const { lines, outcome, index } of session()) {
      expect(lines.length, `command ${index}`).toBeGreaterThan(0);
      expect(outcome?.status).toBe(index === failure.fact.index ? 'failed' : 'done');
    }
  });

  const { topology } = recorded.recording;
  const told = toldBy(recordedTrace, recorded.entries.length);
  const printed = (type: string): string => {
    const row = session().find(({ timed }) => timed.command.type === type);
    return row === undefined ? '' : textOf(printedBy(row, topology, told));
  };

  it('a command that went well says what the real tool says', () => {
    expect(printed('generateCrypto')).toBe('org1.example.com\norg2.example.com');
    expect(printed('joinPeer')).toMatch(/executeJoin -> Successfully submitted proposal to join channel$/);
    expect(printed('installChaincode')).toMatch(/Chaincode code package identifier: basic_1\.0:[0-9a-f]{64}$/);
  });

  it('the status of an orderer that joined is that of the facts', () => {
    const joined = { name: 'mychannel', url: '/participation/v1/channels/mychannel' };
    expect(printed('joinOrderer')).toBe(
      `Status: 201\n${JSON.stringify({ ...joined, consensusRelation: 'consenter', status: 'active', height: 1 }, null, '\t')}`,
    );
  });

  it('names the peer the client has waited at, with the code it was told', () => {
    const status = entryOf('commitStatusReceived', ({ txid }) => txid === committedBy('commitChaincode')).fact;
    expect(printed('commitChaincode')).toBe(
      `INFO [chaincodeCmd] ClientWait -> txid [${status.txid}] committed with status (VALID) at ${status.peer}:7051`,
    );
  });

  it('an invocation ends with the answer of its chaincode', () => {
    const lines = printed('submitTransaction').split('\n');
    const txid = committedBy('submitTransaction');
    const { payload } = entryOf('simulationFinished', (fact) => fact.txid === txid).fact;
    expect(lines[0]).toBe('INFO [chaincodeCmd] InitCmdFactory -> InitCmdFactory: Entry: invoke, true, true');
    expect(lines[1]).toMatch(/ClientWait -> txid \[[0-9a-f]{64}\] committed with status \(VALID\) at \S+$/);
    const answer = payload === '' ? '' : `  payload:${JSON.stringify(payload)}`;
    expect(lines[2]).toBe(
      `INFO [chaincodeCmd] chaincodeInvokeOrQuery -> Chaincode invoke successful. result: status:200${answer}`,
    );
  });

  it('a transaction that turned out invalid is an error of the tool, and not a success', () => {
    const row = session().find(({ timed }) => timed.command.type === 'submitTransaction');
    if (row === undefined) throw new Error('no transaction');
    const spoilt: Told = {
      ...told,
      ofTransaction: (txid) =>
        told
          .ofTransaction(txid)
          .map((entry) =>
            entry.fact.type === 'commitStatusReceived'
              ? { ...entry, fact: { ...entry.fact, code: 'MVCC_READ_CONFLICT' as const } }
              : entry,
          ),
    };
    const text = textOf(printedBy(row, topology, spoilt));
    expect(text).toContain('committed with status (MVCC_READ_CONFLICT) at ');
    expect(text).toMatch(
      /\nError: transaction invalidated with status \(MVCC_READ_CONFLICT\) - proposal response: <nil>$/,
    );
    expect(text).not.toContain('successful');
  });

  it('a failed command says what the tool says', () => {
    const row = session()[failure.fact.index];
    expect(row?.outcome?.text).toContain('chaincode is not installed');
    const printed = row === undefined ? [] : printedBy(row, recorded.recording.topology, toldBy(recordedTrace, 1e9));
    expect(textOf(printed)).toMatch(
      /Entry: invoke, true, true\n(?:Error: endorsement failure during invoke\. response: status:500 {2}message:"|Error: could not assemble transaction: proposal response was not successful, error code 500, msg )make sure the chaincode basic/,
    );
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
