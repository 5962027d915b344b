/**
 * Who is alive: every peer tells those it knows, at intervals, that it is, and what it has on their common channels.
 * Peers of its own organisation it knows from its configuration; those of others it meets through the anchor peers in
 * the configuration of a channel. Whoever refuses a connection or is silent for too long is taken for dead.
 *
 * @fabric gossip/discovery/discovery_impl.go, gossip/gossip/channel/channel.go, gossip/gossip/gossip_impl.go
 * @simplified That a peer is alive and what it has on its channels is told in one go every five seconds, and to all it
 * knows instead of a few who pass it on. Every peer has an external endpoint.
 */
import { create } from '@bufbuild/protobuf';
import type { ActorId } from '../../kernel/actor.ts';
import { SECOND, type Micros } from '../../kernel/time.ts';
import {
  type AliveMessage,
  MembershipRequestSchema,
  type MembershipResponse,
  MembershipResponseSchema,
  type StateInfo,
} from '../../wire/gen/gossip/message_pb.ts';
import { chaincodeDefinitions } from '../lifecycle/definitions.ts';
import { runnablePackage } from '../lifecycle/endorsement-info.ts';
import { type PeerEffect, type PeerState, type PeerStepped, report } from '../peer-state.ts';
import {
  aliveBytes,
  enveloped,
  gossip,
  gossipBytes,
  pkiIdOf,
  readAlive,
  readGossip,
  stateInfoBytes,
} from './gossip-messages.ts';
import type { GossipMember, GossipState, Published, RunnableChaincode } from './gossip-state.ts';

/** `peer.gossip.aliveTimeInterval`. */
export const ALIVE_INTERVAL: Micros = 5 * SECOND;
/** `peer.gossip.aliveExpirationTimeout`. */
export const ALIVE_EXPIRATION: Micros = 25 * SECOND;

export const withGossip = (state: PeerState, change: Partial<GossipState>): PeerState => ({
  ...state,
  gossip: { ...state.gossip, ...change },
});

const withMember = (state: PeerState, member: GossipMember): PeerState =>
  withGossip(state, { members: { ...state.gossip.members, [member.id]: member } });

/** In the order of their names, so that nothing depends on who was met first. */
const membersOf = ({ gossip: { members } }: PeerState): readonly GossipMember[] =>
  Object.keys(members)
    .sort()
    .flatMap((id) => members[id] ?? []);

export const aliveMembers = (state: PeerState): readonly GossipMember[] =>
  membersOf(state).filter(({ alive }) => alive);

/** The other peers that are alive and on `channel`, as members of organisations of the channel. */
export function channelMembers(state: PeerState, channel: string): readonly GossipMember[] {
  const orgs = orgsOf(state, channel);
  return aliveMembers(state).filter(({ channels, mspId }) => channels[channel] && orgs.includes(mspId));
}

/** Of those, the ones of this peer's organisation. */
export const orgMembers = (state: PeerState, channel: string): readonly GossipMember[] =>
  channelMembers(state, channel).filter(({ mspId }) => mspId === state.disk.signer.mspId);

const orgsOf = (state: PeerState, channel: string): readonly string[] =>
  (state.channels[channel]?.bundle.application?.organizations ?? []).map(({ mspId }) => mspId);

/** Every peer can run the lifecycle's own chaincode. */
const LIFECYCLE: RunnableChaincode = { name: '_lifecycle', version: '' };

/** Committed chaincodes that this peer has installed as its organisation approved them. */
function standingOf(state: PeerState, channel: string): Published | undefined {
  const ledger = state.disk.ledgers[channel];
  if (!ledger) return undefined;
  const { height } = ledger.blocks;
  const packages = state.disk.packages.size;
  const known = state.gossip.published[channel];
  if (known?.height === height && known.packages === packages) return known;
  const { mspId } = state.disk.signer;
  const ids = [...state.disk.packages.keys()];
  const defined = packages === 0 ? [] : chaincodeDefinitions(ledger.state);
  const runnable = defined.filter((one) => runnablePackage(ledger.state, mspId, one.name, one, ids) !== undefined);
  const chaincodes = [...runnable.map(({ name, version }) => ({ name, version })), LIFECYCLE];
  return { height, packages, chaincodes };
}

