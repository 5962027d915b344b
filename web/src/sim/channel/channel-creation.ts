/**
 * How the orderers of 2.x make a channel: the creation transaction is an update of a configuration that does not exist
 * yet, so they lay out a template from the system channel, guard it with the consortium's ChannelCreationPolicy, and
 * apply the update to that.
 *
 * @fabric orderer/common/msgprocessor/systemchannel.go, orderer/common/msgprocessor/systemchannelfilter.go,
 *   orderer/common/multichannel/registrar.go (all 2.x)
 * @simplified The limit of channels (ChannelRestrictions) is not checked.
 */
import { clone, create } from '@bufbuild/protobuf';
import type { Result } from '../kernel/result.ts';
import { blockEnvelopes, newBlock } from '../wire/block.ts';
import { EMPTY } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { parseEnvelope, parseEnvelopeOfType, signedEnvelope, type Signer, type Timestamp } from '../wire/envelope.ts';
import { type Block, HeaderType } from '../wire/gen/common/common_pb.ts';
import {
  type ConfigGroup,
  ConfigGroupSchema,
  ConfigPolicySchema,
  ConfigSchema,
  type ConfigUpdate,
  ConfigUpdateEnvelopeSchema,
  ConfigUpdateSchema,
} from '../wire/gen/common/configtx_pb.ts';
import { ConsortiumSchema } from '../wire/gen/common/configuration_pb.ts';
import { type ChannelBundle, checkSuccessor, createBundle, unsupportedCapabilityOf } from './bundle.ts';
import { hasChannelCreationPolicyAsAdmins, hasPredictableChannelTemplate } from './capabilities.ts';
import { ADMINS, GROUP, newGroup, sortedRecord, VALUE } from './config-tree.ts';
import { type AcceptedUpdate, nextConfig } from './config-update.ts';
import { channelIdFlaw } from './config-map.ts';
import { consortiumValue } from './genesis.ts';
import { newChannelMetadataFlaw } from './raft-consenters.ts';

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** What the system channel's orderers make of a CONFIG_UPDATE for a channel they do not have; the error is their answer. */
export function createChannel(system: ChannelBundle, envelope: Uint8Array): Result<AcceptedUpdate, string> {
  const update = openCreation(envelope);
  if (!update.ok) return update;
  const template = channelTemplate(system, update.value);
  if (!template.ok) return template;
  const { channelId } = update.value;
  const proposed = nextConfig(template.value, envelope);
  if (!proposed.ok)
    return failed(
      `error validating channel creation transaction for new channel '${channelId}', could not successfully apply update to template configuration: ${proposed.error}`,
    );
  const bundle = createBundle(channelId, proposed.value.config);
  if (!bundle.ok) return failed(`config does not validly parse: ${bundle.error}`);
  const flaw = newChannelFlaw(system, template.value, bundle.value);
  if (flaw) return failed(flaw);
  return { ok: true, value: { configEnvelope: proposed.value, bundle: bundle.value } };
}

/**
 * The configuration a creation update is authorised against: the new channel's before the update, guarded by the
 * consortium's ChannelCreationPolicy. The error is as {@link createChannel}'s.
 */
export function creationTemplate(system: ChannelBundle, envelope: Uint8Array): Result<ChannelBundle, string> {
  const update = openCreation(envelope);
  return update.ok ? channelTemplate(system, update.value) : update;
}

/** What the filters of the system channel ask of the finished configuration. */
function newChannelFlaw(system: ChannelBundle, template: ChannelBundle, next: ChannelBundle): string | undefined {
  if (system.orderer?.inMaintenance) return 'channel creation is not permitted: maintenance mode';
  const successor = checkSuccessor(template, next);
  if (successor) return `new bundle invalid: ${successor}`;
  if (!next.orderer) return 'config is missing orderer group';
  const consensus = system.orderer && newChannelMetadataFlaw(system.orderer, next.orderer);
  if (consensus) return `consensus metadata update for channel creation is invalid: ${consensus}`;
  const unsupported = unsupportedCapabilityOf({ ...next, application: undefined });
  return unsupported && `config update is not compatible: ${unsupported}`;
}

function openCreation(envelope: Uint8Array): Result<ConfigUpdate, string> {
  const failing = 'Failing initial channel config creation';
  const parsed = parseEnvelope(envelope);
  if (!parsed.ok) return failed(`${failing} because of payload unmarshalling error: ${parsed.error.text}`);
  const updateEnvelope = decode(ConfigUpdateEnvelopeSchema, parsed.value.data);
  if (!updateEnvelope.ok)
    return failed(`${failing} because of config update envelope unmarshalling error: ${updateEnvelope.error}`);
  const update = decode(ConfigUpdateSchema, updateEnvelope.value.configUpdate);
  if (!update.ok) return failed(`${failing} because of config update unmarshalling error: ${update.error}`);
  const { channelId } = parsed.value.channelHeader;
  if (update.value.channelId !== channelId)
    return failed(`${failing}: mismatched channel IDs: '${update.value.channelId}' != '${channelId}'`);
  return update;
}

