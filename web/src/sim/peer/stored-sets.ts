/**
 * The clear private write sets a peer has of a block.
 *
 * @fabric core/ledger/pvtdatastorage/store.go (GetPvtDataByBlockNum)
 */
import { type PrivateStore, setKey } from '../ledger/private-store.ts';
import { type TransientSet, txPvtReadWriteSet } from './private-transient.ts';

/** By index of the transaction in the block. */
export function setsOfBlock({ sets }: PrivateStore, blockNum: number): ReadonlyMap<number, readonly TransientSet[]> {
  const byTransaction = new Map<number, readonly TransientSet[]>();
  const from = setKey({ blockNum, txNum: 0, namespace: '', collection: '' });
  const to = setKey({ blockNum: blockNum + 1, txNum: 0, namespace: '', collection: '' });
  for (const [key, bytes] of sets.range(from, to)) {
    const [, txNum = '', names = ''] = key.split('/');
    const [namespace = '', collection = ''] = names.split('\u0000');
    byTransaction.set(Number(txNum), [...(byTransaction.get(Number(txNum)) ?? []), { namespace, collection, bytes }]);
  }
  return byTransaction;
}

/** The same, serialized: a `rwset.TxPvtReadWriteSet` for each transaction. */
export const storedSets = (store: PrivateStore, blockNum: number): ReadonlyMap<number, Uint8Array> =>
  new Map([...setsOfBlock(store, blockNum)].map(([txNum, some]) => [txNum, txPvtReadWriteSet(some)]));
