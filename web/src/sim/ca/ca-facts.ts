/**
 * What a CA says about itself, in the past tense.
 */
import type { CaCall } from '../wire/ca-api.ts';

export type CaCallKind = CaCall['kind'];

export interface CaFacts {
  /** An identity stands in the registry. It has no certificate yet. */
  readonly identityRegistered: {
    readonly id: string;
    readonly idType: string;
    readonly affiliation: string;
    /** −1: any number. */
    readonly maxEnrollments: number;
    /** Enrolment id of the registrar. */
    readonly by: string;
  };
  readonly certificateIssued: {
    readonly id: string;
    /** Hexadecimal. */
    readonly serial: string;
    /** '' for an identity, `tls` … */
    readonly profile: string;
    /** The organisational units of the subject: type and affiliation. */
    readonly units: readonly string[];
    /** `name=value` */
    readonly attributes: readonly string[];
    /** Unix seconds. */
    readonly notAfter: number;
    readonly reenrolled: boolean;
  };
  /** Certificates were taken back; peers and orderers do not know of it yet. */
  readonly identityRevoked: { readonly id: string; readonly serials: readonly string[]; readonly reason: string };
  readonly crlGenerated: { readonly serials: readonly string[] };
  readonly affiliationAdded: { readonly affiliation: string };
  readonly caListRead: { readonly what: 'identities' | 'affiliations' | 'certificates'; readonly caller: string };
  readonly caRequestRefused: {
    readonly call: CaCallKind;
    /** Who says to be asking; '' when the request does not say. */
    readonly caller: string;
    /** HTTP status. */
    readonly status: number;
    /** What the client is told. */
    readonly code: number;
    readonly message: string;
    /** What only the server's log says: `24 "Login failure: …"`. */
    readonly log: string;
  };
}

export type CaFact = { [T in keyof CaFacts]: { readonly type: T } & CaFacts[T] }[keyof CaFacts];
