import { expect, it } from 'vitest';
import type { Entry, Fact } from '../sim/trace/facts.ts';
import { lastFailure } from './last-failure.ts';

const given: Fact = { type: 'commandGiven', command: 'crashNode', index: 0 };
const failed: Fact = { type: 'commandFailed', command: 'crashNode', index: 0, text: 'no' };
const done: Fact = { type: 'commandDone', command: 'crashNode', index: 1 };
const status = (code: 'VALID' | 'MVCC_READ_CONFLICT'): Fact => ({
  type: 'commitStatusReceived',
  channel: 'ch',
  txid: 'a',
  peer: 'p',
  code,
  block: 3,
});
const trace = (...facts: readonly Fact[]): readonly Entry[] =>
  facts.map((fact, seq) => ({ seq, at: seq * 10, node: 'n', cause: null, fact }));

it.each<[string, readonly Entry[], number, number, Fact | null]>([
  ['a failure that has been seen', trace(given, failed), 0, 10, failed],
  ['one that is still ahead of the playhead', trace(given, failed), 0, 9, null],
  ['one of an earlier step', trace(given, failed), 2, 99, null],
  ['a command given after it', trace(given, failed, given), 0, 99, null],
  ['a command that succeeded after it', trace(given, failed, given, done), 0, 99, null],
  [
    'a transaction that went into a block as invalid',
    trace(given, status('MVCC_READ_CONFLICT'), done),
    0,
    99,
    status('MVCC_READ_CONFLICT'),
  ],
  ['a valid one', trace(given, status('VALID'), done), 0, 99, null],
  [
    'an invalid one of an earlier command',
    trace(status('MVCC_READ_CONFLICT'), given, { ...done, index: 0 }),
    0,
    99,
    null,
  ],
])('%s', (_why, entries, seq, time, expected) => {
  expect(lastFailure(entries, seq, time)?.fact ?? null).toEqual(expected);
});
