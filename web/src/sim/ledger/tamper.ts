/**
 * What somebody with access to a peer's files can do to its ledger, and what a check of the files finds.
 *
 * A peer does not verify its own files: it starts with them as they are. The header of a block holds the hash of its
 * data, the next header the hash of this one, so whoever verifies finds the place.
 *
 * @fabric common/ledger/blkstorage/blockfile_mgr.go (what is not checked), internal/ledgerutil/verify/verify.go
 * @simplified A change must keep the length, else the file could not be read at all and a real peer would not start.
 */
import { create } from '@bufbuild/protobuf';
import { ok, type Result } from '../kernel/result.ts';
import { blockDataHash, blockEnvelopes, blockHash, blockNumber, previousHash } from '../wire/block.ts';
import { equalBytes, utf8 } from '../wire/bytes.ts';
import { type Block, BlockDataSchema, BlockHeaderSchema } from '../wire/gen/common/common_pb.ts';
import type { BlockStore } from './block-store.ts';
import type { ChannelLedger } from './commit.ts';

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

export interface BlockChange {
  readonly number: number;
  readonly find: string;
  readonly replace: string;
  /** Whether the header's data hash is made to fit what the data are now. */
  readonly rehash: boolean;
}

/** The block with every `find` in its transactions replaced. The error is a sentence like a tool's. */
export function tamperedBlock(
  blocks: BlockStore,
  { number, find, replace, rehash }: BlockChange,
): Result<Block, string> {
  const block = blocks.block(number);
  if (!block) return failed(`block ${number} is not in the file`);
  const [from, to] = [utf8(find), utf8(replace)];
  if (from.length !== to.length)
    return failed(
      `'${find}' has ${from.length} bytes and '${replace}' ${to.length}: the file could not be read any more`,
    );
  const data = blockEnvelopes(block).map((envelope) => replaced(envelope, from, to));
  if (data.every((envelope, at) => equalBytes(envelope, blockEnvelopes(block)[at] ?? envelope)))
    return failed(`'${find}' does not occur in block ${number}`);
  const header =
    rehash && block.header
      ? create(BlockHeaderSchema, { ...block.header, dataHash: blockDataHash(data) })
      : block.header;
  return ok({ ...block, ...(header && { header }), data: create(BlockDataSchema, { data }) });
}

function replaced(bytes: Uint8Array, from: Uint8Array, to: Uint8Array): Uint8Array {
  const out = Uint8Array.from(bytes);
  for (let at = 0; at + from.length <= out.length; at++)
    if (from.every((byte, offset) => out[at + offset] === byte)) out.set(to, at);
  return out;
}

/** The ledger with another value under a key, whose version and metadata stay; undefined where there is no such key. */
export function withTamperedState(
  ledger: ChannelLedger,
  namespace: string,
  key: string,
  value: Uint8Array,
): ChannelLedger | undefined {
  const stored = ledger.state.get(namespace, key);
  return stored && { ...ledger, state: ledger.state.put(namespace, key, { ...stored, value }) };
}

export interface BlockFlaw {
  readonly number: number;
  /** In the words of `ledgerutil verify`. */
  readonly texts: readonly string[];
}

export const DATA_HASH_MISMATCH = 'DataHash mismatch';
export const PREVIOUS_HASH_MISMATCH = 'PreviousHash mismatch';

/** Every block whose hashes do not fit. */
export function verifyBlocks(blocks: BlockStore): readonly BlockFlaw[] {
  const flaws: BlockFlaw[] = [];
  for (let number = blocks.first; number < blocks.height; number++) {
    const texts = flawsOf(blocks, number);
    if (texts.length > 0) flaws.push({ number, texts });
  }
  return flaws;
}

/** What does not fit of one block: its data with its header, its header with the one before. */
export function flawsOf(blocks: BlockStore, number: number): readonly string[] {
  const [block, before] = [blocks.block(number), blocks.block(number - 1)];
  if (!block) return [];
  const dataFits = equalBytes(block.header?.dataHash ?? utf8(''), blockDataHash(blockEnvelopes(block)));
  const linkFits = !before || blockNumber(block) === 0 || equalBytes(previousHash(block), blockHash(before));
  return [...(dataFits ? [] : [DATA_HASH_MISMATCH]), ...(linkFits ? [] : [PREVIOUS_HASH_MISMATCH])];
}
