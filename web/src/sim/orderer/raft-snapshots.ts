/**
 * When a Raft chain takes a snapshot of its log. The snapshot is the newest block: the blocks before it are in the ledger,
 * of every orderer, and that is where one that needs them gets them.
 *
 * @fabric orderer/consensus/etcdraft/chain.go (apply, gc)
 */
import type { ChannelBundle } from '../channel/bundle.ts';
import { invariant } from '../kernel/result.ts';
import { blockNumber, decodeBlock } from '../wire/block.ts';
import { decode } from '../wire/decode.ts';
import { ConfigMetadataSchema } from '../wire/gen/orderer/etcdraft_pb.ts';
import type { Moved } from './chain.ts';
import { type RaftChain, report } from './orderer-state.ts';
import type { RaftEntry } from './raft/raft-log.ts';
import type { RaftInput } from './raft/raft-state.ts';

/** Where the configuration names no size, or zero. */
const DEFAULT_SNAPSHOT_INTERVAL_SIZE = 16 * 1024 * 1024;

/** So many bytes of blocks after a snapshot the next one is taken. */
export function snapshotIntervalOf({ orderer }: ChannelBundle): number {
  const metadata = decode(ConfigMetadataSchema, orderer?.consensusMetadata ?? new Uint8Array());
  const size = metadata.ok ? metadata.value.options?.snapshotIntervalSize : undefined;
  return size || DEFAULT_SNAPSHOT_INTERVAL_SIZE;
}

/** Counts the blocks among `entries`, which are applied, also those that a start hands out once more. */
export function accumulated(chain: RaftChain, entries: readonly RaftEntry[]): RaftChain {
  const blocks = entries.filter(({ type, data }) => type === 'normal' && data.length > 0);
  const [newest, last] = [blocks.at(-1), entries.at(-1)];
  if (!newest || !last) return chain;
  const bytes = blocks.reduce((sum, { data }) => sum + data.length, chain.accumulatedBytes);
  if (bytes < snapshotIntervalOf(chain.bundle)) return { ...chain, accumulatedBytes: bytes };
  return { ...chain, accumulatedBytes: 0, snapshotDue: { index: last.index, data: newest.data, bytes } };
}

/** What is to be told to Raft, after what is to be told to everyone; undefined where there is no need. */
export function dueSnapshot(
  before: RaftChain,
): { readonly told: Moved<RaftChain>; readonly input: RaftInput } | undefined {
  const { snapshotDue, ...chain } = before;
  if (!snapshotDue) return undefined;
  const { index, data, bytes } = snapshotDue;
  const block = decodeBlock(data);
  invariant(block.ok, 'the log holds blocks');
  const number = blockNumber(block.value);
  const effects = [report({ type: 'raftSnapshotTaken', channel: chain.channel, number, index, bytes })];
  return { told: { chain, effects, persist: 'no' }, input: { type: 'takeSnapshot', index, data } };
}
