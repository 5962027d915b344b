/**
 * The one vocabulary everything speaks: a button, a terminal line, a scene step and a link are renderings of these.
 * Plain data, imperative. The registry (`registry.ts`) holds schema, permission and command-line form of each.
 */
import type { Lie } from '../orderer/lie.ts';
import type { EnrollTask, RegisterTask, RevokeTask } from '../client/ca-client-task.ts';
import type {
  CallRoute,
  ChaincodeCallTask,
  ChaincodeDefinition,
  ListenedEvents,
  WorkloadTask,
} from '../client/client-task.ts';
import type { Forgery } from '../client/forgery-kinds.ts';
import type { ConfigChange } from '../topology/config-change.ts';
import type { NetworkAddition } from '../topology/extension.ts';
import type { Micros } from '../kernel/time.ts';
import type { NodeId } from '../trace/facts.ts';

export type { ChaincodeDefinition } from '../client/client-task.ts';
export type { ConfigChange, ConfigChangeKind } from '../topology/config-change.ts';
export type { NetworkAddition } from '../topology/extension.ts';

/** By whom a command is signed: a name in the client's wallet, `Admin` unless said otherwise. */
interface SignedBy {
  readonly identity?: string;
}

/** Who asks which peer about itself. */
interface PeerAccess extends SignedBy {
  readonly client: NodeId;
  readonly node: NodeId;
}

/** `json`: --output json instead of the plain form. */
interface Printed {
  readonly json?: boolean;
}

/** Whose files are worked on. */
interface StoppedPeer {
  readonly node: NodeId;
}

/** Who asks which CA. */
interface CaAccess {
  readonly client: NodeId;
  readonly ca: NodeId;
}

