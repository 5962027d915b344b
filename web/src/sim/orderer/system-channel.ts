/**
 * What orderers of 2.x do with envelopes for channels they do not have: their system channel takes them, and makes of a
 * channel creation transaction the ORDERER_TRANSACTION that creates the channel.
 *
 * @fabric orderer/common/multichannel/registrar.go (BroadcastChannelSupport), orderer/common/msgprocessor/systemchannel.go
 *   (2.x)
 */
import { equals, toBinary } from '@bufbuild/protobuf';
import type { ChannelBundle } from '../channel/bundle.ts';
import { createChannel, ordererTransaction } from '../channel/channel-creation.ts';
import { configEnvelope } from '../channel/config-update.ts';
import { sha256 } from '../crypto/sha256.ts';
import { type SigningIdentity, signWith } from '../identity/signing-identity.ts';
import type { Result } from '../kernel/result.ts';
import { decode } from '../wire/decode.ts';
import {
  parseEnvelope,
  type ParsedEnvelope,
  type Signer,
  type Timestamp,
  timestampOfMicros,
} from '../wire/envelope.ts';
import { EnvelopeSchema, HeaderType, Status } from '../wire/gen/common/common_pb.ts';
import { type ConfigEnvelope, ConfigEnvelopeSchema } from '../wire/gen/common/configtx_pb.ts';
import {
  type Context,
  filter,
  orderingOf,
  type Processed,
  reject,
  type Rejection,
  reprocessConfig,
} from './message-processor.ts';
import type { Chain, Ordering, OrdererState } from './orderer-state.ts';

/** The chain of the system channel: the one with consortiums. Orderers of 3.x have none. */
export const systemChainOf = ({ chains }: OrdererState): Chain | undefined =>
  Object.values(chains).find(({ bundle }) => bundle.consortiums !== undefined);

/**
 * An envelope for a channel that does not exist. `context` is that of the system channel. Who sent it does not matter:
 * the signatures on the update inside decide.
 */
export function processForNewChannel(
  bytes: Uint8Array,
  envelope: ParsedEnvelope,
  context: Context,
): Result<Processed, Rejection> {
  const { type, channelId } = envelope.channelHeader;
  if (type === HeaderType.CONFIG || type === HeaderType.ORDERER_TRANSACTION)
    return reject(Status.BAD_REQUEST, 'message is of type that cannot be processed directly');
  if (type !== HeaderType.CONFIG_UPDATE) return reject(Status.NOT_FOUND, 'channel does not exist');
  const made = createChannel(context.bundle, bytes);
  if (!made.ok) return reject(Status.BAD_REQUEST, made.error);
  const timestamp = timestampOfMicros(context.nowUnixMicros);
  const wrapped = wrap(context.bundle.channelId, channelId, made.value.configEnvelope, { ...context, timestamp });
  const parsed = parseEnvelope(wrapped);
  const filtered = parsed.ok ? filter(parsed.value, context) : reject(Status.BAD_REQUEST, parsed.error.text);
  return filtered.ok ? { ok: true, value: { ordering: orderingOf(wrapped, ''), config: true } } : filtered;
}

interface Wrapping {
  readonly nonce: Uint8Array;
  readonly timestamp: Timestamp;
  readonly signer: Signer;
}

function wrap(
  systemChannelId: string,
  channelId: string,
  config: ConfigEnvelope,
  { nonce, timestamp, signer }: Wrapping,
): Uint8Array {
  const inner = configEnvelope(channelId, config, sha256(nonce).slice(0, 24), timestamp, signer);
  return ordererTransaction(systemChannelId, inner, nonce, timestamp, signer);
}

/** {@link reprocessConfig} for both kinds of configuration that orderers order. */
export function reprocess(ordering: Ordering, bundle: ChannelBundle, signer: SigningIdentity): Ordering | undefined {
  const outer = parseEnvelope(ordering.bytes);
  if (!outer.ok || outer.value.channelHeader.type !== HeaderType.ORDERER_TRANSACTION)
    return reprocessConfig(ordering, bundle, signer);
  const inner = parseEnvelope(outer.value.data);
  const config = inner.ok ? decode(ConfigEnvelopeSchema, inner.value.data) : undefined;
  if (!inner.ok || !config?.ok || !config.value.lastUpdate) return undefined;
  const made = createChannel(bundle, toBinary(EnvelopeSchema, config.value.lastUpdate));
  if (!made.ok) return undefined;
  if (equals(ConfigEnvelopeSchema, made.value.configEnvelope, config.value)) return ordering;
  const { channelHeader, signatureHeader } = outer.value;
  const by: Signer = { creator: signer.serialized, sign: (bytes) => signWith(signer, bytes) };
  const wrapping: Wrapping = {
    nonce: sha256(signatureHeader.nonce).slice(0, 24),
    timestamp: channelHeader.timestamp ?? { seconds: 0, nanos: 0 },
    signer: by,
  };
  const { channelId } = inner.value.channelHeader;
  return orderingOf(wrap(bundle.channelId, channelId, made.value.configEnvelope, wrapping), '');
}
