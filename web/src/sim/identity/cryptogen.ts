/**
 * Generates the keys and certificates of a network with the profiles and the folder layout of the tool cryptogen.
 *
 * @fabric cmd/cryptogen, internal/cryptogen
 * @simplified Keys and serial numbers come from the given draw instead of a random source, so that a network is
 *   reproducible; all certificates of a run begin at the same minute.
 * @simplified The optional CA fields (country, street …), `CommonName`, `Template.Start` and templates in SANs are not read.
 */
import { type KeyPair, keyPairFrom } from '../crypto/p256.ts';
import { sha256 } from '../crypto/sha256.ts';
import { EXT_KEY_USAGE, type KeyUsage, type SubjectAltName } from '../wire/x509-extensions.ts';
import { type DistinguishedName, NAME_OID } from '../wire/x509-name.ts';
import { buildCertificate } from '../wire/x509-build.ts';
import { type Certificate, certificatePem } from '../wire/x509.ts';
import type { CertificateAuthority, CryptoMaterial, Member, OrganizationMaterial } from './crypto-material.ts';
import { cryptogenFiles } from './cryptogen-files.ts';
import { signingIdentityOf } from './signing-identity.ts';

export interface OrdererOrgSpec {
  readonly name: string;
  readonly domain: string;
  readonly mspId: string;
  /** Host names without the domain, e.g. `orderer`. */
  readonly orderers: readonly string[];
  /** Default true. */
  readonly enableNodeOUs?: boolean;
  /** Extra names in the TLS certificates of the nodes, e.g. `localhost` or `127.0.0.1`. */
  readonly sans?: readonly string[];
}

export interface PeerOrgSpec {
  readonly name: string;
  readonly domain: string;
  readonly mspId: string;
  /** How many peers: peer0, peer1 … */
  readonly peers: number;
  /** How many users besides Admin: User1, User2 … */
  readonly users: number;
  /** Default true. */
  readonly enableNodeOUs?: boolean;
  readonly sans?: readonly string[];
}

export interface CryptoConfig {
  readonly ordererOrgs: readonly OrdererOrgSpec[];
  readonly peerOrgs: readonly PeerOrgSpec[];
}

/** Where key material comes from: 32 bytes that depend on nothing but the label. */
export type Draw = (label: string) => Uint8Array;

type NodeOu = 'client' | 'peer' | 'admin' | 'orderer';

interface Run {
  readonly draw: Draw;
  readonly notBefore: number;
  readonly notAfter: number;
}

const MINUTE = 60;
const BACKDATE = 5 * MINUTE;
const LIFETIME = 3650 * 24 * 60 * MINUTE;
const SERIAL_BYTES = 16;

/** When certificates generated at `unixSeconds` begin and end: the nearest minute less five, and 3650 days on. */
export function cryptogenValidity(unixSeconds: number): { readonly notBefore: number; readonly notAfter: number } {
  const notBefore = Math.floor((unixSeconds + MINUTE / 2) / MINUTE) * MINUTE - BACKDATE;
  return { notBefore, notAfter: notBefore + LIFETIME };
}

/** The material of a network generated at `unixSeconds`. The same arguments give the same bytes. */
export function cryptogen(config: CryptoConfig, draw: Draw, unixSeconds: number): CryptoMaterial {
  const run = { draw, ...cryptogenValidity(unixSeconds) };
  const ordererOrganizations = config.ordererOrgs.map((spec) => ordererOrganization(spec, run));
  const peerOrganizations = config.peerOrgs.map((spec) => peerOrganization(spec, run));
  return { ordererOrganizations, peerOrganizations, files: cryptogenFiles(ordererOrganizations, peerOrganizations) };
}

function ordererOrganization(spec: OrdererOrgSpec, run: Run): OrganizationMaterial {
  return organization('orderer', spec, spec.orderers, 0, run);
}

function peerOrganization(spec: PeerOrgSpec, run: Run): OrganizationMaterial {
  const hosts = Array.from({ length: spec.peers }, (_, index) => `peer${index}`);
  return organization('peer', spec, hosts, spec.users, run);
}

function organization(
  kind: 'orderer' | 'peer',
  spec: OrdererOrgSpec | PeerOrgSpec,
  hosts: readonly string[],
  users: number,
  run: Run,
): OrganizationMaterial {
  const { name, domain, mspId, enableNodeOUs = true, sans = [] } = spec;
  const ca = certificateAuthority(`ca.${domain}`, domain, run);
  const tlsCa = certificateAuthority(`tlsca.${domain}`, domain, run);
  const member = (memberName: string, ou: NodeOu, names: readonly string[]): Member => {
    const unit = enableNodeOUs ? ou : undefined;
    return newMember(memberName, { mspId, ca, tlsCa, unit, names }, run);
  };
  return {
    kind,
    name,
    domain,
    mspId,
    enableNodeOUs,
    ca,
    tlsCa,
    nodes: hosts.map((host) => member(`${host}.${domain}`, kind, [`${host}.${domain}`, host, ...sans])),
    users: Array.from({ length: users }, (_, index) => member(`User${index + 1}@${domain}`, 'client', [])),
    admin: member(`Admin@${domain}`, 'admin', []),
  };
}

