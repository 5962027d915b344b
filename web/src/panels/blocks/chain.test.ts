import { describe, expect, it } from 'vitest';
import { entryOf, recorded, until } from '../testdata/recorded-trace.ts';
import { chainOf } from './chain.ts';

const CHANNEL = 'mychannel';
const chain = (node: string) => chainOf(recorded.entries, node, CHANNEL);

describe('chainOf', () => {
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
});
