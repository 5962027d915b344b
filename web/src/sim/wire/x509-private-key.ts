/**
 * P-256 private keys as the PKCS#8 PEM that cryptogen writes into a keystore (`priv_sk`).
 *
 * @fabric internal/cryptogen/csp; Go's x509.MarshalPKCS8PrivateKey
 */
import { publicKeyOf } from '../crypto/p256.ts';
import { type Result, ok } from '../kernel/result.ts';
import {
  DerError,
  TAG,
  bitString,
  explicit,
  integer,
  octetString,
  oid,
  readDer,
  readInteger,
  readItems,
  readOctetString,
  readOid,
  sequence,
} from './der.ts';
import { decodePem, encodePem } from './pem.ts';
import { OID } from './x509.ts';

const PEM_TYPE = 'PRIVATE KEY';

/** `privateKey` is 32 bytes, big-endian. */
export function privateKeyPem(privateKey: Uint8Array): string {
  const ecPrivateKey = sequence(integer(1), octetString(privateKey), explicit(1, bitString(publicKeyOf(privateKey))));
  const algorithm = sequence(oid(OID.ecPublicKey), oid(OID.p256));
  return encodePem(PEM_TYPE, sequence(integer(0), algorithm, octetString(ecPrivateKey)));
}

/** The 32 bytes of the key. The error is a sentence in the manner of cryptogen. */
export function parsePrivateKeyPem(pem: string): Result<Uint8Array, string> {
  const block = decodePem(pem);
  if (!block) return { ok: false, error: 'bytes are not PEM encoded' };
  try {
    const [, algorithm, inner] = readItems(readDer(block.bytes), TAG.sequence);
    const [type, curve] = algorithm ? readItems(algorithm, TAG.sequence) : [];
    if (readOid(type) !== OID.ecPublicKey || readOid(curve) !== OID.p256)
      return { ok: false, error: 'pem bytes do not contain an ECDSA P-256 private key' };
    const [version, key] = readItems(readDer(readOctetString(inner)), TAG.sequence);
    const bytes = readOctetString(key);
    if (readInteger(version) !== 1n || bytes.length !== 32) throw new DerError('unexpected EC private key');
    return ok(bytes);
  } catch (error) {
    if (error instanceof DerError) return { ok: false, error: `pem bytes are not PKCS8 encoded : ${error.message}` };
    throw error;
  }
}
