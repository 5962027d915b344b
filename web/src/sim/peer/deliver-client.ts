/**
 * Pulling blocks from an orderer: every peer does so where `orgLeader` is set, as by default in today's Fabric, and else
 * only the one its organisation has elected.
 *
 * @fabric internal/pkg/peer/blocksprovider/deliverer.go, core.yaml peer.gossip.orgLeader
 */
import { sha256 } from '../crypto/sha256.ts';
import type { ActorId } from '../kernel/actor.ts';
import { signWith } from '../identity/signing-identity.ts';
import type { Micros } from '../kernel/time.ts';
import { concatBytes, utf8 } from '../wire/bytes.ts';
import { timestampOfMicros } from '../wire/envelope.ts';
import { seekEnvelope } from '../wire/seek.ts';
import { unwatch, watchHeaders } from './censorship-monitor.ts';
import { ledgerOf, withChannel } from './committer.ts';
import { type PeerEffect, type PeerState, type PeerStepped, report } from './peer-state.ts';

export const deliverTimer = (channel: string): string => `deliver ${channel}`;

/** First wait after a failure, its growth per failure and its limit, as the peer's defaults. */
const FIRST_RETRY: Micros = 100_000;
const LONGEST_RETRY: Micros = 10_000_000;

/** How long an orderer that does not answer is waited for (`peer.deliveryclient.connTimeout`). */
const CONNECTION_TIMEOUT: Micros = 3_000_000;

/** Opens a stream to an orderer of the channel, another one with every attempt. */
export function connect(state: PeerState, channel: string, now: Micros): PeerStepped {
  const joined = state.channels[channel];
  if (!joined) return { state, effects: [] };
  const endpoints = (joined.bundle.orderer?.organizations ?? []).flatMap((organization) => organization.endpoints);
  const { signer, secret, node, epochUnixMicros } = state.disk;
  const [first = 0] = sha256(utf8(`${node} ${channel}`));
  const endpoint = endpoints[(first + joined.attempts) % Math.max(1, endpoints.length)];
  const orderer = endpoint?.split(':')[0];
  if (!orderer) return { state, effects: [] };
  const from = ledgerOf(state, channel).blocks.height + joined.inbox.length;
  const draws = state.draws + 1;
  const nonce = sha256(concatBytes(secret, utf8(`seek ${draws}`))).slice(0, 24);
  const identity = { creator: signer.serialized, sign: (bytes: Uint8Array) => signWith(signer, bytes) };
  const envelope = seekEnvelope(channel, from, nonce, identity, timestampOfMicros(epochUnixMicros + now));
  const watched = watchHeaders(withChannel({ ...state, draws }, channel, { orderer }), channel, now);
  return {
    state: watched.state,
    effects: [
      report({ type: 'deliverStarted', channel, orderer, from }),
      {
        type: 'send',
        to: orderer,
        message: { type: 'deliverSeek', channel, envelope, from },
        patience: CONNECTION_TIMEOUT,
      },
      ...watched.effects,
    ],
  };
}

/**
 * A block came that is not the next one: what lies between was lost on the way, and with it the connection. Begins anew
 * from where the ledger ends.
 */
export function followStream(state: PeerState, channel: string, from: ActorId, number: number): PeerStepped {
  const joined = state.channels[channel];
  if (!joined || joined.orderer !== from) return { state, effects: [] };
  const expected = ledgerOf(state, channel).blocks.height + joined.inbox.length;
  if (number <= expected) return { state, effects: [] };
  const later = reconnectLater(state, channel);
  const closed: PeerEffect = { type: 'send', to: from, message: { type: 'deliverCancel', channel } };
  return { state: later.state, effects: [closed, ...later.effects] };
}

/** Ends the stream: another peer pulls for this one. */
export function stopDelivering(state: PeerState, channel: string): PeerStepped {
  const orderer = state.channels[channel]?.orderer;
  if (!orderer) return { state, effects: [{ type: 'cancelTimer', timer: deliverTimer(channel) }] };
  return {
    state: withChannel(state, channel, { orderer: undefined }),
    effects: [{ type: 'send', to: orderer, message: { type: 'deliverCancel', channel } }, ...unwatch(state, channel)],
  };
}

/** The stream is gone: try the next orderer after a while. `status` is the orderer's word, if it had one. */
export function reconnectLater(state: PeerState, channel: string, status = ''): PeerStepped {
  const joined = state.channels[channel];
  if (!joined?.orderer) return { state, effects: [] };
  let wait = FIRST_RETRY;
  for (let i = 0; i < joined.attempts && wait < LONGEST_RETRY; i++) wait = Math.floor((wait * 6) / 5);
  const min = Math.min(wait, LONGEST_RETRY);
  return {
    state: withChannel(state, channel, { orderer: undefined, attempts: joined.attempts + 1 }),
    effects: [
      report({ type: 'deliverFailed', channel, orderer: joined.orderer, status }),
      { type: 'setTimer', timer: deliverTimer(channel), min, max: min },
    ],
  };
}
