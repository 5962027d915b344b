/**
 * What the ledger needs of each envelope in a block: its id, its kind, and what it reads and writes.
 *
 * @fabric core/ledger/kvledger/txmgmt/validation/batch_preparer.go (preprocessProtoBlock), core/peer/configtx_processor.go
 * @simplified An envelope that cannot be read although earlier checks passed it stops a real peer; here it is an invalid
 * transaction.
 */
import { create } from '@bufbuild/protobuf';
import { blockEnvelopes, transactionsFilter } from '../wire/block.ts';
import { computeTxId, type Timestamp } from '../wire/envelope.ts';
import { type Block, HeaderType } from '../wire/gen/common/common_pb.ts';
import { KVRWSetSchema } from '../wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import { type DecodedTransaction, decodeTransaction, type NamespaceReadWriteSet } from '../wire/transaction.ts';

/** Where a peer keeps the channel's current config envelope in its state. */
export const CONFIG_NAMESPACE = '';
export const CONFIG_KEY = 'CHANNEL_CONFIG_ENV_BYTES';

export interface LedgerTransaction {
  /** From the channel header, else computed from nonce and creator; empty when the envelope cannot be read. */
  readonly txId: string;
  readonly isEndorsed: boolean;
  readonly timestamp: Timestamp | undefined;
  readonly code: TxValidationCode;
  /** Absent for kinds that do not touch the state, and when it cannot be read. */
  readonly readWrites: readonly NamespaceReadWriteSet[] | undefined;
}

/** The transactions of a block in order. A block without a filter counts as checked and valid. */
export function ledgerTransactions(block: Block): readonly LedgerTransaction[] {
  const filter = transactionsFilter(block) as readonly TxValidationCode[];
  return blockEnvelopes(block).map((bytes, index) => ledgerTransaction(bytes, filter[index] ?? TxValidationCode.VALID));
}

/** One envelope with the validation code it has so far; a defect found here replaces only VALID. */
export function ledgerTransaction(bytes: Uint8Array, code: TxValidationCode): LedgerTransaction {
  const worsened = (defect: TxValidationCode) => (code === TxValidationCode.VALID ? defect : code);
  const transaction = decodeTransaction(bytes);
  if (!transaction.ok) {
    const known = { txId: '', isEndorsed: false, timestamp: undefined, readWrites: undefined };
    return { ...known, code: worsened(transaction.error.code) };
  }
  const { envelope, type, action } = transaction.value;
  const isEndorsed = type === HeaderType.ENDORSER_TRANSACTION;
  const known = { txId: txIdOf(transaction.value), isEndorsed, timestamp: envelope.channelHeader.timestamp };
  if (type === HeaderType.CONFIG) return { ...known, code, readWrites: configWrites(envelope.data) };
  if (!action) return { ...known, code, readWrites: undefined };
  const outcome = action.ok ? action.value.outcome : action;
  if (!outcome.ok) return { ...known, code: worsened(outcome.error.code), readWrites: undefined };
  return { ...known, code, readWrites: outcome.value.namespaces };
}

function txIdOf({ txId, nonce, creator }: DecodedTransaction): string {
  return txId || computeTxId(nonce, creator);
}

function configWrites(configEnvelope: Uint8Array): readonly NamespaceReadWriteSet[] {
  const kv = create(KVRWSetSchema, { writes: [{ key: CONFIG_KEY, value: configEnvelope }] });
  return [{ namespace: CONFIG_NAMESPACE, kv, collections: [] }];
}
