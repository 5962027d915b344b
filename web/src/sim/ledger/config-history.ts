/**
 * Which collections a chaincode had from which block on. A peer that joins by a snapshot has no blocks to look this up
 * in, so the snapshot carries it.
 *
 * @fabric core/ledger/confighistory
 * @simplified Gathered from the blocks when a snapshot is made; a real peer keeps it in a database of its own.
 */
import { compareUtf8 } from '../kernel/sorted-map.ts';
import { concatBytes, EMPTY, fromUtf8, utf8 } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { CollectionConfigPackageSchema } from '../wire/gen/peer/collection_pb.ts';
import { StateDataSchema } from '../wire/gen/peer/lifecycle/lifecycle_pb.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import type { BlockStore } from './block-store.ts';
import { ledgerTransactions } from './block-transactions.ts';

/** The collections in force for a chaincode behind block `blockNum`; `config` a `peer.CollectionConfigPackage`. */
export interface CollectionConfigEntry {
  readonly chaincode: string;
  readonly blockNum: number;
  readonly config: Uint8Array;
}

const FIELD = /^namespaces\/fields\/([^/]+)\/(Sequence|Collections)$/;

/** What the blocks of `store` add to `earlier`. */
export function configHistory(
  store: BlockStore,
  earlier: readonly CollectionConfigEntry[],
): readonly CollectionConfigEntry[] {
  const entries = [...earlier];
  const current = new Map(earlier.map(({ chaincode, config }) => [chaincode, config]));
  for (let blockNum = store.first; blockNum < store.height; blockNum++)
    for (const chaincode of definedIn(store, blockNum, current)) {
      const config = current.get(chaincode) ?? EMPTY;
      if (hasCollections(config)) entries.push({ chaincode, blockNum, config });
    }
  return entries;
}

/** The chaincodes whose definition the block writes; their collections go into `current`. */
function definedIn(store: BlockStore, blockNum: number, current: Map<string, Uint8Array>): ReadonlySet<string> {
  const defined = new Set<string>();
  const block = store.block(blockNum);
  for (const { code, readWrites } of block ? ledgerTransactions(block) : []) {
    if (code !== TxValidationCode.VALID) continue;
    const lifecycle = readWrites?.find(({ namespace }) => namespace === '_lifecycle');
    for (const { key, value } of lifecycle?.kv.writes ?? []) {
      const [, name = '', field] = FIELD.exec(key) ?? [];
      if (field === undefined) continue;
      if (field === 'Sequence') defined.add(name);
      else current.set(name, bytesIn(value));
    }
  }
  return defined;
}

function bytesIn(value: Uint8Array): Uint8Array {
  const data = decode(StateDataSchema, value);
  return data.ok && data.value.Type.case === 'Bytes' ? data.value.Type.value : EMPTY;
}

function hasCollections(config: Uint8Array): boolean {
  const decoded = decode(CollectionConfigPackageSchema, config);
  return decoded.ok && decoded.value.config.length > 0;
}

/** Collections stand under the name of the lifecycle of 1.x, whose place in the database they keep. */
const PREFIX = 'slscc\u0000';
const SUFFIX = '~collection';
const NUMBER_BYTES = 8;

/** The key under which a real peer has the entry: of one chaincode the newest first. */
export function entryKey({ chaincode, blockNum }: CollectionConfigEntry): Uint8Array {
  const number = new Uint8Array(NUMBER_BYTES);
  let rest = blockNum;
  for (let at = NUMBER_BYTES - 1; at >= 0; at--, rest = Math.floor(rest / 256)) number[at] = 0xff - (rest % 256);
  return concatBytes(utf8(`${PREFIX}${chaincode}${SUFFIX}`), number);
}

export function entryOf(key: Uint8Array, config: Uint8Array): CollectionConfigEntry {
  const name = fromUtf8(key.slice(PREFIX.length, key.length - NUMBER_BYTES - SUFFIX.length));
  const blockNum = [...key.slice(-NUMBER_BYTES)].reduce((sum, byte) => sum * 256 + (0xff - byte), 0);
  return { chaincode: name, blockNum, config };
}

/** In the order of their keys. */
export const byKey = (a: CollectionConfigEntry, b: CollectionConfigEntry): number =>
  compareUtf8(`${a.chaincode}${SUFFIX}`, `${b.chaincode}${SUFFIX}`) || b.blockNum - a.blockNum;
