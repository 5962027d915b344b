/**
 * What the inspector shows of snapshots: the calls of the Snapshot service, and the folders on a peer's disk.
 */
import { ADDITIONAL_METADATA, SIGNABLE_METADATA } from '../ledger/snapshot-metadata.ts';
import type { PeerState } from '../peer/peer-state.ts';
import { EMPTY, fromUtf8, hex } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import {
  QueryPendingSnapshotsResponseSchema,
  SignedSnapshotRequestSchema,
  SnapshotRequestSchema,
} from '../wire/gen/peer/snapshot_pb.ts';
import type { Tree } from '../wire/message-json.ts';
import type { Message } from '../wire/messages.ts';

export function snapshotCallShown(message: Message & { type: 'snapshotRequest' | 'snapshotResponse' }): {
  readonly title: string;
  readonly json: Tree;
  readonly bytes: string;
} {
  const { method, channel } = message;
  if (message.type === 'snapshotResponse') {
    const { outcome } = message;
    const pending = outcome.ok ? decode(QueryPendingSnapshotsResponseSchema, outcome.payload) : undefined;
    const json: Tree = outcome.ok
      ? {
          method,
          channel,
          ...(method === 'QueryPendings' && pending?.ok && { pending: pending.value.blockNumbers.map(Number) }),
        }
      : { method, channel, code: 'Unknown', message: outcome.message };
    return { title: 'SnapshotResponse', json, bytes: outcome.ok ? hex(outcome.payload) : '' };
  }
  const signed = decode(SignedSnapshotRequestSchema, message.signedRequest);
  const request = decode(SnapshotRequestSchema, signed.ok ? signed.value.request : EMPTY);
  const number = request.ok && method !== 'QueryPendings' ? { blockNumber: Number(request.value.blockNumber) } : {};
  const signature = signed.ok ? hex(signed.value.signature) : '';
  return {
    title: 'SignedSnapshotRequest',
    json: { method, channel, ...number, signature },
    bytes: hex(message.signedRequest),
  };
}

/** The snapshots of a peer as folders; undefined for a peer that has to do with none. */
export function snapshotTree({ disk }: PeerState): Tree | undefined {
  const { snapshots = {}, copiedSnapshots = {} } = disk;
  const channels = Object.entries(snapshots);
  if (channels.length === 0 && Object.keys(copiedSnapshots).length === 0) return undefined;
  return {
    pending: Object.fromEntries(channels.map(([channel, { pending }]) => [channel, [...pending]])),
    completed: Object.fromEntries(
      channels.flatMap(([channel, { completed }]) =>
        Object.entries(completed).map(([number, files]) => [`${channel}/${number}`, folder(files)]),
      ),
    ),
    copied: Object.fromEntries(Object.entries(copiedSnapshots).map(([path, files]) => [path, folder(files)])),
  };
}

const folder = (files: Readonly<Record<string, Uint8Array>>): Tree =>
  Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      name,
      name === SIGNABLE_METADATA || name === ADDITIONAL_METADATA
        ? (JSON.parse(fromUtf8(content)) as Tree)
        : `${content.length} bytes`,
    ]),
  );
