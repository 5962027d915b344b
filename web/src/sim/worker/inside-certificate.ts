/** A certificate with everything that can be known of it: its chain, its dates against the clock, who trusts it. */
import { create, toBinary } from '@bufbuild/protobuf';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { CertificateInside, ChainLink } from '../protocol/inside-certificate.ts';
import type { IdentityRole } from '../protocol/policy-picture.ts';
import { EPOCH_UNIX_MICROS } from '../topology/workspace.ts';
import { equalBytes, hex, utf8 } from '../wire/bytes.ts';
import { SerializedIdentitySchema } from '../wire/gen/msp/identities_pb.ts';
import { EXT_KEY_USAGE, type SubjectAltName } from '../wire/x509-extensions.ts';
import { commonName, NAME_OID, nameValues } from '../wire/x509-name.ts';
import { certificateText, nameText } from '../wire/x509-text.ts';
import { type Certificate, certificatePem, isSignedBy } from '../wire/x509.ts';
import { channelSeats } from './channel-seats.ts';
import { fingerprintOf, type KnownCertificate, knownCertificates } from './known-certificates.ts';
import type { Simulation } from './simulation.ts';

/** Simulated time as certificates count it. */
export const nowUnixSeconds = (simulation: Simulation): number =>
  Math.floor((EPOCH_UNIX_MICROS + simulation.now) / 1_000_000);

/** Long enough for an address to name one certificate. */
const SHORTEST_FINGERPRINT = 8;

export function certificateInside(simulation: Simulation, wanted: string): Result<CertificateInside> {
  const all = [...knownCertificates(simulation)];
  const holders =
    wanted.length < SHORTEST_FINGERPRINT
      ? []
      : all.filter(({ certificate }) => fingerprintOf(certificate).startsWith(wanted.toLowerCase()));
  const [first] = holders;
  if (!first) return refuse('unknownCertificate', { value: wanted.slice(0, 64) });
  const { certificate, mspId } = first;
  const chain = chainOf(certificate, all);
  const top = chain.at(-1);
  return ok({
    ...saidBy(certificate),
    mspId,
    validity: validityOf(certificate, nowUnixSeconds(simulation)),
    chain: chain.map((one, index) => linkOf(one, chain[index + 1])),
    chainComplete: top !== undefined && isSelfSigned(top),
    holders: holdersOf(holders),
    verdicts: certificate.isCA || isForTls(certificate) ? [] : verdictsOf(simulation, certificate, mspId),
    revoked: revocationOf(holders),
    text: certificateText(certificate),
    pem: certificatePem(certificate),
    size: certificate.raw.length,
  });
}

type Said =
  | 'fingerprint'
  | 'commonName'
  | 'subject'
  | 'issuer'
  | 'organizations'
  | 'units'
  | 'serial'
  | 'keyUsages'
  | 'extKeyUsages'
  | 'names'
  | 'attributes'
  | 'forTls'
  | 'role';

/** What stands in the certificate itself. */
function saidBy(certificate: Certificate): Pick<CertificateInside, Said> {
  const units = nameValues(certificate.subject, NAME_OID.organizationalUnit);
  return {
    fingerprint: fingerprintOf(certificate),
    commonName: commonName(certificate.subject),
    subject: nameText(certificate.subject),
    issuer: nameText(certificate.issuer),
    organizations: nameValues(certificate.subject, NAME_OID.organization),
    units,
    serial: certificate.serialNumber.toString(16),
    keyUsages: certificate.keyUsages,
    extKeyUsages: certificate.extKeyUsages.map((oid) => EXTENDED[oid] ?? oid),
    names: certificate.subjectAltNames.map(altName),
    attributes: attributesIn(certificate.attributesJson),
    forTls: isForTls(certificate),
    role: certificate.isCA ? 'authority' : (units.flatMap((unit) => ROLES[unit] ?? []).at(0) ?? null),
  };
}

