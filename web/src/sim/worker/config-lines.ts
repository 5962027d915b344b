/**
 * The values of the configuration tree in lines to read: `max_message_count: 10`. What is bytes in the tree is opened
 * where it holds a message or certificates.
 *
 * @fabric common/channelconfig, internal/configtxlator (which value holds which message)
 */
import { type DescMessage, toJson } from '@bufbuild/protobuf';
import { VALUE } from '../channel/config-tree.ts';
import type { ConfigNode } from '../protocol/inside-config.ts';
import { hex } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import {
  BlockDataHashingStructureSchema,
  CapabilitiesSchema,
  ConsortiumSchema,
  HashingAlgorithmSchema,
  OrdererAddressesSchema,
  OrderersSchema,
} from '../wire/gen/common/configuration_pb.ts';
import { PolicySchema } from '../wire/gen/common/policies_pb.ts';
import { type FabricMSPConfig, FabricMSPConfigSchema, MSPConfigSchema } from '../wire/gen/msp/msp_config_pb.ts';
import {
  BatchSizeSchema,
  BatchTimeoutSchema,
  ChannelRestrictionsSchema,
  ConsensusType_State,
  ConsensusTypeSchema,
  KafkaBrokersSchema,
} from '../wire/gen/orderer/configuration_pb.ts';
import { ConfigMetadataSchema } from '../wire/gen/orderer/etcdraft_pb.ts';
import { OptionsSchema } from '../wire/gen/orderer/smartbft_pb.ts';
import { ACLsSchema, AnchorPeersSchema } from '../wire/gen/peer/configuration_pb.ts';
import { parseRevocationList } from '../wire/crl.ts';
import { commonName } from '../wire/x509-name.ts';
import { policyLine } from './channel-config-summary.ts';
import { fingerprintOf, readPem } from './known-certificates.ts';

type Certificates = ConfigNode['certificates'];

export interface ValueLines {
  readonly lines: readonly string[];
  readonly certificates: Certificates;
}

const PLAIN: Readonly<Record<string, DescMessage>> = {
  [VALUE.hashingAlgorithm]: HashingAlgorithmSchema,
  [VALUE.blockDataHashingStructure]: BlockDataHashingStructureSchema,
  [VALUE.ordererAddresses]: OrdererAddressesSchema,
  [VALUE.endpoints]: OrdererAddressesSchema,
  [VALUE.consortium]: ConsortiumSchema,
  [VALUE.batchSize]: BatchSizeSchema,
  [VALUE.batchTimeout]: BatchTimeoutSchema,
  [VALUE.kafkaBrokers]: KafkaBrokersSchema,
  [VALUE.channelRestrictions]: ChannelRestrictionsSchema,
  [VALUE.acls]: ACLsSchema,
  [VALUE.anchorPeers]: AnchorPeersSchema,
};

type Open = (bytes: Uint8Array) => ValueLines | undefined;

const OPENED: Readonly<Record<string, Open>> = {
  [VALUE.capabilities]: capabilities,
  [VALUE.channelCreationPolicy]: creationPolicy,
  [VALUE.consensusType]: consensusType,
  [VALUE.orderers]: orderers,
  [VALUE.msp]: msp,
};

/** A value nobody knows is shown by its bytes. */
export function valueLines(name: string, bytes: Uint8Array): ValueLines {
  const schema = PLAIN[name];
  const known = schema ? textLines(jsonLines(schema, bytes)) : OPENED[name]?.(bytes);
  if (known) return known;
  return { lines: [`${hex(bytes.subarray(0, 32))}${bytes.length > 32 ? '…' : ''}`], certificates: [] };
}

const textLines = (lines: readonly string[] | undefined): ValueLines | undefined =>
  lines && { lines, certificates: [] };

/** One line a plain field, named by its path. */
function jsonLines(schema: DescMessage, bytes: Uint8Array): readonly string[] | undefined {
  const message = decode(schema, bytes);
  if (!message.ok) return undefined;
  return [...leaves(toJson(schema, message.value, { useProtoFieldName: true, alwaysEmitImplicit: true }), '')];
}

function* leaves(value: unknown, path: string): Generator<string> {
  if (typeof value !== 'object' || value === null) yield path === '' ? String(value) : `${path}: ${String(value)}`;
  else for (const [name, inner] of Object.entries(value)) yield* leaves(inner, path === '' ? name : `${path}.${name}`);
}

