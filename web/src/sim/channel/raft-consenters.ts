/**
 * Which changes of the ordering nodes an orderer lets through: one Raft consenter at a time, with certificates that the
 * orderer organisations' TLS CAs have issued, and never so that the cluster loses its quorum.
 *
 * @fabric orderer/consensus/etcdraft/chain.go (ValidateConsensusMetadata), orderer/consensus/etcdraft/util.go,
 *   orderer/consensus/etcdraft/membership.go
 * @simplified Expiry of a consenter's certificate is never looked at (Fabric refuses an expired one when it is added);
 *   a chain without the key usage of a TLS server is refused even if it has that of a TLS client.
 */
import { type TrustedCertificates, uniqueValidationChain } from '../identity/certificate-chain.ts';
import type { Result } from '../kernel/result.ts';
import { equalBytes, fromUtf8 } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { type ConfigMetadata, ConfigMetadataSchema, type Consenter } from '../wire/gen/orderer/etcdraft_pb.ts';
import { FabricMSPConfigSchema } from '../wire/gen/msp/msp_config_pb.ts';
import { decodePem } from '../wire/pem.ts';
import { type Certificate, parseCertificate } from '../wire/x509.ts';
import type { HostPort } from './channel-spec.ts';
import type { OrdererConfig } from './config-values.ts';
import { parseGoDuration } from './go-duration.ts';

/** Whether a consenter of the current configuration takes part in the cluster right now. */
export type IsActive = (consenter: HostPort) => boolean;

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/**
 * Why the consensus metadata of `next` may not follow `current`, in Fabric's words; undefined when it may.
 *
 * @param isActive who of the current consenters is up; without it everyone is
 */
export function consensusMetadataFlaw(
  current: OrdererConfig,
  next: OrdererConfig,
  isActive: IsActive = () => true,
): string | undefined {
  if (current.consensusType !== 'etcdraft' || next.consensusMetadata.length === 0) return undefined;
  if (next.consensusType !== 'etcdraft') return migrationFlaw(next);
  const before = decode(ConfigMetadataSchema, current.consensusMetadata);
  const after = decode(ConfigMetadataSchema, next.consensusMetadata);
  if (!after.ok) return `failed to unmarshal new etcdraft metadata configuration: ${after.error}`;
  const flaw = metadataFlaw(next, after.value);
  if (flaw) return `invalid new config metadata: ${flaw}`;
  return before.ok ? membershipFlaw(before.value.consenters, after.value.consenters, isActive) : undefined;
}

/** The same for a channel that the system channel is about to create: its consenters must be known there. */
export function newChannelMetadataFlaw(system: OrdererConfig, next: OrdererConfig): string | undefined {
  if (next.consensusType !== 'etcdraft' || next.consensusMetadata.length === 0) return undefined;
  const known = decode(ConfigMetadataSchema, system.consensusMetadata);
  const after = decode(ConfigMetadataSchema, next.consensusMetadata);
  if (!after.ok) return `failed to unmarshal new etcdraft metadata configuration: ${after.error}`;
  const flaw = metadataFlaw(next, after.value);
  if (flaw) return `invalid new config metadata: ${flaw}`;
  const isKnown = (consenter: Consenter) =>
    known.ok && known.value.consenters.some((other) => isSame(consenter, other));
  return after.value.consenters.every(isKnown)
    ? undefined
    : 'new channel has consenter that is not part of system consenter set';
}

function migrationFlaw(next: OrdererConfig): string | undefined {
  const when = 'detected during consensus metadata validation';
  if (next.consensusType !== 'BFT') return `illegal consensus type ${when}: ${next.consensusType}`;
  const silent = next.organizations.find(({ endpoints }) => endpoints.length === 0);
  return silent && `illegal orderer config ${when}: endpoints of org ${silent.name} are missing`;
}

/** A consenter is known by its client certificate, not by its address. */
const isSame = (a: Consenter, b: Consenter): boolean => equalBytes(a.clientTlsCert, b.clientTlsCert);