const EXTENDED: Readonly<Record<string, string>> = {
  [EXT_KEY_USAGE.any]: 'any',
  [EXT_KEY_USAGE.serverAuth]: 'serverAuth',
  [EXT_KEY_USAGE.clientAuth]: 'clientAuth',
};

/** The units the node OUs of an MSP name by default. */
const ROLES: Readonly<Record<string, IdentityRole>> = {
  admin: 'admin',
  client: 'client',
  orderer: 'orderer',
  peer: 'peer',
};

const isForTls = ({ isCA, extKeyUsages }: Certificate): boolean =>
  !isCA && (extKeyUsages.includes(EXT_KEY_USAGE.serverAuth) || extKeyUsages.includes(EXT_KEY_USAGE.clientAuth));

const altName = (name: SubjectAltName): string =>
  name.kind === 'ip' ? (name.address.length === 4 ? name.address.join('.') : hex(name.address)) : name.value;

/** The JSON comes out of the certificate: whoever made that may have written anything. */
function attributesIn(json: string): CertificateInside['attributes'] {
  if (json === '') return [];
  try {
    const { attrs } = JSON.parse(json) as { readonly attrs?: Readonly<Record<string, unknown>> };
    return Object.entries(attrs ?? {}).flatMap(([name, value]) => (typeof value === 'string' ? [{ name, value }] : []));
  } catch {
    return [];
  }
}

function validityOf({ notBefore, notAfter }: Certificate, now: number): CertificateInside['validity'] {
  const state = now < notBefore ? 'notYet' : now > notAfter ? 'expired' : 'valid';
  return { notBefore, notAfter, now, state };
}

const isSelfSigned = (certificate: Certificate): boolean => equalBytes(certificate.issuerRaw, certificate.subjectRaw);

/** From the certificate up as far as issuers are known; a CA with two certificates of one key counts once. */
function chainOf(leaf: Certificate, all: readonly KnownCertificate[]): readonly Certificate[] {
  const chain = [leaf];
  for (let current = leaf; !isSelfSigned(current) && chain.length < MOST_LINKS; ) {
    const below = current;
    const issuers = all.filter(({ certificate }) => equalBytes(certificate.subjectRaw, below.issuerRaw));
    const issuer = issuers.find(({ certificate }) => isSignedBy(below, certificate)) ?? issuers[0];
    if (!issuer) break;
    current = issuer.certificate;
    chain.push(current);
  }
  return chain;
}

const MOST_LINKS = 8;

const linkOf = (certificate: Certificate, issuer: Certificate | undefined): ChainLink => ({
  fingerprint: fingerprintOf(certificate),
  subject: nameText(certificate.subject),
  serial: certificate.serialNumber.toString(16),
  notAfter: certificate.notAfter,
  isRoot: isSelfSigned(certificate),
  signatureFits: isSignedBy(certificate, issuer ?? certificate),
});

function holdersOf(holders: readonly KnownCertificate[]): CertificateInside['holders'] {
  const seen = new Set<string>();
  return holders.flatMap(({ node, name }) => {
    const key = `${node ?? ''} ${name}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ node, name }];
  });
}

function revocationOf(holders: readonly KnownCertificate[]): CertificateInside['revoked'] {
  for (const { node, record } of holders)
    if (record?.revokedAt !== undefined && node !== null)
      return { ca: node, at: record.revokedAt, reason: record.reason };
  return null;
}

/** What each channel's own picture of the organisation says: a list of revoked certificates counts only once it is there. */
function verdictsOf(simulation: Simulation, certificate: Certificate, mspId: string): CertificateInside['verdicts'] {
  const idBytes = utf8(certificatePem(certificate));
  const serialized = toBinary(SerializedIdentitySchema, create(SerializedIdentitySchema, { mspid: mspId, idBytes }));
  return channelSeats(simulation).map(({ channel, bundle }) => {
    const identity = bundle.mspManager.deserializeIdentity(serialized);
    const valid = identity.ok ? bundle.mspManager.validate(identity.value) : identity;
    const text = valid.ok ? '' : valid.error;
    return { channel, text, revoked: text.endsWith('The certificate has been revoked') };
  });
}
