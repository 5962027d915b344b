/**
 * An identity together with its private key: what a peer, an orderer or a client acts as.
 *
 * @fabric msp/identities.go signingidentity
 */
import { sign } from '../crypto/p256.ts';
import type { Certificate } from '../wire/x509.ts';
import { type Identity, identityOf } from './identity.ts';

export interface SigningIdentity extends Identity {
  /** 32 bytes. */
  readonly privateKey: Uint8Array;
}

export function signingIdentityOf(mspId: string, certificate: Certificate, privateKey: Uint8Array): SigningIdentity {
  return { ...identityOf(mspId, certificate), privateKey };
}

/** ASN.1 DER signature over SHA-256(`message`). */
export const signWith = (identity: SigningIdentity, message: Uint8Array): Uint8Array =>
  sign(identity.privateKey, message);