interface Commands {
  /** cryptogen for every organisation of the topology. */
  readonly generateCrypto: Record<never, never>;
  /** A machine, an organisation or a channel comes to the network on paper; cryptogen extend makes what keys it needs. */
  readonly extendNetwork: { readonly addition: NetworkAddition };
  readonly startNode: { readonly node: NodeId };
  /** Kill -9: volatile state is gone, disks stay. */
  readonly crashNode: { readonly node: NodeId };
  readonly restartNode: { readonly node: NodeId };
  /** SIGTERM: what it was writing is written, then it is gone. */
  readonly stopNode: { readonly node: NodeId };
  /** Both directions between two nodes. `loss` is a share in [0,1]; `latencyFactor` multiplies the usual latency. */
  readonly setLink: {
    readonly from: NodeId;
    readonly to: NodeId;
    readonly up: boolean;
    readonly loss: number;
    readonly latencyFactor: number;
    /** Only what `from` sends to `to`. */
    readonly oneWay?: boolean;
  };
  /** Cuts (or heals) every link of a node. */
  readonly isolateNode: { readonly node: NodeId; readonly isolated: boolean };
  /** Every link of a node becomes slow or loses a share of its messages; those that are cut stay cut. */
  readonly degradeNode: { readonly node: NodeId; readonly loss: number; readonly latencyFactor: number };
  /** Cuts (or heals) every link between nodes of different groups. Nodes in no group go on reaching everyone. */
  readonly partitionNetwork: { readonly groups: readonly (readonly NodeId[])[]; readonly parted: boolean };
  /** Every link works as usual again. */
  readonly healNetwork: Record<never, never>;
  /** What is to break by itself later. Takes the place of what was planned and has not happened yet; what has begun ends as planned. */
  readonly planFaults: { readonly faults: readonly PlannedFault[] };
  /** configtxgen -outputBlock: of a channel (3.x), or of the system channel (2.x). */
  readonly createGenesisBlock: { readonly channel: string };
  /** configtxgen -outputCreateChannelTx (2.x): an unsigned file on the operator's desk. */
  readonly createChannelTransaction: { readonly channel: string };
  /** peer channel create (2.x): the client's administrator signs and sends that file, and waits for the channel's block 0. */
  readonly createChannel: { readonly client: NodeId; readonly channel: string };
  /** peer channel fetch 0: the client gets the block with which peers of its organisation can join. */
  readonly fetchChannelBlock: { readonly client: NodeId; readonly channel: string };
  /** Somebody takes an orderer over and makes it lie, or (`none`) it is given back its honest program. */
  readonly corruptOrderer: { readonly node: NodeId; readonly lie: Lie | 'none' };
  /** osnadmin channel join. */
  readonly joinOrderer: { readonly node: NodeId; readonly channel: string };
  /** peer channel join. */
  readonly joinPeer: SignedBy & { readonly node: NodeId; readonly channel: string };
  /** peer channel update with the organisation's anchor peers. */
  readonly setAnchorPeer: { readonly client: NodeId; readonly channel: string; readonly peer: NodeId };
  /** peer channel fetch config, the edit, configtxlator compute_update: the unsigned file `update`. */
  readonly prepareConfigUpdate: {
    readonly client: NodeId;
    readonly channel: string;
    readonly update: string;
    readonly change: ConfigChange;
  };
  /** peer channel signconfigtx by the administrator of an organisation, the orderers' too. */
  readonly signConfigUpdate: { readonly org: string; readonly update: string };
  /** peer channel update: the client's administrator signs as well. */
  readonly submitConfigUpdate: { readonly client: NodeId; readonly update: string };
  /**
   * Files of the contract `source` are written on the client's machine, over those it has: a text by path, null for a
   * file that goes.
   */
  readonly writeContract: {
    readonly client: NodeId;
    readonly source: string;
    readonly files: Readonly<Record<string, string | null>>;
  };
  /** A package made elsewhere comes to the client's machine. `label` is its own; `package` its bytes in base64. */
  readonly importPackage: { readonly client: NodeId; readonly label: string; readonly package: string };
  /** peer lifecycle chaincode package. `source` names a contract known to the recording. */
  readonly packageChaincode: { readonly client: NodeId; readonly source: string; readonly label: string };
  readonly installChaincode: SignedBy & { readonly client: NodeId; readonly node: NodeId; readonly label: string };
  /** `label` null and no `packageId`: the organisation agrees without running it. `peers` are asked instead of the usual. */
  readonly approveChaincode: SignedBy & {
    readonly client: NodeId;
    readonly channel: string;
    readonly definition: ChaincodeDefinition;
    readonly label: string | null;
    /** Instead of that of a package on this machine. */
    readonly packageId?: string;
    readonly peers?: readonly NodeId[];
  };
  readonly commitChaincode: SignedBy & {
    readonly client: NodeId;
    readonly channel: string;
    readonly definition: ChaincodeDefinition;
    readonly peers?: readonly NodeId[];
  };
  /** peer lifecycle chaincode queryinstalled */
  readonly queryInstalled: PeerAccess & Printed;
  /** peer lifecycle chaincode getinstalledpackage */
  readonly getInstalledPackage: PeerAccess & { readonly packageId: string };
  /** peer lifecycle chaincode queryapproved; `sequence` 0 for the latest. */
  readonly queryApproved: PeerAccess &
    Printed & { readonly channel: string; readonly name: string; readonly sequence: number };
  /** peer lifecycle chaincode checkcommitreadiness; `inspect` says in what approvals differ. */
  readonly checkCommitReadiness: PeerAccess &
    Printed & {
      readonly channel: string;
      readonly definition: ChaincodeDefinition;
      readonly inspect?: boolean;
    };
  /** peer lifecycle chaincode querycommitted; `name` null for all definitions of the channel. */
  readonly queryCommitted: PeerAccess & Printed & { readonly channel: string; readonly name: string | null };
  /** peer channel list */
  readonly listChannels: PeerAccess;
  /** peer channel getinfo */
  readonly getChannelInfo: PeerAccess & { readonly channel: string };
  /** peer snapshot submitrequest: behind which block; 0 for the newest. */
  readonly submitSnapshotRequest: PeerAccess & { readonly channel: string; readonly block: number };
  /** peer snapshot cancelrequest */
  readonly cancelSnapshotRequest: PeerAccess & { readonly channel: string; readonly block: number };
  /** peer snapshot listpending */
  readonly listSnapshotRequests: PeerAccess & { readonly channel: string };
  /** The folder of a snapshot is copied from peer `from`; then peer channel joinbysnapshot. */
  readonly joinPeerBySnapshot: PeerAccess & { readonly channel: string; readonly from: NodeId; readonly block: number };
  /** peer channel joinbysnapshotstatus */
  readonly joinBySnapshotStatus: PeerAccess;
  /** sed in the block file of a stopped peer. `rehash`: the data hash in the block's header is made to fit again. */
  readonly tamperBlock: StoppedPeer & {
    readonly channel: string;
    readonly block: number;
    readonly find: string;
    readonly replace: string;
    readonly rehash: boolean;
  };
  /** Writing into the state database of a stopped peer; the key's version stays. */
  readonly tamperState: StoppedPeer & {
    readonly channel: string;
    readonly chaincode: string;
    readonly key: string;
    readonly value: string;
  };
  /** ledgerutil verify */
  readonly verifyLedger: StoppedPeer;
  /** peer node rebuild-dbs */
  readonly rebuildDatabases: StoppedPeer;
  /** peer node reset */
  readonly resetPeer: StoppedPeer;
  /** peer node rollback */
  readonly rollbackPeer: StoppedPeer & { readonly channel: string; readonly block: number };
  /** discover peers; `channel` null for all peers the asked one knows. */
  readonly discoverPeers: PeerAccess & { readonly channel: string | null };
  /** discover config */
  readonly discoverConfig: PeerAccess & { readonly channel: string };
  /** discover endorsers */
  readonly discoverEndorsers: PeerAccess & {
    readonly channel: string;
    readonly chaincode: string;
    readonly collections: readonly string[];
    readonly noPrivateReads?: boolean;
  };
  /** Endorse, collect, submit, wait for the commit. `endorsers` null: one peer of each organisation the policy needs. */
  readonly submitTransaction: CallRoute &
    ChaincodeCallTask & {
      readonly client: NodeId;
      readonly endorsers: readonly NodeId[] | null;
      /** The call that initializes a chaincode whose definition asks for it. */
      readonly isInit?: boolean;
      /** The client lies about this: to see who finds out. */
      readonly forgery?: Forgery;
    };
  /** Ask one peer and submit nothing. */
  readonly evaluateTransaction: CallRoute &
    ChaincodeCallTask & { readonly client: NodeId; readonly peer: NodeId | null };
  /** Many transactions of one function, one every `interval` microseconds; `{i}` in an argument is the number of the call. */
  readonly submitMany: CallRoute & Omit<WorkloadTask, 'type'> & { readonly client: NodeId };
  /** An application begins to listen. `from`: newest, oldest, a block's number, or checkpoint. */
  readonly listenEvents: ListenedEvents & { readonly client: NodeId; readonly identity: string; readonly from: string };
  readonly stopListening: ListenedEvents & { readonly client: NodeId };
  /** fabric-ca-client enroll: a certificate for `id` goes into the client's wallet under the name `identity`. */
  readonly enrollIdentity: CaAccess & EnrollTask;
  /** fabric-ca-client register. `registrar` and below: a name in the client's wallet. */
  readonly registerIdentity: CaAccess & RegisterTask & { readonly registrar: string };
  /** fabric-ca-client reenroll: a new key and certificate for a wallet entry. */
  readonly reenrollIdentity: CaAccess & { readonly identity: string };
  /** fabric-ca-client revoke: by `id`, or by `serial` and `aki`; '' is not given. */
  readonly revokeIdentity: CaAccess & RevokeTask & { readonly registrar: string };
  /** fabric-ca-client gencrl */
  readonly generateCrl: CaAccess & { readonly registrar: string };
  /** fabric-ca-client identity list */
  readonly listIdentities: CaAccess & { readonly registrar: string };
  /** fabric-ca-client affiliation list */
  readonly listAffiliations: CaAccess & { readonly registrar: string };
  /** fabric-ca-client affiliation add */
  readonly addAffiliation: CaAccess & { readonly registrar: string; readonly affiliation: string };
}

export type CommandType = keyof Commands;
export type CommandOf<T extends CommandType> = T extends CommandType ? { readonly type: T } & Commands[T] : never;
export type Command = { [T in CommandType]: CommandOf<T> }[CommandType];

/** What breaks a network on purpose, and what mends it. */
export type FaultCommand = CommandOf<
  | 'stopNode'
  | 'crashNode'
  | 'restartNode'
  | 'isolateNode'
  | 'setLink'
  | 'degradeNode'
  | 'partitionNetwork'
  | 'healNetwork'
  | 'corruptOrderer'
>;

/** A fault that will happen by itself. */
export interface PlannedFault {
  /** Simulated microseconds since the start of the recording. */
  readonly at: Micros;
  /** When it is to end; null: it stays. Later than `at`. */
  readonly until: Micros | null;
  readonly command: FaultCommand;
  /** A channel: whoever leads it when the time comes takes the place of `command.node`. */
  readonly leaderOf?: string;
}
