/**
 * The bytes peers exchange by gossip.
 *
 * @fabric gossip/protoext, gossip/gossip/batcher.go
 * @simplified Gossip messages are not signed one by one: the link tells who sent them, and a peer's certificate comes with
 * what it says of itself. Messages of one moment travel together; digests, hellos and acknowledgements are left out.
 */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { sha256 } from '../../crypto/sha256.ts';
import type { ActorId } from '../../kernel/actor.ts';
import { fromHex, fromUtf8, hex, utf8 } from '../../wire/bytes.ts';
import { decode } from '../../wire/decode.ts';
import {
  type AliveMessage,
  type Envelope,
  EnvelopeSchema,
  GossipMessage_Tag,
  type GossipMessage,
  GossipMessageSchema,
} from '../../wire/gen/gossip/message_pb.ts';
import { SerializedIdentitySchema } from '../../wire/gen/msp/identities_pb.ts';
import type { GossipLabel, Message } from '../../wire/messages.ts';
import type { PeerEffect } from '../peer-state.ts';
import type { ChannelStanding, GossipMember } from './gossip-state.ts';

export type GossipContent = GossipMessage['content'];

/** PKI id of a peer in hexadecimal: a hash of its MSP and certificate. */
export function pkiIdOf(serializedIdentity: Uint8Array): string {
  const { mspid, idBytes } = fromBinary(SerializedIdentitySchema, serializedIdentity);
  return hex(sha256(utf8(mspid), idBytes));
}

export const gossipBytes = (
  content: GossipContent,
  channel = '',
  tag: GossipMessage_Tag = GossipMessage_Tag.EMPTY,
): Uint8Array => toBinary(GossipMessageSchema, create(GossipMessageSchema, { channel: utf8(channel), tag, content }));

/** Gossip messages that leave together for one peer. */
export function gossip(
  to: ActorId,
  label: GossipLabel,
  messages: readonly Uint8Array[],
  about: { readonly channel?: string; readonly block?: number } = {},
): PeerEffect {
  const message: Message = { type: 'gossip', label, channel: about.channel ?? '', messages };
  return { type: 'send', to, message: about.block === undefined ? message : { ...message, block: about.block } };
}

type AliveOf = Pick<GossipMember, 'endpoint' | 'identity' | 'pkiId' | 'incarnation' | 'sequence'>;

export function aliveBytes({ endpoint, identity, pkiId, incarnation, sequence }: AliveOf): Uint8Array {
  const value = {
    $typeName: 'gossip.AliveMessage' as const,
    membership: { $typeName: 'gossip.Member' as const, endpoint, metadata: new Uint8Array(), pkiId: fromHex(pkiId) },
    timestamp: peerTime(incarnation, sequence),
    identity,
  };
  return gossipBytes({ case: 'aliveMsg', value });
}

export const peerTime = (incarnation: number, sequence: number) => ({
  $typeName: 'gossip.PeerTime' as const,
  incNum: BigInt(incarnation),
  seqNum: BigInt(sequence),
});

export function stateInfoBytes(
  channel: string,
  { height, chaincodes }: ChannelStanding,
  { pkiId, incarnation, sequence }: Pick<AliveOf, 'pkiId' | 'incarnation' | 'sequence'>,
): Uint8Array {
  const value = {
    $typeName: 'gossip.StateInfo' as const,
    timestamp: peerTime(incarnation, sequence),
    pkiId: fromHex(pkiId),
    channelMAC: sha256(fromHex(pkiId), utf8(channel)),
    properties: {
      $typeName: 'gossip.Properties' as const,
      ledgerHeight: BigInt(height),
      leftChannel: false,
      chaincodes: chaincodes.map((one) => ({ $typeName: 'gossip.Chaincode' as const, ...one })),
    },
  };
  return gossipBytes({ case: 'stateInfo', value }, channel, GossipMessage_Tag.CHAN_OR_ORG);
}

export const enveloped = (payload: Uint8Array): Envelope => create(EnvelopeSchema, { payload });

export interface ReadGossip {
  readonly channel: string;
  readonly content: GossipContent;
}

/** Undefined for bytes that are no gossip message: they are dropped. */
export function readGossip(bytes: Uint8Array): ReadGossip | undefined {
  const message = decode(GossipMessageSchema, bytes);
  return message.ok ? { channel: fromUtf8(message.value.channel), content: message.value.content } : undefined;
}

/** What an alive message says; undefined when something is missing. */
export function readAlive({
  membership,
  timestamp,
  identity,
}: AliveMessage): (AliveOf & { readonly id: ActorId; readonly mspId: string }) | undefined {
  const serialized = decode(SerializedIdentitySchema, identity);
  const id = membership?.endpoint.split(':')[0];
  if (!membership || !timestamp || !id || !serialized.ok) return undefined;
  return {
    id,
    endpoint: membership.endpoint,
    mspId: serialized.value.mspid,
    identity,
    pkiId: pkiIdOf(identity),
    incarnation: Number(timestamp.incNum),
    sequence: Number(timestamp.seqNum),
  };
}
