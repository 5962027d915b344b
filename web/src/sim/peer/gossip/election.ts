/**
 * Choosing the peer of an organisation that pulls a channel's blocks for all of them. Whoever hears of no leader proposes
 * itself, waits, and leads unless someone with a smaller PKI id proposed itself too. A leader says so at intervals; of two
 * leaders the one with the greater id gives way. A follower that has heard nothing for a while starts again.
 *
 * @fabric gossip/election/election.go, gossip/election/adapter.go
 */
import { create } from '@bufbuild/protobuf';
import type { ActorId } from '../../kernel/actor.ts';
import { SECOND, type Micros } from '../../kernel/time.ts';
import { fromHex } from '../../wire/bytes.ts';
import { GossipMessage_Tag, LeadershipMessageSchema } from '../../wire/gen/gossip/message_pb.ts';
import { connect, stopDelivering } from '../deliver-client.ts';
import { type PeerEffect, type PeerState, type PeerStepped, report } from '../peer-state.ts';
import { gossip, gossipBytes, peerTime, pkiIdOf } from './gossip-messages.ts';
import type { Election } from './gossip-state.ts';
import { orgMembers, withGossip } from './membership.ts';

/** `peer.gossip.election` of core.yaml. */
const STARTUP_GRACE_PERIOD: Micros = 15 * SECOND;
const MEMBERSHIP_SAMPLE_INTERVAL: Micros = SECOND;
const LEADER_ELECTION_DURATION: Micros = 5 * SECOND;
const LEADER_ALIVE_THRESHOLD: Micros = 10 * SECOND;

export const electionTimer = (channel: string): string => `election ${channel}`;

const wait = (channel: string, time: Micros): PeerEffect => ({
  type: 'setTimer',
  timer: electionTimer(channel),
  min: time,
  max: time,
});

function withElection(state: PeerState, channel: string, change: Partial<Election>): PeerState {
  const current = state.gossip.elections[channel];
  if (!current) return state;
  return withGossip(state, { elections: { ...state.gossip.elections, [channel]: { ...current, ...change } } });
}

/** First it is watched whether more peers appear. */
export function startElection(state: PeerState, channel: string, now: Micros): PeerStepped {
  const election: Election = {
    phase: 'sampling',
    leader: undefined,
    followed: undefined,
    proposals: [],
    sampled: orgMembers(state, channel).length,
    deadline: now + STARTUP_GRACE_PERIOD,
  };
  return {
    state: withGossip(state, { elections: { ...state.gossip.elections, [channel]: election } }),
    effects: [wait(channel, MEMBERSHIP_SAMPLE_INTERVAL)],
  };
}

export function continueElection(state: PeerState, channel: string, now: Micros): PeerStepped {
  const election = state.gossip.elections[channel];
  switch (election?.phase) {
    case undefined:
      return { state, effects: [] };
    case 'sampling': {
      const size = orgMembers(state, channel).length;
      if (size === election.sampled || now > election.deadline || election.leader) return seekLeader(state, channel);
      return {
        state: withElection(state, channel, { sampled: size }),
        effects: [wait(channel, MEMBERSHIP_SAMPLE_INTERVAL)],
      };
    }
    case 'proposing':
      return decide(state, channel, election, now);
    case 'following':
      return seekLeader(state, channel);
    case 'leading':
      return declare(state, channel);
  }
}

/** Follows the leader that is known, or proposes itself. */
function seekLeader(state: PeerState, channel: string): PeerStepped {
  const election = state.gossip.elections[channel];
  if (!election) return { state, effects: [] };
  if (election.leader) return follow(state, channel);
  const missed: readonly PeerEffect[] = election.followed
    ? [report({ type: 'leadingPeerMissed', channel, leader: election.followed })]
    : [];
  return {
    state: withElection(state, channel, { phase: 'proposing', followed: undefined }),
    effects: [...missed, ...tellOrg(state, channel, 'leadershipProposal'), wait(channel, LEADER_ELECTION_DURATION)],
  };
}

function decide(state: PeerState, channel: string, election: Election, now: Micros): PeerStepped {
  const own = pkiIdOf(state.disk.signer.serialized);
  if (election.leader || election.proposals.some((id) => id < own)) return follow(state, channel);
  const declared = declare(withElection(state, channel, { phase: 'leading' }), channel);
  const connected = connect(declared.state, channel, now);
  return {
    state: connected.state,
    effects: [report({ type: 'leadingPeerElected', channel }), ...declared.effects, ...connected.effects],
  };
}

/** Forgets the leader, to see whether it is heard from again. */
function follow(state: PeerState, channel: string): PeerStepped {
  const election = state.gossip.elections[channel];
  const leader = election?.leader;
  const isNew = leader !== undefined && leader !== election?.followed;
  return {
    state: withElection(state, channel, {
      phase: 'following',
      leader: undefined,
      followed: leader ?? election?.followed,
      proposals: [],
    }),
    effects: [
      ...(isNew ? [report({ type: 'leadingPeerFollowed', channel, leader })] : []),
      wait(channel, LEADER_ALIVE_THRESHOLD),
    ],
  };
}

const declare = (state: PeerState, channel: string): PeerStepped => ({
  state,
  effects: [...tellOrg(state, channel, 'leadershipDeclaration'), wait(channel, LEADER_ALIVE_THRESHOLD / 2)],
});

function tellOrg(
  state: PeerState,
  channel: string,
  label: 'leadershipProposal' | 'leadershipDeclaration',
): readonly PeerEffect[] {
  const { incarnation, sequence } = state.gossip;
  const value = create(LeadershipMessageSchema, {
    pkiId: fromHex(pkiIdOf(state.disk.signer.serialized)),
    timestamp: peerTime(incarnation, sequence),
    isDeclaration: label === 'leadershipDeclaration',
  });
  const bytes = gossipBytes({ case: 'leadershipMsg', value }, channel, GossipMessage_Tag.CHAN_AND_ORG);
  return orgMembers(state, channel).map(({ id }) => gossip(id, label, [bytes], { channel }));
}

/** A peer of the organisation proposes itself, or says that it leads. */
export function noteLeadership(state: PeerState, from: ActorId, channel: string, isDeclaration: boolean): PeerStepped {
  const election = state.gossip.elections[channel];
  const sender = state.gossip.members[from];
  if (!election || sender?.mspId !== state.disk.signer.mspId) return { state, effects: [] };
  if (!isDeclaration) {
    const proposals = election.proposals.includes(sender.pkiId)
      ? election.proposals
      : [...election.proposals, sender.pkiId];
    return { state: withElection(state, channel, { proposals }), effects: [] };
  }
  const told = withElection(state, channel, { leader: from });
  // The wait for other proposals is over as soon as there is a leader.
  if (election.phase === 'proposing') return follow(told, channel);
  if (election.phase === 'following' && election.followed !== from)
    return {
      state: withElection(told, channel, { followed: from }),
      effects: [report({ type: 'leadingPeerFollowed', channel, leader: from })],
    };
  if (election.phase !== 'leading') return { state: told, effects: [] };
  return sender.pkiId < pkiIdOf(state.disk.signer.serialized)
    ? yieldTo(told, channel, from)
    : { state: withElection(state, channel, { leader: undefined }), effects: [] };
}

function yieldTo(state: PeerState, channel: string, leader: ActorId): PeerStepped {
  const stopped = stopDelivering(withElection(state, channel, { followed: leader }), channel);
  const followed = follow(stopped.state, channel);
  return {
    state: followed.state,
    effects: [report({ type: 'leadingPeerYielded', channel, leader }), ...stopped.effects, ...followed.effects],
  };
}
