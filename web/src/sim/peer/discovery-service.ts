/**
 * The discovery service: answers a client's signed questions about a channel's peers, configuration and endorsers.
 *
 * @fabric discovery/service.go, discovery/support/config/support.go, discovery/support/acl/support.go
 * @simplified The request is not bound to the client's TLS certificate, and an answer is not kept for the next question.
 * Peers come in the order of their organisations and addresses, in Fabric in none.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { evaluatePolicy } from '../channel/bundle.ts';
import { verifySignature } from '../identity/identity.ts';
import type { ActorId } from '../kernel/actor.ts';
import { ok, type Result } from '../kernel/result.ts';
import { rolePrincipal } from '../policy/dsl.ts';
import type { SignedData } from '../policy/signed-data.ts';
import { decode } from '../wire/decode.ts';
import {
  ChaincodeQueryResultSchema,
  type EndorsementDescriptor,
  type Peer,
  type Query,
  type QueryResult,
  QueryResultSchema,
  RequestSchema,
  ResponseSchema,
  SignedRequestSchema,
} from '../wire/gen/discovery/protocol_pb.ts';
import { MSPRole_MSPRoleType } from '../wire/gen/msp/msp_principal_pb.ts';
import { FabricMSPConfigSchema } from '../wire/gen/msp/msp_config_pb.ts';
import type { ChaincodeInterest } from '../wire/gen/peer/proposal_pb.ts';
import type { Message } from '../wire/messages.ts';
import { discoverLocalPeers, type DiscoveredPeer, discoverPeers, endorsersFor } from './discovery.ts';
import { aliveBytes, enveloped, stateInfoBytes } from './gossip/gossip-messages.ts';
import type { PeerState, PeerStepped } from './peer-state.ts';

const ACCESS_DENIED = 'access denied';
const READERS = '/Channel/Application/Readers';
/** A question takes a peer a moment. */
const WORK = { min: 500, max: 1_500 };

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** Discovery.Discover */
export function answerDiscovery(
  state: PeerState,
  from: ActorId,
  { request, channel, label, signedRequest }: Message & { type: 'discoveryRequest' },
): PeerStepped {
  const signed = decode(SignedRequestSchema, signedRequest);
  const asked = signed.ok ? decode(RequestSchema, signed.value.payload) : signed;
  const identity = asked.ok ? asked.value.authentication?.clientIdentity : undefined;
  const results =
    signed.ok && asked.ok && identity
      ? asked.value.queries.map((query) =>
          resultOf(state, query, { data: signed.value.payload, identity, signature: signed.value.signature }),
        )
      : [errorOf(ACCESS_DENIED)];
  const response = toBinary(ResponseSchema, create(ResponseSchema, { results }));
  const message: Message = { type: 'discoveryResponse', request, channel, label, response };
  return { state, effects: [{ type: 'send', to: from, message, ...WORK }] };
}

const errorOf = (content: string): QueryResult =>
  create(QueryResultSchema, { result: { case: 'error', value: { $typeName: 'discovery.Error', content } } });

function resultOf(state: PeerState, { channel, query }: Query, by: SignedData): QueryResult {
  if (query.case === 'localPeers')
    return isAdministrator(state, by) ? membersOf(discoverLocalPeers(state), '') : errorOf(ACCESS_DENIED);
  if (!mayRead(state, channel, by)) return errorOf(ACCESS_DENIED);
  switch (query.case) {
    case 'peerQuery':
      return membersOf(discoverPeers(state, channel), channel);
    case 'configQuery':
      return configOf(state, channel);
    case 'ccQuery':
      return endorsersOf(state, channel, query.value.interests);
    default:
      return errorOf('unknown or missing request type');
  }
}

function mayRead(state: PeerState, channel: string, by: SignedData): boolean {
  const joined = state.channels[channel];
  return joined !== undefined && evaluatePolicy(joined.bundle, READERS, [by]).satisfied;
}

/** Peers without a channel are shown to the administrators of the peer's own organisation only. */
function isAdministrator({ disk: { localMsp } }: PeerState, by: SignedData): boolean {
  const identity = localMsp.deserializeIdentity(by.identity);
  if (!identity.ok || !localMsp.validate(identity.value).ok) return false;
  const principal = rolePrincipal(localMsp.mspId, MSPRole_MSPRoleType.ADMIN);
  return (
    localMsp.satisfiesPrincipal(identity.value, principal).ok &&
    verifySignature(identity.value, by.data, by.signature).ok
  );
}

