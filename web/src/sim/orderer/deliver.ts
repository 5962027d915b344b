/**
 * The deliver service of an orderer: streams of blocks to peers, and single blocks to administrators.
 *
 * @fabric common/deliver/deliver.go
 * @simplified A stream with an end is not kept open for blocks that do not exist yet: it ends with NOT_FOUND.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import type { ActorId } from '../kernel/actor.ts';
import { type Micros, SECOND } from '../kernel/time.ts';
import { evaluatePolicy } from '../channel/bundle.ts';
import type { SignedData } from '../policy/signed-data.ts';
import { envelopeSignedData } from '../wire/envelope.ts';
import { decodeBlock, isConfigBlock } from '../wire/block.ts';
import { BlockSchema, Status } from '../wire/gen/common/common_pb.ts';
import type { Message } from '../wire/messages.ts';
import { parseSeek } from '../wire/seek.ts';
import type { Lie } from './lie.ts';
import { readersPolicyOf } from './maintenance-filter.ts';
import { type ChainBase, type OrdererEffect, send, type Subscriber } from './orderer-state.ts';

export interface Fed<C extends ChainBase> {
  readonly chain: C;
  readonly effects: readonly OrdererEffect[];
}

/** Opens a stream for `peer`; it gets every block from where it asks on, or a status that ends the stream. */
export function openStream<C extends ChainBase>(chain: C, peer: ActorId, envelope: Uint8Array): Fed<C> {
  const seek = parseSeek(envelope);
  if (!seek.ok) return refuse(chain, peer, Status.BAD_REQUEST);
  // An orderer that may be behind delivers nothing.
  if (chain.errored) return refuse(chain, peer, Status.SERVICE_UNAVAILABLE);
  const request = envelopeSignedData(seek.value.envelope);
  if (!isReader(chain, request)) return refuse(chain, peer, Status.FORBIDDEN);
  const from = seek.value.from ?? chain.disk.blocks.height - 1;
  if (seek.value.to !== undefined) return sendRange(chain, peer, from, seek.value.to);
  const { sequence } = chain.bundle;
  const subscriber: Subscriber = { next: from, request, sequence, ...(seek.value.headers && { headers: true }) };
  return feedSubscribers({ ...chain, subscribers: { ...chain.subscribers, [peer]: subscriber } });
}

const isReader = ({ bundle }: ChainBase, request: SignedData): boolean =>
  evaluatePolicy(bundle, readersPolicyOf(bundle), [request]).satisfied;

/** Blocks `from` to `to`, and the status that ends the stream. */
function sendRange<C extends ChainBase>(chain: C, peer: ActorId, from: number, to: number): Fed<C> {
  const { channel } = chain;
  const effects: OrdererEffect[] = [];
  for (let number = from; number <= to; number++) {
    const block = chain.disk.blocks.blockBytes(number);
    if (!block) return { chain, effects: [...effects, ...refuse(chain, peer, Status.NOT_FOUND).effects] };
    effects.push(send(peer, { type: 'deliverBlock', channel, number, block }));
  }
  return { chain, effects: [...effects, send(peer, { type: 'deliverStatus', channel, status: Status.SUCCESS })] };
}

/** How long a connection is believed in that has gone silent (gRPC's keepalive timeout). */
const KEEPALIVE_TIMEOUT: Micros = 20 * SECOND;

function refuse<C extends ChainBase>(chain: C, peer: ActorId, status: Status): Fed<C> {
  const message: Message = { type: 'deliverStatus', channel: chain.channel, status };
  // Whoever waits for blocks after this one is lost would wait for ever.
  return { chain, effects: [{ type: 'send', to: peer, message, patience: KEEPALIVE_TIMEOUT }] };
}

export function closeStream<C extends ChainBase>(chain: C, peer: ActorId): C {
  const { [peer]: _closed, ...subscribers } = chain.subscribers;
  return { ...chain, subscribers };
}

/**
 * Sends every stream the blocks it has not had. A stream whose owner the newest configuration no longer lets read ends
 * before the block that says so.
 */
export function feedSubscribers<C extends ChainBase>(chain: C, lie?: Lie): Fed<C> {
  // A censor tells nobody; whoever asks anew gets what there is by then.
  if (lie === 'censor') return { chain, effects: [] };
  const { channel, bundle, disk } = chain;
  const { blocks } = disk;
  const effects: OrdererEffect[] = [];
  const subscribers: Record<ActorId, Subscriber> = {};
  for (const peer of Object.keys(chain.subscribers).sort()) {
    const subscriber = chain.subscribers[peer];
    if (!subscriber) continue;
    const { request, sequence } = subscriber;
    let { next } = subscriber;
    if (next < blocks.height && bundle.sequence > sequence && !isReader(chain, request)) {
      effects.push(...refuse(chain, peer, Status.FORBIDDEN).effects);
      continue;
    }
    for (; next < blocks.height; next++) {
      const block = blocks.blockBytes(next);
      if (block && subscriber.headers) effects.push(send(peer, headerOf(channel, next, block)));
      else if (block) effects.push(send(peer, { type: 'deliverBlock', channel, number: next, block }));
    }
    subscribers[peer] = { ...subscriber, next, sequence: bundle.sequence };
  }
  return { chain: { ...chain, subscribers }, effects };
}

/** Header and metadata are enough to see that a quorum has signed; a configuration is needed to go on checking. */
function headerOf(channel: string, number: number, bytes: Uint8Array): Message {
  const block = decodeBlock(bytes);
  if (!block.ok || isConfigBlock(block.value)) return { type: 'deliverHeader', channel, number, header: bytes };
  const { header, metadata } = block.value;
  const bare = create(BlockSchema, { ...(header && { header }), ...(metadata && { metadata }) });
  return { type: 'deliverHeader', channel, number, header: toBinary(BlockSchema, bare) };
}
