/**
 * The files an administrator works with, before and beside the running machines: key material, genesis blocks,
 * chaincode packages. An immutable value.
 */
import { toBinary } from '@bufbuild/protobuf';
import { sha256 } from '../crypto/sha256.ts';
import { cryptogen } from '../identity/cryptogen.ts';
import type { CryptoMaterial, OrganizationMaterial } from '../identity/crypto-material.ts';
import { mspConfigOf } from '../identity/fabric-msp-config.ts';
import type { ActorId } from '../kernel/actor.ts';
import { invariant, type Result } from '../kernel/result.ts';
import {
  APPLICATION_POLICIES,
  applicationOrgPolicies,
  CHANNEL_POLICIES,
  DEFAULT_BFT_OPTIONS,
  DEFAULT_CAPABILITIES,
  DEFAULT_RAFT_OPTIONS,
  ORDERER_POLICIES,
  ordererOrgPolicies,
} from '../channel/channel-defaults.ts';
import type { BftConsenter, ChannelSpec as ChannelConfigSpec } from '../channel/channel-spec.ts';
import { genesisBlock, newChannelGroup } from '../channel/genesis.ts';
import { encodeBlock } from '../wire/block.ts';
import { concatBytes, utf8 } from '../wire/bytes.ts';
import type { Block } from '../wire/gen/common/common_pb.ts';
import { MSPConfigSchema } from '../wire/gen/msp/msp_config_pb.ts';
import { timestampOfMicros } from '../wire/envelope.ts';
import { brokerAddresses, consenterNames, type NetworkNode, nodesOf } from './nodes.ts';
import type { ChannelSpec, Topology } from './topology-spec.ts';

/** Unix time of virtual time 0 in every recording: 2026-03-02 09:00:00 UTC, a Monday morning. */
export const EPOCH_UNIX_MICROS = 1_772_442_000_000_000;

export interface ChaincodePackageFile {
  readonly label: string;
  readonly packageId: string;
  readonly bytes: Uint8Array;
}

export interface Workspace {
  readonly crypto: CryptoMaterial | undefined;
  /** Serialized `common.Block` by channel. */
  readonly genesisBlocks: Readonly<Record<string, Uint8Array>>;
  /** Serialized, unsigned `common.Envelope` by the channel it asks for (2.x). */
  readonly channelTransactions: Readonly<Record<string, Uint8Array>>;
  /** Config updates by the name of their file; `envelope` is a serialized CONFIG_UPDATE envelope with its signatures. */
  readonly configUpdates: Readonly<Record<string, { readonly channel: string; readonly envelope: Uint8Array }>>;
  /** Contract folders written since the beginning, by source: text by path. */
  readonly contracts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** By label. */
  readonly packages: Readonly<Record<string, ChaincodePackageFile>>;
  /** What the operator has set up to break later. */
  readonly plan: Plan;
}

/** Faults to come and the ends of those that have begun; `T` is what a planned fault is, which only `protocol` knows. */
export interface Plan<T = unknown> {
  readonly faults: readonly T[];
  readonly ends: readonly T[];
  /** Seq of the entry that laid it: the cause of what it does. */
  readonly cause: number | null;
}

export const EMPTY_WORKSPACE: Workspace = {
  crypto: undefined,
  genesisBlocks: {},
  channelTransactions: {},
  configUpdates: {},
  contracts: {},
  packages: {},
  plan: { faults: [], ends: [], cause: null },
};

/** 32 bytes that follow from the seed and the label alone. */
export const drawFrom =
  (seed: string) =>
  (label: string): Uint8Array =>
    sha256(concatBytes(utf8(seed), Uint8Array.of(0), utf8(label)));

/** Material depends on nothing but seed and organisations, and costs a tenth of a second: kept for the next replay. */
const generated = new Map<string, CryptoMaterial>();
const GENERATED_KEPT = 4;

/** cryptogen generate for the whole network. */
export function generateCrypto(topology: Topology, seed: string): CryptoMaterial {
  const { ordererOrg, peerOrgs } = topology;
  const key = JSON.stringify([seed, ordererOrg, peerOrgs]);
  const known = generated.get(key);
  if (known) return known;
  const { name, domain, mspId, orderers } = ordererOrg;
  const config = {
    ordererOrgs: [{ name, domain, mspId, orderers }],
    peerOrgs: peerOrgs.map((org) => ({
      name: org.name,
      domain: org.domain,
      mspId: org.mspId,
      peers: org.peers,
      users: org.users,
    })),
  };
  const material = cryptogen(config, drawFrom(seed), Math.floor(EPOCH_UNIX_MICROS / 1_000_000));
  if (generated.size >= GENERATED_KEPT) generated.clear();
  generated.set(key, material);
  return material;
}

