/**
 * What a client is told to do, with everything it needs in it: files and blocks are found by whoever gives the task,
 * as a user finds them in the working directory.
 */
import type { ActorId } from '../kernel/actor.ts';
import type { ConnectionProfile } from './connection-profile.ts';
import type { CaTask } from './ca-client-task.ts';
import type { ChaincodeDefinition } from './chaincode-definition.ts';
import type { DiscoverTask } from './discover.ts';
import type { Forgery } from './forgery-kinds.ts';
import type { PeerQueryTask } from './peer-query.ts';
import type { SnapshotTask } from './snapshot-task.ts';

export type { ChaincodeDefinition } from './chaincode-definition.ts';

/** A call of a chaincode function by one identity of the client server (`User1`, `Admin`). */
export interface ChaincodeCallTask {
  readonly identity: string;
  readonly channel: string;
  readonly chaincode: string;
  readonly function: string;
  readonly args: readonly string[];
  readonly transient: Readonly<Record<string, string>>;
}

/** The client's way to the network: it collects endorsements itself, or leaves that to the gateway of a peer. */
export interface CallRoute {
  /** Absent: `client`, as in recordings from before there was a gateway. */
  readonly via?: 'client' | 'gateway';
  /** The peer whose gateway is called; absent: the first of the client's own organisation. */
  readonly gateway?: ActorId;
  /** MSP ids of the organisations the gateway must ask; absent or empty: it chooses. */
  readonly organizations?: readonly string[];
}

/** What a listener may hear: blocks, filtered blocks, blocks with private data, or the events of one chaincode. */
export type EventKind = 'block' | 'filtered' | 'privateData' | 'chaincode';

/** Which events of a channel a client listens to. `chaincode` is '' unless `kind` says chaincode. */
export interface ListenedEvents {
  readonly channel: string;
  readonly kind: EventKind;
  readonly chaincode: string;
}

/** Event services. `from`: `newest`, `oldest`, the number of a block, or `checkpoint` (where this listener stopped). */
export type EventTask =
  | (ListenedEvents & { readonly type: 'listenEvents'; readonly identity: string; readonly from: string })
  | (ListenedEvents & { readonly type: 'stopListening' });

/** A call that goes through a gateway. */
export type GatewayTask = Extract<ClientTask, { type: 'submitTransaction' | 'evaluateTransaction' }>;

/** What an application does about a transaction that conflicts: see workload.ts. */
export type WorkloadStrategy = 'none' | 'retry' | 'queue' | 'batch';

/** Many calls, one after another. `{i}` in an argument is the number of the call, from 0. */
export interface WorkloadTask extends ChaincodeCallTask {
  readonly type: 'submitMany';
  readonly endorsers: readonly ActorId[] | null;
  readonly count: number;
  /** Between two calls, in microseconds of simulated time. */
  readonly interval: number;
  readonly strategy: WorkloadStrategy;
}

/** Sends a config update. `envelope` is the file: a serialized CONFIG_UPDATE envelope, signed by nobody or by others. */
export interface UpdateTask {
  readonly type: 'setAnchorPeer' | 'submitConfigUpdate';
  readonly channel: string;
  readonly envelope: Uint8Array;
}

/** What concerns a channel before any peer is in it. `transaction` is the file configtxgen wrote. */
export type ChannelTask =
  | { readonly type: 'createChannel'; readonly channel: string; readonly transaction: Uint8Array }
  | { readonly type: 'fetchChannelBlock'; readonly channel: string };

/** Its administrator copies a new connection profile to the machine. */
export interface ProfileTask {
  readonly type: 'extendNetwork';
  readonly profile: ConnectionProfile;
}

/** By whom: a wallet entry, `Admin` unless said otherwise. */
interface Signed {
  readonly identity?: string;
}

/** Whom to ask: peers named on the command line, else as many as the tool's user would name. */
interface Endorsed {
  readonly peers?: readonly ActorId[];
}

export type ClientTask =
  | (Signed & {
      readonly type: 'joinPeer';
      readonly node: ActorId;
      readonly channel: string;
      readonly genesisBlock: Uint8Array;
    })
  | (Signed & { readonly type: 'installChaincode'; readonly node: ActorId; readonly package: Uint8Array })
  | (Signed &
      Endorsed & {
        readonly type: 'approveChaincode';
        readonly channel: string;
        readonly definition: ChaincodeDefinition;
        /** null: the organisation approves without running the chaincode itself. */
        readonly packageId: string | null;
      })
  | (Signed &
      Endorsed & {
        readonly type: 'commitChaincode';
        readonly channel: string;
        readonly definition: ChaincodeDefinition;
      })
  /** `path` is the folder of the snapshot on the peer's machine. */
  | (Signed & { readonly type: 'joinPeerBySnapshot'; readonly node: ActorId; readonly path: string })
  | PeerQueryTask
  | SnapshotTask
  | DiscoverTask
  | EventTask
  | (WorkloadTask & CallRoute)
  | UpdateTask
  | ({
      readonly type: 'submitTransaction';
      readonly endorsers: readonly ActorId[] | null;
      readonly isInit?: boolean;
      /** The client lies about this. */
      readonly forgery?: Forgery;
    } & ChaincodeCallTask &
      CallRoute)
  | ({ readonly type: 'evaluateTransaction'; readonly peer: ActorId | null } & ChaincodeCallTask & CallRoute)
  | ChannelTask
  | ProfileTask
  | CaTask;