function membershipFlaw(
  current: readonly Consenter[],
  next: readonly Consenter[],
  isActive: IsActive,
): string | undefined {
  const added = next.filter((consenter) => !current.some((other) => isSame(consenter, other)));
  const removed = current.filter((consenter) => !next.some((other) => isSame(consenter, other)));
  if (added.length > 1 || removed.length > 1)
    return `update of more than one consenter at a time is not supported, requested changes: add ${added.length} node(s), remove ${removed.length} node(s)`;
  if (added.length + removed.length === 0) return undefined;
  const active = current.filter(isActive);
  const staying = active.filter((consenter) => !removed.includes(consenter)).length;
  const quorum = Math.floor(next.length / 2) + 1;
  // With two nodes or fewer a loss of the quorum cannot be avoided by starting more of them, unless one is removed.
  const isAvoidable = next.length > 2 || added.length === 0;
  return isAvoidable && staying < quorum
    ? `${active.length} out of ${current.length} nodes are alive, configuration will result in quorum loss`
    : undefined;
}

function metadataFlaw(next: OrdererConfig, { options, consenters }: ConfigMetadata): string | undefined {
  if (!options) return 'nil Raft config metadata options';
  const { heartbeatTick, electionTick, maxInflightBlocks, tickInterval } = options;
  if (heartbeatTick === 0 || electionTick === 0 || maxInflightBlocks === 0)
    return `none of HeartbeatTick (${heartbeatTick}), ElectionTick (${electionTick}) and MaxInflightBlocks (${maxInflightBlocks}) can be zero`;
  if (electionTick <= heartbeatTick)
    return `ElectionTick (${electionTick}) must be greater than HeartbeatTick (${heartbeatTick})`;
  const interval = parseGoDuration(tickInterval);
  if (!interval.ok) return `failed to parse TickInterval (${tickInterval}) to time duration: ${interval.error}`;
  if (interval.value === 0) return 'TickInterval cannot be zero';
  if (consenters.length === 0) return 'empty consenter set';
  const trusted = tlsAuthorities(next);
  for (const consenter of consenters) {
    const flaw = consenterFlaw(consenter, trusted);
    if (flaw) return `consenter ${consenter.host}:${consenter.port} has invalid certificate: ${flaw}`;
  }
  return duplicateFlaw(consenters);
}

/** TLS CAs of all orderer organisations; what cannot be read was refused when the MSP was set up. */
function tlsAuthorities({ organizations }: OrdererConfig): TrustedCertificates {
  const roots: Certificate[] = [];
  const intermediates: Certificate[] = [];
  for (const { mspConfig } of organizations) {
    const config = decode(FabricMSPConfigSchema, mspConfig.config);
    if (!config.ok) continue;
    for (const pem of config.value.tlsRootCerts) addReadable(roots, pem);
    for (const pem of config.value.tlsIntermediateCerts) addReadable(intermediates, pem);
  }
  return { roots, intermediates };
}

function addReadable(certificates: Certificate[], pem: Uint8Array): void {
  const certificate = certificateIn(pem);
  if (certificate.ok) certificates.push(certificate.value);
}

function certificateIn(pem: Uint8Array): Result<Certificate, string> {
  const block = decodePem(pem);
  if (!block) {
    const bytes = [...pem].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    return failed(`no PEM data found in cert[${bytes}]`);
  }
  const certificate = parseCertificate(block.bytes);
  return certificate.ok ? certificate : failed(`${certificate.error} TLS certificate has invalid ASN1 structure`);
}

function consenterFlaw(consenter: Consenter, trusted: TrustedCertificates): string | undefined {
  const { host, port } = consenter;
  const certificates = { client: consenter.clientTlsCert, server: consenter.serverTlsCert };
  const parsed: (readonly [string, Certificate])[] = [];
  for (const [kind, pem] of Object.entries(certificates)) {
    const certificate = certificateIn(pem);
    if (!certificate.ok) return `parsing tls ${kind} cert of ${host}:${port}: ${certificate.error}`;
    parsed.push([kind, certificate.value]);
  }
  for (const [kind, certificate] of parsed) {
    const chain = uniqueValidationChain(certificate, trusted);
    if (!chain.ok)
      return `verifying tls ${kind} cert with serial number ${certificate.serialNumber}: ${chain.error.replace('the supplied identity is not valid: ', '')}`;
  }
  return undefined;
}

/** No certificate, of a client or a server, may belong to two consenters. */
function duplicateFlaw(consenters: readonly Consenter[]): string | undefined {
  const seen = new Set<string>();
  for (const { serverTlsCert, clientTlsCert } of consenters) {
    const [server, client] = [fromUtf8(serverTlsCert), fromUtf8(clientTlsCert)];
    if (seen.has(server) || seen.has(client))
      return `duplicate consenter: server cert: ${server}, client cert: ${client}`;
    seen.add(server).add(client);
  }
  return undefined;
}
