/**
 * Changes of who votes: one node more or one fewer, as an entry of the log like any other.
 *
 * @fabric vendor/go.etcd.io/etcd/raft/v3/raftpb
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { decode } from '../../wire/decode.ts';
import { ConfChangeSchema, ConfChangeType } from '../../wire/gen/orderer/raftpb_pb.ts';

export interface ConfChange {
  readonly type: 'add' | 'remove';
  /** Raft id. */
  readonly node: number;
}

export function encodeConfChange({ type, node }: ConfChange): Uint8Array {
  const kind = type === 'add' ? ConfChangeType.ConfChangeAddNode : ConfChangeType.ConfChangeRemoveNode;
  return toBinary(ConfChangeSchema, create(ConfChangeSchema, { id: 0n, type: kind, nodeId: BigInt(node) }));
}

/** Undefined for bytes that are no change, or one Fabric never makes. */
export function decodeConfChange(bytes: Uint8Array): ConfChange | undefined {
  const change = decode(ConfChangeSchema, bytes);
  if (!change.ok) return undefined;
  const node = Number(change.value.nodeId);
  if (change.value.type === ConfChangeType.ConfChangeAddNode) return { type: 'add', node };
  return change.value.type === ConfChangeType.ConfChangeRemoveNode ? { type: 'remove', node } : undefined;
}
