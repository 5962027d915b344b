/**
 * Certificate revocation lists: a CA's signed list of the serial numbers that no longer count.
 *
 * @fabric Go's crypto/x509 CreateCRL and ParseCRL, as called by Fabric CA's gencrl and by msp/mspimplsetup.go
 * @simplified Only ecdsa-with-SHA256 under P-256 keys is understood. Delta lists and reasons of single entries, which
 *   Fabric CA does not write, are skipped when read.
 */
import { sign, verifyEitherS } from '../crypto/p256.ts';
import { type Result, ok } from '../kernel/result.ts';
import { EMPTY } from './bytes.ts';
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
} from './der.ts';
import { decodePem, encodePem } from './pem.ts';
import { EXTENSION_OID, encodeAuthorityKeyId, encodeExtension, readExtensionFields } from './x509-extensions.ts';
import { type DistinguishedName, encodeName, readName } from './x509-name.ts';
import { encodeTime, readTime } from './x509-time.ts';
import { type Certificate, OID, hasP256Key, readExtensionList } from './x509.ts';

const PEM_TYPE = 'X509 CRL';

export interface RevokedCertificate {
  readonly serialNumber: bigint;
  /** Unix seconds. */
  readonly revokedAt: number;
}

export interface RevocationList {
  /** The whole list as DER. */
  readonly raw: Uint8Array;
  /** The signed part as DER. */
  readonly tbs: Uint8Array;
  /** 1 or 2. */
  readonly version: number;
  readonly issuer: DistinguishedName;
  /** DER of the name. */
  readonly issuerRaw: Uint8Array;
  /** Unix seconds. */
  readonly thisUpdate: number;
  /** Unix seconds; undefined when the list does not say. */
  readonly nextUpdate: number | undefined;
  readonly revoked: readonly RevokedCertificate[];
  /** Empty when the list does not say which key of the issuer signed it. */
  readonly authorityKeyId: Uint8Array;
  readonly signatureAlgorithm: string;
  readonly signature: Uint8Array;
}

export interface RevocationListTemplate {
  readonly revoked: readonly RevokedCertificate[];
  /** Unix seconds. */
  readonly thisUpdate: number;
  readonly nextUpdate: number;
}

/** The list as PEM, in the name of `issuer` and signed with its private key (32 bytes). */
export function buildRevocationList(
  template: RevocationListTemplate,
  issuer: Certificate,
  issuerKey: Uint8Array,
): string {
  const { revoked, thisUpdate, nextUpdate } = template;
  const algorithm = sequence(oid(OID.ecdsaWithSha256));
  const keyId = {
    oid: EXTENSION_OID.authorityKeyId,
    critical: false,
    value: encodeAuthorityKeyId(issuer.subjectKeyId),
  };
  const tbs = sequence(
    integer(1),
    algorithm,
    encodeName(issuer.subject),
    encodeTime(thisUpdate),
    encodeTime(nextUpdate),
    ...(revoked.length ? [sequence(...revoked.map(encodeEntry))] : []),
    explicit(0, sequence(encodeExtension(keyId))),
  );
  return encodePem(PEM_TYPE, sequence(tbs, algorithm, bitString(sign(issuerKey, tbs))));
}

const encodeEntry = ({ serialNumber, revokedAt }: RevokedCertificate): Uint8Array =>
  sequence(integer(serialNumber), encodeTime(revokedAt));

/** Reads a list given as PEM or as plain DER, as Go does. The error is a sentence in the manner of Go's parser. */
export function parseRevocationList(input: Uint8Array): Result<RevocationList, string> {
  const pem = decodePem(input);
  try {
    // A copy, so that a list never changes with a buffer it was cut from.
    return ok(readList(readDer(pem?.type === PEM_TYPE ? pem.bytes : input.slice())));
  } catch (error) {
    if (error instanceof DerError) return { ok: false, error: `asn1: structure error: ${error.message}` };
    throw error;
  }
}

function readList(value: DerValue): RevocationList {
  const [tbs, algorithm, signature] = readItems(value, TAG.sequence);
  const list = expectTag(tbs, TAG.sequence);
  const fields = [...readItems(list, TAG.sequence)];
  const version = fields[0]?.tag === TAG.integer ? Number(readInteger(fields.shift())) + 1 : 1;
  const [inner, issuer, thisUpdate, ...optional] = fields;
  readItems(expectTag(inner, TAG.sequence), TAG.sequence);
  const issuerName = expectTag(issuer, TAG.sequence);
  const next = optional.find(({ tag }) => tag === TAG.utcTime || tag === TAG.generalizedTime);
  const entries = optional.find(({ tag }) => tag === TAG.sequence);
  const extensions = optional.find(({ tag }) => tag === 0xa0);
  return {
    raw: value.raw,
    tbs: list.raw,
    version,
    issuer: readName(issuerName),
    issuerRaw: issuerName.raw,
    thisUpdate: readTime(thisUpdate),
    nextUpdate: next && readTime(next),
    revoked: entries ? readItems(entries, TAG.sequence).map(readEntry) : [],
    authorityKeyId: extensions ? readAuthorityKey(extensions) : EMPTY,
    signatureAlgorithm: readOid(readItems(expectTag(algorithm, TAG.sequence), TAG.sequence)[0]),
    signature: readBitString(signature).bytes,
  };
}

function readEntry(entry: DerValue): RevokedCertificate {
  const [serialNumber, revokedAt] = readItems(entry, TAG.sequence);
  return { serialNumber: readInteger(serialNumber), revokedAt: readTime(revokedAt) };
}

function readAuthorityKey(extensions: DerValue): Uint8Array {
  const list = expectTag(readItems(extensions, 0xa0)[0], TAG.sequence);
  const known = readExtensionList(list).filter(({ oid: id }) => id === EXTENSION_OID.authorityKeyId);
  return readExtensionFields(known).authorityKeyId;
}

/** Whether `issuer`'s key made the signature under the list; says nothing about the right to do so. */
export function isRevocationListSignedBy(list: RevocationList, issuer: Certificate): boolean {
  return (
    list.signatureAlgorithm === OID.ecdsaWithSha256 &&
    hasP256Key(issuer) &&
    verifyEitherS(issuer.publicKey, list.tbs, list.signature)
  );
}
