/**
 * What travels between the processes of a network. Where real Fabric sends protobuf, the bytes are those; around them
 * stands only what gRPC and the stream would say: which service, which channel, which request an answer belongs to.
 *
 * @simplified TLS and gRPC framing are not modelled: a message is one unit with one latency.
 */
import type { CaCall, CaRequest, CaResponse } from './ca-api.ts';

/** What a gossip message is for: keys of the text registry. */
export type GossipLabel =
  | 'gossipAlive'
  | 'membershipRequest'
  | 'membershipResponse'
  | 'leadershipProposal'
  | 'leadershipDeclaration'
  | 'gossipBlock'
  | 'stateRequest'
  | 'stateResponse';

export type Message =
  /** Endorser.ProcessProposal: `peer.SignedProposal`. `request` pairs the answer with the call on its stream. */
  | {
      readonly type: 'proposal';
      readonly request: string;
      readonly signedProposal: Uint8Array;
      readonly label: string;
      readonly channel: string;
      readonly txid: string;
    }
  /** `peer.ProposalResponse`. */
  | {
      readonly type: 'proposalResponse';
      readonly request: string;
      readonly response: Uint8Array;
      readonly channel: string;
      readonly txid: string;
    }
  /** AtomicBroadcast.Broadcast: `common.Envelope`. */
  | {
      readonly type: 'broadcast';
      readonly request: string;
      readonly envelope: Uint8Array;
      readonly channel: string;
      readonly txid: string;
    }
  /** `orderer.BroadcastResponse`. */
  | {
      readonly type: 'broadcastResponse';
      readonly request: string;
      readonly status: number;
      readonly info: string;
      readonly channel: string;
      readonly txid: string;
    }
  /** Cluster.Step with a SubmitRequest: an orderer hands an envelope to the leader. */
  | {
      readonly type: 'submitRequest';
      readonly request: string;
      readonly envelope: Uint8Array;
      readonly channel: string;
      readonly txid: string;
      readonly config: boolean;
    }
  | {
      readonly type: 'submitResponse';
      readonly request: string;
      readonly status: number;
      readonly info: string;
      readonly channel: string;
      readonly txid: string;
    }
  /** Cluster.Step with a ConsensusRequest: `raftpb.Message`. */
  | {
      readonly type: 'consensus';
      readonly channel: string;
      readonly label: string;
      readonly payload: Uint8Array;
      readonly block: number | null;
    }
  /** AtomicBroadcast.Deliver: a signed `common.Envelope` around `orderer.SeekInfo`. */
  | { readonly type: 'deliverSeek'; readonly channel: string; readonly envelope: Uint8Array; readonly from: number }
  /** `orderer.DeliverResponse` with a block. */
  | { readonly type: 'deliverBlock'; readonly channel: string; readonly number: number; readonly block: Uint8Array }
  /** The receiver of a deliver stream closes it. */
  | { readonly type: 'deliverCancel'; readonly channel: string }
  /** Gossip.GossipStream: `gossip.GossipMessage`s that travel together. `channel` is '' for what concerns none. */
  | {
      readonly type: 'gossip';
      readonly label: GossipLabel;
      readonly channel: string;
      readonly messages: readonly Uint8Array[];
      readonly block?: number;
    }
  | { readonly type: 'deliverStatus'; readonly channel: string; readonly status: number }
  /** Deliver.DeliverFiltered of a peer: a signed `common.Envelope` around `orderer.SeekInfo`. */
  | { readonly type: 'eventsSeek'; readonly channel: string; readonly envelope: Uint8Array }
  /** `peer.FilteredBlock`. */
  | { readonly type: 'filteredBlock'; readonly channel: string; readonly number: number; readonly filtered: Uint8Array }
  /** Gossip: the clear private writes of an endorsed transaction, `rwset.TxPvtReadWriteSet`, to peers that may have them. */
  | { readonly type: 'privateData'; readonly channel: string; readonly txid: string; readonly writes: Uint8Array }
  /** An HTTP request to a Fabric CA; `label` says which call it is. */
  | {
      readonly type: 'caRequest';
      readonly request: string;
      readonly http: CaRequest;
      readonly label: CaCall['kind'];
    }
  | {
      readonly type: 'caResponse';
      readonly request: string;
      readonly label: CaCall['kind'];
      readonly response: Omit<CaResponse, 'log'>;
    };
