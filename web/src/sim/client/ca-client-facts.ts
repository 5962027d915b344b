/**
 * What a client says about its dealings with a CA.
 */
import type { ActorId } from '../kernel/actor.ts';

export interface CaClientFacts {
  /** A certificate and its key lie in the wallet. */
  readonly identityEnrolled: {
    readonly ca: ActorId;
    readonly id: string;
    /** Its name in the wallet. */
    readonly identity: string;
    readonly mspId: string;
    /** Hexadecimal. */
    readonly serial: string;
    /** '' for an identity that signs; `tls` … for one that does not. */
    readonly profile: string;
    readonly reenrolled: boolean;
  };
  /** The registrar learnt the enrolment secret, to pass it on. */
  readonly secretReceived: { readonly ca: ActorId; readonly id: string; readonly secret: string };
  readonly crlReceived: { readonly ca: ActorId; readonly serials: readonly string[] };
  readonly caListReceived: {
    readonly ca: ActorId;
    readonly what: 'identities' | 'affiliations';
    readonly names: readonly string[];
  };
}
