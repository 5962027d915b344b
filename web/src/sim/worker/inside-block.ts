/** A block as one node has it, beside its neighbours and beside the same block of everyone else. */
import type { BlockCopy, BlockInside, SignedBy } from '../protocol/inside-block.ts';
import { remembered } from '../crypto/bounded-memo.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { flawsOf } from '../ledger/tamper.ts';
import type { SignedData } from '../wire/envelope.ts';
import {
  blockEnvelopes,
  blockHash,
  blockHeaderBytes,
  blockSignedData,
  encodeBlock,
  metadataAt,
  previousHash,
  transactionsFilter,
} from '../wire/block.ts';
import { equalBytes, hex } from '../wire/bytes.ts';
import { type Block, BlockMetadataIndex } from '../wire/gen/common/common_pb.ts';
import { readBlockFile } from './block-file.ts';
import { channelSeats, type ChannelSeat, seatOf, seatsOf } from './channel-seats.ts';
import { fingerprintIn } from './known-certificates.ts';
import { signatureSet } from './policy-signatures.ts';
import type { Simulation } from './simulation.ts';
import type { MspManager } from '../identity/msp-manager.ts';

interface Wanted {
  readonly node: string;
  readonly channel: string;
  readonly number: number;
}

/** A block never changes, and is looked at again and again while the playhead moves. */
const fileOf = remembered(16, (block: Block) => readBlockFile(encodeBlock(block)));

export function blockInside(simulation: Simulation, { node, channel, number }: Wanted): Result<BlockInside> {
  const seat = seatOf(simulation, node, channel);
  const block = seat?.blocks.block(number);
  if (!seat || !block) {
    const last = seat?.blocks.base?.lastBlock;
    if (last !== undefined && number <= last) return refuse('blockInSnapshot', { node, channel, number, last });
    return refuse('unknownBlock', { node, channel, number });
  }
  const read = fileOf(block);
  if (!read.ok) return read;
  const { json: _, ...file } = read.value;
  // A stopped peer has its files and no configuration in force: who may sign, another node knows.
  const bundle = seat.bundle ?? channelSeats(simulation).find((other) => other.channel === channel)?.bundle;
  const signed = blockSignedData(block, bundle?.orderer?.consenters ?? []);
  return ok({
    node,
    role: seat.role,
    channel,
    block: file,
    envelopeSizes: blockEnvelopes(block).map(({ length }) => length),
    ...neighboursOf(seat, block, number),
    signatures: signed.ok && bundle ? signedBy(signed.value, bundle.mspManager) : [],
    limits: bundle?.orderer?.batchSize ?? null,
    filter: hex(metadataAt(block, BlockMetadataIndex.TRANSACTIONS_FILTER)),
    copies: seatsOf(simulation, channel)
      .filter((other) => other.node !== node)
      .map((other) => copyOf(other, number, block)),
  });
}

/** Each signature with the certificate that made it, in order. */
export function signedBy(signedData: readonly SignedData[], msps: MspManager): readonly SignedBy[] {
  const { pictures } = signatureSet(signedData, msps);
  return pictures.map((signature, index) => {
    const identity = signedData[index]?.identity;
    return { signature, fingerprint: identity ? fingerprintIn(identity) : '' };
  });
}

function neighboursOf({ blocks }: ChannelSeat, block: Block, number: number): Pick<BlockInside, 'previous' | 'next'> {
  const before = blocks.block(number - 1);
  const isFirst = number === blocks.first;
  const previous = before ? blockHash(before) : isFirst ? blocks.base?.lastBlockHash : undefined;
  const after = blocks.block(number + 1);
  return {
    previous:
      previous === undefined
        ? null
        : { number: number - 1, hash: hex(previous), fits: equalBytes(previous, previousHash(block)) },
    next: after
      ? {
          number: number + 1,
          previousHash: hex(previousHash(after)),
          fits: equalBytes(previousHash(after), blockHash(block)),
        }
      : null,
  };
}

function copyOf({ node, role, blocks }: ChannelSeat, number: number, own: Block): BlockCopy {
  const block = blocks.block(number);
  if (!block) {
    const state = number < blocks.first ? 'pruned' : 'absent';
    return { node, role, state, hash: '', differs: [], broken: false };
  }
  const differs = differences(own, block);
  return {
    node,
    role,
    state: differs.some((what) => what !== 'verdicts') ? 'differs' : 'same',
    hash: hex(blockHash(block)),
    differs,
    broken: flawsOf(blocks, number).length > 0,
  };
}

function differences(own: Block, other: Block): BlockCopy['differs'] {
  const [mine, theirs] = [blockEnvelopes(own), blockEnvelopes(other)];
  const header = own.header && other.header && equalBytes(blockHeaderBytes(own.header), blockHeaderBytes(other.header));
  const transactions =
    mine.length === theirs.length && mine.every((bytes, at) => equalBytes(bytes, theirs[at] ?? NOTHING));
  return [
    ...(header ? [] : ['header' as const]),
    ...(transactions ? [] : ['transactions' as const]),
    ...(sameVerdicts(transactionsFilter(own), transactionsFilter(other)) ? [] : ['verdicts' as const]),
  ];
}

const NOTHING = new Uint8Array(0);
const NOT_JUDGED = 254;

/** An orderer judges nothing: where one of the two has no verdicts they do not differ. */
function sameVerdicts(mine: readonly number[], theirs: readonly number[]): boolean {
  const judged = (codes: readonly number[]): boolean => codes.some((code) => code !== NOT_JUDGED);
  if (!judged(mine) || !judged(theirs)) return true;
  return mine.length === theirs.length && mine.every((code, at) => code === theirs[at]);
}
