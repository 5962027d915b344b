/**
 * Reads recorded blocks of real Fabric and compares everything their bytes determine: encodings, hashes, the chain,
 * signatures of orderers, creators and endorsers, and the contents as the recording describes them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ChannelBundle, createBundle, evaluatePolicy } from '../../web/src/sim/channel/bundle.ts';
import { POLICY } from '../../web/src/sim/channel/config-tree.ts';
import { applyConfigEnvelope } from '../../web/src/sim/channel/config-update.ts';
import {
  blockChannelId,
  blockDataHash,
  blockEnvelopes,
  blockHash,
  blockNumber,
  blockSignedData,
  checkWellFormed,
  commitHash,
  decodeBlock,
  encodeBlock,
  isConfigBlock,
  previousHash,
  transactionsFilter,
} from '../../web/src/sim/wire/block.ts';
import { EMPTY, equalBytes, hex } from '../../web/src/sim/wire/bytes.ts';
import { decode } from '../../web/src/sim/wire/decode.ts';
import { parseEnvelope } from '../../web/src/sim/wire/envelope.ts';
import type { Block } from '../../web/src/sim/wire/gen/common/common_pb.ts';
import { ConfigEnvelopeSchema } from '../../web/src/sim/wire/gen/common/configtx_pb.ts';
import { TxValidationCode } from '../../web/src/sim/wire/gen/peer/transaction_pb.ts';
import type { DecodedTransaction } from '../../web/src/sim/wire/transaction.ts';
import { EndorsementPolicies } from './block-endorsement.ts';
import { compareTransaction, signatureFlaw } from './block-transactions.ts';
import type { RecordedBlock } from './block-vectors.ts';
import { type ConformOutcome, readCases, UnusableInput } from './outcome.ts';
import { Tally } from './tally.ts';

/**
 * Every single comparison counts.
 *
 * @param dir holds `NNN.block` files and `vectors.json`; blocks may be missing in between
 * @param configBlock a config block of the same channel, for a folder that begins after the channel's first blocks;
 *   without any configuration, signatures are verified but their certificates are not traced to an organisation
 * @throws UnusableInput when there is no such folder or it holds no blocks
 */
export function conformBlocks(dir: string, configBlock?: string): ConformOutcome {
  const recorded = readCases<RecordedBlock>(join(dir, 'vectors.json'), ['number', 'header_hash_hex', 'txs']);
  const byNumber = new Map(recorded.map((block) => [block.number, block]));
  const tally = new Tally();
  const walk = new Walk(tally, configBlock === undefined ? undefined : bundleIn(configBlock));
  for (const name of blockFiles(dir)) {
    const bytes = readBytes(join(dir, name));
    const block = decodeBlock(bytes);
    tally.holds(name, block.ok ? undefined : block.error);
    if (!block.ok) continue;
    tally.holds(name, equalBytes(encodeBlock(block.value), bytes) ? undefined : 're-encoding gives other bytes');
    const number = blockNumber(block.value);
    const vector = byNumber.get(number);
    byNumber.delete(number);
    if (!vector) tally.holds(name, 'vectors.json does not have this block');
    else walk.compare(block.value, bytes.length, vector);
  }
  for (const number of byNumber.keys()) tally.holds(`block ${number}`, 'there is no file for it');
  return tally.outcome();
}

function blockFiles(dir: string): readonly string[] {
  const names = readdirSync(dir)
    .filter((name) => /^\d+\.block$/.test(name))
    .toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  if (names.length === 0) throw new UnusableInput(`${dir} holds no NNN.block files.`);
  return names;
}

