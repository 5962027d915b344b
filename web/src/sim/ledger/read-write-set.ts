/**
 * Reading read/write sets: what counts as a delete, and the private part that travels beside the transaction.
 *
 * @fabric core/ledger/kvledger/txmgmt/rwsetutil/rwset_proto_util.go
 */
import { sha256 } from '../crypto/sha256.ts';
import { EMPTY, equalBytes } from '../wire/bytes.ts';
import { type Decoded, decode, decoded } from '../wire/decode.ts';
import {
  type KVRWSet,
  KVRWSetSchema,
  type KVWrite,
  type KVWriteHash,
} from '../wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import { TxPvtReadWriteSetSchema } from '../wire/gen/ledger/rwset/rwset_pb.ts';

/** The clear writes of one collection, known to its members only. */
export interface PrivateWrites {
  readonly namespace: string;
  readonly collection: string;
  readonly kv: KVRWSet;
  /** The serialized set, whose SHA-256 stands in the public part. */
  readonly bytes: Uint8Array;
}

/** Reads a serialized `rwset.TxPvtReadWriteSet`, one entry per collection. */
export function decodePrivateWrites(bytes: Uint8Array): Decoded<readonly PrivateWrites[]> {
  const message = decode(TxPvtReadWriteSetSchema, bytes);
  if (!message.ok) return message;
  const sets: PrivateWrites[] = [];
  for (const { namespace, collectionPvtRwset } of message.value.nsPvtRwset) {
    for (const { collectionName, rwset } of collectionPvtRwset) {
      const kv = decode(KVRWSetSchema, rwset);
      if (!kv.ok) return kv;
      sets.push({ namespace, collection: collectionName, kv: kv.value, bytes: rwset });
    }
  }
  return decoded(sets);
}

/** An empty value is a delete, whatever the flag says. */
export const isDelete = (write: KVWrite): boolean => write.isDelete || write.value.length === 0;

const HASH_OF_NOTHING = sha256(EMPTY);

export const isHashedDelete = (write: KVWriteHash): boolean =>
  write.isDelete || write.valueHash.length === 0 || equalBytes(write.valueHash, HASH_OF_NOTHING);