/** A self-signed CA named `name` of the organisation `organizationName` (cryptogen uses the domain). */
function certificateAuthority(name: string, organizationName: string, run: Run): CertificateAuthority {
  const key = keyPairFrom(run.draw(`${name}/key`));
  const subject = subjectOf(name, NAME_OID.organization, organizationName);
  const certificate = buildCertificate(
    {
      serialNumber: serialFrom(run.draw(`${name}/serial`)),
      issuer: subject,
      subject,
      notBefore: run.notBefore,
      notAfter: run.notAfter,
      publicKey: key.publicKey,
      keyUsages: ['digitalSignature', 'keyEncipherment', 'certSign', 'crlSign'],
      extKeyUsages: [EXT_KEY_USAGE.clientAuth, EXT_KEY_USAGE.serverAuth],
      basicConstraints: { isCA: true },
      subjectKeyId: sha256(key.publicKey),
    },
    key.privateKey,
  );
  return { name, certificate, certPem: certificatePem(certificate), privateKey: key.privateKey };
}

interface MemberOptions {
  readonly mspId: string;
  readonly ca: CertificateAuthority;
  readonly tlsCa: CertificateAuthority;
  readonly unit: NodeOu | undefined;
  readonly names: readonly string[];
}

function newMember(name: string, options: MemberOptions, run: Run): Member {
  const key = keyPairFrom(run.draw(`${name}/msp/key`));
  const tlsKey = keyPairFrom(run.draw(`${name}/tls/key`));
  const certificate = issue(
    options.ca,
    key,
    {
      subject: subjectOf(name, NAME_OID.organizationalUnit, options.unit),
      serial: run.draw(`${name}/msp/serial`),
      keyUsages: ['digitalSignature'],
      extKeyUsages: [],
      names: [],
    },
    run,
  );
  const tlsCertificate = issue(
    options.tlsCa,
    tlsKey,
    {
      subject: subjectOf(name, NAME_OID.organizationalUnit, undefined),
      serial: run.draw(`${name}/tls/serial`),
      keyUsages: ['digitalSignature', 'keyEncipherment'],
      extKeyUsages: [EXT_KEY_USAGE.serverAuth, EXT_KEY_USAGE.clientAuth],
      names: options.names,
    },
    run,
  );
  return {
    name,
    identity: signingIdentityOf(options.mspId, certificate, key.privateKey),
    tls: { certificate: tlsCertificate, certPem: certificatePem(tlsCertificate), privateKey: tlsKey.privateKey },
  };
}

interface LeafOptions {
  readonly subject: DistinguishedName;
  readonly serial: Uint8Array;
  readonly keyUsages: readonly KeyUsage[];
  readonly extKeyUsages: readonly string[];
  readonly names: readonly string[];
}

function issue(ca: CertificateAuthority, key: KeyPair, leaf: LeafOptions, run: Run): Certificate {
  return buildCertificate(
    {
      serialNumber: serialFrom(leaf.serial),
      issuer: ca.certificate.subject,
      subject: leaf.subject,
      notBefore: run.notBefore,
      notAfter: run.notAfter,
      publicKey: key.publicKey,
      keyUsages: leaf.keyUsages,
      extKeyUsages: leaf.extKeyUsages,
      basicConstraints: { isCA: false },
      authorityKeyId: ca.certificate.subjectKeyId,
      subjectAltNames: subjectAltNames(leaf.names),
    },
    ca.privateKey,
  );
}

function subjectOf(name: string, extraType: string, extra: string | undefined): DistinguishedName {
  return [
    [{ type: NAME_OID.country, value: 'US' }],
    [{ type: NAME_OID.province, value: 'California' }],
    [{ type: NAME_OID.locality, value: 'San Francisco' }],
    ...(extra === undefined ? [] : [[{ type: extraType, value: extra }]]),
    [{ type: NAME_OID.commonName, value: name }],
  ];
}

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

// Go writes the DNS names before the addresses, whatever the order they were given in.
function subjectAltNames(names: readonly string[]): readonly SubjectAltName[] {
  const addresses = names.filter((name) => IPV4.test(name));
  const hosts = names.filter((name) => !IPV4.test(name));
  return [
    ...hosts.map((value): SubjectAltName => ({ kind: 'dns', value })),
    ...addresses.map((text): SubjectAltName => ({ kind: 'ip', address: Uint8Array.from(text.split('.'), Number) })),
  ];
}

/** 128 bits, as cryptogen draws. */
function serialFrom(bytes: Uint8Array): bigint {
  let serial = 0n;
  for (const byte of bytes.subarray(0, SERIAL_BYTES)) serial = (serial << 8n) | BigInt(byte);
  return serial;
}
