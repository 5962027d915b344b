/** One chain per channel: whoever has block n has the same block n, and each follows from the one before. */
import type { BlockStore } from '../../web/src/sim/ledger/block-store.ts';
import { entryAt, lastIndex, type RaftLog, termAt } from '../../web/src/sim/orderer/raft/raft-log.ts';
import { blockDataHash, blockEnvelopes, blockHash, previousHash } from '../../web/src/sim/wire/block.ts';
import { equalBytes } from '../../web/src/sim/wire/bytes.ts';
import type { ChannelTestimony } from './testimony.ts';

interface Copy {
  readonly node: string;
  readonly blocks: BlockStore;
}

/** The longest of the copies; undefined when there is none. */
export const longest = <T extends Copy>(copies: readonly T[]): T | undefined =>
  copies.reduce<T | undefined>(
    (best, one) => (one.blocks.height > (best?.blocks.height ?? -1) ? one : best),
    undefined,
  );

export function chainProblems({ channel, orderers, peers }: ChannelTestimony): readonly string[] {
  const copies: readonly Copy[] = [...orderers, ...peers.map(({ node, ledger }) => ({ node, blocks: ledger.blocks }))];
  const whole = longest(copies);
  if (!whole) return [];
  const said = brokenLinks(whole).map((text) => `${channel}: ${text}`);
  for (const copy of copies)
    for (let number = 0; number < copy.blocks.height; number++)
      if (!sameBlock(copy, whole, number))
        said.push(`${channel}: ${copy.node} and ${whole.node} have different blocks ${String(number)}`);
  return [...said, ...logProblems(channel, orderers)];
}

/** Hashes and envelopes; metadata are everybody's own. */
function sameBlock(a: Copy, b: Copy, number: number): boolean {
  const [left, right] = [a.blocks.stored(number), b.blocks.stored(number)];
  if (left === right) return true;
  // A ledger that began with a snapshot has no blocks from before it.
  if (!left || !right) return left === undefined;
  const [ours, theirs] = [blockEnvelopes(left.block), blockEnvelopes(right.block)];
  return (
    equalBytes(left.hash, right.hash) &&
    ours.length === theirs.length &&
    ours.every((bytes, index) => equalBytes(bytes, theirs[index] ?? new Uint8Array()))
  );
}

function brokenLinks({ node, blocks }: Copy): readonly string[] {
  const said: string[] = [];
  let before: Uint8Array | undefined;
  for (let number = 0; number < blocks.height; number++) {
    const block = blocks.block(number);
    if (!block) continue;
    if (before && !equalBytes(previousHash(block), before))
      said.push(`block ${String(number)} of ${node} does not name the one before`);
    if (!equalBytes(blockDataHash(blockEnvelopes(block)), block.header?.dataHash ?? new Uint8Array()))
      said.push(`block ${String(number)} of ${node} holds other data than its header says`);
    before = blockHash(block);
  }
  return said;
}

/** Raft: logs that agree at an index agree everywhere before it. */
function logProblems(channel: string, orderers: ChannelTestimony['orderers']): readonly string[] {
  const said: string[] = [];
  for (const [place, { node, log }] of orderers.entries())
    for (const other of orderers.slice(place + 1)) {
      const index = log && other.log ? mismatch(log, other.log) : undefined;
      if (index !== undefined)
        said.push(`${channel}: the logs of ${node} and ${other.node} agree after ${String(index)} and not at it`);
    }
  return said;
}

function mismatch(a: RaftLog, b: RaftLog): number | undefined {
  let agreed = false;
  const first = Math.max(a.base.index, b.base.index);
  for (let index = Math.min(lastIndex(a), lastIndex(b)); index > first; index--) {
    const same = termAt(a, index) === termAt(b, index);
    const [left, right] = [entryAt(a, index), entryAt(b, index)];
    const equal = left !== undefined && right !== undefined && equalBytes(left.data, right.data);
    if (agreed ? !same || !equal : same && !equal) return index;
    agreed = agreed || same;
  }
  return undefined;
}
