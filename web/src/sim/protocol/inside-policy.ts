/** A policy of a channel: how it was decided, or how it would be. */
import type { IdentityRole, PolicyPicture } from './policy-picture.ts';

/** Somebody of the network whose signature could count. */
export interface PossibleSigner {
  readonly fingerprint: string;
  readonly name: string;
  readonly mspId: string;
  readonly role: IdentityRole | null;
  /** Whether the signature is taken as given. */
  readonly signed: boolean;
}

export interface PolicyInside {
  readonly channel: string;
  readonly name: string;
  /** Every time the policy was asked; of a policy asked about nothing, the one picture of the signers taken. */
  readonly pictures: readonly PolicyPicture[];
  /** Decided about this transaction; null: nothing was decided. */
  readonly txid: string | null;
  /** Empty with a transaction. */
  readonly signers: readonly PossibleSigner[];
  /** Elements of the configuration that only this policy lets change, and resources it guards. */
  readonly guards: readonly string[];
}
