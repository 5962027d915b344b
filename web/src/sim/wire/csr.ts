/**
 * Certificate signing requests (PKCS#10): what a client sends to a CA. The request carries the client's public key and
 * is signed with the private one, so the CA knows that whoever asks holds the key.
 *
 * @fabric Go's crypto/x509 CertificateRequest, as Fabric CA's client makes it through cfssl's csr package
 * @simplified Only P-256 keys with ecdsa-with-SHA256 signatures can be checked; other requests parse, but count as not
 *   signed.
 */
import { sign, verifyEitherS } from '../crypto/p256.ts';
import { type Result, ok } from '../kernel/result.ts';
import {
  DerError,
  TAG,
  type DerValue,
  bitString,
  explicit,
  expectTag,
  integer,
  oid,
  readBitString,
  readDer,
  readInteger,
  readItems,
  readOid,
  sequence,
  tlv,
} from './der.ts';
import { encodePem } from './pem.ts';
import { encodePublicKey } from './x509-build.ts';
import {
  EXTENSION_OID,
  type SubjectAltName,
  encodeBasicConstraints,
  encodeExtension,
  encodeSubjectAltNames,
  readExtensionFields,
} from './x509-extensions.ts';
import { type DistinguishedName, encodeName, readName } from './x509-name.ts';
import { type Extension, OID, readExtensionList, readPublicKey } from './x509.ts';

const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';
const PEM_TYPE = 'CERTIFICATE REQUEST';

export interface CertificateRequest {
  /** The whole request as DER. */
  readonly raw: Uint8Array;
  /** The signed part as DER. */
  readonly tbs: Uint8Array;
  readonly subject: DistinguishedName;
  /** Object identifiers of the key and of its curve (empty when it has none). */
  readonly publicKeyAlgorithm: string;
  readonly curve: string;
  /** 65 bytes (uncompressed point) for P-256; the raw bits otherwise. */
  readonly publicKey: Uint8Array;
  /** What the client would like the certificate to carry; the CA decides. */
  readonly extensions: readonly Extension[];
  readonly subjectAltNames: readonly SubjectAltName[];
  /** Whether the client asks for a CA certificate. */
  readonly isCA: boolean;
  readonly signatureAlgorithm: string;
  /** For ECDSA: DER of r and s. */
  readonly signature: Uint8Array;
}

export interface CertificateRequestTemplate {
  readonly subject: DistinguishedName;
  /** 65 bytes, uncompressed. */
  readonly publicKey: Uint8Array;
  readonly subjectAltNames?: readonly SubjectAltName[];
  /** Appended as they are. */
  readonly extraExtensions?: readonly Extension[];
}

/** The request as PEM, signed with the private key (32 bytes) that belongs to the template's public key. */
export function buildCertificateRequest(template: CertificateRequestTemplate, privateKey: Uint8Array): string {
  const names = template.subjectAltNames ?? [];
  const wanted = [
    ...(names.length
      ? [{ oid: EXTENSION_OID.subjectAltName, critical: false, value: encodeSubjectAltNames(names) }]
      : []),
    ...(template.extraExtensions ?? []),
  ];
  const attribute = sequence(oid(EXTENSION_REQUEST), tlv(TAG.set, sequence(...wanted.map(encodeExtension))));
  const tbs = sequence(
    integer(0),
    encodeName(template.subject),
    encodePublicKey(template.publicKey),
    explicit(0, ...(wanted.length ? [attribute] : [])),
  );
  const signature = sign(privateKey, tbs);
  return encodePem(PEM_TYPE, sequence(tbs, sequence(oid(OID.ecdsaWithSha256)), bitString(signature)));
}

/** Reads a DER request; its signature is not checked. The error is a sentence in the manner of Go's parser. */
export function parseCertificateRequest(der: Uint8Array): Result<CertificateRequest, string> {
  try {
    // A copy, so that a request never changes with a buffer it was cut from.
    return ok(readRequest(readDer(der.slice())));
  } catch (error) {
    if (error instanceof DerError) return { ok: false, error: `asn1: structure error: ${error.message}` };
    throw error;
  }
}

function readRequest(value: DerValue): CertificateRequest {
  const [tbs, algorithm, signature] = readItems(value, TAG.sequence);
  const info = expectTag(tbs, TAG.sequence);
  const [version, subject, keyInfo, attributes] = readItems(info, TAG.sequence);
  readInteger(version);
  const extensions = attributes ? requestedExtensions(attributes) : [];
  const { subjectAltNames, isCA } = readExtensionFields(extensions);
  return {
    raw: value.raw,
    tbs: info.raw,
    subject: readName(expectTag(subject, TAG.sequence)),
    ...readPublicKey(expectTag(keyInfo, TAG.sequence)),
    extensions,
    subjectAltNames,
    isCA,
    signatureAlgorithm: readOid(readItems(expectTag(algorithm, TAG.sequence), TAG.sequence)[0]),
    signature: readBitString(signature).bytes,
  };
}

function requestedExtensions(attributes: DerValue): readonly Extension[] {
  return readItems(attributes, 0xa0).flatMap((attribute) => {
    const [type, values] = readItems(attribute, TAG.sequence);
    if (readOid(type) !== EXTENSION_REQUEST) return [];
    return readItems(expectTag(values, TAG.set), TAG.set).flatMap(readExtensionList);
  });
}

/** Whether the holder of the key in the request made the signature under it. */
export function isSelfSigned(request: CertificateRequest): boolean {
  return (
    request.signatureAlgorithm === OID.ecdsaWithSha256 &&
    request.publicKeyAlgorithm === OID.ecPublicKey &&
    request.curve === OID.p256 &&
    verifyEitherS(request.publicKey, request.tbs, request.signature)
  );
}

/** The extension by which a client asks for a CA certificate. */
export function caRequestExtension(): Extension {
  return { oid: EXTENSION_OID.basicConstraints, critical: true, value: encodeBasicConstraints(true, undefined) };
}
