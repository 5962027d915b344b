/**
 * The `discover` tool: a user asks a peer which peers a channel has, how it is configured, and who can endorse.
 *
 * @fabric cmd/discover, discovery/client, discovery/cmd
 */
import { create, toBinary, toJson } from '@bufbuild/protobuf';
import type { ActorId } from '../kernel/actor.ts';
import { fromUtf8 } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import {
  type ConfigResult,
  type EndorsementDescriptor,
  EndpointsSchema,
  LayoutSchema,
  type Peer,
  type Peers,
  type Query,
  type QueryResult,
  QuerySchema,
  RequestSchema,
  ResponseSchema,
  SignedRequestSchema,
} from '../wire/gen/discovery/protocol_pb.ts';
import { GossipMessageSchema } from '../wire/gen/gossip/message_pb.ts';
import { SerializedIdentitySchema } from '../wire/gen/msp/identities_pb.ts';
import { FabricMSPConfigSchema } from '../wire/gen/msp/msp_config_pb.ts';
import { ChaincodeCallSchema, ChaincodeInterestSchema } from '../wire/gen/peer/proposal_pb.ts';
import type { Message } from '../wire/messages.ts';
import { signWith, type SigningIdentity } from '../identity/signing-identity.ts';

interface Asked {
  readonly node: ActorId;
  readonly identity?: string;
}

/** `discover peers|config|endorsers` */
export type DiscoverTask = Asked &
  /** `channel` null: peers without regard to a channel. */
  (
    | { readonly type: 'discoverPeers'; readonly channel: string | null }
    | { readonly type: 'discoverConfig'; readonly channel: string }
    | {
        readonly type: 'discoverEndorsers';
        readonly channel: string;
        readonly chaincode: string;
        readonly collections: readonly string[];
        readonly noPrivateReads?: boolean;
      }
  );

export const DISCOVER_TYPES: readonly DiscoverTask['type'][] = ['discoverPeers', 'discoverConfig', 'discoverEndorsers'];

export const isDiscoverTask = <T extends { readonly type: string }>(task: T): task is Extract<T, DiscoverTask> =>
  DISCOVER_TYPES.some((type) => type === task.type);

function queryOf(task: DiscoverTask): Query {
  switch (task.type) {
    case 'discoverPeers':
      return task.channel === null
        ? create(QuerySchema, { query: { case: 'localPeers', value: { $typeName: 'discovery.LocalPeerQuery' } } })
        : create(QuerySchema, {
            channel: task.channel,
            query: { case: 'peerQuery', value: { $typeName: 'discovery.PeerMembershipQuery' } },
          });
    case 'discoverConfig':
      return create(QuerySchema, {
        channel: task.channel,
        query: { case: 'configQuery', value: { $typeName: 'discovery.ConfigQuery' } },
      });
    case 'discoverEndorsers': {
      const call = create(ChaincodeCallSchema, {
        name: task.chaincode,
        collectionNames: [...task.collections],
        noPrivateReads: task.noPrivateReads ?? false,
      });
      const interests = [create(ChaincodeInterestSchema, { chaincodes: [call] })];
      return create(QuerySchema, {
        channel: task.channel,
        query: { case: 'ccQuery', value: { $typeName: 'discovery.ChaincodeQuery', interests } },
      });
    }
  }
}

export function discoveryRequest(task: DiscoverTask, request: string, signer: SigningIdentity): Message {
  const payload = toBinary(
    RequestSchema,
    create(RequestSchema, {
      authentication: {
        $typeName: 'discovery.AuthInfo',
        clientIdentity: signer.serialized,
        clientTlsCertHash: new Uint8Array(),
      },
      queries: [queryOf(task)],
    }),
  );
  const signature = signWith(signer, payload);
  const signedRequest = toBinary(SignedRequestSchema, create(SignedRequestSchema, { payload, signature }));
  return { type: 'discoveryRequest', request, channel: task.channel ?? '', label: task.type, signedRequest };
}

export type DiscoverAnswer =
  | { readonly ok: true; readonly output: string }
  /** `text` is what the tool prints. */
  | { readonly ok: false; readonly text: string };

/** What the tool prints for the peer's answer. */
export function discoveryAnswer(task: DiscoverTask, response: Uint8Array): DiscoverAnswer {
  const decoded = decode(ResponseSchema, response);
  const [first] = decoded.ok ? decoded.value.results : [];
  const result: QueryResult['result'] = first?.result ?? { case: undefined };
  switch (result.case) {
    case 'error': {
      const { content } = result.value;
      return { ok: false, text: task.type === 'discoverEndorsers' ? `server returned: ${content}` : content };
    }
    case 'members':
      return printed(Object.values(result.value.peersByOrg).flatMap((peers) => rowsOf(peers, true)));
    case 'configResult':
      return printed(configRow(result.value));
    case 'ccQueryRes':
      return printed(result.value.content.map(descriptorRow));
    default:
      return { ok: false, text: 'invalid response' };
  }
}

const printed = (value: unknown): DiscoverAnswer => ({ ok: true, output: JSON.stringify(value, null, '\t') });

const rowsOf = ({ peers }: Peers, withChaincodes: boolean): readonly unknown[] =>
  peers.map((peer) => rowOf(peer, withChaincodes));

function rowOf({ identity, membershipInfo, stateInfo }: Peer, withChaincodes: boolean): unknown {
  const serialized = decode(SerializedIdentitySchema, identity);
  const alive = contentOf(membershipInfo?.payload);
  const state = contentOf(stateInfo?.payload);
  const properties = state?.case === 'stateInfo' ? state.value.properties : undefined;
  return {
    MSPID: serialized.ok ? serialized.value.mspid : '',
    ...(properties && { LedgerHeight: Number(properties.ledgerHeight) }),
    Endpoint: alive?.case === 'aliveMsg' ? (alive.value.membership?.endpoint ?? '') : '',
    Identity: serialized.ok ? fromUtf8(serialized.value.idBytes) : '',
    ...(withChaincodes && properties && { Chaincodes: properties.chaincodes.map(({ name }) => name) }),
  };
}

function contentOf(payload: Uint8Array | undefined) {
  const message = payload && decode(GossipMessageSchema, payload);
  return message?.ok ? message.value.content : undefined;
}

const configRow = ({ msps, orderers }: ConfigResult): unknown => ({
  msps: Object.fromEntries(
    Object.entries(msps).map(([id, msp]) => [id, toJson(FabricMSPConfigSchema, msp, { useProtoFieldName: true })]),
  ),
  orderers: Object.fromEntries(
    Object.entries(orderers).map(([id, endpoints]) => [id, toJson(EndpointsSchema, endpoints)]),
  ),
});

const descriptorRow = ({ chaincode, endorsersByGroups, layouts }: EndorsementDescriptor): unknown => ({
  Chaincode: chaincode,
  EndorsersByGroups: Object.fromEntries(
    Object.entries(endorsersByGroups).map(([group, peers]) => [group, rowsOf(peers, false)]),
  ),
  Layouts: layouts.map((layout) => toJson(LayoutSchema, layout, { useProtoFieldName: true })),
});
