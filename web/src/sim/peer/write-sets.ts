/**
 * Whether the state database takes what the transactions of a block write. LevelDB takes everything; CouchDB does not,
 * and a peer finds out before it compares versions.
 *
 * @fabric core/ledger/kvledger/txmgmt/validation/batch_preparer.go (preprocessProtoBlock)
 */
import { ledgerTransactions } from '../ledger/block-transactions.ts';
import { writeSetError } from '../ledger/couch-document.ts';
import type { Block } from '../wire/gen/common/common_pb.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import type { CheckedCode } from './checked-code.ts';

/** The verdicts with those transactions found invalid that passed so far and write what CouchDB refuses. */
export function withoutBadWriteSets(checked: readonly CheckedCode[], block: Block): readonly CheckedCode[] {
  const transactions = ledgerTransactions(block);
  return checked.map((verdict, txNum) => {
    if (verdict.code !== TxValidationCode.VALID) return verdict;
    const text = writeSetError(transactions[txNum]?.readWrites ?? []);
    return text === undefined ? verdict : { code: TxValidationCode.INVALID_WRITESET, because: { type: 'text', text } };
  });
}
