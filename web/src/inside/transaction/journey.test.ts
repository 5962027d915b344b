import { describe, expect, it } from 'vitest';
import type { Entry } from '../../panels/lab-types.ts';
import { transactionRecord } from '../../panels/inspector/transaction-record.ts';
import { entryOf, recorded, until } from '../../panels/testdata/recorded-trace.ts';
import { journeyOf } from './journey.ts';

const PEER = 'peer0.org1.example.com';
const { txid } = entryOf('proposalCreated', (fact) => fact.function === 'TransferAsset').fact;
const isMine = (fact: { readonly txid: string }): boolean => fact.txid === txid;

const states = (entries: readonly Entry[], id = txid): string => {
  const record = transactionRecord(entries, id);
  return record === null
    ? ''
    : journeyOf(record, PEER)
        .map(({ state }) => state)
        .join(' ');
};

describe('the way of a transaction', () => {
  const verdictAt = entryOf('blockCommitted', ({ verdicts }) => verdicts.some(isMine));
  it.each([
    ['proposed: endorsers are asked', entryOf('proposalCreated', isMine), 'done now open open open'],
    ['one has signed, the client has neither answer', entryOf('endorsementSigned', isMine), 'done now open open open'],
    ['handed to an orderer', entryOf('envelopeSubmitted', isMine), 'done done done now open'],
    ['cut into a block', entryOf('blockCut', ({ txids }) => txids.includes(txid)), 'done done done done now'],
    ['judged by the first peer', verdictAt, 'done done done done done'],
  ])('%s', (_, entry, expected) => {
    expect(states(until(entry))).toBe(expected);
  });

  it('ends at the endorsements when a peer refuses', () => {
    const failed = entryOf('endorsementFailed');
    expect(states(recorded.entries, failed.fact.txid)).toBe('done failed never never never');
  });

  it('that ends in a conflict has come all the way, and the verdict is the failure', () => {
    const entries = until(verdictAt).map((entry): Entry => {
      const { fact } = entry;
      if (fact.type !== 'blockCommitted') return entry;
      const verdicts = fact.verdicts.map((one) => (isMine(one) ? { ...one, code: 'MVCC_READ_CONFLICT' } : one));
      return { ...entry, fact: { ...fact, verdicts } };
    });
    expect(states(entries)).toBe('done done done done failed');
  });

  it('counts the endorsements that were given, of those asked for', () => {
    const record = transactionRecord(until(entryOf('endorsementSigned', isMine)), txid);
    const steps = record === null ? [] : journeyOf(record, PEER);
    expect(steps[1]?.params).toEqual({ count: 1, asked: 2 });
  });
});
