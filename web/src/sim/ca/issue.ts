/**
 * Makes certificates as Fabric CA's signer does: names in its order, the CA's rounding of times, a random serial number,
 * and the extensions of the signing profile.
 *
 * @fabric lib/ca.go, lib/serverenroll.go (Fabric CA); cloudflare/cfssl signer/local
 */
import { sha1 } from '@noble/hashes/legacy.js';
import { publicKeyOf } from '../crypto/p256.ts';
import { utf8 } from '../wire/bytes.ts';
import type { SubjectAltName } from '../wire/x509-extensions.ts';
import { buildCertificate } from '../wire/x509-build.ts';
import { type DistinguishedName, NAME_OID, commonName, nameValues } from '../wire/x509-name.ts';
import type { Certificate, Extension } from '../wire/x509.ts';
import type { CaConfig, SigningProfile } from './ca-config.ts';
import type { CaContext, CaState } from './ca-state.ts';

const MINUTE = 60;
const BACKDATE = 5 * MINUTE;
const SERIAL_BYTES = 20;

/** To the nearest minute, halves up. */
export const roundToMinute = (seconds: number): number => Math.floor((seconds + MINUTE / 2) / MINUTE) * MINUTE;

export interface IssueRequest {
  readonly subject: DistinguishedName;
  /** 65 bytes, uncompressed. */
  readonly publicKey: Uint8Array;
  readonly subjectAltNames: readonly SubjectAltName[];
  readonly profile: SigningProfile;
  /** Unix seconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly extensions?: readonly Extension[];
}

export function issueCertificate(
  { certificate, privateKey }: Pick<CaState, 'certificate' | 'privateKey'>,
  request: IssueRequest,
  context: CaContext,
): Certificate {
  const { profile, publicKey } = request;
  return buildCertificate(
    {
      serialNumber: drawSerial(context),
      issuer: certificate.subject,
      subject: request.subject,
      notBefore: request.notBefore,
      notAfter: request.notAfter,
      publicKey,
      keyUsages: profile.keyUsages,
      extKeyUsages: profile.extKeyUsages,
      basicConstraints: {
        isCA: profile.isCA,
        ...(profile.maxPathLength === undefined ? {} : { maxPathLength: profile.maxPathLength }),
      },
      subjectKeyId: sha1(publicKey),
      authorityKeyId: certificate.subjectKeyId,
      subjectAltNames: request.subjectAltNames,
      ...(request.extensions ? { extraExtensions: request.extensions } : {}),
    },
    privateKey,
  );
}

/** The CA's own certificate. */
export function issueRoot(config: CaConfig, privateKey: Uint8Array, context: CaContext): Certificate {
  const subject = subjectOf([...config.csrNames, [{ type: NAME_OID.commonName, value: config.csrCommonName }]]);
  const notBefore = roundToMinute(context.nowUnixSeconds) - BACKDATE;
  const publicKey = publicKeyOf(privateKey);
  return buildCertificate(
    {
      serialNumber: drawSerial(context),
      issuer: subject,
      subject,
      notBefore,
      notAfter: notBefore + config.caExpirySeconds,
      publicKey,
      keyUsages: ['certSign', 'crlSign'],
      basicConstraints: { isCA: true, maxPathLength: config.caPathLength },
      subjectKeyId: sha1(publicKey),
    },
    privateKey,
  );
}

/** The certificate with which the CA's own server is reached over TLS. */
export function issueServerTls(
  state: CaState,
  server: { readonly commonName: string; readonly hosts: readonly string[]; readonly publicKey: Uint8Array },
  context: CaContext,
): Certificate {
  const profile = state.config.profiles['tls'] ?? state.config.signing;
  const notBefore = roundToMinute(context.nowUnixSeconds) - BACKDATE;
  const names = [...state.config.csrNames, [{ type: NAME_OID.commonName, value: server.commonName }]];
  return issueCertificate(
    state,
    {
      subject: subjectOf(names),
      publicKey: server.publicKey,
      subjectAltNames: altNamesOf(server.hosts),
      profile,
      notBefore,
      notAfter: notBefore + profile.expirySeconds,
    },
    context,
  );
}

// The highest bit is cleared: serial numbers are positive.
function drawSerial(context: CaContext): bigint {
  let serial = 0n;
  for (const byte of context.draw('serial', SERIAL_BYTES)) serial = (serial << 8n) | BigInt(byte);
  return serial & ((1n << BigInt(8 * SERIAL_BYTES - 1)) - 1n);
}

const NAME_ORDER = [
  NAME_OID.country,
  NAME_OID.province,
  NAME_OID.locality,
  NAME_OID.organization,
  NAME_OID.organizationalUnit,
] as const;

/**
 * The names of `asked` in the signer's order, each kind as one set; `units`, when given, replace the organisational
 * units: those are for the CA to say, because Fabric decides by them.
 */
export function subjectOf(asked: DistinguishedName, units?: readonly string[]): DistinguishedName {
  const set = (type: string, values: readonly string[]) =>
    values.length ? [values.map((value) => ({ type, value }))] : [];
  return [
    ...NAME_ORDER.flatMap((type) =>
      set(type, type === NAME_OID.organizationalUnit && units ? units : nameValues(asked, type)),
    ),
    ...set(NAME_OID.commonName, [commonName(asked)]),
    ...set(NAME_OID.serialNumber, nameValues(asked, NAME_OID.serialNumber).slice(-1)),
  ];
}

const ALT_NAME_ORDER = ['dns', 'email', 'ip', 'uri'] as const;

/** Host names, addresses, mail addresses and URIs, told apart by how they look, in the order of Go's X.509 code. */
export function altNamesOf(hosts: readonly string[]): readonly SubjectAltName[] {
  const names = hosts.map(altNameOf);
  return ALT_NAME_ORDER.flatMap((kind) => names.filter((name) => name.kind === kind));
}

function altNameOf(host: string): SubjectAltName {
  const address = ipAddress(host);
  if (address) return { kind: 'ip', address };
  if (/^[^\s@<>]+@[^\s@<>]+$/.test(host)) return { kind: 'email', value: host };
  if (/^(\/|[a-z][a-z0-9+.-]*:)/i.test(host)) return { kind: 'uri', value: host };
  return { kind: 'dns', value: host };
}

/** 4 or 16 bytes; undefined when `text` is no address. */
function ipAddress(text: string): Uint8Array | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) {
    const parts = text.split('.').map(Number);
    return parts.every((part) => part <= 255) ? Uint8Array.from(parts) : undefined;
  }
  if (!/^[0-9a-f:]+$/i.test(text) || !text.includes(':')) return undefined;
  const [head = '', tail, ...more] = text.split('::');
  if (more.length) return undefined;
  const groups = (part: string): readonly string[] => (part ? part.split(':') : []);
  const [left, right] = [groups(head), groups(tail ?? '')];
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...left, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...right];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return Uint8Array.from(all.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]));
}

/** Go's JSON of the attributes in a certificate: names in order, and `<`, `>`, `&` escaped. */
export function attributesJson(
  attributes: ReadonlyMap<string, string>,
  compare: (a: string, b: string) => number,
): Uint8Array {
  const members = [...attributes]
    .toSorted(([a], [b]) => compare(a, b))
    .map(([name, value]) => `${goString(name)}:${goString(value)}`);
  return utf8(`{"attrs":{${members.join(',')}}}`);
}

const goString = (text: string): string =>
  JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
