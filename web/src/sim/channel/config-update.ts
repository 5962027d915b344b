/**
 * Changing a channel: an orderer turns a signed update into the next whole configuration, and a peer checks, when that
 * arrives in a block, that it is what the update means.
 *
 * @fabric common/configtx/update.go, common/configtx/validator.go, orderer/common/multichannel/chainsupport.go
 */
import { create, equals, toBinary } from '@bufbuild/protobuf';
import type { Result } from '../kernel/result.ts';
import type { SignedData } from '../policy/signed-data.ts';
import { concatBytes } from '../wire/bytes.ts';
import { type Decoded, decode, decoded } from '../wire/decode.ts';
import {
  encodeSignatureHeader,
  parseEnvelopeOfType,
  signedEnvelope,
  type Signer,
  type Timestamp,
} from '../wire/envelope.ts';
import { type Envelope, EnvelopeSchema, HeaderType, SignatureHeaderSchema } from '../wire/gen/common/common_pb.ts';
import {
  type ConfigEnvelope,
  ConfigEnvelopeSchema,
  ConfigGroupSchema,
  ConfigSchema,
  type ConfigSignature,
  ConfigSignatureSchema,
  type ConfigUpdate,
  type ConfigUpdateEnvelope,
  ConfigUpdateEnvelopeSchema,
  ConfigUpdateSchema,
} from '../wire/gen/common/configtx_pb.ts';
import { type ChannelBundle, checkSuccessor, createBundle, evaluatePolicy, unsupportedCapabilityOf } from './bundle.ts';
import { type ConfigElement, type ConfigMap, mapConfig, modPolicyFlaw, treeOf } from './config-map.ts';
import { ROOT_GROUP } from './config-tree.ts';
import { policyOfElement } from './mod-policy.ts';
import { consensusMetadataFlaw, type IsActive } from './raft-consenters.ts';

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** One administrator's signature over an update; nonce of 24 bytes. */
export function signConfigUpdate(configUpdate: Uint8Array, signer: Signer, nonce: Uint8Array): ConfigSignature {
  const signatureHeader = encodeSignatureHeader({ creator: signer.creator, nonce });
  return create(ConfigSignatureSchema, {
    signatureHeader,
    signature: signer.sign(concatBytes(signatureHeader, configUpdate)),
  });
}

/** The envelope `peer channel update` sends: update, the administrators' signatures, and the sender's over all of it. */
export function configUpdateEnvelope(
  update: ConfigUpdate,
  signatures: readonly ConfigSignature[],
  nonce: Uint8Array,
  timestamp: Timestamp,
  signer: Signer | undefined,
): Uint8Array {
  const envelope = create(ConfigUpdateEnvelopeSchema, {
    configUpdate: toBinary(ConfigUpdateSchema, update),
    signatures: [...signatures],
  });
  const header = { type: HeaderType.CONFIG_UPDATE, channelId: update.channelId, timestamp };
  return signedEnvelope(header, toBinary(ConfigUpdateEnvelopeSchema, envelope), nonce, signer);
}

/** The CONFIG envelope an orderer makes of an accepted update and puts in a block of its own. */
export const configEnvelope = (
  channelId: string,
  config: ConfigEnvelope,
  nonce: Uint8Array,
  timestamp: Timestamp,
  orderer: Signer,
): Uint8Array =>
  signedEnvelope(
    { type: HeaderType.CONFIG, channelId, timestamp },
    toBinary(ConfigEnvelopeSchema, config),
    nonce,
    orderer,
  );

export interface AcceptedUpdate {
  readonly configEnvelope: ConfigEnvelope;
  /** The channel as it will be once the config block is written. */
  readonly bundle: ChannelBundle;
}

/**
 * What an orderer makes of a CONFIG_UPDATE envelope: the next configuration with the update inside, or Fabric's words.
 * The orderer puts `error applying config update to existing channel '…': ` before them.
 *
 * @param isActive which Raft consenters are up, for changes that would cost the quorum; without it all of them
 */
export function proposeConfigUpdate(
  bundle: ChannelBundle,
  update: Uint8Array,
  isActive?: IsActive,
): Result<AcceptedUpdate, string> {
  const proposed = nextConfig(bundle, update);
  if (!proposed.ok) return proposed;
  const next = createBundle(bundle.channelId, proposed.value.config);
  if (!next.ok) return next;
  const unsupported = unsupportedByOrderer(next.value);
  if (unsupported) return failed(`config update is not compatible: ${unsupported}`);
  const flaw = checkSuccessor(bundle, next.value) ?? consensusFlaw(bundle, next.value, isActive);
  if (flaw) return failed(flaw);
  return { ok: true, value: { configEnvelope: proposed.value, bundle: next.value } };
}

