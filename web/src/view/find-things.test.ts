import { describe, expect, it } from 'vitest';
import { entryOf, recorded, recordedTrace } from '../panels/testdata/recorded-trace.ts';
import { findThings } from './find-things.ts';
import { TraceIndex } from './trace-index.ts';

const all = recorded.entries.length;
const search = (query: string, count = all) =>
  findThings(recordedTrace, query, count, (text) => text.toLowerCase().includes(query.toLowerCase()));
const targets = (query: string, count = all) => search(query, count).map(({ target }) => target);

const transfer = entryOf('commitStatusReceived', ({ block }) => block === 7);
const { txid } = transfer.fact;

describe('findThings', () => {
  it('a node by part of its name', () => {
    expect(targets('peer1.org2')).toContainEqual({ type: 'node', node: 'peer1.org2.example.com' });
  });

  it.each(['7', '#7', 'block 7', 'Block #7', '블록 7'])('a block by its number: %s', (query) => {
    const [first] = search(query).filter(({ kind }) => kind === 'block');
    expect(first?.target).toMatchObject({ type: 'block', channel: 'mychannel', number: 7 });
  });

  it('a block is shown as a peer has it, and not before anybody has it', () => {
    const [found] = search('7').filter(({ kind }) => kind === 'block');
    expect(found?.target).toMatchObject({ node: expect.stringMatching(/^peer/) as string });
    const cut = entryOf('blockCut', ({ number }) => number === 7);
    expect(search('7', cut.seq).filter(({ kind }) => kind === 'block')).toEqual([]);
  });

  it.each([txid, txid.slice(0, 6), txid.slice(20, 30).toUpperCase(), 'TransferAsset("asset1", "Christopher")'])(
    'a transaction by its id, part of it, or its call: %s',
    (query) => {
      expect(targets(query)).toContainEqual(expect.objectContaining({ type: 'transaction', txid }));
    },
  );

  it('a key by its name, on a peer that has it, once for a contract', () => {
    const found = search('asset1').filter(({ kind }) => kind === 'key');
    expect(found.map(({ target }) => target)).toContainEqual({
      type: 'key',
      node: expect.stringMatching(/^peer/) as string,
      channel: 'mychannel',
      namespace: 'basic',
      key: 'asset1',
    });
    expect(new Set(found.map(({ target }) => JSON.stringify(target))).size).toBe(found.length);
  });

  it('what a peer keeps of definitions is no key of a contract', () => {
    expect(search('Sequence').filter(({ kind }) => kind === 'key')).toEqual([]);
  });

  it.each(['basic', 'BASI'])('a chaincode by its name: %s', (query) => {
    expect(targets(query)).toContainEqual({ type: 'chaincode', channel: 'mychannel', chaincode: 'basic' });
  });

  it('a chaincode nobody has approved yet is not found', () => {
    const approved = entryOf('chaincodeApproved', ({ name }) => name === 'basic');
    expect(targets('basic', approved.seq).filter(({ type }) => type === 'chaincode')).toEqual([]);
  });

  it.each(['peer0.org1 orderer2', 'orderer2 – peer0.org1', 'peer0.org1.example.com ↔ orderer2'])(
    'a link by its two ends: %s',
    (query) => {
      const ends = targets(query).map((target) => (target.type === 'link' ? [target.from, target.to].sort() : []));
      expect(ends).toContainEqual(['orderer2.example.com', 'peer0.org1.example.com']);
    },
  );

  it('a name that others begin with is meant itself', () => {
    const found = search('orderer peer0.org1').filter(({ kind }) => kind === 'link');
    expect(found.map(({ target }) => target)).toEqual([
      { type: 'link', from: 'orderer.example.com', to: 'peer0.org1.example.com' },
    ]);
  });

  it('one name is no link, and a node has none with itself', () => {
    expect(targets('peer0.org1').filter(({ type }) => type === 'link')).toEqual([]);
    expect(targets('peer0.org1 peer0.org1').filter(({ type }) => type === 'link')).toEqual([]);
  });

  it('nothing is found by nothing, and too little of an id finds no transaction by it', () => {
    expect(search('  ')).toEqual([]);
    expect(targets(txid.slice(0, 3)).filter((target) => 'txid' in target && target.txid === txid)).toEqual([]);
  });
});

describe('in a long run', () => {
  const one = entryOf('proposalCreated', ({ channel }) => channel === 'mychannel');
  const txidOf = (number: number): string => number.toString(16).padStart(8, '0').repeat(8);
  const entries = Array.from({ length: 10_000 }, (_, seq) => ({
    ...one,
    seq,
    at: seq,
    fact: { ...one.fact, txid: txidOf(seq * 7_919), args: [`key${String(seq)}`, 'x'] },
  }));
  const long = TraceIndex.empty(recordedTrace.topology, recordedTrace.generation).updated(entries, 0);
  const first = (query: string) =>
    findThings(long, query, entries.length, () => false).map((thing) =>
      thing.kind === 'transaction' ? thing.txid : '',
    );

  it.each([0, 1, 4_321, 9_999])('transaction %i is found by its id, part of it, and its call', (number) => {
    const id = txidOf(number * 7_919);
    expect(first(id)).toEqual([id]);
    expect(first(id.slice(0, 16))).toContain(id);
    expect(first(`"key${String(number)}"`)).toEqual([id]);
  });

  it('the newest come first', () => {
    expect(first('"x")')[0]).toBe(txidOf(9_999 * 7_919));
  });
});