const asPeer = (peer: DiscoveredPeer, channel: string): Peer => ({
  $typeName: 'discovery.Peer',
  membershipInfo: enveloped(aliveBytes({ ...peer, endpoint: peer.address })),
  ...(channel !== '' && { stateInfo: enveloped(stateInfoBytes(channel, peer.standing, peer)) }),
  identity: peer.identity,
});

function byOrg(peers: readonly DiscoveredPeer[]): ReadonlyMap<string, readonly DiscoveredPeer[]> {
  const found = new Map<string, readonly DiscoveredPeer[]>();
  const ordered = peers.toSorted((a, b) => compare(a.mspId, b.mspId) || compare(a.address, b.address));
  for (const peer of ordered) found.set(peer.mspId, [...(found.get(peer.mspId) ?? []), peer]);
  return found;
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const peersOf = (peers: readonly DiscoveredPeer[], channel: string) => ({
  $typeName: 'discovery.Peers' as const,
  peers: peers.map((peer) => asPeer(peer, channel)),
});

function membersOf(peers: readonly DiscoveredPeer[], channel: string): QueryResult {
  const peersByOrg = Object.fromEntries([...byOrg(peers)].map(([mspId, ofOrg]) => [mspId, peersOf(ofOrg, channel)]));
  const value = { $typeName: 'discovery.PeerMembershipResult' as const, peersByOrg };
  return create(QueryResultSchema, { result: { case: 'members', value } });
}

/** MSPs of all organisations, and where the orderers are reached. */
function configOf(state: PeerState, channel: string): QueryResult {
  const bundle = state.channels[channel]?.bundle;
  const msps = Object.fromEntries(
    [...(bundle?.orderer?.organizations ?? []), ...(bundle?.application?.organizations ?? [])].flatMap(
      ({ mspId, mspConfig }) => {
        const config = decode(FabricMSPConfigSchema, mspConfig.config);
        return config.ok ? [[mspId, config.value]] : [];
      },
    ),
  );
  const orderers = Object.fromEntries(
    (bundle?.orderer?.organizations ?? []).map(({ mspId, endpoints }) => [
      mspId,
      { $typeName: 'discovery.Endpoints' as const, endpoint: endpoints.map(asEndpoint) },
    ]),
  );
  const value = { $typeName: 'discovery.ConfigResult' as const, msps, orderers };
  return create(QueryResultSchema, { result: { case: 'configResult', value } });
}

function asEndpoint(endpoint: string) {
  const [host = '', port = '0'] = endpoint.split(':');
  return { $typeName: 'discovery.Endpoint' as const, host, port: Number(port) };
}

function endorsersOf(state: PeerState, channel: string, interests: readonly ChaincodeInterest[]): QueryResult {
  const content: EndorsementDescriptor[] = [];
  for (const interest of interests) {
    const descriptor = descriptorOf(state, channel, interest);
    if (!descriptor.ok) return errorOf(descriptor.error);
    content.push(descriptor.value);
  }
  const value = create(ChaincodeQueryResultSchema, { content });
  return create(QueryResultSchema, { result: { case: 'ccQueryRes', value } });
}

function descriptorOf(
  state: PeerState,
  channel: string,
  interest: ChaincodeInterest,
): Result<EndorsementDescriptor, string> {
  const found = endorsersFor(state, channel, interest);
  if (!found.ok) return failed(`failed constructing descriptor for ${interestText(interest)}`);
  const known = new Map(discoverPeers(state, channel).map((peer) => [peer.id, peer]));
  const { endorsersByGroup, layouts } = found.value;
  return ok({
    $typeName: 'discovery.EndorsementDescriptor',
    chaincode: interest.chaincodes[0]?.name ?? '',
    endorsersByGroups: Object.fromEntries(
      [...endorsersByGroup].map(([group, peers]) => [
        group,
        peersOf(
          peers.flatMap(({ id }) => known.get(id) ?? []).toSorted((a, b) => compare(a.address, b.address)),
          channel,
        ),
      ]),
    ),
    layouts: layouts.map((layout) => ({
      $typeName: 'discovery.Layout',
      quantitiesByGroup: Object.fromEntries(layout),
    })),
  });
}

/** The interest as Go prints the message. */
function interestText({ chaincodes }: ChaincodeInterest): string {
  return chaincodes
    .map(({ name, collectionNames, noPrivateReads }) => {
      const fields = [
        `name:"${name}"`,
        ...collectionNames.map((collection) => `collection_names:"${collection}"`),
        ...(noPrivateReads ? ['no_private_reads:true'] : []),
      ];
      return `chaincodes:{${fields.join('  ')}}`;
    })
    .join('  ');
}
