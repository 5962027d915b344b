/**
 * When a Raft chain takes a snapshot of its log, and what it does with one it receives.
 *
 * @fabric orderer/consensus/etcdraft/{chain,storage}.go
 */
import type { ChannelBundle } from '../channel/bundle.ts';
import { decode } from '../wire/decode.ts';
import { ConfigMetadataSchema } from '../wire/gen/orderer/etcdraft_pb.ts';

/** Where the configuration names no size, or zero. */
const DEFAULT_SNAPSHOT_INTERVAL_SIZE = 16 * 1024 * 1024;

/** So many bytes of blocks after a snapshot the next one is taken. */
export function snapshotIntervalOf({ orderer }: ChannelBundle): number {
  const metadata = decode(ConfigMetadataSchema, orderer?.consensusMetadata ?? new Uint8Array());
  const size = metadata.ok ? metadata.value.options?.snapshotIntervalSize : undefined;
  return size || DEFAULT_SNAPSHOT_INTERVAL_SIZE;
}
