import { describe, expect, it } from 'vitest';
import type { Entry, Fact, TransactionVerdict } from '../../panels/lab-types.ts';
import { LedgerLog } from './ledger-log.ts';
import { statePicture } from './state-picture.ts';
import { blockPicture, progressAt, waitingBlocks } from './validation-picture.ts';

const PEER = 'peer0.org1.example.com';
const channel = 'mychannel';

/** Told at these times by the peer; `seq` counts. */
function logOf(told: readonly (readonly [at: number, fact: Fact])[]): LedgerLog {
  const entries = told.map(([at, fact], seq): Entry => ({ seq, at, node: PEER, cause: null, fact }));
  return new LedgerLog(PEER, channel).update(entries);
}

const written = (number: number, txids: readonly string[]): Fact => ({
  type: 'blockWritten',
  channel,
  number,
  hash: 'h',
  previousHash: 'p',
  txids,
  config: false,
});
const received = (number: number): Fact => ({
  type: 'blockReceived',
  channel,
  number,
  from: 'orderer0',
  via: 'deliver',
});
const judged = (number: number, verdicts: readonly TransactionVerdict[]): Fact => ({
  type: 'blockValidated',
  channel,
  number,
  plugin: 'vscc',
  verdicts,
});
type Writes = Extract<Fact, { type: 'blockCommitted' }>['writes'];
const committed = (number: number, verdicts: readonly TransactionVerdict[], writes: Writes): Fact => ({
  type: 'blockCommitted',
  channel,
  number,
  hash: 'h',
  previousHash: 'p',
  commitHash: '',
  verdicts,
  writes,
  keys: {},
  config: false,
});
const endorsed = (txid: string, key: string, version: string, value: string): Fact => ({
  type: 'endorsementSigned',
  channel,
  txid,
  chaincode: 'basic',
  endorser: 'Org1MSP:peer0',
  plugin: 'escc',
  rwset: {
    reads: [{ namespace: 'basic', key, version }],
    ranges: [],
    writes: [{ namespace: 'basic', key, value }],
    privateWrites: [],
  },
});

const conflict: TransactionVerdict = {
  txid: 'b',
  code: 'MVCC_READ_CONFLICT',
  because: {
    type: 'readVersion',
    namespace: 'basic',
    key: 'asset6',
    read: '5.0',
    committed: null,
    byTxInBlock: 0,
    collection: '',
    writer: { block: 6, tx: 0, txid: 'a' },
  },
};
const unendorsed: TransactionVerdict = { txid: 'c', code: 'ENDORSEMENT_POLICY_FAILURE' };
const valid = (txid: string): TransactionVerdict => ({ txid, code: 'VALID' });

const VERDICTS = [valid('a'), conflict, unendorsed, valid('d')];
const six = { namespace: 'basic', key: 'asset6', value: 'Ann', version: '6.0' };
const seven = { namespace: 'basic', key: 'asset7', value: 'Eve', version: '6.3' };

/** Block 5 wrote asset6; block 6 comes at 1000, is judged at 1800 (100 a half-step) and committed at 1900. */
const STORY: readonly (readonly [number, Fact])[] = [
  [100, received(5)],
  [200, judged(5, [valid('z')])],
  [300, committed(5, [valid('z')], [{ namespace: 'basic', key: 'asset6', value: 'Max', version: '5.0' }])],
  [400, endorsed('a', 'asset6', '5.0', 'Ann')],
  [400, endorsed('b', 'asset6', '5.0', 'Bob')],
  [400, endorsed('d', 'asset7', '3.0', 'Eve')],
  [900, written(6, ['a', 'b', 'c', 'd'])],
  [1000, received(6)],
  [1800, judged(6, VERDICTS)],
  [1900, committed(6, VERDICTS, [six, seven])],
];
const log = logOf(STORY);
const countAt = (now: number): number => STORY.filter(([at]) => at <= now).length;