function capabilities(bytes: Uint8Array): ValueLines | undefined {
  const message = decode(CapabilitiesSchema, bytes);
  return message.ok ? textLines(Object.keys(message.value.capabilities).toSorted()) : undefined;
}

function creationPolicy(bytes: Uint8Array): ValueLines | undefined {
  const policy = decode(PolicySchema, bytes);
  return policy.ok ? textLines([policyLine('', policy.value).rule]) : undefined;
}

function consensusType(bytes: Uint8Array): ValueLines | undefined {
  const consensus = decode(ConsensusTypeSchema, bytes);
  if (!consensus.ok) return undefined;
  const { type, state, metadata } = consensus.value;
  const head = [
    `type: ${type}`,
    `state: ${state === ConsensusType_State.MAINTENANCE ? 'STATE_MAINTENANCE' : 'STATE_NORMAL'}`,
  ];
  if (type === 'etcdraft') return textLines([...head, ...raftLines(metadata)]);
  return textLines(type === 'BFT' ? [...head, ...(jsonLines(OptionsSchema, metadata) ?? [])] : head);
}

function raftLines(metadata: Uint8Array): readonly string[] {
  const raft = decode(ConfigMetadataSchema, metadata);
  if (!raft.ok) return [];
  const { consenters, options } = raft.value;
  return [
    ...consenters.map(({ host, port }) => `consenter: ${host}:${port}`),
    ...(options
      ? [
          `tick_interval: ${options.tickInterval}`,
          `election_tick: ${options.electionTick}`,
          `heartbeat_tick: ${options.heartbeatTick}`,
          `max_inflight_blocks: ${options.maxInflightBlocks}`,
          `snapshot_interval_size: ${options.snapshotIntervalSize}`,
        ]
      : []),
  ];
}

function orderers(bytes: Uint8Array): ValueLines | undefined {
  const message = decode(OrderersSchema, bytes);
  if (!message.ok) return undefined;
  const { consenterMapping } = message.value;
  return {
    lines: consenterMapping.map(({ id, host, port, mspId }) => `consenter ${id}: ${host}:${port} (${mspId})`),
    certificates: consenterMapping.flatMap(({ identity }) => certificateIn(identity)),
  };
}

function msp(bytes: Uint8Array): ValueLines | undefined {
  const envelope = decode(MSPConfigSchema, bytes);
  const config = envelope.ok ? decode(FabricMSPConfigSchema, envelope.value.config) : undefined;
  if (!config?.ok) return undefined;
  const { rootCerts, intermediateCerts, admins, tlsRootCerts, tlsIntermediateCerts } = config.value;
  return {
    lines: mspLines(config.value),
    certificates: [rootCerts, intermediateCerts, admins, tlsRootCerts, tlsIntermediateCerts]
      .flat()
      .flatMap(certificateIn),
  };
}

function mspLines(config: FabricMSPConfig): readonly string[] {
  const named = (field: string, pems: readonly Uint8Array[]): readonly string[] =>
    pems.flatMap((pem) => certificateIn(pem).map(({ name }) => `${field}: ${name}`));
  const { fabricNodeOus: units } = config;
  const unit = (role: string, ou: { readonly organizationalUnitIdentifier: string } | undefined): readonly string[] =>
    ou ? [`${role}_ou_identifier: ${ou.organizationalUnitIdentifier}`] : [];
  return [
    `name: ${config.name}`,
    ...named('root_certs', config.rootCerts),
    ...named('intermediate_certs', config.intermediateCerts),
    ...named('admins', config.admins),
    ...named('tls_root_certs', config.tlsRootCerts),
    ...config.revocationList.map(revocationLine),
    ...(units ? [`fabric_node_ous.enable: ${units.enable}`] : []),
    ...unit('client', units?.clientOuIdentifier),
    ...unit('peer', units?.peerOuIdentifier),
    ...unit('admin', units?.adminOuIdentifier),
    ...unit('orderer', units?.ordererOuIdentifier),
  ];
}

function revocationLine(bytes: Uint8Array): string {
  const list = parseRevocationList(bytes);
  return `revocation_list: ${list.ok ? list.value.revoked.map(({ serialNumber }) => serialNumber.toString(16)).join(' ') : '?'}`;
}

function certificateIn(pem: Uint8Array): Certificates {
  const certificate = readPem(pem);
  return certificate ? [{ fingerprint: fingerprintOf(certificate), name: commonName(certificate.subject) }] : [];
}
