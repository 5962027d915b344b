/**
 * Whether the orderer a peer pulls blocks from keeps some to itself. Where orderers may lie, the peer has the headers of
 * all blocks from the others too: a header that a quorum has signed and whose block does not come makes it pull from
 * another one.
 *
 * @fabric common/deliverclient/blocksprovider/{bft_deliverer,bft_censorship_monitor,bft_header_receiver}.go
 * @simplified A stream of headers that breaks is opened again when the peer changes its source, not after a while.
 */
import { evaluatePolicy } from '../channel/bundle.ts';
import { POLICY } from '../channel/config-tree.ts';
import { sha256 } from '../crypto/sha256.ts';
import { signWith } from '../identity/signing-identity.ts';
import type { ActorId } from '../kernel/actor.ts';
import type { Micros } from '../kernel/time.ts';
import { blockNumber, blockSignedData, decodeBlock } from '../wire/block.ts';
import { concatBytes, utf8 } from '../wire/bytes.ts';
import { timestampOfMicros } from '../wire/envelope.ts';
import type { Message } from '../wire/messages.ts';
import { seekHeadersEnvelope } from '../wire/seek.ts';
import { ledgerOf, withChannel } from './committer.ts';
import { type PeerChannel, type PeerEffect, type PeerState, type PeerStepped, report } from './peer-state.ts';

/** peer.deliveryclient.blockCensorshipTimeoutKey */
const CENSORSHIP_TIMEOUT: Micros = 30_000_000;

export const censorTimer = (channel: string): string => `censor ${channel}`;

export const isWatched = ({ bundle }: PeerChannel): boolean => bundle.orderer?.consensusType === 'BFT';

const othersOf = ({ bundle, orderer }: PeerChannel): readonly ActorId[] => {
  const endpoints = (bundle.orderer?.organizations ?? []).flatMap((organization) => organization.endpoints);
  const hosts = endpoints.map((endpoint) => endpoint.split(':')[0] ?? '');
  return hosts.filter((host) => host !== '' && host !== orderer);
};

/** Opens a stream of headers from every orderer but the one that gives blocks. */
export function watchHeaders(before: PeerState, channel: string, now: Micros): PeerStepped {
  const joined = before.channels[channel];
  if (!joined || !isWatched(joined)) return { state: before, effects: [] };
  const from = ledgerOf(before, channel).blocks.height + joined.inbox.length;
  const { signer, secret, epochUnixMicros } = before.disk;
  const draws = before.draws + 1;
  const nonce = sha256(concatBytes(secret, utf8(`headers ${draws}`))).slice(0, 24);
  const identity = { creator: signer.serialized, sign: (bytes: Uint8Array) => signWith(signer, bytes) };
  const envelope = seekHeadersEnvelope(channel, from, nonce, identity, timestampOfMicros(epochUnixMicros + now));
  const state = withChannel({ ...before, draws }, channel, { suspected: undefined });
  return {
    state,
    effects: [
      ...othersOf(joined).map(
        (to): PeerEffect => ({ type: 'send', to, message: { type: 'deliverSeek', channel, envelope, from } }),
      ),
      { type: 'cancelTimer', timer: censorTimer(channel) },
    ],
  };
}

/** Nobody pulls any more: the streams of headers end too. */
export function unwatch(state: PeerState, channel: string): readonly PeerEffect[] {
  const joined = state.channels[channel];
  if (!joined || !isWatched(joined)) return [];
  return [
    ...othersOf(joined).map((to): PeerEffect => ({ type: 'send', to, message: { type: 'deliverCancel', channel } })),
    { type: 'cancelTimer', timer: censorTimer(channel) },
  ];
}

/** A header that is ahead of the blocks begins the wait for its block. */
export function onHeader(
  state: PeerState,
  from: ActorId,
  { channel, number, header }: Message & { type: 'deliverHeader' },
): PeerStepped {
  const joined = state.channels[channel];
  if (!joined?.orderer || from === joined.orderer || joined.suspected !== undefined) return { state, effects: [] };
  const expected = ledgerOf(state, channel).blocks.height + joined.inbox.length;
  if (number < expected || !isFinal(joined, header, number)) return { state, effects: [] };
  return {
    state: withChannel(state, channel, { suspected: number }),
    effects: [{ type: 'setTimer', timer: censorTimer(channel), min: CENSORSHIP_TIMEOUT, max: CENSORSHIP_TIMEOUT }],
  };
}

/** One orderer alone cannot raise an alarm: it takes a quorum's signatures. */
function isFinal({ bundle }: PeerChannel, bytes: Uint8Array, number: number): boolean {
  const block = decodeBlock(bytes);
  if (!block.ok || blockNumber(block.value) !== number) return false;
  const signed = blockSignedData(block.value, bundle.orderer?.consenters ?? []);
  return signed.ok && evaluatePolicy(bundle, POLICY.blockValidation, signed.value).satisfied;
}

/** A block came: the suspicion is disproved if it is the one, or a later one. */
export function disprove(state: PeerState, channel: string): PeerStepped {
  const joined = state.channels[channel];
  if (joined?.suspected === undefined) return { state, effects: [] };
  const newest = ledgerOf(state, channel).blocks.height + joined.inbox.length - 1;
  if (newest < joined.suspected) return { state, effects: [] };
  return {
    state: withChannel(state, channel, { suspected: undefined }),
    effects: [{ type: 'cancelTimer', timer: censorTimer(channel) }],
  };
}

/** The block did not come in time: the orderer is left. The caller connects to another one. */
export function censored(state: PeerState, channel: string): PeerStepped {
  const joined = state.channels[channel];
  if (!joined?.orderer || joined.suspected === undefined) return { state, effects: [] };
  const { orderer, suspected: number } = joined;
  return {
    state: withChannel(state, channel, { suspected: undefined }),
    effects: [
      report({ type: 'censorshipSuspected', channel, orderer, number }),
      { type: 'send', to: orderer, message: { type: 'deliverCancel', channel } },
    ],
  };
}
