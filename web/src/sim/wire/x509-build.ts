/**
 * Builds and signs certificates, with the extensions in the order in which Go's crypto/x509 writes them, so that ours
 * have the bytes cryptogen's would have.
 *
 * @fabric Go's crypto/x509 CreateCertificate, as called by internal/cryptogen/ca
 */
import { sign, toLowS } from '../crypto/p256.ts';
import { invariant } from '../kernel/result.ts';
import { equalBytes } from './bytes.ts';
import { bitString, explicit, integer, oid, sequence } from './der.ts';
import {
  EXTENSION_OID,
  type KeyUsage,
  type SubjectAltName,
  encodeAuthorityKeyId,
  encodeBasicConstraints,
  encodeExtKeyUsages,
  encodeExtension,
  encodeKeyUsages,
  encodeSubjectAltNames,
  encodeSubjectKeyId,
} from './x509-extensions.ts';
import { type DistinguishedName, encodeName } from './x509-name.ts';
import { encodeTime } from './x509-time.ts';
import { type Certificate, type Extension, OID, parseCertificate } from './x509.ts';

/** An absent or empty optional field means: without that extension. */
export interface CertificateTemplate {
  readonly serialNumber: bigint;
  readonly issuer: DistinguishedName;
  readonly subject: DistinguishedName;
  /** Unix seconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** 65 bytes, uncompressed. */
  readonly publicKey: Uint8Array;
  readonly keyUsages?: readonly KeyUsage[];
  readonly extKeyUsages?: readonly string[];
  readonly basicConstraints?: { readonly isCA: boolean; readonly maxPathLength?: number };
  readonly subjectKeyId?: Uint8Array;
  readonly authorityKeyId?: Uint8Array;
  readonly subjectAltNames?: readonly SubjectAltName[];
  /** Appended as they are. */
  readonly extraExtensions?: readonly Extension[];
}

const ECDSA_WITH_SHA256 = sequence(oid(OID.ecdsaWithSha256));
const P256_KEY = sequence(oid(OID.ecPublicKey), oid(OID.p256));

/** The template as a version 3 certificate, signed with the issuer's private key (32 bytes). */
export function buildCertificate(template: CertificateTemplate, issuerKey: Uint8Array): Certificate {
  const extensions = extensionsOf(template);
  const tbs = sequence(
    explicit(0, integer(2)),
    integer(template.serialNumber),
    ECDSA_WITH_SHA256,
    encodeName(template.issuer),
    sequence(encodeTime(template.notBefore), encodeTime(template.notAfter)),
    encodeName(template.subject),
    encodePublicKey(template.publicKey),
    ...(extensions.length ? [explicit(3, sequence(...extensions.map(encodeExtension)))] : []),
  );
  return assemble(tbs, sign(issuerKey, tbs));
}

/** SubjectPublicKeyInfo of a P-256 key. */
export const encodePublicKey = (publicKey: Uint8Array): Uint8Array => sequence(P256_KEY, bitString(publicKey));

/**
 * The same certificate with a low-S signature. Fabric rewrites the certificates it reads in this way, so that one
 * identity has one encoding, whatever tool issued it.
 *
 * @fabric msp/cert.go sanitizeECDSASignedCert
 */
export function withLowS(certificate: Certificate): Certificate {
  if (certificate.signatureAlgorithm !== OID.ecdsaWithSha256) return certificate;
  const signature = toLowS(certificate.signature);
  if (!signature || equalBytes(signature, certificate.signature)) return certificate;
  return assemble(certificate.tbs, signature);
}

function assemble(tbs: Uint8Array, signature: Uint8Array): Certificate {
  const built = parseCertificate(sequence(tbs, ECDSA_WITH_SHA256, bitString(signature)));
  invariant(built.ok, 'a certificate we build is one we can read');
  return built.value;
}

function extensionsOf(template: CertificateTemplate): readonly Extension[] {
  const list: Extension[] = [];
  const add = (id: string, critical: boolean, value: Uint8Array) => list.push({ oid: id, critical, value });
  if (template.keyUsages?.length) add(EXTENSION_OID.keyUsage, true, encodeKeyUsages(template.keyUsages));
  if (template.extKeyUsages?.length) add(EXTENSION_OID.extKeyUsage, false, encodeExtKeyUsages(template.extKeyUsages));
  if (template.basicConstraints) {
    const { isCA, maxPathLength } = template.basicConstraints;
    add(EXTENSION_OID.basicConstraints, true, encodeBasicConstraints(isCA, maxPathLength));
  }
  if (template.subjectKeyId?.length) add(EXTENSION_OID.subjectKeyId, false, encodeSubjectKeyId(template.subjectKeyId));
  if (template.authorityKeyId?.length)
    add(EXTENSION_OID.authorityKeyId, false, encodeAuthorityKeyId(template.authorityKeyId));
  if (template.subjectAltNames?.length)
    add(EXTENSION_OID.subjectAltName, false, encodeSubjectAltNames(template.subjectAltNames));
  return [...list, ...(template.extraExtensions ?? [])];
}