describe('the block a peer is at', () => {
  it.each<[at: number, number: number, stage: string, transactions: string, reason: string]>([
    [950, 5, 'committed', 'judged:VALID', 'nothing to do: the last block with its verdicts'],
    [1000, 6, 'checking', 'policy waiting waiting waiting', 'the first transaction is looked at by itself'],
    [1150, 6, 'checking', 'passed policy waiting waiting', 'what passed waits for the others'],
    [1350, 6, 'checking', 'passed passed judged:ENDORSEMENT_POLICY_FAILURE policy', 'policy comes before versions'],
    [
      1450,
      6,
      'comparing',
      'versions passed judged:ENDORSEMENT_POLICY_FAILURE passed',
      'versions are compared in the order of the block',
    ],
    [
      1550,
      6,
      'comparing',
      'judged:VALID versions judged:ENDORSEMENT_POLICY_FAILURE passed',
      'the first has its verdict while the second is compared',
    ],
    [
      1799,
      6,
      'comparing',
      'judged:VALID judged:MVCC_READ_CONFLICT judged:ENDORSEMENT_POLICY_FAILURE versions',
      'the last one is open until the peer has spoken',
    ],
    [
      1800,
      6,
      'writing',
      'judged:VALID judged:MVCC_READ_CONFLICT judged:ENDORSEMENT_POLICY_FAILURE judged:VALID',
      'all judged, not on disk yet',
    ],
    [
      2000,
      6,
      'committed',
      'judged:VALID judged:MVCC_READ_CONFLICT judged:ENDORSEMENT_POLICY_FAILURE judged:VALID',
      'committed, and still to be seen',
    ],
  ])('at %i: block %i, %s, %s (%s)', (now, number, stage, transactions) => {
    const picture = blockPicture(log, countAt(now), now);
    const shown = picture?.transactions
      ?.map((tx) => (tx.code === null ? tx.stage : `${tx.stage}:${tx.code}`))
      .join(' ');
    expect([picture?.number, picture?.stage, shown]).toEqual([number, stage, transactions]);
  });

  it('gives no reason before the verdict, and the one of the trace with it', () => {
    const reasonAt = (now: number) => blockPicture(log, countAt(now), now)?.transactions?.[1]?.because ?? null;
    expect(reasonAt(1599)).toBeNull();
    expect(reasonAt(1600)).toEqual(conflict.because);
  });

  it('is nothing before the first block', () => {
    expect(blockPicture(log, 0, 0)).toBeNull();
  });

  it('knows what is in a block the future of which is not simulated yet', () => {
    const short = logOf(STORY.slice(0, 8));
    const picture = blockPicture(short, 8, 1500);
    expect(picture?.transactions?.map(({ stage }) => stage)).toEqual(['waiting', 'waiting', 'waiting', 'waiting']);
  });

  it.each<[at: number, stage: string, transactions: string, pull: string, reason: string]>([
    [1050, 'checking', 'policy waiting waiting waiting', '', 'before it asks it looks at each transaction by itself'],
    [1250, 'checking', 'passed passed policy waiting', '', 'and takes the time until it asks'],
    [1400, 'pulling', 'held held held held', 'peer1', 'then nothing moves'],
    [2500, 'pulling', 'held held held held', 'peer2', 'however long it takes: it asks another'],
    [
      9000,
      'writing',
      'judged:VALID judged:MVCC_READ_CONFLICT judged:ENDORSEMENT_POLICY_FAILURE judged:VALID',
      '',
      'what it waited for has come',
    ],
  ])('waits for private data at %i: %s, %s %s (%s)', (now, stage, transactions, pull) => {
    const asked = (peer: string): Fact => ({
      type: 'privateDataRequested',
      channel,
      number: 6,
      collections: ['secret'],
      peer,
    });
    const story: typeof STORY = [
      ...STORY.slice(0, 8),
      [1400, asked('peer1')],
      [2400, asked('peer2')],
      [9000, judged(6, VERDICTS)],
    ];
    const count = story.filter(([at]) => at <= now).length;
    const picture = blockPicture(logOf(story), count, now);
    const shown = picture?.transactions?.map((tx) => (tx.code === null ? tx.stage : `${tx.stage}:${tx.code}`));
    expect([picture?.stage, shown?.join(' '), picture?.pull?.peer ?? '']).toEqual([stage, transactions, pull]);
  });

  it('drops what it had in hand when the process ends, and takes it up when it comes again', () => {
    const crashed = logOf([...STORY.slice(0, 8), [1200, { type: 'nodeCrashed' }], [3000, received(6)]]);
    expect(blockPicture(crashed, 8, 1100)?.number).toBe(6);
    expect(blockPicture(crashed, 9, 1300)?.number).toBe(5);
    expect(blockPicture(crashed, 10, 3000)?.stage).toBe('checking');
  });

  it('has the blocks wait that come meanwhile', () => {
    const busy = logOf([...STORY.slice(0, 8), [1100, received(7)], [1200, received(8)]]);
    expect(waitingBlocks(busy, 10)).toEqual([7, 8]);
    expect(blockPicture(busy, 10, 1300)?.number).toBe(6);
  });

  it('ticks once for every half-step', () => {
    const ticks = Array.from({ length: 19 }, (_, index) =>
      progressAt(log, countAt(900 + index * 50), 900 + index * 50),
    );
    expect([...new Set(ticks)]).toEqual([-1, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('starts anew when the past is another one', () => {
    const other = logOf(STORY);
    const branch = STORY.slice(0, 3).map(([at, fact], seq): Entry => ({ seq, at, node: PEER, cause: null, fact }));
    expect(blockPicture(other.update(branch), 3, 2000)?.number).toBe(5);
  });
});

describe('the state database beside it', () => {
  const stateAt = (now: number) => {
    const count = countAt(now);
    const picture = statePicture(log, blockPicture(log, count, now), count, { limit: 40, prefix: '', known: [] });
    return picture.rows.map(({ key, before, after, conflict: at }) =>
      [key, before?.version ?? '-', after?.version ?? '', at ? '!' : ''].join(' ').trimEnd(),
    );
  };

  it.each<[at: number, rows: readonly string[], reason: string]>([
    [350, ['asset6 - 5.0'], 'the last block is still marked as what made it'],
    [1499, ['asset6 5.0', 'asset7 -'], 'nothing changes before the verdict'],
    [1500, ['asset6 5.0 6.0', 'asset7 -'], 'the first verdict: old and new'],
    [1600, ['asset6 5.0 6.0 !', 'asset7 -'], 'the second had read what is not there any more'],
    [2500, ['asset6 5.0 6.0 !', 'asset7 - 6.3'], 'and so it stays after the commit'],
  ])('at %i: %j (%s)', (now, rows) => {
    expect(stateAt(now)).toEqual(rows);
  });

  it('shows so many keys, and counts the rest', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({
      namespace: 'basic',
      key: `k${index}`,
      value: 'v',
      version: '1.0',
    }));
    const big = logOf([
      [1, received(1)],
      [2, committed(1, [valid('q')], many)],
    ]);
    const picture = statePicture(big, null, 3, { limit: 4, prefix: '', known: [] });
    expect([picture.rows.length, picture.more]).toEqual([4, 5]);
    const found = statePicture(big, null, 3, { limit: 4, prefix: 'k7', known: [] });
    expect(found.rows.map(({ key }) => key)).toEqual(['k7']);
  });

  it('shows what a snapshot brought, until a block changes it', () => {
    const known = [
      { namespace: 'basic', key: 'asset6', value: 'old', version: '2.0' },
      { namespace: 'basic', key: 'b', value: 'kept', version: '2.1' },
    ];
    const picture = statePicture(log, null, 3, { limit: 40, prefix: '', known });
    expect(picture.rows.map(({ key, before }) => `${key} ${before?.version ?? ''}`)).toEqual(['asset6 5.0', 'b 2.1']);
  });

  it('forgets what was cut off the chain, until it comes again', () => {
    const cut = logOf([...STORY, [2000, { type: 'ledgerCut', channel, height: 6, before: 7 }]]);
    const picture = statePicture(cut, null, 11, { limit: 40, prefix: '', known: [] });
    expect(picture.rows.map(({ key, before }) => `${key} ${before?.version ?? ''}`)).toEqual(['asset6 5.0']);
  });
});
