import { describe, expect, it } from 'vitest';
import { entryOf, recorded, until } from '../panels/testdata/recorded-trace.ts';
import type { Entry, Fact } from '../sim/trace/facts.ts';
import { ChainIndex, isUnlinked } from './chain-index.ts';

const CHANNEL = 'mychannel';
const chain = (node: string) => chainOf(recorded.entries, node, CHANNEL);

function indexOf(entries: readonly Entry[]): ChainIndex {
  const index = new ChainIndex();
  index.update(entries, 0);
  return index;
}

const chainOf = (entries: readonly Entry[], node: string, channel: string) =>
  indexOf(entries).chain(node, channel, entries.length);

describe('ChainIndex', () => {
  it.each([
    ['peer0.org1.example.com', 10],
    ['peer1.org1.example.com', 10],
    ['orderer2.example.com', 10],
    // Crashed before the last block.
    ['peer0.org2.example.com', 9],
    // A client keeps no chain.
    ['client.org1.example.com', 0],
  ])('%s has %i blocks', (node, height) => {
    expect(chain(node)).toHaveLength(height);
  });

  it('every block names the hash of the one before, the genesis block included', () => {
    const blocks = chain('peer1.org2.example.com');
    for (const [index, block] of blocks.entries()) {
      expect(block.number).toBe(index);
      expect(block.hash).toMatch(/^[0-9a-f]{64}$/);
      if (index > 0) expect(block.previousHash).toBe(blocks[index - 1]?.hash);
    }
  });

  it('a peer gives codes and the function called, an orderer gives none', () => {
    const [peer, orderer] = ['peer0.org1.example.com', 'orderer.example.com'].map((node) => chain(node)[7]);
    expect(peer?.transactions[0]).toMatchObject({ code: 'VALID', function: 'TransferAsset' });
    expect(orderer?.transactions[0]?.code).toBeNull();
    expect(peer?.transactions[0]?.txid).toBe(orderer?.transactions[0]?.txid);
  });

  it('before a block is committed it is not there', () => {
    const committed = entryOf('blockCommitted', ({ number }) => number === 6);
    const before = recorded.entries.slice(0, committed.seq);
    expect(chainOf(before, committed.node, CHANNEL)).toHaveLength(6);
    expect(chainOf(until(committed), committed.node, CHANNEL)).toHaveLength(7);
  });

  describe('after somebody worked on the files of a peer', () => {
    const peer = 'peer1.org2.example.com';
    const last = recorded.entries.length;
    const told = (...facts: readonly Fact[]) =>
      chainOf(
        [...recorded.entries, ...facts.map((fact, at) => ({ seq: last + at, at: 0, node: peer, cause: null, fact }))],
        peer,
        CHANNEL,
      );
    const forged: Fact = {
      type: 'blockTampered',
      channel: CHANNEL,
      number: 6,
      find: 'a',
      replace: 'b',
      header: true,
      hash: 'f'.repeat(64),
    };

    it('the block is marked and the next one is not linked to it', () => {
      const blocks = told(forged);
      expect(blocks.filter(({ tampered }) => tampered).map(({ number }) => number)).toEqual([6]);
      expect(blocks.filter((block, at) => isUnlinked(block, blocks[at - 1])).map(({ number }) => number)).toEqual([7]);
    });

    it('the others still have what the node had, and the node has what none of them has', () => {
      const blocks = told(forged);
      const parted = blocks.filter(({ others }) => others !== undefined);
      expect(parted.map(({ number }) => number)).toEqual([6]);
      const [other] = parted[0]?.others ?? [];
      const before = chainOf(recorded.entries, peer, CHANNEL)[6];
      expect(other?.hash).toBe(before?.hash);
      expect(other?.nodes).not.toContain(peer);
      expect(other?.nodes.length).toBeGreaterThan(2);
    });

    it('what was cut off is gone', () => {
      expect(told(forged, { type: 'ledgerCut', channel: CHANNEL, height: 3, before: 10 })).toHaveLength(3);
    });

    it('a peer that joined by a snapshot has no blocks before it', () => {
      const entry = { seq: last, at: 0, node: 'late', cause: null };
      const fact: Fact = { type: 'peerJoined', channel: CHANNEL, height: 8, snapshot: 7 };
      expect(chainOf([...recorded.entries, { ...entry, fact }], 'late', CHANNEL)).toEqual([]);
    });
  });

  it('a moment of a longer trace is what a trace that ends there gives, also after somebody worked on the files', () => {
    const node = 'peer1.org2.example.com';
    const last = recorded.entries.length;
    const header = { channel: CHANNEL, find: 'a', replace: 'b', header: true };
    const worked: readonly Fact[] = [
      { type: 'blockTampered', number: 6, hash: 'f'.repeat(64), ...header },
      { type: 'ledgerCut', channel: CHANNEL, height: 5, before: 10 },
    ];
    const entries = [
      ...recorded.entries,
      ...worked.map((fact, at) => ({ seq: last + at, at: 0, node, cause: null, fact })),
    ];
    const whole = indexOf(entries);
    for (const keeper of [node, 'peer0.org1.example.com', 'orderer.example.com'])
      for (let count = 0; count <= entries.length; count = count < last ? Math.min(count + 97, last) : count + 1)
        expect(whole.chain(keeper, CHANNEL, count)).toEqual(chainOf(entries.slice(0, count), keeper, CHANNEL));
  });

  it('another branch has its own blocks, and the first one has them again', () => {
    const committed = entryOf('blockCommitted', ({ number }) => number === 6);
    const index = indexOf(recorded.entries);
    const before = index.chain(committed.node, CHANNEL, recorded.entries.length);
    const fact: Fact = { ...committed.fact, hash: 'e'.repeat(64) };
    const other = [...recorded.entries.slice(0, committed.seq), { ...committed, fact }];
    index.update(other, committed.seq);
    expect(index.chain(committed.node, CHANNEL, other.length).at(-1)).toMatchObject({
      number: 6,
      hash: 'e'.repeat(64),
    });
    index.update(recorded.entries, committed.seq);
    expect(index.chain(committed.node, CHANNEL, recorded.entries.length)).toEqual(before);
  });
});