/** The configuration a creation update is applied to: the system channel's, with an application of its own. */
function channelTemplate(system: ChannelBundle, { channelId, writeSet }: ConfigUpdate): Result<ChannelBundle, string> {
  if (!writeSet) return failed('Config update has an empty writeset');
  const requested = writeSet.groups[GROUP.application];
  if (!requested) return failed('Config update has missing application group');
  if (requested.version !== 1n)
    return failed(
      `Config update for channel creation does not set application group version to 1, was ${requested.version}`,
    );
  const named = writeSet.values[VALUE.consortium];
  if (!named) return failed('Consortium config value missing');
  const consortium = decode(ConsortiumSchema, named.value);
  if (!consortium.ok) return failed(`Error reading unmarshalling consortium name: ${consortium.error}`);
  const application = applicationTemplate(system, consortium.value.name, requested);
  if (!application.ok) return application;
  const idFlaw = channelIdFlaw(channelId);
  if (idFlaw) return failed(`initializing configtx manager failed: bad channel ID: ${idFlaw}`);
  const channelGroup = templateTree(system, consortium.value.name, application.value);
  return createBundle(channelId, create(ConfigSchema, { channelGroup }));
}

function applicationTemplate(
  system: ChannelBundle,
  consortiumName: string,
  requested: ConfigGroup,
): Result<ConfigGroup, string> {
  if (!system.consortiums) return failed('The ordering system channel does not appear to resources creating channels');
  const consortium = system.consortiums.find(({ name }) => name === consortiumName);
  if (!consortium) return failed(`Unknown consortium name: ${consortiumName}`);
  const members = system.root.groups[GROUP.consortiums]?.groups[consortiumName]?.groups ?? {};
  const names = Object.keys(requested.groups).toSorted();
  const groups: [string, ConfigGroup][] = [];
  if (Object.keys(members).length > 0) {
    if (names.length === 0)
      return failed('Proposed configuration has no application group members, but consortium contains members');
    for (const name of names) {
      const member = members[name];
      if (!member) return failed(`Attempted to include member ${name} which is not in the consortium`);
      groups.push([name, member]);
    }
  }
  const modPolicy = creationPolicyName(system, requested);
  const { channelCreationPolicy: policy } = consortium;
  const guard = create(ConfigPolicySchema, { modPolicy, ...(policy && { policy }) });
  return {
    ok: true,
    value: create(ConfigGroupSchema, { ...newGroup({ policies: [[modPolicy, guard]], groups }), modPolicy }),
  };
}

/** Only an update that leaves Admins as it is, or has none, can be guarded under that name: a version 0 would clash. */
function creationPolicyName(system: ChannelBundle, requested: ConfigGroup): string {
  const admins = requested.policies[ADMINS];
  const isFree = !admins || admins.version !== 0n;
  return isFree && hasChannelCreationPolicyAsAdmins(system.orderer?.capabilities ?? [])
    ? ADMINS
    : VALUE.channelCreationPolicy;
}

function templateTree(system: ChannelBundle, consortiumName: string, application: ConfigGroup): ConfigGroup {
  const { values, policies, groups, modPolicy } = system.root;
  const orderer = groups[GROUP.orderer];
  const isPredictable = hasPredictableChannelTemplate(system.orderer?.capabilities ?? []);
  const tree = create(ConfigGroupSchema, {
    modPolicy: isPredictable ? modPolicy : '',
    policies,
    values: sortedRecord([...Object.entries(values), [VALUE.consortium, consortiumValue(consortiumName)]]),
    groups: sortedRecord([[GROUP.application, application], ...(orderer ? [[GROUP.orderer, orderer] as const] : [])]),
  });
  return isPredictable ? atVersionZero(clone(ConfigGroupSchema, tree)) : tree;
}

/** Changes the fresh copy it is given. */
function atVersionZero(group: ConfigGroup): ConfigGroup {
  group.version = 0n;
  for (const value of Object.values(group.values)) value.version = 0n;
  for (const policy of Object.values(group.policies)) policy.version = 0n;
  for (const child of Object.values(group.groups)) atVersionZero(child);
  return group;
}

/** The ORDERER_TRANSACTION an orderer writes into the system channel: the new channel's CONFIG envelope in one of its own. */
export const ordererTransaction = (
  systemChannelId: string,
  configEnvelope: Uint8Array,
  nonce: Uint8Array,
  timestamp: Timestamp,
  orderer: Signer,
): Uint8Array =>
  signedEnvelope(
    { type: HeaderType.ORDERER_TRANSACTION, channelId: systemChannelId, timestamp },
    configEnvelope,
    nonce,
    orderer,
  );

/** A channel that a block of the system channel makes. */
export interface CreatedChannel {
  readonly channelId: string;
  /** The serialized CONFIG envelope its own chain begins with. */
  readonly configEnvelope: Uint8Array;
}

/** What the ORDERER_TRANSACTION in a block of the system channel makes; undefined for every other block. */
export function channelCreatedBy(block: Block): CreatedChannel | undefined {
  const [only, ...others] = blockEnvelopes(block);
  const outer = only && others.length === 0 ? parseEnvelope(only) : undefined;
  if (!outer?.ok || outer.value.channelHeader.type !== HeaderType.ORDERER_TRANSACTION) return undefined;
  const configEnvelope = outer.value.data;
  const inner = parseEnvelopeOfType(configEnvelope, HeaderType.CONFIG);
  return inner.ok ? { channelId: inner.value.channelHeader.channelId, configEnvelope } : undefined;
}

/** Block 0 of a channel made this way: the CONFIG envelope and, as nobody has cut it from a batch, no metadata at all. */
export const createdChannelBlock = (configEnvelope: Uint8Array): Block => newBlock(0, EMPTY, [configEnvelope]);
