/**
 * The certificate extensions Fabric relies on, read and written.
 *
 * @fabric Go's crypto/x509; the attribute extension is Fabric CA's lib/attrmgr
 */
import { EMPTY, concatBytes, fromUtf8, utf8 } from './bytes.ts';
import {
  DerError,
  TAG,
  bitString,
  boolean,
  implicit,
  integer,
  octetString,
  oid,
  readBitString,
  readBoolean,
  readDer,
  readInteger,
  readItems,
  readOctetString,
  readOid,
  sequence,
} from './der.ts';

export const EXTENSION_OID = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35',
  extKeyUsage: '2.5.29.37',
  /** JSON `{"attrs":{…}}` that Fabric CA puts into enrolment certificates. */
  fabricAttributes: '1.2.3.4.5.6.7.8.1',
} as const;

/** Bit numbers of KeyUsage, in the order of RFC 5280. */
export const KEY_USAGES = [
  'digitalSignature',
  'contentCommitment',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'certSign',
  'crlSign',
  'encipherOnly',
  'decipherOnly',
] as const;
export type KeyUsage = (typeof KEY_USAGES)[number];

export const EXT_KEY_USAGE = {
  any: '2.5.29.37.0',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
} as const;

export type SubjectAltName =
  | { readonly kind: 'dns' | 'email' | 'uri'; readonly value: string }
  /** 4 or 16 bytes. */
  | { readonly kind: 'ip'; readonly address: Uint8Array };

/** What the extensions of a certificate say; an absent extension leaves its field at the empty value. */
export interface ExtensionFields {
  /** Whether basicConstraints is there at all. */
  readonly hasBasicConstraints: boolean;
  readonly isCA: boolean;
  /** How many intermediate CAs may follow; undefined: any number. */
  readonly maxPathLength: number | undefined;
  /** Empty when the extension is absent: then every use is allowed. */
  readonly keyUsages: readonly KeyUsage[];
  /** Object identifiers; empty as above. */
  readonly extKeyUsages: readonly string[];
  readonly subjectKeyId: Uint8Array;
  readonly authorityKeyId: Uint8Array;
  readonly subjectAltNames: readonly SubjectAltName[];
  /** The JSON text of Fabric CA's attributes, '' without. */
  readonly attributesJson: string;
}

interface RawExtension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** @throws DerError when one of the known extensions is malformed. */
export function readExtensionFields(extensions: readonly RawExtension[]): ExtensionFields {
  const find = (id: string): Uint8Array | undefined => extensions.find((extension) => extension.oid === id)?.value;
  const constraints = find(EXTENSION_OID.basicConstraints);
  const usage = find(EXTENSION_OID.keyUsage);
  const extUsage = find(EXTENSION_OID.extKeyUsage);
  const ski = find(EXTENSION_OID.subjectKeyId);
  const aki = find(EXTENSION_OID.authorityKeyId);
  const san = find(EXTENSION_OID.subjectAltName);
  const attributes = find(EXTENSION_OID.fabricAttributes);
  return {
    hasBasicConstraints: constraints !== undefined,
    ...readBasicConstraints(constraints),
    keyUsages: usage ? readKeyUsages(usage) : [],
    extKeyUsages: extUsage ? readItems(readDer(extUsage), TAG.sequence).map(readOid) : [],
    subjectKeyId: ski ? readOctetString(readDer(ski)) : EMPTY,
    authorityKeyId: aki ? readAuthorityKeyId(aki) : EMPTY,
    subjectAltNames: san ? readSubjectAltNames(san) : [],
    attributesJson: attributes ? fromUtf8(attributes) : '',
  };
}

function readBasicConstraints(value: Uint8Array | undefined): Pick<ExtensionFields, 'isCA' | 'maxPathLength'> {
  if (!value) return { isCA: false, maxPathLength: undefined };
  const items = readItems(readDer(value), TAG.sequence);
  const isCA = items[0]?.tag === TAG.boolean && readBoolean(items[0]);
  const length = items.find((item) => item.tag === TAG.integer);
  return { isCA, maxPathLength: length ? Number(readInteger(length)) : undefined };
}

function readKeyUsages(value: Uint8Array): readonly KeyUsage[] {
  const { bytes } = readBitString(readDer(value));
  return KEY_USAGES.filter((_, bit) => ((bytes[bit >> 3] ?? 0) << (bit & 7)) & 0x80);
}

function readAuthorityKeyId(value: Uint8Array): Uint8Array {
  return readItems(readDer(value), TAG.sequence).find((item) => item.tag === 0x80)?.content ?? EMPTY;
}

function readSubjectAltNames(value: Uint8Array): readonly SubjectAltName[] {
  return readItems(readDer(value), TAG.sequence).flatMap((item): readonly SubjectAltName[] => {
    if (item.tag === 0x81) return [{ kind: 'email', value: fromUtf8(item.content) }];
    if (item.tag === 0x82) return [{ kind: 'dns', value: fromUtf8(item.content) }];
    if (item.tag === 0x86) return [{ kind: 'uri', value: fromUtf8(item.content) }];
    if (item.tag !== 0x87) return [];
    if (item.content.length !== 4 && item.content.length !== 16) throw new DerError('invalid IP address');
    return [{ kind: 'ip', address: item.content }];
  });
}

// ---- writing: each gives the DER that goes into the OCTET STRING

export function encodeKeyUsages(usages: readonly KeyUsage[]): Uint8Array {
  const bytes = new Uint8Array(2);
  let last = 0;
  for (const usage of usages) {
    const bit = KEY_USAGES.indexOf(usage);
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
    last = Math.max(last, bit);
  }
  return bitString(bytes.subarray(0, (last >> 3) + 1), 7 - (last & 7));
}

export const encodeExtKeyUsages = (usages: readonly string[]): Uint8Array => sequence(...usages.map(oid));

export function encodeBasicConstraints(isCA: boolean, maxPathLength: number | undefined): Uint8Array {
  if (!isCA) return sequence();
  return maxPathLength === undefined ? sequence(boolean(true)) : sequence(boolean(true), integer(maxPathLength));
}

export const encodeSubjectKeyId = (id: Uint8Array): Uint8Array => octetString(id);

export const encodeAuthorityKeyId = (id: Uint8Array): Uint8Array => sequence(implicit(0, id));

export function encodeSubjectAltNames(names: readonly SubjectAltName[]): Uint8Array {
  return sequence(
    ...names.map((name) => {
      if (name.kind === 'ip') return implicit(7, name.address);
      return implicit({ email: 1, dns: 2, uri: 6 }[name.kind], utf8(name.value));
    }),
  );
}

export function encodeExtension(extension: RawExtension): Uint8Array {
  const flag = extension.critical ? boolean(true) : EMPTY;
  return sequence(concatBytes(oid(extension.oid), flag, octetString(extension.value)));
}
