import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { afterEach, describe, expect, it } from 'vitest';
import { invariant } from '../../web/src/sim/kernel/result.ts';
import { decodeBlock, encodeBlock, metadataAt, withMetadata } from '../../web/src/sim/wire/block.ts';
import { type Block, BlockMetadataIndex, MetadataSchema } from '../../web/src/sim/wire/gen/common/common_pb.ts';
import { conformBlocks } from './blocks.ts';
import { UnusableInput } from './outcome.ts';

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const RAFT = folder('../../web/src/sim/wire/testdata/raft');
const BFT = folder('../../web/src/sim/wire/testdata/bft');
const FORGED = folder('./testdata/forged');

const temporary: string[] = [];
afterEach(() => {
  for (const dir of temporary.splice(0)) rmSync(dir, { recursive: true });
});

/** A copy of recorded blocks in which one file was changed. */
function altered(dir: string, file: string, change: (bytes: Buffer) => Buffer): string {
  const copy = mkdtempSync(join(tmpdir(), 'blocks-'));
  temporary.push(copy);
  cpSync(dir, copy, { recursive: true });
  writeFileSync(join(copy, file), change(readFileSync(join(copy, file))));
  return copy;
}

const flip = (bytes: Uint8Array, at: number): void => {
  bytes[at] = (bytes[at] ?? 0) ^ 1;
};

/** One bit turned over just behind the last occurrence of `marker`. */
const flipAfter = (marker: string) => (bytes: Buffer) => {
  const at = bytes.lastIndexOf(marker);
  invariant(at >= 0, 'marker');
  flip(bytes, at + marker.length);
  return bytes;
};

/** A change of the decoded block, which stays a well-formed one. */
const onBlock = (change: (block: Block) => Block) => (bytes: Buffer) => {
  const block = decodeBlock(new Uint8Array(bytes));
  invariant(block.ok, 'block');
  return Buffer.from(encodeBlock(change(block.value)));
};

function withoutOneOrderer(block: Block): Block {
  const metadata = fromBinary(MetadataSchema, metadataAt(block, BlockMetadataIndex.SIGNATURES));
  metadata.signatures.pop();
  return withMetadata(block, BlockMetadataIndex.SIGNATURES, toBinary(MetadataSchema, metadata));
}

function withOneForgedOrderer(block: Block): Block {
  const metadata = fromBinary(MetadataSchema, metadataAt(block, BlockMetadataIndex.SIGNATURES));
  flip(metadata.signatures[0]?.signature ?? new Uint8Array(0), 10);
  return withMetadata(block, BlockMetadataIndex.SIGNATURES, toBinary(MetadataSchema, metadata));
}

describe('conform blocks', () => {
  it.each([
    ['Raft', RAFT],
    ['BFT', BFT],
    ['forged and invalid transactions', FORGED],
  ])('agrees with recordings: %s', (_name, dir) => {
    const { passed, failed, differences } = conformBlocks(dir);
    expect(differences).toEqual([]);
    expect(failed).toBe(0);
    expect(passed).toBeGreaterThan(150);
  });

  it.each<[why: string, dir: string, file: string, change: (bytes: Buffer) => Buffer, expected: RegExp]>([
    [
      'a value in a transaction was altered: its creator did not sign that',
      RAFT,
      '011.block',
      flipAfter('"Owner":"An'),
      /block 11 transaction 0: creator's signature: it is not valid/,
    ],
    [
      'the previous hash was altered: the chain breaks',
      RAFT,
      '012.block',
      onBlock((block) => {
        flip(block.header?.previousHash ?? new Uint8Array(0), 0);
        return block;
      }),
      /block 12: previous hash is/,
    ],
    [
      'the end of the file was lost',
      RAFT,
      '005.block',
      (bytes) => bytes.subarray(0, bytes.length - 3),
      /005\.block: error unmarshalling Block/,
    ],
    [
      'two of four orderers signed',
      BFT,
      '004.block',
      onBlock(withoutOneOrderer),
      /block 4: signature set did not satisfy policy/,
    ],
    [
      'one of three orderers did not really sign',
      BFT,
      '004.block',
      onBlock(withOneForgedOrderer),
      /block 4: orderer's signature 0: it is not valid/,
    ],
  ])('sees when %s', (_why, dir, file, change, expected) => {
    const { failed, differences } = conformBlocks(altered(dir, file, change));
    expect(failed).toBeGreaterThan(0);
    expect(differences.join('\n')).toMatch(expected);
  });

  it('sees when the recording says another code', () => {
    const dir = altered(FORGED, 'vectors.json', (bytes) =>
      Buffer.from(bytes.toString().replaceAll('"validation_code": 10', '"validation_code": 0')),
    );
    expect(conformBlocks(dir).differences.join('\n')).toMatch(/endorsement policy satisfied is false, recorded true/);
  });

  it('refuses a folder without blocks', () => {
    expect(() => conformBlocks(folder('./testdata'))).toThrow(UnusableInput);
  });
});
