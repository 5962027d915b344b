/** What a peer says about private data, in the past tense. `_lifecycle` keeps its approvals the same way, unsaid. */
import type { ActorId } from '../kernel/actor.ts';
import type { CommittedBlock } from '../ledger/commit.ts';
import type { PrivatePart } from '../ledger/private-commit.ts';
import type { TransactionRef } from '../ledger/transaction-summary.ts';

export interface PrivateDataFacts {
  /** An endorser has sent the clear writes of a transaction to members of the collections. */
  readonly privateDataDisseminated: TransactionRef & {
    readonly collections: readonly string[];
    readonly peers: readonly ActorId[];
  };
  /** Clear writes have come: sent by an endorser (`push`), or asked for when the block came (`pull`). */
  readonly privateDataReceived: TransactionRef & {
    readonly collection: string;
    readonly from: ActorId;
    readonly via: 'push' | 'pull';
  };
  /** Some of what a block's hashes promise this peer is not here: other peers are asked for it. */
  readonly privateDataRequested: {
    readonly channel: string;
    readonly number: number;
    readonly collections: readonly string[];
    readonly peer: ActorId;
  };
  /** The block was committed without it. */
  readonly privateDataMissing: {
    readonly channel: string;
    readonly number: number;
    readonly collections: readonly string[];
  };
  /** It came later. */
  readonly privateDataReconciled: {
    readonly channel: string;
    readonly number: number;
    readonly collections: readonly string[];
    readonly from: ActorId;
  };
  /** With this block `keys` private keys were forgotten because their blockToLive is over. */
  readonly privateDataExpired: { readonly channel: string; readonly number: number; readonly keys: number };
  /** This block purged `keys` private keys, and what was stored of them before. */
  readonly privateDataPurged: { readonly channel: string; readonly number: number; readonly keys: number };
}

/** Namespaces whose private data is nobody's business but the lifecycle's. */
export const isToldOf = (namespace: string): boolean => namespace !== '_lifecycle';

type PrivateDataFact = {
  [T in keyof PrivateDataFacts]: { readonly type: T } & PrivateDataFacts[T];
}[keyof PrivateDataFacts];

/** What a block did to private data, besides writing it. */
export function privateFacts(
  channel: string,
  number: number,
  { missing }: PrivatePart,
  { expired, purged }: CommittedBlock,
): readonly PrivateDataFact[] {
  const told = missing.filter(({ namespace }) => isToldOf(namespace)).map(({ collection }) => collection);
  const collections = [...new Set(told)];
  return [
    ...(collections.length > 0 ? [{ type: 'privateDataMissing', channel, number, collections } as const] : []),
    ...(expired > 0 ? [{ type: 'privateDataExpired', channel, number, keys: expired } as const] : []),
    ...(purged > 0 ? [{ type: 'privateDataPurged', channel, number, keys: purged } as const] : []),
  ];
}
