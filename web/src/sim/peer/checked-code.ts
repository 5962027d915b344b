/** A verdict of the checks before versions are compared, and what the checks look at. */
import type { ChannelBundle } from '../channel/bundle.ts';
import type { BlockStore } from '../ledger/block-store.ts';
import type { StateDb } from '../ledger/state-db.ts';
import type { InvalidBecause } from '../ledger/transaction-summary.ts';
import type { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';

export interface CheckedCode {
  readonly code: TxValidationCode;
  readonly because: InvalidBecause | undefined;
}

/** What the checks look at: the channel as it is before the block. */
export interface ValidationContext {
  readonly bundle: ChannelBundle;
  readonly blocks: BlockStore;
  readonly state: StateDb;
}
