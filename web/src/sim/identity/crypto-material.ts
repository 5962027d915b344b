/**
 * The keys and certificates of a network's organisations, in memory.
 *
 * @fabric the folder crypto-config
 */
import type { Certificate } from '../wire/x509.ts';
import type { SigningIdentity } from './signing-identity.ts';

export interface CertifiedKey {
  readonly certificate: Certificate;
  readonly certPem: string;
  /** 32 bytes. */
  readonly privateKey: Uint8Array;
}

export interface CertificateAuthority extends CertifiedKey {
  /** e.g. `ca.org1.example.com` */
  readonly name: string;
}

/** A node or a user: what cryptogen puts into one folder with `msp` and `tls`. */
export interface Member {
  /** e.g. `peer0.org1.example.com`, `Admin@org1.example.com` */
  readonly name: string;
  readonly identity: SigningIdentity;
  readonly tls: CertifiedKey;
}

export interface OrganizationMaterial {
  readonly kind: 'orderer' | 'peer';
  readonly name: string;
  readonly domain: string;
  readonly mspId: string;
  readonly enableNodeOUs: boolean;
  readonly ca: CertificateAuthority;
  readonly tlsCa: CertificateAuthority;
  /** The orderers or peers. */
  readonly nodes: readonly Member[];
  /** User1, User2 …, without the admin. */
  readonly users: readonly Member[];
  readonly admin: Member;
}

export interface CryptoMaterial {
  readonly ordererOrganizations: readonly OrganizationMaterial[];
  readonly peerOrganizations: readonly OrganizationMaterial[];
  /** Path → content, e.g. `crypto-config/peerOrganizations/org1.example.com/ca/priv_sk`. */
  readonly files: ReadonlyMap<string, string>;
}
