/**
 * What travels between the processes of a network. Where real Fabric sends protobuf, the bytes are those; around them
 * stands only what gRPC and the stream would say: which service, which channel, which request an answer belongs to.
 *
 * @simplified TLS and gRPC framing are not modelled: a message is one unit with one latency.
 */
import type { CaCall, CaRequest, CaResponse } from './ca-api.ts';
import type { KafkaLabel, ZooKeeperLabel } from './kafka-labels.ts';

export type GatewayMethod = 'Evaluate' | 'Endorse' | 'Submit' | 'CommitStatus' | 'ChaincodeEvents';

export type SnapshotMethod = 'Generate' | 'Cancel' | 'QueryPendings';

/** What a stream of a peer's Deliver service carries. */
export type BlockEventKind = 'filtered' | 'block' | 'privateData';

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

/** Names the private writes of one transaction in one collection. */
export interface PrivateDataDigest {
  readonly txid: string;
  readonly blockNum: number;
  readonly txNum: number;
  readonly namespace: string;
  readonly collection: string;
}

export interface PrivateDataElement {
  readonly digest: PrivateDataDigest;
  /** Serialized `kvrwset.KVRWSet`. */
  readonly writes: Uint8Array;
}

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
      /** The call itself ended with an error (gRPC's code Unknown), whose text is the response's message. */
      readonly refused?: boolean;
    }
  /** A call of the Gateway service: the request message of `method`. A stream's name is its `request`. */
  | {
      readonly type: 'gatewayRequest';
      readonly request: string;
      readonly method: GatewayMethod;
      readonly payload: Uint8Array;
      readonly channel: string;
      readonly txid: string;
    }
  /** The response message of `method`, or a gRPC status with its details, each a `gateway.ErrorDetail`. */
  | {
      readonly type: 'gatewayResponse';
      readonly request: string;
      readonly method: GatewayMethod;
      readonly outcome:
        | { readonly ok: true; readonly payload: Uint8Array }
        | {
            readonly ok: false;
            readonly code: number;
            readonly message: string;
            readonly details: readonly Uint8Array[];
          };
      readonly channel: string;
      readonly txid: string;
      /** Of a chaincode event stream: the block whose events these are. */
      readonly block?: number;
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
  /** The same without its data: `common.Block`. Configurations come whole. */
  | { readonly type: 'deliverHeader'; readonly channel: string; readonly number: number; readonly header: Uint8Array }
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
  | { readonly type: 'deliverStatus'; readonly channel: string; readonly status: number; readonly stream?: string }
  /**
   * Deliver, DeliverFiltered or DeliverWithPrivateData of a peer: a signed `common.Envelope` around `orderer.SeekInfo`.
   * Without `stream` it is the stream a client learns its own commits from: filtered, from the next block on.
   */
  | {
      readonly type: 'eventsSeek';
      readonly channel: string;
      readonly envelope: Uint8Array;
      readonly stream?: string;
      readonly kind?: BlockEventKind;
    }
  /** The listener hangs up. */
  | { readonly type: 'eventsClose'; readonly channel: string; readonly stream: string }
  /** `peer.FilteredBlock`. */
  | {
      readonly type: 'filteredBlock';
      readonly channel: string;
      readonly number: number;
      readonly filtered: Uint8Array;
      readonly stream?: string;
    }
  /** `common.Block` of a stream of whole blocks, or `protos.BlockAndPrivateData`. */
  | {
      readonly type: 'eventBlock';
      readonly channel: string;
      readonly number: number;
      readonly stream: string;
      readonly kind: Exclude<BlockEventKind, 'filtered'>;
      readonly block: Uint8Array;
    }
  /**
   * Gossip: the clear private writes of an endorsed transaction in one collection, a `kvrwset.KVRWSet`, to a peer that may
   * have them. With a `request` the peer acknowledges.
   */
  | {
      readonly type: 'privateData';
      readonly channel: string;
      readonly txid: string;
      readonly namespace: string;
      readonly collection: string;
      readonly writes: Uint8Array;
      readonly request: string | null;
    }
  | {
      readonly type: 'privateDataAck';
      readonly channel: string;
      readonly txid: string;
      readonly namespace: string;
      readonly collection: string;
      readonly request: string;
    }
  /** Gossip: a peer asks for private data that a block promises it. */
  | {
      readonly type: 'privateDataRequest';
      readonly channel: string;
      readonly request: string;
      readonly digests: readonly PrivateDataDigest[];
    }
  | {
      readonly type: 'privateDataResponse';
      readonly channel: string;
      readonly request: string;
      readonly elements: readonly PrivateDataElement[];
    }
  /** Discovery.Discover: `discovery.SignedRequest`; `label` says what is asked. */
  | {
      readonly type: 'discoveryRequest';
      readonly request: string;
      readonly channel: string;
      readonly label: string;
      readonly signedRequest: Uint8Array;
    }
  /** `discovery.Response`. */
  | {
      readonly type: 'discoveryResponse';
      readonly request: string;
      readonly channel: string;
      readonly label: string;
      readonly response: Uint8Array;
    }
  /** A request to a Kafka broker or its response: `kafka.Frame`. `channel` is the topic, '' where there is none. */
  | {
      readonly type: 'kafka';
      readonly label: KafkaLabel;
      readonly channel: string;
      readonly txid: string;
      readonly payload: Uint8Array;
    }
  /** Between ZooKeeper servers, and between them and brokers: `zookeeper.Frame`. */
  | { readonly type: 'zooKeeper'; readonly label: ZooKeeperLabel; readonly payload: Uint8Array }
  /** A call of the Snapshot service: `protos.SignedSnapshotRequest`. */
  | {
      readonly type: 'snapshotRequest';
      readonly request: string;
      readonly channel: string;
      readonly method: SnapshotMethod;
      readonly signedRequest: Uint8Array;
    }
  /** The response message of `method`, or the text of a gRPC status whose code is Unknown. */
  | {
      readonly type: 'snapshotResponse';
      readonly request: string;
      readonly channel: string;
      readonly method: SnapshotMethod;
      readonly outcome:
        | { readonly ok: true; readonly payload: Uint8Array }
        | { readonly ok: false; readonly message: string };
    }
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
