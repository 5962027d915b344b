/**
 * X.509 certificates: parse and check a signature. Built in {@link ./x509-build.ts}, printed in {@link ./x509-text.ts}.
 *
 * @fabric Go's crypto/x509
 * @simplified Only P-256 keys with ecdsa-with-SHA256 signatures are understood; other certificates parse, but their key is
 *   not usable. Name constraints and policies are kept as raw extensions and not enforced.
 */
import { ContentMemo } from '../crypto/content-memo.ts';
import { verifyEitherS } from '../crypto/p256.ts';
import { type Result, ok } from '../kernel/result.ts';
import {
  DerError,
  TAG,
  type DerValue,
  expectTag,
  readBitString,
  readBoolean,
  readDer,
  readInteger,
  readItems,
  readOctetString,
  readOid,
} from './der.ts';
import { encodePem } from './pem.ts';
import { type ExtensionFields, readExtensionFields } from './x509-extensions.ts';
import { type DistinguishedName, readName } from './x509-name.ts';
import { readTime } from './x509-time.ts';

export const OID = {
  ecPublicKey: '1.2.840.10045.2.1',
  p256: '1.2.840.10045.3.1.7',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
} as const;

export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  /** The DER inside the OCTET STRING. */
  readonly value: Uint8Array;
}

export interface Certificate extends ExtensionFields {
  /** The whole certificate as DER. */
  readonly raw: Uint8Array;
  /** The signed part as DER. */
  readonly tbs: Uint8Array;
  /** 1, 2 or 3. */
  readonly version: number;
  readonly serialNumber: bigint;
  readonly issuer: DistinguishedName;
  readonly subject: DistinguishedName;
  /** DER of the names: chains are followed by comparing these, as Go does. */
  readonly issuerRaw: Uint8Array;
  readonly subjectRaw: Uint8Array;
  /** Unix seconds, both inclusive. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Object identifiers of the key and of its curve (empty when it has none). */
  readonly publicKeyAlgorithm: string;
  readonly curve: string;
  /** 65 bytes (uncompressed point) for P-256; the raw bits otherwise. */
  readonly publicKey: Uint8Array;
  readonly extensions: readonly Extension[];
  readonly signatureAlgorithm: string;
  /** For ECDSA: DER of r and s. */
  readonly signature: Uint8Array;
}

const parsed = new ContentMemo<Result<Certificate, string>>(1_000);

/** Reads a DER certificate. The error is a sentence in the manner of Go's parser. */
export function parseCertificate(der: Uint8Array): Result<Certificate, string> {
  const known = parsed.get(der);
  if (known) return known;
  // A copy, so that a certificate never changes with a buffer it was cut from.
  const own = der.slice();
  const result = parseAfresh(own);
  parsed.set(own, result);
  return result;
}

function parseAfresh(der: Uint8Array): Result<Certificate, string> {
  try {
    return ok(readCertificate(readDer(der)));
  } catch (error) {
    if (error instanceof DerError) return { ok: false, error: `x509: malformed certificate: ${error.message}` };
    throw error;
  }
}

function readCertificate(value: DerValue): Certificate {
  const [tbs, algorithm, signatureBits] = readItems(value, TAG.sequence);
  const fields = [...readItems(expectTag(tbs, TAG.sequence), TAG.sequence)];
  const version = fields[0]?.tag === 0xa0 ? Number(readInteger(readItems(fields[0], 0xa0)[0])) + 1 : 1;
  if (fields[0]?.tag === 0xa0) fields.shift();
  const [serialNumber, , issuer, validity, subject, keyInfo, ...optional] = fields;
  const [notBefore, notAfter] = readItems(expectTag(validity, TAG.sequence), TAG.sequence);
  const issuerName = expectTag(issuer, TAG.sequence);
  const subjectName = expectTag(subject, TAG.sequence);
  const extensions = readExtensions(optional.find((field) => field.tag === 0xa3));
  return {
    raw: value.raw,
    tbs: expectTag(tbs, TAG.sequence).raw,
    version,
    serialNumber: readInteger(serialNumber),
    issuer: readName(issuerName),
    subject: readName(subjectName),
    issuerRaw: issuerName.raw,
    subjectRaw: subjectName.raw,
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    ...readPublicKey(expectTag(keyInfo, TAG.sequence)),
    extensions,
    ...readExtensionFields(extensions),
    signatureAlgorithm: readOid(readItems(expectTag(algorithm, TAG.sequence), TAG.sequence)[0]),
    signature: readBitString(signatureBits).bytes,
  };
}

/** The key of a SubjectPublicKeyInfo. @throws DerError */
export function readPublicKey(keyInfo: DerValue): Pick<Certificate, 'publicKeyAlgorithm' | 'curve' | 'publicKey'> {
  const [algorithm, bits] = readItems(keyInfo, TAG.sequence);
  const [type, parameters] = readItems(expectTag(algorithm, TAG.sequence), TAG.sequence);
  return {
    publicKeyAlgorithm: readOid(type),
    curve: parameters?.tag === TAG.oid ? readOid(parameters) : '',
    publicKey: readBitString(bits).bytes,
  };
}

function readExtensions(field: DerValue | undefined): readonly Extension[] {
  return field ? readExtensionList(expectTag(readItems(field, 0xa3)[0], TAG.sequence)) : [];
}

/** The extensions in a SEQUENCE OF Extension. @throws DerError */
export function readExtensionList(list: DerValue): readonly Extension[] {
  return readItems(list, TAG.sequence).map((item) => {
    const [id, ...rest] = readItems(item, TAG.sequence);
    const critical = rest[0]?.tag === TAG.boolean && readBoolean(rest[0]);
    return { oid: readOid(id), critical, value: readOctetString(rest.at(-1)).slice() };
  });
}

export const certificatePem = (certificate: Certificate): string => encodePem('CERTIFICATE', certificate.raw);

/** Whether the certificate carries a key this lab can verify with. */
export const hasP256Key = (certificate: Certificate): boolean =>
  certificate.publicKeyAlgorithm === OID.ecPublicKey && certificate.curve === OID.p256;

/** Whether `parent`'s key made the signature under `certificate`; says nothing about the right to do so. */
export function isSignedBy(certificate: Certificate, parent: Certificate): boolean {
  return (
    certificate.signatureAlgorithm === OID.ecdsaWithSha256 &&
    hasP256Key(parent) &&
    verifyEitherS(parent.publicKey, certificate.tbs, certificate.signature)
  );
}