/** This peer itself, as others know it. */
export function ownMember(state: PeerState): GossipMember {
  const { signer, node, gossip: settings } = state.disk;
  const { incarnation, sequence } = state.gossip;
  const channels: Record<string, Published> = {};
  for (const channel of Object.keys(state.channels)) {
    const standing = standingOf(state, channel);
    if (standing) channels[channel] = standing;
  }
  return {
    id: node,
    endpoint: settings.endpoint,
    mspId: signer.mspId,
    identity: signer.serialized,
    pkiId: pkiIdOf(signer.serialized),
    incarnation,
    sequence,
    seenAt: 0,
    alive: true,
    channels,
  };
}

/** "I am alive", and how far this peer is on the channels it shares with each. */
export function tellAlive(before: PeerState): PeerStepped {
  const published: Record<string, Published> = {};
  for (const channel of Object.keys(before.channels)) {
    const standing = standingOf(before, channel);
    if (standing) published[channel] = standing;
  }
  const state = withGossip(before, { sequence: before.gossip.sequence + 1, published });
  const self = ownMember(state);
  const alive = aliveBytes(self);
  const states = Object.keys(published).flatMap((channel) => {
    const standing = published[channel];
    return standing ? [{ orgs: orgsOf(state, channel), bytes: stateInfoBytes(channel, standing, self) }] : [];
  });
  const effects = aliveMembers(state).map(({ id, mspId }) => {
    const shared = states.filter(({ orgs }) => orgs.includes(mspId)).map(({ bytes }) => bytes);
    return gossip(id, 'gossipAlive', [alive, ...shared]);
  });
  return { state, effects };
}

/** Peers to begin with: those of the own configuration and the anchor peers of all channels. */
function contacts(state: PeerState): readonly ActorId[] {
  const anchors = Object.values(state.channels).flatMap(({ bundle }) =>
    (bundle.application?.organizations ?? []).flatMap(({ anchorPeers }) => anchorPeers.map(({ host }) => host)),
  );
  const { node, gossip: settings } = state.disk;
  return [...new Set([...settings.bootstrap, ...anchors])].filter((id) => id !== node);
}

const ask = (state: PeerState, to: readonly ActorId[]): readonly PeerEffect[] => {
  const value = create(MembershipRequestSchema, { selfInformation: enveloped(aliveBytes(ownMember(state))) });
  return to.map((id) => gossip(id, 'membershipRequest', [gossipBytes({ case: 'memReq', value })]));
};

/** Asks the contacts this peer has not met whom they know. */
export function meetContacts(state: PeerState): PeerStepped {
  const { members } = state.gossip;
  return {
    state,
    effects: ask(
      state,
      contacts(state).filter((id) => !members[id]?.alive),
    ),
  };
}

/** Tries those taken for dead again, and the contacts. */
export function reconnect(state: PeerState): PeerStepped {
  const dead = membersOf(state).flatMap(({ id, alive }) => (alive ? [] : [id]));
  const unmet = contacts(state).filter((id) => !state.gossip.members[id]);
  return { state, effects: ask(state, [...new Set([...dead, ...unmet])]) };
}

export function expireSilent(before: PeerState, now: Micros): PeerStepped {
  let state = before;
  const effects: PeerEffect[] = [];
  for (const member of aliveMembers(before)) {
    if (now - member.seenAt <= ALIVE_EXPIRATION) continue;
    state = withMember(state, { ...member, alive: false, channels: {} });
    effects.push(report({ type: 'peerWentOffline', peer: member.id, reason: 'silent' }));
  }
  return { state, effects };
}

