import { describe, expect, it } from 'vitest';
import type { Entry } from '../lab-types.ts';
import { entryOf, recorded, until } from '../testdata/recorded-trace.ts';
import { callText, transactionRecord } from './transaction-record.ts';

const transfer = entryOf('proposalCreated', (fact) => fact.function === 'TransferAsset');
const { txid } = transfer.fact;
const of = (entries: readonly Entry[]) => transactionRecord(entries, txid);

describe('transactionRecord', () => {
  it('grows with the trace: proposed, endorsed, collected, submitted, cut, committed', () => {
    const at = (entry: Entry) => of(until(entry));
    const mine = { txid };
    const is = (fact: { readonly txid: string }) => fact.txid === mine.txid;
    expect(at(transfer)).toMatchObject({ endorsements: [], rwset: null, block: null, code: null });
    expect(at(entryOf('endorsementSigned', is))?.endorsements).toMatchObject([{ signed: true, collected: false }]);
    expect(at(entryOf('envelopeSubmitted', is))).toMatchObject({ submittedTo: 'orderer.example.com', broadcast: null });
    const cut = at(entryOf('blockCut', ({ txids }) => txids.includes(txid)));
    expect(cut).toMatchObject({ block: 7, broadcast: { status: 'SUCCESS' }, verdicts: [] });
    expect(at(entryOf('commitStatusReceived', is))).toMatchObject({ code: 'VALID', block: 7 });
  });

  it('has the call, who endorsed it, what it read and wrote', () => {
    const record = of(recorded.entries);
    expect(record?.call === null ? null : callText(record?.call ?? { function: '', args: [] })).toBe(
      'TransferAsset("asset1", "Christopher")',
    );
    expect(record?.endorsements.map(({ mspId, collected }) => [mspId, collected]).sort()).toEqual([
      ['Org1MSP', true],
      ['Org2MSP', true],
    ]);
    expect(record?.rwset?.reads).toContainEqual({ namespace: 'basic', key: 'asset1', version: '6.0' });
    expect(record?.rwset?.writes[0]?.value).toContain('Christopher');
    expect(record?.differ).toBe(false);
    expect(record?.verdicts.map(({ code }) => code)).toEqual(['VALID', 'VALID', 'VALID', 'VALID']);
    expect(record?.event?.name).toBe('AssetTransferred');
  });

  it('an endorser that refuses is told with its reason', () => {
    const failed = entryOf('endorsementFailed');
    const record = transactionRecord(recorded.entries, failed.fact.txid);
    expect(record?.problem).toContain('chaincode is not installed');
    const refused = record?.endorsements.find(({ status }) => status === 500);
    expect(refused).toMatchObject({ peer: 'peer1.org2.example.com', signed: false });
  });

  it('endorsers that differ are noticed', () => {
    const entries = until(entryOf('commitStatusReceived', (fact) => fact.txid === txid)).map((entry): Entry => {
      const { fact } = entry;
      if (fact.type !== 'endorsementSigned' || !fact.endorser.startsWith('Org2MSP')) return entry;
      return { ...entry, fact: { ...fact, rwset: { ...fact.rwset, writes: [] } } };
    });
    expect(of(entries)?.differ).toBe(true);
  });

  it('knows nothing of a transaction nobody speaks of, nor of the empty id of config envelopes', () => {
    expect(transactionRecord(recorded.entries, 'f'.repeat(64))).toBeNull();
    expect(transactionRecord(recorded.entries, '')).toBeNull();
  });
});
