/** A certificate: what it says, up to which root it leads, and what those who know it make of it. */
import type { NodeId } from '../trace/facts.ts';
import type { IdentityRole } from './policy-picture.ts';

/** One certificate of the chain, the looked-at one first, the root last. */
export interface ChainLink {
  readonly fingerprint: string;
  readonly subject: string;
  /** Hexadecimal. */
  readonly serial: string;
  /** Unix seconds. */
  readonly notAfter: number;
  readonly isRoot: boolean;
  /** Whether the next one's key verifies the signature; its own, for a root. */
  readonly signatureFits: boolean;
}

export interface CertificateInside {
  /** SHA-256 of the DER, lower-case hex. */
  readonly fingerprint: string;
  readonly commonName: string;
  readonly subject: string;
  readonly issuer: string;
  readonly organizations: readonly string[];
  readonly units: readonly string[];
  readonly serial: string;
  /** Unix seconds; `now` is the simulated time. */
  readonly validity: {
    readonly notBefore: number;
    readonly notAfter: number;
    readonly now: number;
    readonly state: 'valid' | 'expired' | 'notYet';
  };
  /** Empty: every use is allowed. */
  readonly keyUsages: readonly string[];
  readonly extKeyUsages: readonly string[];
  readonly names: readonly string[];
  /** Attributes a Fabric CA has put in. */
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  /** Opens connections, and never signs messages. */
  readonly forTls: boolean;
  /** What the organisational units make of the holder. */
  readonly role: IdentityRole | 'authority' | null;
  readonly mspId: string;
  readonly chain: readonly ChainLink[];
  /** Whether the chain reached a root that is known. */
  readonly chainComplete: boolean;
  /** Who has it, and under what name. */
  readonly holders: readonly { readonly node: NodeId | null; readonly name: string }[];
  /** What the MSP of each channel says of it, in Fabric's words; empty text: valid. */
  readonly verdicts: readonly { readonly channel: string; readonly text: string; readonly revoked: boolean }[];
  /** By the table of the CA that issued it; null: not revoked, or the CA keeps no table. */
  readonly revoked: { readonly ca: NodeId; readonly at: number; readonly reason: number } | null;
  /** As `openssl x509 -text` prints it. */
  readonly text: string;
  readonly pem: string;
  /** Bytes of the DER. */
  readonly size: number;
}
