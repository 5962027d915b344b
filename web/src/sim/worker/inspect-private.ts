/** Private data for showing: what peers send each other, and what one of them has of each collection. */
import type { ChannelLedger } from '../ledger/commit.ts';
import { keyHashOf, parseNamespace, privateNamespace } from '../ledger/state-db.ts';
import { fromUtf8, hex } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { KVRWSetSchema } from '../wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import { BlockAndPrivateDataSchema } from '../wire/gen/peer/events_pb.ts';
import { blockTree, type Tree } from '../wire/message-json.ts';
import type { Message, PrivateDataDigest } from '../wire/messages.ts';

type PrivateMessage = Extract<
  Message,
  { readonly type: 'privateData' | 'privateDataAck' | 'privateDataRequest' | 'privateDataResponse' }
>;

interface PrivateShown {
  readonly title: string;
  readonly json: Tree;
  readonly bytes: string;
}

export function privateMessageShown(message: PrivateMessage): PrivateShown {
  switch (message.type) {
    case 'privateData': {
      const { channel, txid, namespace, collection, writes, request } = message;
      const json = { channel, txid, namespace, collection, writes: writesTree(writes), acknowledge: request !== null };
      return { title: 'PrivatePayload', json, bytes: hex(writes) };
    }
    case 'privateDataAck': {
      const { channel, txid, namespace, collection } = message;
      return { title: 'Acknowledgement', json: { channel, txid, namespace, collection }, bytes: '' };
    }
    case 'privateDataRequest': {
      const { channel, digests } = message;
      return { title: 'RemotePvtDataRequest', json: { channel, digests: digests.map(digestTree) }, bytes: '' };
    }
    case 'privateDataResponse': {
      const elements = message.elements.map(({ digest, writes }) => ({
        digest: digestTree(digest),
        writes: writesTree(writes),
      }));
      return { title: 'RemotePvtDataResponse', json: { channel: message.channel, elements }, bytes: '' };
    }
  }
}

/** A block that came with private data: the data by the index of the transaction, then the block. */
export function privateBlockShown(bytes: Uint8Array): PrivateShown {
  const message = decode(BlockAndPrivateDataSchema, bytes);
  const { block, privateDataMap = {} } = message.ok ? message.value : {};
  const sets = Object.entries(privateDataMap).map(([txNum, { nsPvtRwset }]): [string, Tree] => [
    txNum,
    nsPvtRwset.flatMap(({ namespace, collectionPvtRwset }) =>
      collectionPvtRwset.map(({ collectionName: collection, rwset }) => ({
        namespace,
        collection,
        writes: writesTree(rwset),
      })),
    ),
  ]);
  const json = { private_data_map: Object.fromEntries(sets), block: block ? blockTree(block) : null };
  return { title: 'BlockAndPrivateData', json, bytes: hex(bytes) };
}

const digestTree = ({ txid, blockNum, txNum, namespace, collection }: PrivateDataDigest): Tree => ({
  txid,
  blockNum,
  txNum,
  namespace,
  collection,
});

function writesTree(bytes: Uint8Array): Tree {
  const decoded = decode(KVRWSetSchema, bytes);
  if (!decoded.ok) return hex(bytes);
  return decoded.value.writes.map(({ key, value, isDelete }) => ({ key, value: printable(value), isDelete }));
}

export function printable(value: Uint8Array): string {
  const text = fromUtf8(value);
  return /[\u0000-\u0008\u000e-\u001f\ufffd]/.test(text) ? hex(value) : text;
}

/** The most keys shown of a collection. */
const KEYS_SHOWN = 100;

/** Per collection: the hashes every peer has, the clear values where this peer has them, and what it should have. */
export function privateDataTree({ state, privateStore }: ChannelLedger): Tree {
  const collections = state
    .namespaces()
    .map(parseNamespace)
    .filter(({ kind }) => kind === 'hashed');
  return collections.map(({ namespace, collection }) => {
    const clear = new Map(
      [...state.range(privateNamespace(namespace, collection), '', '')].map(([key, one]) => [
        keyHashOf(key),
        { key, value: printable(one.value) },
      ]),
    );
    const hashes = [...state.range(`${namespace}$$h${collection}`, '', '')].slice(0, KEYS_SHOWN);
    const missing = [...privateStore.missing.values()].filter(
      (set) => set.namespace === namespace && set.collection === collection,
    );
    return {
      chaincode: namespace,
      collection,
      keys: hashes.map(([keyHash, { value, version }]) => ({
        ...clear.get(keyHash),
        keyHash,
        valueHash: hex(value),
        version: `${version.blockNum}.${version.txNum}`,
      })),
      missing: missing.map(({ blockNum, txNum }) => `${blockNum}.${txNum}`),
    };
  });
}
