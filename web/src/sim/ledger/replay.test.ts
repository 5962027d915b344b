import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { invariant } from '../kernel/result.ts';
import { decodeBlock, transactionsFilter, withMetadata, withTransactionsFilter } from '../wire/block.ts';
import { EMPTY, fromBase64, fromUtf8, hex } from '../wire/bytes.ts';
import { type Block, BlockMetadataIndex } from '../wire/gen/common/common_pb.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import { decodeReadWriteSet } from '../wire/transaction.ts';
import { type ChannelLedger, commitBlock, commitHashOf, EMPTY_LEDGER } from './commit.ts';
import { StateDb } from './state-db.ts';
import { validateAndPrepare } from './validation.ts';

const testdata = (name: string): Buffer => gunzipSync(readFileSync(new URL(`testdata/${name}`, import.meta.url)));

function recordedBlocks(): readonly Uint8Array[] {
  const all = testdata('bring-up.blocks.gz');
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < all.length; ) {
    const end = at + 4 + all.readUInt32BE(at);
    blocks.push(Uint8Array.from(all.subarray(at + 4, end)));
    at = end;
  }
  return blocks;
}

/** The block as it was before the peer's last validation: no conflict found yet, no commit hash. */
function unvalidated(bytes: Uint8Array): Block {
  const block = decodeBlock(bytes);
  invariant(block.ok, 'a recorded block decodes');
  const codes = transactionsFilter(block.value).map(beforeMvcc);
  return withMetadata(withTransactionsFilter(block.value, codes), BlockMetadataIndex.COMMIT_HASH, EMPTY);
}

const MVCC_CODES: readonly number[] = [TxValidationCode.MVCC_READ_CONFLICT, TxValidationCode.PHANTOM_READ_CONFLICT];
const beforeMvcc = (code: number): number => (MVCC_CODES.includes(code) ? TxValidationCode.VALID : code);

function replay(blocks: readonly Uint8Array[]): ChannelLedger {
  return blocks.reduce((ledger, bytes) => {
    const committed = commitBlock(ledger, unvalidated(bytes));
    invariant(committed.ok, 'each recorded block follows the one before');
    return committed.value.ledger;
  }, EMPTY_LEDGER);
}

describe('the bring-up channel of real Fabric', () => {
  const recorded = recordedBlocks();
  const ledger = replay(recorded);

  it('is stored byte for byte as the real peer stored it, commit hashes included', () => {
    expect(ledger.blocks.height).toBe(13);
    for (const [number, bytes] of recorded.entries()) {
      const ours = ledger.blocks.blockBytes(number);
      expect(ours && hex(ours), `block ${number}`).toBe(hex(bytes));
    }
  });

  it('ends in the state the transactions left', () => {
    expect(ledger.state.namespaces()).toEqual([
      '',
      '_lifecycle',
      '_lifecycle$$h_implicit_org_Org1MSP',
      '_lifecycle$$h_implicit_org_Org2MSP',
      'basic',
    ]);
    expect(ledger.state.get('basic', 'asset13'), 'deleted in block 10').toBeUndefined();
    expect(ledger.state.get('basic', 'asset14')?.version).toEqual({ blockNum: 12, txNum: 0 });
  });

  it('tells the history of a key, newest first, with the delete', () => {
    const history = [...ledger.history.modifications(ledger.blocks, 'basic', 'asset13')];
    expect(history.map(({ position, isDelete }) => [position.blockNum, isDelete])).toEqual([
      [10, true],
      [9, false],
      [8, false],
    ]);
    expect(history[0]?.value).toHaveLength(0);
    expect(fromUtf8(history[1]?.value ?? EMPTY)).toContain('"Color":"green"');
    expect(history[1]?.txId.slice(0, 8)).toBe('1eced573');
  });

  it('finds blocks and transactions by what names them', () => {
    const [newest] = ledger.history.modifications(ledger.blocks, 'basic', 'asset14');
    const found = ledger.blocks.transaction(newest?.txId ?? '');
    expect(found?.position).toEqual({ blockNum: 12, txNum: 0 });
    expect(found?.code).toBe(TxValidationCode.VALID);
    expect(ledger.blocks.hasTransaction('0'.repeat(64))).toBe(false);
    expect(ledger.blocks.blockByHash(ledger.blocks.lastHash)).toBe(ledger.blocks.block(12));
    expect(ledger.blocks.lastConfigNumber, 'the second anchor peer update').toBe(2);
  });

  it('takes no block but the next one', () => {
    const block = (number: number) => unvalidated(recorded[number] ?? EMPTY);
    expect(commitBlock(ledger, block(12))).toEqual({ ok: false, error: 'block number should have been 13 but was 12' });
    const upTo3 = replay(recorded.slice(0, 3));
    const forged = block(3);
    invariant(forged.header, 'a decoded block has a header');
    const stranger = { ...forged, header: { ...forged.header, previousHash: Uint8Array.of(1) } };
    const refused = commitBlock(upTo3, stranger);
    expect(refused.ok ? '' : refused.error).toMatch(
      /^unexpected Previous block hash\. Expected PreviousHash = \[[0-9a-f]{64}\]/,
    );
  });
});

interface RecordedBlock {
  readonly codes: readonly TxValidationCode[];
  readonly commitHash?: string;
  readonly results: readonly (string | null)[];
}

describe.each([
  { file: 'conflicts.jsonl.gz', mvcc: 43, phantom: 13 },
  { file: 'conflicts-config.jsonl.gz', mvcc: 6, phantom: 0 },
])('the channel of $file', ({ file, mvcc, phantom }) => {
  const blocks = testdata(file)
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RecordedBlock);

  it('gets the codes and the commit hash of every block', () => {
    let state = StateDb.EMPTY;
    let commitHash: Uint8Array | undefined;
    const seen: TxValidationCode[] = [];
    for (const [number, recorded] of blocks.entries()) {
      const prepared = validateAndPrepare(state, number, recorded.results.map(toChecked(recorded)));
      expect(prepared.codes, `block ${number}`).toEqual(recorded.codes);
      if (number > 0) {
        commitHash = commitHashOf(prepared.codes, prepared.updates, commitHash);
        expect(hex(commitHash), `block ${number}`).toBe(recorded.commitHash);
      }
      for (const [txNum, conflict] of prepared.conflicts.entries())
        expect(conflict !== undefined).toBe(MVCC_CODES.includes(prepared.codes[txNum] ?? 0));
      state = state.apply(prepared.updates);
      seen.push(...prepared.codes);
    }
    expect(seen.filter((code) => code === TxValidationCode.MVCC_READ_CONFLICT)).toHaveLength(mvcc);
    expect(seen.filter((code) => code === TxValidationCode.PHANTOM_READ_CONFLICT)).toHaveLength(phantom);
  });
});

const toChecked = (recorded: RecordedBlock) => (results: string | null, txNum: number) => {
  const code = beforeMvcc(recorded.codes[txNum] ?? 0) as TxValidationCode;
  const readWrites = results === null ? undefined : decodeReadWriteSet(fromBase64(results));
  return { code, readWrites: readWrites?.ok ? readWrites.value : undefined };
};
