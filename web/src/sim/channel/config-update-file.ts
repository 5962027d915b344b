/**
 * A config update as it lies in a file and is handed from administrator to administrator: a CONFIG_UPDATE envelope that
 * nobody, one or several have signed.
 *
 * @fabric internal/peer/channel/{signconfigtx,update,create}.go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import type { Result } from '../kernel/result.ts';
import { EMPTY } from '../wire/bytes.ts';
import { decode, type Decoded } from '../wire/decode.ts';
import { parseEnvelope, signedEnvelope, type Signer, type Timestamp } from '../wire/envelope.ts';
import { EnvelopeSchema, HeaderType } from '../wire/gen/common/common_pb.ts';
import {
  ConfigEnvelopeSchema,
  type ConfigUpdate,
  ConfigUpdateEnvelopeSchema,
  ConfigUpdateSchema,
} from '../wire/gen/common/configtx_pb.ts';
import type { ChannelBundle } from './bundle.ts';
import { mapConfig } from './config-map.ts';
import { ROOT_GROUP } from './config-tree.ts';
import { deltaOf, openConfigUpdate, signConfigUpdate } from './config-update.ts';
import { policyOfElement } from './mod-policy.ts';

/** What `configtxlator` and `jq` make of a computed update: an envelope without a signature, its header named by hand. */
export function unsignedConfigUpdate(update: ConfigUpdate): Uint8Array {
  const { channelId } = update;
  const data = create(ConfigUpdateEnvelopeSchema, { configUpdate: toBinary(ConfigUpdateSchema, update) });
  const header = { type: HeaderType.CONFIG_UPDATE, channelId };
  return signedEnvelope(header, toBinary(ConfigUpdateEnvelopeSchema, data), EMPTY, undefined);
}

export interface Signing {
  readonly signer: Signer;
  /** Of 24 bytes each: for the signature over the update, and for the envelope around it. */
  readonly nonces: readonly [Uint8Array, Uint8Array];
  readonly timestamp: Timestamp;
}

/**
 * `peer channel signconfigtx`, and what `peer channel update` does before it sends: one more signature over the update,
 * in an envelope signed anew. The error is the tool's text.
 *
 * @param expected the channel named on the command line; undefined when none was
 */
export function signConfigUpdateFile(
  bytes: Uint8Array,
  { signer, nonces, timestamp }: Signing,
  expected?: string,
): Result<Uint8Array, string> {
  const refused = (text: string) => ({ ok: false, error: `Invalid channel create transaction : ${text}` }) as const;
  const parsed = parseEnvelope(bytes);
  if (!parsed.ok)
    return { ok: false, error: 'error unmarshalling Envelope: proto: cannot parse invalid wire-format data' };
  const { type, channelId } = parsed.value.channelHeader;
  if (type !== HeaderType.CONFIG_UPDATE) return refused('bad type');
  if (channelId === '') return refused('empty channel id');
  if (expected !== undefined && channelId !== expected)
    return refused(`mismatched channel ID ${channelId} != ${expected}`);
  const update = decode(ConfigUpdateEnvelopeSchema, parsed.value.data);
  if (!update.ok) return refused('Bad config update env');
  const { configUpdate, signatures } = update.value;
  const signature = signConfigUpdate(configUpdate, signer, nonces[0]);
  const data = create(ConfigUpdateEnvelopeSchema, { configUpdate, signatures: [...signatures, signature] });
  const header = { type: HeaderType.CONFIG_UPDATE, channelId, timestamp };
  return { ok: true, value: signedEnvelope(header, toBinary(ConfigUpdateEnvelopeSchema, data), nonces[1], signer) };
}

/** How many administrators have signed the update in the file; 0 for a file that holds none. */
export function signatureCount(bytes: Uint8Array): number {
  const envelope = decode(EnvelopeSchema, bytes);
  const opened = envelope.ok ? openConfigUpdate(envelope.value) : envelope;
  return opened.ok ? opened.value.signatures.length : 0;
}

/** An element an update changes, as refusals name it, and the policy that is asked; '' for one that is new. */
export interface ChangedElement {
  readonly key: string;
  readonly policy: string;
}

/** What `update` writes, by the configuration it would change; sorted by path. */
export function changedElements(bundle: ChannelBundle, update: ConfigUpdate): readonly ChangedElement[] {
  const current = mapConfig(bundle.root, ROOT_GROUP);
  return writtenKeys(update).map((key) => {
    const existing = current.ok ? current.value.get(key) : undefined;
    return { key, policy: existing ? policyOfElement(existing) : '' };
  });
}

function writtenKeys({ readSet, writeSet }: ConfigUpdate): readonly string[] {
  const reads = mapConfig(readSet, ROOT_GROUP);
  const writes = mapConfig(writeSet, ROOT_GROUP);
  return reads.ok && writes.ok ? [...deltaOf(reads.value, writes.value).keys()] : [];
}

/** The elements a config block has changed, by the update inside `data` (a `common.ConfigEnvelope`). */
export function elementsOfConfigEnvelope(data: Uint8Array): Decoded<readonly string[]> {
  const config = decode(ConfigEnvelopeSchema, data);
  if (!config.ok) return config;
  const opened = openConfigUpdate(config.value.lastUpdate ?? create(EnvelopeSchema));
  if (!opened.ok) return opened;
  const update = decode(ConfigUpdateSchema, opened.value.configUpdate);
  return update.ok ? { ok: true, value: writtenKeys(update.value) } : update;
}