/**
 * The configuration an authorised update leads to, before anyone asks whether it makes sense.
 *
 * @fabric common/configtx/validator.go (ProposeConfigUpdate)
 */
export function nextConfig(bundle: ChannelBundle, update: Uint8Array): Result<ConfigEnvelope, string> {
  const envelope = decode(EnvelopeSchema, update);
  if (!envelope.ok) return failed(`error converting envelope to config update: ${envelope.error}`);
  const opened = openConfigUpdate(envelope.value);
  if (!opened.ok) return failed(`error converting envelope to config update: ${opened.error}`);
  const authorized = authorizeUpdate(bundle, opened.value);
  if (!authorized.ok) return failed(`error authorizing update: ${authorized.error}`);
  const channelGroup = treeOf(authorized.value, ROOT_GROUP);
  if (!channelGroup.ok) return failed(`could not turn configMap back to channelGroup: ${channelGroup.error}`);
  const config = create(ConfigSchema, { sequence: BigInt(bundle.sequence + 1), channelGroup: channelGroup.value });
  return { ok: true, value: create(ConfigEnvelopeSchema, { config, lastUpdate: envelope.value }) };
}

function consensusFlaw(current: ChannelBundle, next: ChannelBundle, isActive?: IsActive): string | undefined {
  if (!current.orderer || !next.orderer) return undefined;
  const flaw = consensusMetadataFlaw(current.orderer, next.orderer, isActive);
  return flaw && `consensus metadata update for channel config update is invalid: ${flaw}`;
}

function unsupportedByOrderer(bundle: ChannelBundle): string | undefined {
  if (!bundle.orderer) return 'config does not contain orderer config';
  const text = unsupportedCapabilityOf({ ...bundle, application: undefined });
  if (!text) return undefined;
  const level = text.startsWith('Orderer') ? 'orderer' : 'channel';
  return `config requires unsupported ${level} capabilities: ${text}: ${text}`;
}

/**
 * The bundle after a config block, as a peer computes it: the update inside must be authorised by the current config
 * and must give exactly the configuration that stands beside it.
 */
export function applyConfigEnvelope(bundle: ChannelBundle, data: Uint8Array): Result<ChannelBundle, string> {
  const envelope = decode(ConfigEnvelopeSchema, data);
  if (!envelope.ok) return envelope;
  const { config, lastUpdate } = envelope.value;
  if (!config) return failed('config envelope has nil config');
  const expected = bundle.sequence + 1;
  if (config.sequence !== BigInt(expected))
    return failed(
      `config currently at sequence ${bundle.sequence}, cannot validate config at sequence ${config.sequence}`,
    );
  const opened = openConfigUpdate(lastUpdate ?? create(EnvelopeSchema));
  if (!opened.ok) return opened;
  const authorized = authorizeUpdate(bundle, opened.value);
  if (!authorized.ok) return authorized;
  const channelGroup = treeOf(authorized.value, ROOT_GROUP);
  if (!channelGroup.ok) return failed(`could not turn configMap back to channelGroup: ${channelGroup.error}`);
  if (!config.channelGroup || !equals(ConfigGroupSchema, channelGroup.value, config.channelGroup))
    return failed('ConfigEnvelope LastUpdate did not produce the supplied config result');
  const next = createBundle(bundle.channelId, config);
  if (!next.ok) return next;
  const flaw = checkSuccessor(bundle, next.value);
  return flaw ? failed(flaw) : next;
}

/** The update and its signatures inside a CONFIG_UPDATE envelope; the error is Fabric's text. */
export function openConfigUpdate(envelope: Envelope): Decoded<ConfigUpdateEnvelope> {
  const parsed = parseEnvelopeOfType(envelope, HeaderType.CONFIG_UPDATE);
  if (!parsed.ok) return parsed;
  const opened = decode(ConfigUpdateEnvelopeSchema, parsed.value.data);
  return opened.ok ? opened : failed(`error unmarshalling message for type CONFIG_UPDATE: ${opened.error}`);
}