export function materialOf(crypto: CryptoMaterial, orgName: string): OrganizationMaterial {
  const all = [...crypto.ordererOrganizations, ...crypto.peerOrganizations];
  const material = all.find(({ name }) => name === orgName);
  invariant(material, `no material of organisation ${orgName}`);
  return material;
}

/** What configtx.yaml says of one channel of the topology. */
export function channelConfigSpec(topology: Topology, channel: ChannelSpec, crypto: CryptoMaterial): ChannelConfigSpec {
  const nodes = nodesOf(topology);
  const orderers = consenterNames(topology, channel).flatMap((name) => nodes.filter(({ id }) => id === name));
  const ordererMaterial = materialOf(crypto, topology.ordererOrg.name);
  const tlsCert = (host: ActorId): Uint8Array => {
    const member = ordererMaterial.nodes.find(({ name }) => name === host);
    return utf8(member?.tls.certPem ?? '');
  };
  const mspConfig = (org: string) => toBinary(MSPConfigSchema, mspConfigOf(materialOf(crypto, org)));
  const { mspId, name } = topology.ordererOrg;
  return {
    channelId: channel.id,
    capabilities: [channel.consensus === 'BFT' ? DEFAULT_CAPABILITIES.bftChannel : DEFAULT_CAPABILITIES.channel],
    policies: CHANNEL_POLICIES,
    orderer: {
      ...(topology.kafka
        ? { type: 'kafka', brokers: brokerAddresses(topology) }
        : channel.consensus === 'BFT'
          ? { type: 'BFT', consenters: bftConsenters(orderers, ordererMaterial), options: DEFAULT_BFT_OPTIONS }
          : {
              type: 'etcdraft',
              consenters: orderers.map(({ id, port }) => ({
                host: id,
                port,
                clientTlsCert: tlsCert(id),
                serverTlsCert: tlsCert(id),
              })),
              options: {
                ...DEFAULT_RAFT_OPTIONS,
                ...(channel.snapshotIntervalSize && { snapshotIntervalSize: channel.snapshotIntervalSize }),
              },
            }),
      addresses: [],
      batchSize: {
        maxMessageCount: channel.maxMessageCount,
        absoluteMaxBytes: channel.absoluteMaxBytes,
        preferredMaxBytes: channel.preferredMaxBytes,
      },
      batchTimeoutMicros: channel.batchTimeoutMicros,
      organizations: [
        {
          name,
          mspId,
          mspConfig: mspConfig(name),
          policies: ordererOrgPolicies(mspId),
          ordererEndpoints: orderers.map(({ id, port }) => `${id}:${port}`),
        },
      ],
      capabilities: [DEFAULT_CAPABILITIES.orderer],
      policies: ORDERER_POLICIES,
    },
    application: {
      organizations: topology.peerOrgs
        .filter((org) => channel.orgs.includes(org.name))
        .map((org) => ({
          name: org.mspId,
          mspId: org.mspId,
          mspConfig: mspConfig(org.name),
          policies: applicationOrgPolicies(org.mspId),
          anchorPeers: [],
        })),
      capabilities: [topology.systemChannel ? DEFAULT_CAPABILITIES.application2x : DEFAULT_CAPABILITIES.application],
      policies: APPLICATION_POLICIES,
    },
  };
}

/** The consenter mapping: numbered from 1, each known by the certificate it signs with. */
function bftConsenters(orderers: readonly NetworkNode[], material: OrganizationMaterial): readonly BftConsenter[] {
  return orderers.map(({ id: host, port, mspId }, place) => {
    const member = material.nodes.find(({ name }) => name === host);
    const tls = utf8(member?.tls.certPem ?? '');
    const identity = utf8(member?.identity.certPem ?? '');
    return { id: place + 1, host, port, mspId, identity, clientTlsCert: tls, serverTlsCert: tls };
  });
}

/** configtxgen -outputBlock: block 0 of the channel; the error is the tool's text. */
export function createGenesisBlock(
  topology: Topology,
  channel: ChannelSpec,
  crypto: CryptoMaterial,
  seed: string,
  nowUnixMicros: number,
): Result<{ readonly block: Block; readonly bytes: Uint8Array }, string> {
  const group = newChannelGroup(channelConfigSpec(topology, channel, crypto));
  if (!group.ok) return group;
  const nonce = drawFrom(seed)(`genesis ${channel.id}`).slice(0, 24);
  const block = genesisBlock(channel.id, group.value, nonce, timestampOfMicros(nowUnixMicros));
  return { ok: true, value: { block, bytes: encodeBlock(block) } };
}
