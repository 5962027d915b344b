/** The inside of a Fabric CA and of a client server. */
import type { Micros } from '../kernel/time.ts';
import type { NodeId } from '../trace/facts.ts';

export interface RegisteredIdentity {
  readonly name: string;
  readonly kind: string;
  /** Empty for the root. */
  readonly affiliation: string;
  /** How often it has enrolled; null: revoked. */
  readonly enrolled: number | null;
  /** null: any number. */
  readonly maxEnrollments: number | null;
  readonly wrongPasswords: number;
  readonly attributes: readonly { readonly name: string; readonly value: string; readonly inCertificate: boolean }[];
}

export interface IssuedCertificate {
  readonly fingerprint: string;
  readonly serial: string;
  /** Enrolment id. */
  readonly owner: string;
  readonly subject: string;
  /** Unix seconds. */
  readonly notAfter: number;
  readonly state: 'good' | 'revoked' | 'expired';
  /** Unix seconds, and the reason code of RFC 5280; null: not revoked. */
  readonly revoked: { readonly at: number; readonly reason: number } | null;
}

export interface CaInside {
  readonly node: NodeId;
  readonly up: boolean;
  /** Empty where the simulated CA is not running yet. */
  readonly caName: string;
  readonly root: { readonly fingerprint: string; readonly subject: string; readonly notAfter: number };
  readonly identities: readonly RegisteredIdentity[];
  readonly certificates: readonly IssuedCertificate[];
  readonly affiliations: readonly string[];
  /** What a revocation list made at this moment would hold. */
  readonly revocationList: readonly { readonly serial: string; readonly owner: string; readonly at: number }[];
}

export interface WalletEntry {
  readonly name: string;
  readonly fingerprint: string;
  readonly subject: string;
  /** Organisational units. */
  readonly units: readonly string[];
  readonly notAfter: number;
  readonly expired: boolean;
  /** Opens connections only. */
  readonly forTls: boolean;
}

/** Something under way. `waitsFor` are the nodes whose answer is awaited. */
export interface PendingCall {
  readonly txid: string;
  readonly channel: string;
  /** The command's word: `submitTransaction`, `installChaincode`. */
  readonly task: string;
  /** `Transfer(a, b)`; empty for what calls no chaincode. */
  readonly call: string;
  readonly identity: string;
  readonly stage: 'endorsing' | 'broadcasting' | 'committing' | 'fetching' | 'gateway' | 'ca';
  readonly asked: readonly NodeId[];
  readonly answered: readonly NodeId[];
  readonly waitsFor: readonly NodeId[];
}

export interface ListenerInside {
  readonly name: string;
  readonly channel: string;
  readonly kind: 'block' | 'filtered' | 'privateData' | 'chaincode';
  readonly chaincode: string;
  readonly identity: string;
  readonly open: boolean;
  /** The next block to hear of. */
  readonly start: number | 'newest';
  /** The last transaction whose event was received in that block; empty for none. */
  readonly after: string;
  readonly peer: NodeId | null;
}

/** Many calls with a way of dealing with conflicts. */
export interface WorkloadInside {
  readonly strategy: 'none' | 'retry' | 'queue' | 'batch';
  readonly call: string;
  readonly count: number;
  readonly interval: Micros;
  readonly arrived: number;
  readonly waiting: number;
  readonly open: number;
  readonly submitted: number;
  readonly committed: number;
  readonly failed: number;
}

export interface ClientInside {
  readonly node: NodeId;
  readonly up: boolean;
  readonly mspId: string;
  readonly wallet: readonly WalletEntry[];
  readonly pending: readonly PendingCall[];
  readonly listeners: readonly ListenerInside[];
  readonly workloads: readonly WorkloadInside[];
  /** By channel, the peer whose blocks tell what became of a transaction. */
  readonly commitSources: readonly { readonly channel: string; readonly peer: NodeId }[];
  readonly orderers: readonly NodeId[];
  /** Revoked certificates in the newest list it has fetched; null: it has none. */
  readonly revocationList: { readonly entries: number; readonly thisUpdate: number; readonly text: string } | null;
  /** Channels whose first block lies in its folder. */
  readonly blockFiles: readonly string[];
}