/** The full configuration after the update, flat; or why the update is not allowed. */
export function authorizeUpdate(bundle: ChannelBundle, envelope: ConfigUpdateEnvelope): Result<ConfigMap, string> {
  const update = decode(ConfigUpdateSchema, envelope.configUpdate);
  if (!update.ok) return update;
  const { channelId, readSet, writeSet } = update.value;
  if (channelId !== bundle.channelId)
    return failed(`ConfigUpdate for channel '${channelId}' but envelope for channel '${bundle.channelId}'`);
  const current = mapConfig(bundle.root, ROOT_GROUP);
  if (!current.ok) return failed(`error converting config to map: ${current.error}`);
  const reads = mapConfig(readSet, ROOT_GROUP);
  if (!reads.ok) return failed(`error mapping ReadSet: ${reads.error}`);
  const readFlaw = readSetFlaw(current.value, reads.value);
  if (readFlaw) return failed(`error validating ReadSet: ${readFlaw}`);
  const writes = mapConfig(writeSet, ROOT_GROUP);
  if (!writes.ok) return failed(`error mapping WriteSet: ${writes.error}`);
  const delta = deltaOf(reads.value, writes.value);
  const signedData = configUpdateSignedData(envelope);
  if (!signedData.ok) return signedData;
  const deltaFlaw = deltaSetFlaw(bundle, current.value, delta, signedData.value);
  if (deltaFlaw) return failed(`error validating DeltaSet: ${deltaFlaw}`);
  const full: ConfigMap = new Map([...current.value, ...delta]);
  for (const key of writes.value.keys())
    if (!full.has(key))
      return failed(
        `full config did not verify: writeset contained key ${key} which did not appear in proposed config`,
      );
  return { ok: true, value: full };
}

function readSetFlaw(current: ConfigMap, reads: ConfigMap): string | undefined {
  for (const [key, { element }] of reads) {
    const existing = current.get(key);
    if (!existing) return `existing config does not contain element for ${key} but was in the read set`;
    const { version } = existing.element;
    if (version !== element.version)
      return `proposed update requires that key ${key} be at version ${element.version}, but it is currently at version ${version}`;
  }
  return undefined;
}

/** What is written at another version than it was read at. */
export const deltaOf = (reads: ConfigMap, writes: ConfigMap): ConfigMap =>
  new Map([...writes].filter(([key, { element }]) => reads.get(key)?.element.version !== element.version));

function deltaSetFlaw(
  bundle: ChannelBundle,
  current: ConfigMap,
  delta: ConfigMap,
  signedData: readonly SignedData[],
): string | undefined {
  if (delta.size === 0) return 'delta set was empty -- update would have no effect';
  for (const [key, { element }] of delta) {
    const flaw = modPolicyFlaw(element.modPolicy);
    if (flaw) return `invalid mod_policy for element ${key}: ${flaw}`;
    const existing = current.get(key);
    const { version } = element;
    if (existing) {
      const found = existingElementFlaw(bundle, key, existing, version, signedData);
      if (found) return found;
    } else if (version !== 0n) return `attempted to set key ${key} to version ${version}, but key does not exist`;
  }
  return undefined;
}

function existingElementFlaw(
  bundle: ChannelBundle,
  key: string,
  existing: ConfigElement,
  version: bigint,
  signedData: readonly SignedData[],
): string | undefined {
  const current = existing.element.version;
  if (version !== current + 1n)
    return `attempt to set key ${key} to version ${version}, but key is at version ${current}`;
  const path = policyOfElement(existing);
  const verdict = evaluatePolicy(bundle, path, signedData);
  if (!verdict.found) return `unexpected missing policy ${existing.element.modPolicy} for item ${key}`;
  return verdict.satisfied ? undefined : `policy for ${key} not satisfied: ${verdict.text ?? ''}`;
}

/** What each administrator signed: its own header and the update. */
export function configUpdateSignedData(envelope: ConfigUpdateEnvelope): Decoded<readonly SignedData[]> {
  const signedData: SignedData[] = [];
  for (const { signatureHeader, signature } of envelope.signatures) {
    const header = decode(SignatureHeaderSchema, signatureHeader);
    if (!header.ok) return header;
    const data = concatBytes(signatureHeader, envelope.configUpdate);
    signedData.push({ data, identity: header.value.creator, signature });
  }
  return decoded(signedData);
}
