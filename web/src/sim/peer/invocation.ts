/** A proposal on its way through an endorser. */
import type { Identity } from '../identity/identity.ts';
import type { ActorId } from '../kernel/actor.ts';
import type { RichQuery } from '../ledger/couch-query.ts';
import type { ChaincodeInterest } from '../wire/gen/peer/proposal_pb.ts';
import type { ChaincodeResponse, ParsedProposal } from '../wire/proposal.ts';
import type { TransientSet } from './private-transient.ts';

/** How a proposal ended, before anything is signed. `failed` is the endorser's own text, no answer of a chaincode. */
export type Executed =
  | {
      readonly type: 'answered';
      readonly response: ChaincodeResponse;
      /** Serialized `rwset.TxReadWriteSet`. */
      readonly results: Uint8Array;
      readonly event: Uint8Array;
      readonly version: string | undefined;
      /** Absent for what was not simulated on a ledger. */
      readonly interest?: ChaincodeInterest;
      /** What CouchDB was asked; absent for nothing. */
      readonly richQueries?: readonly RichQuery[];
    }
  | { readonly type: 'failed'; readonly message: string };

/** A response of this status or above is no transaction: it is not endorsed. @fabric shim.ERRORTHRESHOLD */
export const ERROR_THRESHOLD = 400;

/** A chaincode is at work. */
export interface Executing {
  readonly packageId: string;
  readonly version: string;
}

/** Private writes of a simulation that have been sent to members of the collections. */
export interface Distribution {
  readonly txid: string;
  readonly channel: string;
  readonly sets: readonly TransientSet[];
  /** Acknowledgements to come: `peer chaincode collection`. */
  readonly awaiting: readonly string[];
  readonly failures: number;
  /** How many messages were sent. */
  readonly plans: number;
}

export const signTimer = (id: string): string => `sign ${id}`;

/** A proposal being worked on. */
export interface Invocation {
  readonly id: string;
  readonly client: ActorId;
  readonly request: string;
  readonly proposal: ParsedProposal;
  readonly signedProposal: Uint8Array;
  readonly creator: Identity;
  readonly executing: Executing | undefined;
  readonly executed: Executed | undefined;
  /** Private writes are on their way, and some must be acknowledged before the peer signs. */
  readonly distribution?: Distribution | undefined;
}
