/**
 * Turns an organisation's MSP definition (as it stands in the channel configuration) into what an MSP needs to judge
 * identities, refusing the definitions Fabric refuses.
 *
 * @fabric msp/mspimplsetup.go
 * @simplified Every MSP is of the version that channel capabilities V1_4_3 and later select; the differences of older
 *   versions (no admin and orderer OUs) are not modelled.
 */
import { sha256 } from '../crypto/sha256.ts';
import { type Result, ok } from '../kernel/result.ts';
import { equalBytes, fromUtf8 } from '../wire/bytes.ts';
import type { FabricMSPConfig, FabricNodeOUs, FabricOUIdentifier } from '../wire/gen/msp/msp_config_pb.ts';
import { decodePem } from '../wire/pem.ts';
import { withLowS } from '../wire/x509-build.ts';
import type { RevocationList } from '../wire/crl.ts';
import { goNameText } from '../wire/x509-name.ts';
import { type Certificate, isSignedBy, parseCertificate } from '../wire/x509.ts';
import { type Chain, type TrustedCertificates, uniqueValidationChain } from './certificate-chain.ts';
import { readRevocationLists, revocationFlaw } from './revocation.ts';

export type NodeRole = 'CLIENT' | 'PEER' | 'ADMIN' | 'ORDERER';

export interface OuIdentifier {
  readonly unit: string;
  /** SHA-256 over the issuing chain; empty: any issuer. */
  readonly certifiers: Uint8Array;
}

export interface MspMaterial extends TrustedCertificates {
  readonly admins: readonly Certificate[];
  /** PEM, in the order of the configuration. */
  readonly tlsRootCerts: readonly string[];
  readonly tlsIntermediateCerts: readonly string[];
  /** Whether NodeOUs are enforced. */
  readonly ouEnforcement: boolean;
  readonly nodeOus: Readonly<Partial<Record<NodeRole, OuIdentifier>>>;
  readonly ouIdentifiers: readonly OuIdentifier[];
  /** CAs that have intermediates below them: they may not issue identities themselves. */
  readonly internalNodes: readonly Certificate[];
  /** In the order of the configuration; their signatures are checked when one of them names a certificate. */
  readonly revocationLists: readonly RevocationList[];
}

/** Everything but the check of the admins, which needs the finished MSP. The error is Fabric's text. */
export function setupMsp(config: FabricMSPConfig): Result<MspMaterial, string> {
  if (!config.rootCerts.length) return { ok: false, error: 'expected at least one CA certificate' };
  const trusted = readCas(config);
  if (!trusted.ok) return trusted;
  const revocationLists = readRevocationLists(config.revocationList);
  if (!revocationLists.ok) return revocationLists;
  const revokedCa = firstRevokedCa(trusted.value, revocationLists.value);
  if (revokedCa !== undefined) return { ok: false, error: revokedCa };
  const tls = checkTlsCas(config);
  if (!tls.ok) return tls;
  const ouIdentifiers = readOus(config.organizationalUnitIdentifiers, trusted.value);
  if (!ouIdentifiers.ok) return ouIdentifiers;
  const nodeOus = readNodeOus(config.fabricNodeOus, trusted.value);
  if (!nodeOus.ok) return nodeOus;
  const admins = readSanitized(config.admins, trusted.value);
  if (!admins.ok) return admins;
  const ouEnforcement = config.fabricNodeOus?.enable === true && Object.keys(nodeOus.value).length > 0;
  if (!admins.value.length && !(ouEnforcement && nodeOus.value.ADMIN))
    return { ok: false, error: 'administrators must be declared when no admin ou classification is set' };
  return ok({
    ...trusted.value,
    admins: admins.value,
    tlsRootCerts: config.tlsRootCerts.map(fromUtf8),
    tlsIntermediateCerts: config.tlsIntermediateCerts.map(fromUtf8),
    ouEnforcement,
    nodeOus: nodeOus.value,
    ouIdentifiers: ouIdentifiers.value,
    internalNodes: internalNodesOf(trusted.value),
    revocationLists: revocationLists.value,
  });
}