function readBytes(file: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(file));
  } catch (error) {
    throw new UnusableInput(`Cannot read ${file}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function bundleIn(file: string): ChannelBundle {
  const block = decodeBlock(readBytes(file));
  const bundle = block.ok ? bundleOf(block.value) : undefined;
  if (!bundle) throw new UnusableInput(`${file} is not a config block.`);
  return bundle;
}

function configData(block: Block): Uint8Array | undefined {
  const [envelope] = blockEnvelopes(block);
  const parsed = isConfigBlock(block) && envelope ? parseEnvelope(envelope) : undefined;
  return parsed?.ok ? parsed.value.data : undefined;
}

function bundleOf(block: Block): ChannelBundle | undefined {
  const data = configData(block);
  const envelope = data && decode(ConfigEnvelopeSchema, data);
  const channelId = blockChannelId(block);
  const bundle = envelope?.ok && channelId.ok ? createBundle(channelId.value, envelope.value.config) : undefined;
  return bundle?.ok ? bundle.value : undefined;
}

/** One walk over the blocks of a folder in their order. */
class Walk {
  private readonly tally: Tally;
  private readonly policies = new EndorsementPolicies();
  private bundle: ChannelBundle | undefined;
  private last: Block | undefined;

  constructor(tally: Tally, bundle: ChannelBundle | undefined) {
    this.tally = tally;
    this.bundle = bundle;
  }

  compare(block: Block, size: number, recorded: RecordedBlock): void {
    const number = blockNumber(block);
    const where = `block ${number}`;
    this.compareHashes(where, block, size, recorded);
    const follows = this.last !== undefined && blockNumber(this.last) === number - 1;
    if (this.last && follows)
      this.tally.equal(where, 'previous hash', hex(previousHash(block)), hex(blockHash(this.last)));
    if (number === 0) this.bundle = bundleOf(block);
    else this.compareOrderers(where, block);
    this.compareTransactions(where, block, recorded);
    if (number > 0 && isConfigBlock(block)) this.followConfig(where, block, follows);
    this.last = block;
  }

  private compareHashes(where: string, block: Block, size: number, recorded: RecordedBlock): void {
    const { tally } = this;
    const commit = commitHash(block);
    tally.equal(where, 'size', size, recorded.bytes);
    tally.equal(where, 'header hash', hex(blockHash(block)), recorded.header_hash_hex);
    tally.equal(where, 'previous hash', hex(previousHash(block)), recorded.previous_hash);
    const dataHash = hex(block.header?.dataHash ?? EMPTY);
    const recomputed = hex(blockDataHash(blockEnvelopes(block)));
    tally.equal(where, 'data hash in the header', dataHash, recorded.data_hash);
    tally.equal(where, 'data hash follows from the data', recomputed === dataHash, recorded.data_hash_check ?? true);
    tally.equal(where, 'commit hash', commit && hex(commit), recorded.commit_hash);
    tally.holds(where, checkWellFormed(block));
  }

  private compareOrderers(where: string, block: Block): void {
    const { tally, bundle } = this;
    const signedData = blockSignedData(block, bundle?.orderer?.consenters ?? []);
    if (!signedData.ok) return tally.holds(where, signedData.error);
    tally.holds(where, signedData.value.length > 0 ? undefined : 'no orderer has signed it');
    for (const [index, signed] of signedData.value.entries()) {
      const flaw = signatureFlaw(bundle, signed);
      tally.holds(where, flaw && `orderer's signature ${index}: ${flaw}`);
    }
    if (!bundle) return this.remarkOnce(where);
    tally.holds(where, evaluatePolicy(bundle, POLICY.blockValidation, signedData.value).text);
  }

  private remarkOnce(where: string): void {
    if (!this.last)
      this.tally.remark(`from ${where} on: no configuration is known, certificates are not traced to organisations`);
  }

  private compareTransactions(where: string, block: Block, recorded: RecordedBlock): void {
    const { tally, bundle, policies } = this;
    const envelopes = blockEnvelopes(block);
    const codes = transactionsFilter(block);
    tally.equal(where, 'number of transactions', envelopes.length, recorded.txs.length);
    const valid: DecodedTransaction[] = [];
    for (const [index, envelope] of envelopes.entries()) {
      const vector = recorded.txs[index];
      if (!vector) continue;
      const at = `${where} transaction ${index}`;
      const transaction = compareTransaction(tally, at, envelope, codes[index], vector, bundle);
      if (!transaction) continue;
      if (bundle) policies.compare(tally, at, transaction, vector.validation_code, bundle);
      if (codes[index] === TxValidationCode.VALID) valid.push(transaction);
    }
    policies.commit(valid);
  }

  /** A config block is checked as a peer checks it, unless blocks are missing before it. */
  private followConfig(where: string, block: Block, follows: boolean): void {
    const data = configData(block);
    if (!this.bundle || !follows || !data) {
      this.bundle = bundleOf(block) ?? this.bundle;
      return;
    }
    const next = applyConfigEnvelope(this.bundle, data);
    this.tally.holds(where, next.ok ? undefined : next.error);
    this.bundle = next.ok ? next.value : (bundleOf(block) ?? this.bundle);
  }
}
