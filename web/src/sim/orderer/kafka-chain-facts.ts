/**
 * What an orderer says about its part of a channel that Kafka orders.
 */
import type { TransactionRef } from '../ledger/transaction-summary.ts';

/** What an orderer posts to a partition. */
export type PostKind = 'envelope' | 'config' | 'timeToCut' | 'connect';

export interface KafkaChainFacts {
  /** The orderer has posted its CONNECT message and reads the channel's partition from `offset` on. */
  readonly consumerStarted: { readonly channel: string; readonly offset: number };
  /** All in-sync replicas have what the orderer posted. `block` is that of a time-to-cut message. */
  readonly messagePosted: {
    readonly channel: string;
    readonly kind: PostKind;
    readonly offset: number;
    readonly txid: string;
    readonly block?: number;
  };
  readonly messageNotPosted: { readonly channel: string; readonly kind: PostKind; readonly error: string };
  /** A time-to-cut message for a block that has been cut already: another orderer was faster. */
  readonly timeToCutIgnored: { readonly channel: string; readonly number: number; readonly offset: number };
  /** The configuration has changed since the message was posted: it was checked again and goes to the end of the line. */
  readonly messageResubmitted: TransactionRef & { readonly offset: number };
  readonly messageDiscarded: TransactionRef & { readonly offset: number; readonly reason: string };
  /** The partition could not be read for so long that the orderer ends its streams to peers. */
  readonly consumerFailed: { readonly channel: string; readonly error: string };
  readonly consumerResumed: { readonly channel: string; readonly offset: number };
}