function readCas(config: FabricMSPConfig): Result<TrustedCertificates, string> {
  const asWritten = readTrusted(config.rootCerts, config.intermediateCerts, readAll);
  if (!asWritten.ok) return asWritten;
  const sanitized = readTrusted(config.rootCerts, config.intermediateCerts, (pems) =>
    readSanitized(pems, asWritten.value),
  );
  if (!sanitized.ok) return sanitized;
  const flaw = firstCaFlaw(sanitized.value);
  return flaw === undefined ? sanitized : { ok: false, error: flaw };
}

function readTrusted(
  roots: readonly Uint8Array[],
  intermediates: readonly Uint8Array[],
  read: (pems: readonly Uint8Array[]) => Result<readonly Certificate[], string>,
): Result<TrustedCertificates, string> {
  const rootCerts = read(roots);
  if (!rootCerts.ok) return rootCerts;
  const intermediateCerts = read(intermediates);
  if (!intermediateCerts.ok) return intermediateCerts;
  return ok({ roots: rootCerts.value, intermediates: intermediateCerts.value });
}

function internalNodesOf(trusted: TrustedCertificates): readonly Certificate[] {
  return trusted.intermediates.flatMap((intermediate) => {
    const chain = uniqueValidationChain(intermediate, trusted);
    return chain.ok ? chain.value.slice(1) : [];
  });
}

function readAll(pems: readonly Uint8Array[]): Result<readonly Certificate[], string> {
  const certificates: Certificate[] = [];
  for (const pem of pems) {
    const certificate = certificateFromPem(pem);
    if (!certificate.ok) return certificate;
    certificates.push(certificate.value);
  }
  return ok(certificates);
}

/** The error is Fabric's text. */
function certificateFromPem(pem: Uint8Array): Result<Certificate, string> {
  const block = decodePem(pem);
  // Go prints the bytes as decimal numbers.
  if (!block) return { ok: false, error: `getCertFromPem error: could not decode pem bytes [[${pem.join(' ')}]]` };
  const certificate = parseCertificate(block.bytes);
  if (certificate.ok) return certificate;
  return { ok: false, error: `getCertFromPem error: failed to parse x509 cert: ${certificate.error}` };
}

function readSanitized(
  pems: readonly Uint8Array[],
  trusted: TrustedCertificates,
): Result<readonly Certificate[], string> {
  const certificates: Certificate[] = [];
  for (const pem of pems) {
    const parsed = certificateFromPem(pem);
    const certificate = parsed.ok ? sanitize(parsed.value, trusted) : parsed;
    if (!certificate.ok) return certificate;
    certificates.push(certificate.value);
  }
  return ok(certificates);
}

