/**
 * What a listener gets of a block: ids, codes and the names of events, but no data.
 *
 * @fabric core/peer/deliverevents.go (toFilteredBlock)
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { blockEnvelopes, blockNumber, transactionsFilter } from '../wire/block.ts';
import type { Block, HeaderType } from '../wire/gen/common/common_pb.ts';
import { ChaincodeEventSchema } from '../wire/gen/peer/chaincode_pb.ts';
import {
  FilteredBlockSchema,
  FilteredChaincodeActionSchema,
  FilteredTransactionActionsSchema,
  type FilteredTransaction,
  FilteredTransactionSchema,
} from '../wire/gen/peer/events_pb.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import { decodeTransaction } from '../wire/transaction.ts';

/** Serialized `protos.FilteredBlock`. Events of invalid transactions are in it too; their payloads never are. */
export function filteredBlock(channelId: string, block: Block): Uint8Array {
  const codes = transactionsFilter(block);
  const filteredTransactions = blockEnvelopes(block).flatMap((bytes, index): FilteredTransaction[] => {
    const decoded = decodeTransaction(bytes);
    if (!decoded.ok) return [];
    const { txId, type, action } = decoded.value;
    const event = action?.ok && action.value.outcome.ok ? action.value.outcome.value.event : undefined;
    const chaincodeEvent = event?.ok
      ? create(ChaincodeEventSchema, {
          chaincodeId: event.value.chaincodeId,
          txId: event.value.txId,
          eventName: event.value.eventName,
        })
      : undefined;
    const actions = create(FilteredTransactionActionsSchema, {
      chaincodeActions: chaincodeEvent ? [create(FilteredChaincodeActionSchema, { chaincodeEvent })] : [],
    });
    return [
      create(FilteredTransactionSchema, {
        txid: txId,
        type: type as HeaderType,
        txValidationCode: (codes[index] ?? TxValidationCode.NOT_VALIDATED) as TxValidationCode,
        Data: { case: 'transactionActions', value: actions },
      }),
    ];
  });
  const filtered = create(FilteredBlockSchema, { channelId, number: BigInt(blockNumber(block)), filteredTransactions });
  return toBinary(FilteredBlockSchema, filtered);
}
