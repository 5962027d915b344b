/**
 * An identity: a certificate seen through the MSP it claims to belong to. Deserialized is not validated: ask the MSP.
 *
 * @fabric msp/identities.go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { HALF_CURVE_ORDER, isLowS, verify } from '../crypto/p256.ts';
import { parseEcdsaSignature } from '../crypto/ecdsa-signature.ts';
import { sha256 } from '../crypto/sha256.ts';
import { type Result, ok } from '../kernel/result.ts';
import { hex, utf8 } from '../wire/bytes.ts';
import { SerializedIdentitySchema } from '../wire/gen/msp/identities_pb.ts';
import { type Certificate, certificatePem } from '../wire/x509.ts';

export interface Identity {
  readonly mspId: string;
  readonly certificate: Certificate;
  readonly certPem: string;
  /** Bytes of msp.SerializedIdentity: what stands as creator or endorser in messages. */
  readonly serialized: Uint8Array;
  /** Lower-case hex of SHA-256 over the certificate: Fabric's identity identifier. */
  readonly id: string;
}

export function identityOf(mspId: string, certificate: Certificate): Identity {
  const certPem = certificatePem(certificate);
  return {
    mspId,
    certificate,
    certPem,
    serialized: serializeIdentity(mspId, certPem),
    id: hex(sha256(certificate.raw)),
  };
}

/** Bytes of msp.SerializedIdentity. Checks nothing, as Fabric's function of that purpose. */
export function serializeIdentity(mspId: string, certPem: string): Uint8Array {
  return toBinary(SerializedIdentitySchema, create(SerializedIdentitySchema, { mspid: mspId, idBytes: utf8(certPem) }));
}

/** Whether this identity made `signature` over SHA-256(`message`); the error is Fabric's text. */
export function verifySignature(identity: Identity, message: Uint8Array, signature: Uint8Array): Result<void, string> {
  if (verify(identity.certificate.publicKey, message, signature)) return ok(undefined);
  const low = isLowS(signature);
  if (low === true) return { ok: false, error: 'The signature is invalid' };
  const cause =
    low === undefined
      ? 'Failed unmashalling signature [failed unmashalling signature [asn1: structure error]]'
      : `Invalid S. Must be smaller than half the order [${parseEcdsaSignature(signature)?.s}][${HALF_CURVE_ORDER}].`;
  return {
    ok: false,
    error: `could not determine the validity of the signature: Failed verifing with opts [<nil>]: ${cause}`,
  };
}

/**
 * Whether the certificate ended before `nowUnixSeconds`. Peers and orderers ask this when a message arrives; an MSP never does.
 *
 * @fabric core/handlers/auth/filter/expiration.go; orderer/common/msgprocessor/expiration.go
 */
export const isExpired = (identity: Identity, nowUnixSeconds: number): boolean =>
  identity.certificate.notAfter < nowUnixSeconds;
