/**
 * Node's `crypto.X509Certificate`, as far as it only reads: contracts look there for the name of who calls them.
 *
 * @simplified No public key, no signatures checked, no host names matched, no SHA-1 fingerprint; of alternative names
 * those that are host names, mail addresses or URIs.
 */
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { GuestBuffer } from './buffer.ts';
import { Certificate, children, type DistinguishedName, objectId } from './x509.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SUBJECT_ALT_NAME = '2.5.29.17';
const BASIC_CONSTRAINTS = '2.5.29.19';
const EXTENDED_KEY_USAGE = '2.5.29.37';
/** By the tag of the name: RFC 5280, GeneralName. */
const ALT_NAMES: Readonly<Record<number, string>> = { 0x81: 'email', 0x82: 'DNS', 0x86: 'URI' };
const BOOLEAN = 0x01;

const lines = ({ attributes }: DistinguishedName): string =>
  attributes
    .map(({ oid, shortName, value, joined }) => `${joined ? ' + ' : '\n'}${shortName || oid}=${value}`)
    .join('')
    .trimStart();

/** As OpenSSL prints a time: the day of the month takes two places. */
function printed(time: Date): string {
  const [, year = '', month = '', day = '', clock = ''] =
    /^(\d+)-(\d\d)-(\d\d)T([\d:]{8})/.exec(time.toISOString()) ?? [];
  return `${MONTHS[Number(month) - 1] ?? ''} ${String(Number(day)).padStart(2)} ${clock} ${year} GMT`;
}

const fingerprint = (hash: Uint8Array): string =>
  GuestBuffer.from(hash)
    .toString('hex')
    .toUpperCase()
    .replace(/..(?=.)/g, '$&:');

const isPem = (source: string): boolean => source.includes('-----BEGIN');

function readCertificate(source: string | Uint8Array): Certificate {
  if (typeof source === 'string') return Certificate.fromPEM(source);
  return isPem(GuestBuffer.from(source).toString()) ? Certificate.fromPEM(source) : new Certificate(source);
}

export class X509Certificate {
  readonly subject: string;
  readonly issuer: string;
  readonly subjectAltName: string | undefined;
  readonly infoAccess = undefined;
  readonly validFrom: string;
  readonly validTo: string;
  readonly fingerprint256: string;
  readonly fingerprint512: string;
  /** Object ids of the extended key usage. */
  readonly keyUsage: readonly string[] | undefined;
  readonly serialNumber: string;
  readonly raw: GuestBuffer;
  readonly ca: boolean;

  constructor(source: string | Uint8Array) {
    const certificate = readCertificate(source);
    const { extensions, raw } = certificate;
    const content = (oid: string) => {
      const value = extensions.find((extension) => extension.oid === oid)?.value;
      return value && children(value)[0]?.body;
    };
    const names = content(SUBJECT_ALT_NAME);
    const usage = content(EXTENDED_KEY_USAGE);
    const constraints = content(BASIC_CONSTRAINTS);
    this.subject = lines(certificate.subject);
    this.issuer = lines(certificate.issuer);
    this.subjectAltName = names && altNames(names);
    this.validFrom = printed(certificate.validFrom);
    this.validTo = printed(certificate.validTo);
    this.fingerprint256 = fingerprint(sha256(raw));
    this.fingerprint512 = fingerprint(sha512(raw));
    this.keyUsage = usage && children(usage).map(({ body }) => objectId(body));
    this.serialNumber = certificate.serialNumber.toUpperCase().replace(/^(?:00)+(?=.)/, '');
    this.raw = raw;
    this.ca =
      constraints !== undefined && children(constraints).some(({ tag, body }) => tag === BOOLEAN && body[0] !== 0);
  }

  toString(): string {
    const body = this.raw.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
    return `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
  }

  toJSON(): string {
    return this.toString();
  }
}

function altNames(bytes: Uint8Array): string {
  const names = children(bytes).flatMap(({ tag, body }) => {
    const kind = ALT_NAMES[tag];
    return kind === undefined ? [] : [`${kind}:${GuestBuffer.from(body).toString()}`];
  });
  return names.join(', ');
}