/** A connection to `peer` was refused: it is not waited for any longer. */
export function presumeDead(state: PeerState, peer: ActorId): PeerStepped {
  const member = state.gossip.members[peer];
  if (!member?.alive) return { state, effects: [] };
  return {
    state: withMember(state, { ...member, alive: false, channels: {} }),
    effects: [report({ type: 'peerWentOffline', peer, reason: 'unreachable' })],
  };
}

/** Is it who it says, according to the own organisation or a common channel? */
function isKnownIdentity(state: PeerState, mspId: string, identity: Uint8Array): boolean {
  const { localMsp } = state.disk;
  const msps = [
    ...(localMsp.mspId === mspId ? [localMsp] : []),
    ...Object.keys(state.channels).flatMap((channel) =>
      orgsOf(state, channel).includes(mspId) ? (state.channels[channel]?.bundle.mspManager.msps.get(mspId) ?? []) : [],
    ),
  ];
  return msps.some((msp) => {
    const read = msp.deserializeIdentity(identity);
    return read.ok && msp.validate(read.value).ok;
  });
}

/** Someone is alive, heard from itself or from another peer. Older news than is known changes nothing. */
export function noteAlive(state: PeerState, alive: AliveMessage, now: Micros): PeerStepped {
  const read = readAlive(alive);
  if (!read || read.id === state.disk.node) return { state, effects: [] };
  const known = state.gossip.members[read.id];
  const isNews =
    !known ||
    read.incarnation > known.incarnation ||
    (read.incarnation === known.incarnation && read.sequence > known.sequence);
  if (!isNews || !isKnownIdentity(state, read.mspId, read.identity)) return { state, effects: [] };
  const restarted = known?.incarnation !== read.incarnation;
  const member = { ...read, seenAt: now, alive: true, channels: known && !restarted ? known.channels : {} };
  return {
    state: withMember(state, member),
    effects: known?.alive ? [] : [report({ type: 'peerWentOnline', peer: read.id, mspId: read.mspId })],
  };
}

/** How far a peer is on a channel, said by itself. */
export function noteStanding(state: PeerState, from: ActorId, channel: string, info: StateInfo): PeerStepped {
  const member = state.gossip.members[from];
  if (!member?.alive || !state.channels[channel] || !info.properties) return { state, effects: [] };
  const { ledgerHeight, chaincodes } = info.properties;
  const standing = {
    height: Number(ledgerHeight),
    chaincodes: chaincodes.map(({ name, version }) => ({ name, version })),
  };
  return {
    state: withMember(state, { ...member, channels: { ...member.channels, [channel]: standing } }),
    effects: [],
  };
}

/** The peers that `from` may know of: those of its organisation, and of organisations it shares a channel with. */
export function answerRequest(state: PeerState, from: ActorId): PeerStepped {
  const asker = state.gossip.members[from];
  if (!asker?.alive) return { state, effects: [] };
  const shared = Object.keys(state.channels).map((channel) => orgsOf(state, channel));
  const mayKnow = ({ mspId }: GossipMember): boolean =>
    mspId === asker.mspId || shared.some((orgs) => orgs.includes(mspId) && orgs.includes(asker.mspId));
  const next = withGossip(state, { sequence: state.gossip.sequence + 1 });
  const told = [ownMember(next), ...aliveMembers(next).filter((member) => member.id !== from && mayKnow(member))];
  const value = create(MembershipResponseSchema, { alive: told.map((member) => enveloped(aliveBytes(member))) });
  return { state: next, effects: [gossip(from, 'membershipResponse', [gossipBytes({ case: 'memRes', value })])] };
}

export function noteResponse(before: PeerState, { alive }: MembershipResponse, now: Micros): PeerStepped {
  let state = before;
  const effects: PeerEffect[] = [];
  for (const { payload } of alive) {
    const content = readGossip(payload)?.content;
    if (content?.case !== 'aliveMsg') continue;
    const noted = noteAlive(state, content.value, now);
    state = noted.state;
    effects.push(...noted.effects);
  }
  return { state, effects };
}
