/**
 * Reads what ClientIdentity of the shim asks of a certificate: subject, issuer, extensions.
 *
 * @simplified stands in for @fidm/x509, which needs Node's crypto and is ten times as long; unknown attributes have an
 * empty short name there and here.
 */
import { fromBase64 } from './binary-text.ts';
import { GuestBuffer } from './buffer.ts';

interface Der {
  readonly tag: number;
  readonly body: Uint8Array;
  readonly end: number;
}

const ATTRIBUTES: Readonly<Record<string, readonly [name: string, shortName: string]>> = {
  '2.5.4.3': ['commonName', 'CN'],
  '2.5.4.5': ['serialName', ''],
  '2.5.4.6': ['countryName', 'C'],
  '2.5.4.7': ['localityName', 'L'],
  '2.5.4.8': ['stateOrProvinceName', 'ST'],
  '2.5.4.10': ['organizationName', 'O'],
  '2.5.4.11': ['organizationalUnitName', 'OU'],
  '1.2.840.113549.1.9.1': ['emailAddress', 'E'],
};

function read(bytes: Uint8Array, at: number): Der {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) throw new Error('Too few bytes to parse ASN.1 value.');
  let length = first;
  let start = at + 2;
  if (first > 0x80) {
    length = 0;
    for (let i = 0; i < (first & 0x7f); i++) length = length * 256 + (bytes[start++] ?? 0);
  }
  if (start + length > bytes.length) throw new Error(`Too few bytes to read ASN.1 value.`);
  return { tag, body: bytes.subarray(start, start + length), end: start + length };
}

export function children(bytes: Uint8Array): Der[] {
  const out: Der[] = [];
  for (let at = 0; at < bytes.length; ) {
    const item = read(bytes, at);
    out.push(item);
    at = item.end;
  }
  return out;
}

function child(items: readonly Der[], index: number): Der {
  const item = items[index];
  if (!item) throw new Error('Cannot read X.509 certificate: it ends too early');
  return item;
}

export function objectId(bytes: Uint8Array): string {
  const first = bytes[0] ?? 0;
  const parts = [Math.min(2, Math.floor(first / 40)), first - 40 * Math.min(2, Math.floor(first / 40))];
  let value = 0;
  for (const byte of bytes.subarray(1)) {
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      parts.push(value);
      value = 0;
    }
  }
  return parts.join('.');
}

const text = (bytes: Uint8Array): string => GuestBuffer.from(bytes).toString();

export interface DistinguishedName {
  readonly attributes: readonly {
    readonly oid: string;
    readonly value: string;
    readonly shortName: string;
    /** It stands in one set with the attribute before it. */
    readonly joined: boolean;
  }[];
  readonly commonName: string;
  readonly countryName: string;
  readonly localityName: string;
  readonly organizationName: string;
  readonly organizationalUnitName: string;
}

export interface CertificateExtension {
  readonly oid: string;
  readonly critical: boolean;
  /** DER of what the extension says. */
  readonly value: GuestBuffer;
}

function distinguishedName(bytes: Uint8Array): DistinguishedName {
  const attributes = children(bytes).flatMap((set) =>
    children(set.body).map((pair, index) => {
      const [type, value] = children(pair.body);
      const id = objectId(type?.body ?? new Uint8Array(0));
      const [name, shortName] = ATTRIBUTES[id] ?? ['', ''];
      const joined = index > 0;
      return { oid: id, value: text(value?.body ?? new Uint8Array(0)), valueTag: value?.tag, name, shortName, joined };
    }),
  );
  const field = (name: string): string => attributes.find((attribute) => attribute.name === name)?.value ?? '';
  return {
    attributes,
    commonName: field('commonName'),
    countryName: field('countryName'),
    localityName: field('localityName'),
    organizationName: field('organizationName'),
    organizationalUnitName: field('organizationalUnitName'),
  };
}

function extension(bytes: Uint8Array): CertificateExtension {
  const parts = children(bytes);
  const critical = parts[1]?.tag === 1;
  const value = parts[critical ? 2 : 1]?.body ?? new Uint8Array(0);
  return { oid: objectId(child(parts, 0).body), critical, value: GuestBuffer.from(value) };
}

function time({ tag, body }: Der): Date {
  const digits = text(body);
  const full = tag === 0x17 ? (Number(digits.slice(0, 2)) < 50 ? '20' : '19') + digits : digits;
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(full) ?? [];
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/**
 * By PEM text: the same few clients come again and again, each time with all of their certificate. The shim, which takes
 * from it what it needs and lets go of it, is the only one to see it.
 */
const known = new Map<string, Certificate>();
const MOST_KNOWN = 32;

export class Certificate {
  readonly raw: GuestBuffer;
  readonly serialNumber: string;
  readonly issuer: DistinguishedName;
  readonly subject: DistinguishedName;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly extensions: readonly CertificateExtension[];

  static fromPEM(data: string | Uint8Array): Certificate {
    const source = typeof data === 'string' ? data : text(data);
    const before = known.get(source);
    if (before) return before;
    const body = /-----BEGIN [^-]*CERTIFICATE-----([\s\S]*?)-----END/.exec(source)?.[1];
    if (body === undefined) throw new Error('No Certificate');
    const certificate = new Certificate(Uint8Array.from(fromBase64(body)));
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(source, certificate);
    return certificate;
  }

  constructor(der: Uint8Array) {
    const tbs = children(child(children(read(der, 0).body), 0).body);
    const offset = tbs[0]?.tag === 0xa0 ? 1 : 0;
    const validity = children(child(tbs, offset + 3).body);
    this.raw = GuestBuffer.from(der);
    this.serialNumber = GuestBuffer.from(child(tbs, offset).body).toString('hex');
    this.issuer = distinguishedName(child(tbs, offset + 2).body);
    this.validFrom = time(child(validity, 0));
    this.validTo = time(child(validity, 1));
    this.subject = distinguishedName(child(tbs, offset + 4).body);
    const extensions = tbs.find((item) => item.tag === 0xa3);
    this.extensions = extensions ? children(read(extensions.body, 0).body).map((item) => extension(item.body)) : [];
  }
}
