/**
 * What a leader of Raft that somebody has taken over can do, and nobody of the others notices: Raft trusts its leader. It
 * stands machines that stop, not machines that lie.
 */
import { blockEnvelopes, blockHash, blockNumber, decodeBlock, encodeBlock, newBlock } from '../wire/block.ts';
import type { Block } from '../wire/gen/common/common_pb.ts';
import { tampered } from './bft-proposal.ts';
import type { Lie } from './lie.ts';
import { type OrdererEffect, type Ordering, type RaftChain, report } from './orderer-state.ts';
import type { RaftMessage } from './raft/raft-message.ts';

/** The batch as a lying leader puts it into a block. */
export function batchBy(lie: Lie | undefined, batch: readonly Ordering[]): readonly Ordering[] {
  if (lie === 'reorder') return batch.toReversed();
  if (lie !== 'tamper') return batch;
  return batch.map((ordering, place) => (place === 0 ? { ...ordering, bytes: tampered(ordering.bytes) } : ordering));
}

export const lieToAll = ({ channel }: RaftChain, lie: Lie): OrdererEffect =>
  report({ type: 'lieTold', channel, lie, to: null });

/** Beside a block that is proposed, the one with the opposite order that the other half of the followers gets. */
export function withTwin(chain: RaftChain, block: Block): RaftChain {
  const number = blockNumber(block);
  const before = chain.twins?.[number - 1];
  const previous = before ? blockHash(before) : (block.header?.previousHash ?? new Uint8Array());
  const twin = newBlock(number, previous, blockEnvelopes(block).toReversed());
  return { ...chain, twins: { ...chain.twins, [number]: twin } };
}

/** Followers whose id is as even or odd as the leader's get its log, the others its twins. */
export function messageFor({ raft, twins }: RaftChain, message: RaftMessage): RaftMessage {
  if (!twins || message.type !== 'MsgApp' || message.to % 2 === raft.config.id % 2) return message;
  const entries = message.entries.map((entry) => {
    const twin = entry.type === 'normal' && entry.data.length > 0 ? twins[numberOf(entry.data)] : undefined;
    return twin ? { ...entry, data: encodeBlock(twin) } : entry;
  });
  return { ...message, entries };
}

function numberOf(data: Uint8Array): number {
  const block = decodeBlock(data);
  return block.ok ? blockNumber(block.value) : -1;
}
