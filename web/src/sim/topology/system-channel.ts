/**
 * What configtxgen makes of a 2.x topology: the genesis block of its system channel, and the transactions that ask the
 * system channel for the topology's channels.
 *
 * @fabric cmd/configtxgen (doOutputBlock, doOutputChannelCreateTx; 2.x)
 */
import type { ChannelCreationSpec, OrganizationSpec, SystemChannelSpec } from '../channel/channel-spec.ts';
import { DEFAULT_BATCH_SIZE, DEFAULT_BATCH_TIMEOUT_MICROS } from '../channel/channel-defaults.ts';
import { configUpdateEnvelope } from '../channel/config-update.ts';
import { genesisBlock } from '../channel/genesis.ts';
import { channelCreationUpdate, newSystemChannelGroup } from '../channel/system-channel.ts';
import type { CryptoMaterial } from '../identity/crypto-material.ts';
import { invariant, type Result } from '../kernel/result.ts';
import { encodeBlock } from '../wire/block.ts';
import { EMPTY } from '../wire/bytes.ts';
import { timestampOfMicros } from '../wire/envelope.ts';
import type { Block } from '../wire/gen/common/common_pb.ts';
import type { ChannelSpec, Topology } from './topology-spec.ts';
import { channelConfigSpec, drawFrom } from './workspace.ts';

/** A channel that stands for the system channel where all that counts are the orderers: their batches are its batches. */
function modelChannel({ channels, systemChannel }: Topology): ChannelSpec {
  const [first] = channels;
  return {
    ...DEFAULT_BATCH_SIZE,
    batchTimeoutMicros: DEFAULT_BATCH_TIMEOUT_MICROS,
    ...first,
    id: systemChannel?.id ?? '',
    orgs: systemChannel?.orgs ?? [],
  };
}

/** Organisations as a consortium has them: without anchor peers, which belong to a channel. */
function consortiumOrganizations(
  topology: Topology,
  orgs: readonly string[],
  crypto: CryptoMaterial,
): readonly OrganizationSpec[] {
  const { application } = channelConfigSpec(topology, { ...modelChannel(topology), orgs }, crypto);
  return application.organizations.map(({ name, mspId, mspConfig, policies }) => ({
    name,
    mspId,
    mspConfig,
    policies,
  }));
}

/** What configtx.yaml says of the system channel. Without organisations in it the consortium is left to a later update. */
export function systemChannelConfigSpec(topology: Topology, crypto: CryptoMaterial): SystemChannelSpec {
  const { systemChannel } = topology;
  invariant(systemChannel, 'only networks of 2.x have a system channel');
  const { channelId, capabilities, policies, orderer } = channelConfigSpec(topology, modelChannel(topology), crypto);
  const { consortium, orgs } = systemChannel;
  const organizations = consortiumOrganizations(topology, orgs, crypto);
  const consortiums = organizations.length > 0 ? [{ name: consortium, organizations }] : [];
  return { channelId, capabilities, policies, orderer, consortiums };
}

/** What configtx.yaml says of a channel that the system channel is to make. */
export function channelCreationSpec(
  topology: Topology,
  channel: ChannelSpec,
  crypto: CryptoMaterial,
): ChannelCreationSpec {
  const { channelId, capabilities, policies, application } = channelConfigSpec(topology, channel, crypto);
  return { channelId, consortium: topology.systemChannel?.consortium ?? '', capabilities, policies, application };
}

/** configtxgen -outputBlock for the system channel; the error is the tool's text. */
export function createSystemGenesisBlock(
  topology: Topology,
  crypto: CryptoMaterial,
  seed: string,
  nowUnixMicros: number,
): Result<{ readonly block: Block; readonly bytes: Uint8Array }, string> {
  const spec = systemChannelConfigSpec(topology, crypto);
  const group = newSystemChannelGroup(spec);
  if (!group.ok) return group;
  const nonce = drawFrom(seed)(`genesis ${spec.channelId}`).slice(0, 24);
  const block = genesisBlock(spec.channelId, group.value, nonce, timestampOfMicros(nowUnixMicros));
  return { ok: true, value: { block, bytes: encodeBlock(block) } };
}

/** configtxgen -outputCreateChannelTx: a serialized `common.Envelope` that nobody has signed yet; the error is the tool's text. */
export function createChannelTransaction(
  topology: Topology,
  channel: ChannelSpec,
  crypto: CryptoMaterial,
  nowUnixMicros: number,
): Result<Uint8Array, string> {
  const update = channelCreationUpdate(channelCreationSpec(topology, channel, crypto));
  if (!update.ok) return update;
  const { seconds } = timestampOfMicros(nowUnixMicros);
  return { ok: true, value: configUpdateEnvelope(update.value, [], EMPTY, { seconds, nanos: 0 }, undefined) };
}
