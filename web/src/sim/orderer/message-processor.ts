/**
 * What an orderer checks before it orders: not whether a transaction is valid, only who sends it and how big it is.
 *
 * @fabric orderer/common/broadcast/broadcast.go, orderer/common/msgprocessor
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { type ChannelBundle, evaluatePolicy } from '../channel/bundle.ts';
import { configEnvelope, proposeConfigUpdate } from '../channel/config-update.ts';
import type { IsActive } from '../channel/raft-consenters.ts';
import { sha256 } from '../crypto/sha256.ts';
import { isExpired } from '../identity/identity.ts';
import { type SigningIdentity, signWith } from '../identity/signing-identity.ts';
import type { Result } from '../kernel/result.ts';
import { decode } from '../wire/decode.ts';
import {
  envelopeSignedData,
  parseEnvelope,
  type ParsedEnvelope,
  type Signer,
  timestampOfMicros,
} from '../wire/envelope.ts';
import { type Envelope, EnvelopeSchema, HeaderType, Status } from '../wire/gen/common/common_pb.ts';
import { ConfigEnvelopeSchema } from '../wire/gen/common/configtx_pb.ts';
import { isInMaintenance, maintenanceFlaw, writersPolicyOf } from './maintenance-filter.ts';
import type { Ordering } from './orderer-state.ts';

export interface Rejection {
  readonly status: Status;
  readonly info: string;
}

export interface Processed {
  readonly ordering: Ordering;
  readonly config: boolean;
}

export const reject = (status: Status, info: string): { readonly ok: false; readonly error: Rejection } => ({
  ok: false,
  error: { status, info },
});

/** Reads as much of an envelope as routing needs. */
export function openEnvelope(bytes: Uint8Array): Result<ParsedEnvelope, Rejection> {
  const parsed = parseEnvelope(bytes);
  if (!parsed.ok) {
    const text = parsed.error.text === 'nil header' ? 'header not set' : parsed.error.text;
    return reject(Status.BAD_REQUEST, `could not determine channel ID: ${text}`);
  }
  return parsed;
}

export interface Context {
  readonly bundle: ChannelBundle;
  readonly nowUnixMicros: number;
  readonly nonce: Uint8Array;
  readonly signer: Signer;
  /** Which Raft consenters take part now, as far as this orderer knows; without it all of them. */
  readonly isActive?: IsActive | undefined;
}

/** The envelope as it is to be ordered (a config update becomes the configuration it leads to), or the refusal. */
export function processMessage(
  bytes: Uint8Array,
  envelope: ParsedEnvelope,
  context: Context,
): Result<Processed, Rejection> {
  const { type } = envelope.channelHeader;
  if (type === HeaderType.CONFIG || type === HeaderType.ORDERER_TRANSACTION)
    return reject(Status.BAD_REQUEST, 'message is of type that cannot be processed directly');
  if (type === HeaderType.CONFIG_UPDATE) return processConfigUpdate(bytes, envelope, context);
  if (isInMaintenance(context.bundle))
    return reject(Status.SERVICE_UNAVAILABLE, 'normal transactions are rejected: maintenance mode');
  const filtered = filter(envelope, context);
  if (!filtered.ok) return filtered;
  return { ok: true, value: { ordering: orderingOf(bytes, envelope.channelHeader.txId), config: false } };
}

const notApplied = ({ channelId }: ChannelBundle, error: string): string =>
  `error applying config update to existing channel '${channelId}': ${error}`;

/**
 * What the leader has against a configuration that another orderer made and forwarded: only the leader knows who is
 * alive. One made from an older configuration is looked at when its turn comes.
 */
export function forwardedConfigFlaw(
  envelope: ParsedEnvelope,
  bundle: ChannelBundle,
  isActive: IsActive | undefined,
): string | undefined {
  if (envelope.channelHeader.type !== HeaderType.CONFIG) return undefined;
  const config = decode(ConfigEnvelopeSchema, envelope.data);
  if (!config.ok || Number(config.value.config?.sequence ?? 0n) !== bundle.sequence + 1) return undefined;
  const lastUpdate = toBinary(EnvelopeSchema, config.value.lastUpdate ?? create(EnvelopeSchema));
  const update = proposeConfigUpdate(bundle, lastUpdate, isActive);
  return update.ok ? undefined : notApplied(bundle, update.error);
}

