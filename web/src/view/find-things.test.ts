import { describe, expect, it } from 'vitest';
import { entryOf, recorded, recordedTrace } from '../panels/testdata/recorded-trace.ts';
import { findThings } from './find-things.ts';

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

  it('a key by its name leads to the last transaction that wrote it', () => {
    const [found] = search('asset1').filter(({ kind }) => kind === 'key');
    expect(found).toMatchObject({ key: 'asset1', target: { type: 'transaction', channel: 'mychannel' } });
  });

  it('nothing is found by nothing, and too little of an id finds no transaction by it', () => {
    expect(search('  ')).toEqual([]);
    expect(targets(txid.slice(0, 3)).filter((target) => 'txid' in target && target.txid === txid)).toEqual([]);
  });
});