function firstCaFlaw(trusted: TrustedCertificates): string | undefined {
  for (const certificate of [...trusted.roots, ...trusted.intermediates]) {
    const flaw = caFlaw(certificate, trusted);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

function caFlaw(certificate: Certificate, trusted: TrustedCertificates): string | undefined {
  const serial = certificate.serialNumber;
  if (!certificate.isCA) return `CA Certificate did not have the CA attribute, (SN: ${serial.toString(16)})`;
  if (!certificate.subjectKeyId.length)
    return `CA Certificate problem with Subject Key Identifier extension, (SN: ${serial.toString(16)}): subjectKeyIdentifier not found in certificate`;
  const chain = uniqueValidationChain(certificate, trusted);
  return chain.ok
    ? undefined
    : `CA Certificate is not valid, (SN: ${serial}): could not obtain certification chain: ${chain.error}`;
}

/** Intermediate CAs are certificates too, and may have been taken back. */
function firstRevokedCa(trusted: TrustedCertificates, lists: readonly RevocationList[]): string | undefined {
  for (const certificate of trusted.intermediates) {
    const chain = uniqueValidationChain(certificate, trusted);
    const issuer = chain.ok ? chain.value[1] : undefined;
    const flaw = issuer && revocationFlaw(lists, issuer, certificate.serialNumber);
    if (flaw) return `CA Certificate is not valid, (SN: ${certificate.serialNumber}): ${flaw}`;
  }
  return undefined;
}

function checkTlsCas(config: FabricMSPConfig): Result<void, string> {
  const trusted = readTrusted(config.tlsRootCerts, config.tlsIntermediateCerts, readAll);
  if (!trusted.ok) return trusted;
  const flaw = firstCaFlaw(trusted.value);
  return flaw === undefined ? ok(undefined) : { ok: false, error: flaw };
}

function readOus(
  units: readonly FabricOUIdentifier[],
  trusted: TrustedCertificates,
): Result<readonly OuIdentifier[], string> {
  const identifiers: OuIdentifier[] = [];
  for (const unit of units) {
    const identifier = readOu(unit, trusted);
    if (!identifier.ok) return identifier;
    identifiers.push(identifier.value);
  }
  return ok(identifiers);
}

function readNodeOus(
  config: FabricNodeOUs | undefined,
  trusted: TrustedCertificates,
): Result<MspMaterial['nodeOus'], string> {
  const nodeOus: Partial<Record<NodeRole, OuIdentifier>> = {};
  const declared: readonly (readonly [NodeRole, FabricOUIdentifier | undefined])[] = [
    ['CLIENT', config?.clientOuIdentifier],
    ['PEER', config?.peerOuIdentifier],
    ['ADMIN', config?.adminOuIdentifier],
    ['ORDERER', config?.ordererOuIdentifier],
  ];
  for (const [role, unit] of declared) {
    if (!unit) continue;
    const identifier = readOu(unit, trusted);
    if (!identifier.ok) return identifier;
    nodeOus[role] = identifier.value;
  }
  return ok(nodeOus);
}

function readOu(unit: FabricOUIdentifier, trusted: TrustedCertificates): Result<OuIdentifier, string> {
  const certifiers = unit.certificate.length ? certifiersOf(unit.certificate, trusted) : ok(new Uint8Array(0));
  if (!certifiers.ok) return certifiers;
  return ok({ unit: unit.organizationalUnitIdentifier, certifiers: certifiers.value });
}

function certifiersOf(pem: Uint8Array, trusted: TrustedCertificates): Result<Uint8Array, string> {
  const parsed = certificateFromPem(pem);
  if (!parsed.ok) return { ok: false, error: `Failed getting certificate for [[${pem.join(' ')}]]: [${parsed.error}]` };
  const certificate = withLowS(parsed.value);
  const same = (other: Certificate): boolean => equalBytes(other.raw, certificate.raw);
  if (trusted.roots.some(same)) return ok(chainIdentifier([certificate]));
  if (!trusted.intermediates.some(same))
    return {
      ok: false,
      error: `Failed adding OU. Certificate [${certificate.serialNumber}] not in root or intermediate certs.`,
    };
  const chain = uniqueValidationChain(certificate, trusted);
  return chain.ok ? ok(chainIdentifier(chain.value)) : chain;
}

/** What Fabric calls the certifiers identifier: SHA-256 over the certificates of an issuing chain, leaf excluded. */
export const chainIdentifier = (issuers: Chain): Uint8Array => sha256(...issuers.map((issuer) => issuer.raw));

/**
 * The certificate as Fabric would hold it: with a low-S signature, provided it leads to a trusted root.
 *
 * @fabric msp/mspimpl.go sanitizeCert
 */
export function sanitize(certificate: Certificate, trusted: TrustedCertificates): Result<Certificate, string> {
  if (certificate.isCA && isSignedBy(certificate, certificate)) return ok(withLowS(certificate));
  const chain = uniqueValidationChain(certificate, trusted);
  if (!chain.ok) return chain;
  if (chain.value.length > 1) return ok(withLowS(certificate));
  return {
    ok: false,
    error: `failed to traverse certificate verification chain for leaf or intermediate certificate, with subject ${goNameText(certificate.subject)}`,
  };
}
