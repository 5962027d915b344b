import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainCode, EXPLANATIONS } from './entries.ts';
import { explainError, findExplanations } from './find-explanations.ts';

/** Errors as Fabric 3.1.1, its tools and Fabric CA 1.5.9 printed them: entry, where it was recorded, text. */
const RECORDED = readFileSync(join(import.meta.dirname, 'testdata/recorded-errors.txt'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t'));

const first = (query: string): string | undefined => findExplanations(query)[0]?.explanation.id;
const ids = (query: string): readonly string[] => findExplanations(query).map(({ explanation }) => explanation.id);

describe('pasting an error', () => {
  it.each(RECORDED)('%s: %s: %s', (id, _where, text) => {
    expect(first(text ?? '')).toBe(id);
  });

  it.each([
    [
      '\u001b[31mError:\u001b[0m  chaincode definition not agreed\n to by this org (Org2MSP)',
      'notApproved',
      'colours and line breaks',
    ],
    ['channel ‘nochannel’ not found', 'channelUnknown', 'quotes of a word processor'],
    ['NO RAFT LEADER', 'noLeader', 'shouted'],
    ['Error Code: 7', undefined, 'not the beginning of 71 or 73'],
    ['all is well', undefined, 'no error at all'],
    ['the asset is FORBIDDENLY dear', undefined, 'a code inside a word'],
  ])('%s', (text, id, _why) => {
    expect(explainError(text)?.id).toBe(id);
  });

  it('puts the exact cause before what stands around it', () => {
    const text =
      '9 FAILED_PRECONDITION: evaluate call to endorser returned error: chaincode response 500, Expected 1 parameters, but 0 have been supplied';
    expect(ids(text).slice(0, 4)).toEqual([
      'parameterCount',
      'chaincodeError',
      'evaluateFailed',
      'grpc.FAILED_PRECONDITION',
    ]);
  });
});

/** How one and the same error comes out of a terminal, a log, a program and a browser. */
const ESCAPE = String.fromCharCode(27);
const AROUND: readonly (readonly [string, (text: string) => string])[] = [
  ['a tool', (text) => `Error: ${text}`],
  ['a log of Fabric', (text) => `2026-11-23 09:00:00.123 UTC 0a7f ERRO [endorser] callChaincode -> ${text} channel=c1`],
  [
    'a log in colour',
    (text) => `${ESCAPE}[31m2026-11-23 09:00:00.123 UTC 004 ERRO${ESCAPE}[0m ${ESCAPE}[1;31m${text}${ESCAPE}[0m`,
  ],
  ['colours without their escape character', (text) => `[31mERRO[0m ${text}[0m`],
  ['docker compose', (text) => `orderer.example.com  | ${text}`],
  ['gRPC in Go', (text) => `rpc error: code = Unknown desc = ${text}`],
  [
    'gRPC in Node',
    (text) => `EndorseError: 9 FAILED_PRECONDITION: ${text}\n    at callErrorFromStatus (node_modules/call.js:31:19)`,
  ],
  [
    'details of the gateway',
    (text) =>
      `10 ABORTED: failed to endorse transaction, see attached details for more info\n  details: [ { address: 'peer0.org1.example.com:7051', message: '${text}', mspId: 'Org1MSP' } ]`,
  ],
  ['JSON', (text) => JSON.stringify({ error: text })],
  [
    'JSON in JSON, as Go writes it',
    (text) => JSON.stringify(JSON.stringify({ error: text })).replaceAll("'", '\\u0027'),
  ],
  ['a line broken between words', (text) => text.replaceAll(' ', '\n   ')],
  ['an answer of a peer', (text) => `endorsement failure during invoke. response: status:500 message:"${text}"`],
];

describe('whatever stands around it', () => {
  const exact = EXPLANATIONS.filter(({ general, texts }) => !general && texts.length > 0);
  it.each(AROUND)('in %s the cause is found first', (_where, around) => {
    for (const { id, texts } of exact)
      for (const text of texts) expect(first(around(text.replaceAll(/[*~]/g, 'mychannel'))), text).toBe(id);
  });

  it.each(AROUND)('in %s what was recorded is found', (_where, around) => {
    for (const [id, , text] of RECORDED) {
      const found = ids(around(text ?? ''));
      expect(found, text).toContain(id);
    }
  });
});

describe('a status', () => {
  it.each(['SERVICE_UNAVAILABLE', 'BAD_REQUEST', 'FORBIDDEN', 'NOT_FOUND'])(
    '%s comes before what stands around it, behind the cause',
    (status) => {
      const pasted = `Error: got unexpected status: ${status} -- no Raft leader`;
      expect(ids(pasted).slice(0, 3)).toEqual(['noLeader', `status.${status}`, 'ordererAnswered']);
    },
  );
});

describe('a code', () => {
  it.each([
    ['11', 'MVCC_READ_CONFLICT', 'the bare number'],
    ['(11)', 'MVCC_READ_CONFLICT', 'as it stands behind the name'],
    ['validation code: 12', 'PHANTOM_READ_CONFLICT', 'with the word'],
    ['mvcc_read_conflict', 'MVCC_READ_CONFLICT', 'in small letters'],
    ['mvcc read conflict', 'MVCC_READ_CONFLICT', 'with spaces'],
    ['MvccReadConflict', 'MVCC_READ_CONFLICT', 'as one word'],
    ['TxValidationCode_MVCC_READ_CONFLICT', 'MVCC_READ_CONFLICT', 'as Go names it'],
    ['TxValidationCode.MVCC_READ_CONFLICT', 'MVCC_READ_CONFLICT', 'as Java and Node name it'],
    ['got peer.TxValidationCode_MVCC_READ_CONFLICT in block 7', 'MVCC_READ_CONFLICT', 'so in a sentence'],
    ['{"status":"mvcc_read_conflict"}', 'MVCC_READ_CONFLICT', 'small in JSON'],
    ['code: 11,', 'MVCC_READ_CONFLICT', 'as an object prints it'],
    ['Transaction 1f failed to commit with status code 11 (MVCC_READ_CONFLICT)', 'MVCC_READ_CONFLICT', 'in a sentence'],
    ['INVALID_CHAINCODE', 'INVALID_CHAINCODE', 'which holds VALID and CHAINCODE'],
    ['403', 'status.FORBIDDEN', 'a status by number'],
    ['SERVICE_UNAVAILABLE', 'status.SERVICE_UNAVAILABLE', 'a status by name'],
    ['FailedPrecondition', 'grpc.FAILED_PRECONDITION', 'as Go names it'],
    ['rpc error: code = Unavailable desc = x', 'grpc.UNAVAILABLE', 'as Go prints it'],
    ['255', 'INVALID_OTHER_REASON', 'the last one'],
    ['Error Code: 20', 'caAuthentication', 'the CA counts its own way'],
  ])('%s', (query, id, _why) => {
    expect(first(query)).toBe(id);
  });

  it('a number that several lists use finds all of them, validation codes first', () => {
    expect(ids('10')).toEqual(['ENDORSEMENT_POLICY_FAILURE', 'grpc.ABORTED', 'caNotFound']);
  });

  it('every validation code comes first by its name, large and small, and by its number', () => {
    const codes = EXPLANATIONS.filter(({ id }) => explainCode(id) !== null);
    expect(codes.length).toBeGreaterThan(25);
    for (const { id, code } of codes)
      for (const query of [
        id,
        id.toLowerCase(),
        `(${id})`,
        String(code?.number),
        `status code ${code?.number} (${id})`,
      ])
        expect(first(query), query).toBe(id);
  });

  it('every code is found by its name and by its number', () => {
    for (const { id, code, names } of EXPLANATIONS) {
      if (code === null) continue;
      expect(ids(String(code.number)), id).toContain(id);
      for (const name of names) {
        expect(ids(name), name).toContain(id);
        expect(ids(name.toLowerCase()), name).toContain(id);
      }
    }
  });
});

describe('typing', () => {
  it('finds by part of a text and by words beside the entry, behind everything printed', () => {
    expect(ids('raft leader')).toContain('noLeader');
    const found = findExplanations('정책', ({ id }) =>
      id === 'policyUnmet' ? '서명이 정책을 만족하지 못합니다.' : '',
    );
    expect(found.map(({ explanation, by }) => [explanation.id, by])).toEqual([['policyUnmet', 'word']]);
  });

  it('says nothing for nothing', () => {
    expect(findExplanations('   ')).toEqual([]);
  });

  it('takes anything that can be pasted, in time', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 4_000 }), (text) => {
        expect(findExplanations(text).length).toBeLessThanOrEqual(12);
      }),
      { numRuns: 40 },
    );
    const long = 'chaincode * not found error sending: txid: '.repeat(4_000);
    const before = performance.now();
    findExplanations(long);
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});
