/**
 * A network as data: what a recording carries and what `topology/` turns into identities, genesis block and actors.
 */
/** `2.x`: system channel, consortium, elected leading peers. `3.x`: channel participation, every peer pulls. */
export type Generation = '2.x' | '3.x';

export interface OrdererOrgSpec {
  /** Name of the organisation in configtx.yaml, e.g. `OrdererOrg`. */
  readonly name: string;
  readonly mspId: string;
  readonly domain: string;
  /** Host names without the domain: `orderer`, `orderer2` … */
  readonly orderers: readonly string[];
  /** Machines of the orderers' administrators without the domain, usually `admin`. */
  readonly admins?: readonly string[];
}

export interface PeerOrgSpec {
  readonly name: string;
  readonly mspId: string;
  readonly domain: string;
  /** `peer0` … `peer{n-1}`. */
  readonly peers: number;
  /** `User1` … `User{n}`, beside `Admin`. */
  readonly users: number;
  /** Client servers without the domain, usually `client`. Without {@link admins} the administrators work there too. */
  readonly clients: readonly string[];
  /** Machines of the administrators without the domain, usually `admin`. */
  readonly admins?: readonly string[];
  readonly ca: boolean;
  /** Of its peers, where it is another than the rest of the network has. */
  readonly stateDatabase?: StateDatabase;
}

/** `BFT` needs Fabric 3. */
export type ConsensusType = 'etcdraft' | 'BFT';

/** A channel as the topology names it; `channel/` makes its configuration. */
export interface ChannelSpec {
  readonly id: string;
  /** Names of the member organisations. */
  readonly orgs: readonly string[];
  /** Host names without the domain of the orderers that begin as its consenters; all of them where it is not said. */
  readonly consenters?: readonly string[];
  /** How its orderers agree (`OrdererType`); etcdraft where it is not said, or Kafka where the network has brokers. */
  readonly consensus?: ConsensusType;
  readonly batchTimeoutMicros: number;
  readonly maxMessageCount: number;
  readonly absoluteMaxBytes: number;
  readonly preferredMaxBytes: number;
  /** Of Raft, in bytes (`EtcdRaft.Options.SnapshotIntervalSize`); Fabric's default where it is not said. */
  readonly snapshotIntervalSize?: number;
}

/** The channel of 2.x on which the orderers keep who may make channels, and write down every channel that is made. */
export interface SystemChannelSpec {
  readonly id: string;
  /** Name of the consortium whose members make the topology's channels. */
  readonly consortium: string;
  /** Organisations the consortium has in the genesis block. With none the consortium is defined by a later update. */
  readonly orgs: readonly string[];
}

/** Where peers keep their state (`ledger.state.stateDatabase` of core.yaml). */
export type StateDatabase = 'goleveldb' | 'CouchDB';

/** The Kafka cluster that may order in networks of 2.x, and the ZooKeeper ensemble it needs. */
export interface KafkaSpec {
  /** `kafka0` … `kafka{n-1}`. Fabric advises four: three have each channel, and one may be missing when channels are made. */
  readonly brokers: number;
  /** `zookeeper0` … `zookeeper{n-1}`: an odd number. */
  readonly zooKeepers: number;
}

export interface Topology {
  readonly ordererOrg: OrdererOrgSpec;
  readonly peerOrgs: readonly PeerOrgSpec[];
  readonly channels: readonly ChannelSpec[];
  /** Networks of 2.x have one, and it gives their channels its batch settings; networks of 3.x have none. */
  readonly systemChannel?: SystemChannelSpec;
  /**
   * Of all peers but those of organisations that say otherwise: Fabric allows it, and such peers do not agree on what may
   * be written. `goleveldb` where it is not said.
   */
  readonly stateDatabase?: StateDatabase;
  /** Where it is said, Kafka orders instead of Raft. */
  readonly kafka?: KafkaSpec;
  /** Organisations of the peers that were added to the running network, in that order: it tells their ports. */
  readonly laterPeers?: readonly string[];
}
