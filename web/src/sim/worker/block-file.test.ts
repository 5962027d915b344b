import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BlockFile } from '../protocol/block-file.ts';
import { decodeBlock, encodeBlock } from '../wire/block.ts';
import { readBlockFile } from './block-file.ts';

const bytesOf = (network: string, number: number): Uint8Array =>
  new Uint8Array(
    readFileSync(new URL(`../wire/testdata/${network}/${String(number).padStart(3, '0')}.block`, import.meta.url)),
  );

function read(bytes: Uint8Array): BlockFile {
  const file = readBlockFile(bytes);
  if (!file.ok) throw new Error(file.error.code);
  return file.value;
}

const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

describe('a block file of real Fabric', () => {
  it('says which block it is, and its transactions hash to what its header says', () => {
    for (const number of NUMBERS) {
      const file = read(bytesOf('raft', number));
      expect(file).toMatchObject({ number, channel: 'mychannel', defect: '' });
      expect(file.computedDataHash, `block ${String(number)}`).toBe(file.dataHash);
      expect(file.previousHash).toBe(read(bytesOf('raft', number - 1)).hash);
    }
  });

  it('opens transactions: what was called, what it wrote, what became of it', () => {
    const transactions = NUMBERS.flatMap((number) => read(bytesOf('raft', number)).transactions);
    const endorsed = transactions.filter(({ type }) => type === 'ENDORSER_TRANSACTION');
    expect(endorsed.length).toBeGreaterThan(3);
    for (const { txid, code, chaincode, function: called, rwset, endorserMspIds, creatorMspId } of endorsed) {
      expect(txid).toMatch(/^[0-9a-f]{64}$/);
      expect(code).toMatch(/^[A-Z_]+$/);
      expect(chaincode).not.toBe('');
      expect(called).not.toBe('');
      expect(endorserMspIds.length).toBeGreaterThan(0);
      expect(creatorMspId).toMatch(/MSP$/);
      expect(rwset === null ? 0 : rwset.reads.length + rwset.writes.length).toBeGreaterThan(0);
    }
  });

  it('names its signers, and shows a genesis block that nobody signed or judged', () => {
    expect(read(bytesOf('raft', 4))).toMatchObject({ signatures: 1, signerMspIds: ['OrdererMSP'], config: false });
    const genesis = read(bytesOf('raft', 0));
    expect(genesis).toMatchObject({ number: 0, config: true, signatures: 0, previousHash: '', commitHash: null });
  });

  it('shows that somebody changed a transaction', () => {
    const block = decodeBlock(bytesOf('raft', 4));
    if (!block.ok || !block.value.data) throw new Error('recorded block');
    const [first = new Uint8Array(0), ...others] = block.value.data.data;
    const changed = first.slice();
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    const file = read(encodeBlock({ ...block.value, data: { ...block.value.data, data: [changed, ...others] } }));
    expect(file.computedDataHash).not.toBe(file.dataHash);
  });
});

describe('what is no block', () => {
  it.each<[reason: string, bytes: Uint8Array, code: string]>([
    ['nothing at all', new Uint8Array(0), 'blockFileEmpty'],
    ['text', Uint8Array.from('{"scene":"bring-up"}', (letter) => letter.charCodeAt(0)), 'notABlock'],
    ['a message of another kind: one string field', Uint8Array.of(0x0a, 1, 0x41), 'notABlock'],
    ['a header without hashes', Uint8Array.of(0x0a, 2, 0x08, 1), 'notABlock'],
  ])('%s is refused', (_, bytes, code) => {
    expect(readBlockFile(bytes)).toMatchObject({ ok: false, error: { code } });
  });

  it('is refused or read, never thrown, however it was cut or altered', () => {
    const original = bytesOf('raft', 5);
    fc.assert(
      fc.property(fc.nat(original.length), fc.nat(original.length - 1), fc.nat(255), (length, at, value) => {
        const bytes = original.slice(0, length);
        if (at < length) bytes[at] = value;
        readBlockFile(bytes);
      }),
      { numRuns: 200 },
    );
  });
});
