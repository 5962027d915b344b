/**
 * What an orderer checks before it orders: not whether a transaction is valid, only who sends it and how big it is.
 *
 * @fabric orderer/common/broadcast/broadcast.go, orderer/common/msgprocessor
 */
import { toBinary } from '@bufbuild/protobuf';
import { type ChannelBundle, evaluatePolicy } from '../channel/bundle.ts';
import { configEnvelope, proposeConfigUpdate } from '../channel/config-update.ts';
import { POLICY } from '../channel/config-tree.ts';
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
import type { Ordering } from './orderer-state.ts';

export interface Rejection {
  readonly status: Status;
  readonly info: string;
}

export interface Processed {
  readonly ordering: Ordering;
  readonly config: boolean;
}

const reject = (status: Status, info: string): { readonly ok: false; readonly error: Rejection } => ({
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

interface Context {
  readonly bundle: ChannelBundle;
  readonly nowUnixMicros: number;
  readonly nonce: Uint8Array;
  readonly signer: Signer;
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
  const filtered = filter(envelope, context);
  if (!filtered.ok) return filtered;
  if (type !== HeaderType.CONFIG_UPDATE)
    return { ok: true, value: { ordering: orderingOf(bytes, envelope.channelHeader.txId), config: false } };
  const { bundle, nonce, signer, nowUnixMicros } = context;
  const update = proposeConfigUpdate(bundle, bytes);
  if (!update.ok) {
    const where = `error applying config update to existing channel '${bundle.channelId}': `;
    return reject(Status.BAD_REQUEST, where + update.error);
  }
  const timestamp = timestampOfMicros(nowUnixMicros);
  const wrapped = configEnvelope(bundle.channelId, update.value.configEnvelope, nonce, timestamp, signer);
  return { ok: true, value: { ordering: orderingOf(wrapped, ''), config: true } };
}

function filter(envelope: ParsedEnvelope, { bundle, nowUnixMicros }: Context): Result<void, Rejection> {
  if (envelope.payloadBytes.length === 0) return reject(Status.BAD_REQUEST, 'message payload is empty');
  const signed = envelopeSignedData(envelope);
  const identity = bundle.mspManager.deserializeIdentity(signed.identity);
  if (identity.ok && isExpired(identity.value, Math.floor(nowUnixMicros / 1_000_000)))
    return reject(Status.BAD_REQUEST, 'broadcast client identity expired');
  const limit = bundle.orderer?.batchSize.absoluteMaxBytes ?? 0;
  const size = envelope.payloadBytes.length + envelope.signature.length;
  if (size > limit)
    return reject(
      Status.REQUEST_ENTITY_TOO_LARGE,
      `message payload is ${size} bytes and exceeds maximum allowed ${limit} bytes`,
    );
  const verdict = evaluatePolicy(bundle, POLICY.channelWriters, [signed]);
  if (!verdict.satisfied) return reject(Status.FORBIDDEN, `${verdict.text ?? ''}: permission denied`);
  return { ok: true, value: undefined };
}

function orderingOf(bytes: Uint8Array, txid: string): Ordering {
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
