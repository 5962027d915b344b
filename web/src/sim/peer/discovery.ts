/**
 * What a peer can tell a client about a channel: its peers as gossip knows them, and who can endorse together.
 *
 * @fabric discovery/service.go, discovery/support/gossip/support.go, discovery/support/acl/support.go
 */
import { fromBinary } from '@bufbuild/protobuf';
import type { Result } from '../kernel/result.ts';
import { ApplicationPolicySchema } from '../wire/gen/common/policies_pb.ts';
import type { MSPPrincipal } from '../wire/gen/msp/msp_principal_pb.ts';
import type { ChaincodeInterest } from '../wire/gen/peer/proposal_pb.ts';
import { ledgerOf } from './committer.ts';
import {
  type EndorsementDescriptor,
  type GatewayPeer,
  type GatewayView,
  peersForEndorsement,
} from './gateway-discovery.ts';
import type { ChannelStanding, GossipMember } from './gossip/gossip-state.ts';
import { aliveMembers, channelMembers, ownMember } from './gossip/membership.ts';
import { chaincodeDefinition, staticCollections } from './lifecycle/definitions.ts';
import type { PeerState } from './peer-state.ts';

/** A peer with its certificate (`identity` is `msp.SerializedIdentity`) and what it said of itself last. */
export interface DiscoveredPeer extends GatewayPeer {
  readonly identity: Uint8Array;
  readonly pkiId: string;
  readonly incarnation: number;
  readonly sequence: number;
  readonly standing: ChannelStanding;
}

const NOWHERE: ChannelStanding = { height: 0, chaincodes: [] };

function asDiscovered(member: GossipMember, channel: string): DiscoveredPeer {
  const { id, endpoint, mspId, identity, pkiId, incarnation, sequence } = member;
  const standing = member.channels[channel] ?? NOWHERE;
  const chaincodes = standing.chaincodes.map(({ name }) => name);
  const { height } = standing;
  return { id, address: endpoint, mspId, identity, pkiId, incarnation, sequence, standing, height, chaincodes };
}

/** The peers of `channel` that are alive as far as this one knows, itself first; none when it is not on the channel. */
export function discoverPeers(state: PeerState, channel: string): readonly DiscoveredPeer[] {
  if (!state.channels[channel]) return [];
  return [ownMember(state), ...channelMembers(state, channel)].map((member) => asDiscovered(member, channel));
}

/** All peers this one knows to be alive, itself first, whatever channels they are on. */
export const discoverLocalPeers = (state: PeerState): readonly DiscoveredPeer[] =>
  [ownMember(state), ...aliveMembers(state)].map((member) => asDiscovered(member, ''));

/** What this peer knows of `channel`, for choosing endorsers. */
export function channelView(state: PeerState, channel: string): GatewayView {
  const joined = state.channels[channel];
  const peers = discoverPeers(state, channel);
  const stateDb = joined && ledgerOf(state, channel).state;
  return {
    channelId: channel,
    host: state.disk.node,
    peers,
    config: joined?.bundle.root ?? { groups: {}, policies: {} },
    definition: (name) => {
      const found = stateDb && chaincodeDefinition(stateDb, name);
      if (!found) return undefined;
      const policy = fromBinary(ApplicationPolicySchema, found.policy);
      return { policy, collections: staticCollections(found.collections) };
    },
    satisfiesPrincipal: (id, principal) => {
      const peer = peers.find((one) => one.id === id);
      return peer !== undefined && satisfies(state, channel, peer, principal);
    },
  };
}

function satisfies(state: PeerState, channel: string, peer: DiscoveredPeer, principal: MSPPrincipal): boolean {
  const manager = state.channels[channel]?.bundle.mspManager;
  const identity = manager?.deserializeIdentity(peer.identity);
  return manager !== undefined && identity?.ok === true && manager.satisfiesPrincipal(identity.value, principal).ok;
}

/** Which peers can endorse what `interest` names; the error is the discovery service's own reason. */
export const endorsersFor = (
  state: PeerState,
  channel: string,
  interest: ChaincodeInterest,
): Result<EndorsementDescriptor, string> => peersForEndorsement(channelView(state, channel), interest);