function processConfigUpdate(
  bytes: Uint8Array,
  envelope: ParsedEnvelope,
  context: Context,
): Result<Processed, Rejection> {
  const { bundle, nonce, signer, nowUnixMicros, isActive } = context;
  const checks = (which: string) => `config update for existing channel did not pass ${which} checks: `;
  const initial = filter(envelope, context);
  if (!initial.ok) return reject(initial.error.status, checks('initial') + initial.error.info);
  const update = proposeConfigUpdate(bundle, bytes, isActive);
  if (!update.ok) return reject(Status.BAD_REQUEST, notApplied(bundle, update.error));
  const timestamp = timestampOfMicros(nowUnixMicros);
  const wrapped = configEnvelope(bundle.channelId, update.value.configEnvelope, nonce, timestamp, signer);
  const parsed = parseEnvelope(wrapped);
  // The envelope is now the orderer's own and bigger than what came.
  const final = parsed.ok ? filter(parsed.value, context) : reject(Status.BAD_REQUEST, parsed.error.text);
  if (!final.ok) return reject(final.error.status, checks('final') + final.error.info);
  const flaw = maintenanceFlaw(bundle, update.value.bundle, update.value.configEnvelope);
  if (flaw) return reject(Status.BAD_REQUEST, checks('maintenance') + flaw);
  return { ok: true, value: { ordering: orderingOf(wrapped, ''), config: true } };
}

/** What every message must pass before it is ordered: it is not empty, not too big, and from somebody who may write. */
export function filter(envelope: ParsedEnvelope, { bundle, nowUnixMicros }: Context): Result<void, Rejection> {
  if (envelope.payloadBytes.length === 0) return reject(Status.BAD_REQUEST, 'message payload is empty');
  const signed = envelopeSignedData(envelope);
  const identity = bundle.mspManager.deserializeIdentity(signed.identity);
  if (identity.ok && isExpired(identity.value, Math.floor(nowUnixMicros / 1_000_000)))
    return reject(Status.BAD_REQUEST, 'broadcast client identity expired');
  const limit = bundle.orderer?.batchSize.absoluteMaxBytes ?? 0;
  const size = envelope.payloadBytes.length + envelope.signature.length;
  if (size > limit)
    return reject(Status.BAD_REQUEST, `message payload is ${size} bytes and exceeds maximum allowed ${limit} bytes`);
  const verdict = evaluatePolicy(bundle, writersPolicyOf(bundle), [signed]);
  if (!verdict.satisfied) return reject(Status.FORBIDDEN, `${verdict.text ?? ''}: permission denied`);
  return { ok: true, value: undefined };
}

export function orderingOf(bytes: Uint8Array, txid: string): Ordering {
  const envelope = decode(EnvelopeSchema, bytes);
  const { payload, signature }: Pick<Envelope, 'payload' | 'signature'> = envelope.ok
    ? envelope.value
    : { payload: bytes, signature: new Uint8Array(0) };
  return { payload, signature, bytes, txid };
}

/**
 * A configuration that was made from an older one than the channel has now is made again from the update inside it;
 * undefined when the update no longer fits. @fabric orderer/consensus/etcdraft/chain.go (ordered, ReprocessConfigMsg)
 */
export function reprocessConfig(
  ordering: Ordering,
  bundle: ChannelBundle,
  signer: SigningIdentity,
): Ordering | undefined {
  const parsed = parseEnvelope(ordering.bytes);
  const config = parsed.ok ? decode(ConfigEnvelopeSchema, parsed.value.data) : undefined;
  if (!parsed.ok || !config?.ok || !config.value.lastUpdate) return undefined;
  if (Number(config.value.config?.sequence ?? 0n) === bundle.sequence + 1) return ordering;
  const update = proposeConfigUpdate(bundle, toBinary(EnvelopeSchema, config.value.lastUpdate));
  if (!update.ok) return undefined;
  const { channelHeader, signatureHeader } = parsed.value;
  const timestamp = channelHeader.timestamp ?? { seconds: 0, nanos: 0 };
  const by: Signer = { creator: signer.serialized, sign: (bytes) => signWith(signer, bytes) };
  const nonce = sha256(signatureHeader.nonce).slice(0, 24);
  return orderingOf(configEnvelope(bundle.channelId, update.value.configEnvelope, nonce, timestamp, by), '');
}
