/**
 * The deliver service of an orderer: streams of blocks to peers.
 *
 * @fabric common/deliver/deliver.go
 */
import type { ActorId } from '../kernel/actor.ts';
import { evaluatePolicy } from '../channel/bundle.ts';
import { POLICY } from '../channel/config-tree.ts';
import { envelopeSignedData } from '../wire/envelope.ts';
import { Status } from '../wire/gen/common/common_pb.ts';
import { parseSeek } from '../wire/seek.ts';
import { type Chain, type OrdererEffect, send } from './orderer-state.ts';
import { NONE } from './raft/raft-state.ts';

export interface Fed {
  readonly chain: Chain;
  readonly effects: readonly OrdererEffect[];
}

/** Opens a stream for `peer`; it gets every block from where it asks on, or a status that ends the stream. */
export function openStream(chain: Chain, peer: ActorId, envelope: Uint8Array): Fed {
  const seek = parseSeek(envelope);
  if (!seek.ok) return refuse(chain, peer, Status.BAD_REQUEST);
  // Without a leader the chain is "errored": an orderer that may be behind delivers nothing.
  if (chain.raft.volatile.leader === NONE) return refuse(chain, peer, Status.SERVICE_UNAVAILABLE);
  const verdict = evaluatePolicy(chain.bundle, POLICY.channelReaders, [envelopeSignedData(seek.value.envelope)]);
  if (!verdict.satisfied) return refuse(chain, peer, Status.FORBIDDEN);
  const from = seek.value.from ?? chain.disk.blocks.height - 1;
  return feedSubscribers({ ...chain, subscribers: { ...chain.subscribers, [peer]: from } });
}

function refuse(chain: Chain, peer: ActorId, status: Status): Fed {
  return { chain, effects: [send(peer, { type: 'deliverStatus', channel: chain.channel, status })] };
}

export function closeStream(chain: Chain, peer: ActorId): Chain {
  const { [peer]: _closed, ...subscribers } = chain.subscribers;
  return { ...chain, subscribers };
}

/** Sends every stream the blocks it has not had. */
export function feedSubscribers(chain: Chain): Fed {
  const { blocks } = chain.disk;
  const effects: OrdererEffect[] = [];
  const subscribers: Record<ActorId, number> = {};
  for (const peer of Object.keys(chain.subscribers).sort()) {
    let next = chain.subscribers[peer] ?? blocks.height;
    for (; next < blocks.height; next++) {
      const block = blocks.blockBytes(next);
      if (block) effects.push(send(peer, { type: 'deliverBlock', channel: chain.channel, number: next, block }));
    }
    subscribers[peer] = next;
  }
  return { chain: { ...chain, subscribers }, effects };
}
