/** The inside of an orderer, and of the Kafka cluster's nodes. */
import type { Micros } from '../kernel/time.ts';
import type { NodeId } from '../trace/facts.ts';
import type { ConsensusPicture } from './consensus-picture.ts';

export interface OrdererInside {
  readonly node: NodeId;
  readonly up: boolean;
  readonly chains: readonly OrdererChainInside[];
  /** Channels it only fetches blocks of. */
  readonly following: readonly {
    readonly channel: string;
    readonly height: number;
    /** Number of the block it joined by, until that is there. */
    readonly joinBlock: number | null;
    readonly from: NodeId | null;
  }[];
}

export interface OrdererChainInside {
  readonly channel: string;
  readonly height: number;
  /** Limits of a batch in the configuration in force; sizes in bytes. */
  readonly batch: BatchLimits | null;
  /** When the batch timer goes off; null while it is not running. */
  readonly batchTimerDue: Micros | null;
  readonly agreement: ConsensusPicture | KafkaChainInside;
  /** Streams of blocks that are open, with the number of the block that goes next. */
  readonly subscribers: readonly { readonly node: NodeId; readonly next: number }[];
}

export interface BatchLimits {
  readonly maxMessageCount: number;
  readonly preferredMaxBytes: number;
  readonly absoluteMaxBytes: number;
  readonly timeoutMicros: Micros;
}

export interface KafkaChainInside {
  readonly kind: 'kafka';
  readonly phase: 'creating' | 'connecting' | 'running';
  /** The broker that leads the partition, as far as this orderer knows. */
  readonly leader: NodeId | null;
  /** The offset it reads next. */
  readonly offset: number;
  /** Envelopes and time-to-cut messages on their way into the partition. */
  readonly posting: readonly { readonly kind: string; readonly txid: string }[];
  /** Read and waiting for their block. */
  readonly pending: readonly string[];
  readonly pendingBytes: number;
  readonly timerRunning: boolean;
  /** The newest offset a message had before it was checked again; -1: none. */
  readonly lastOriginal: number;
}

export interface BrokerInside {
  readonly node: NodeId;
  readonly up: boolean;
  readonly brokerId: number;
  /** It decides who leads which partition. */
  readonly controller: boolean;
  readonly controllerEpoch: number;
  /** The ZooKeeper server it has its session with. */
  readonly zooKeeper: NodeId | null;
  readonly partitions: readonly PartitionInside[];
}

export interface PartitionInside {
  readonly topic: string;
  readonly role: 'leader' | 'follower';
  /** Broker ids. */
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  /** Records before this offset count. */
  readonly highWatermark: number;
  readonly end: number;
  /** Before this offset it is on disk. */
  readonly flushed: number;
  /** On the leader: where the others' logs end; null: not heard yet. */
  readonly followers: readonly { readonly id: number; readonly end: number | null }[];
  /** The newest, at most 40, ascending. */
  readonly records: readonly {
    readonly offset: number;
    readonly epoch: number;
    readonly kind: 'connect' | 'timeToCut' | 'regular' | 'config' | 'unreadable';
    readonly txid: string;
    /** Of a time-to-cut message. */
    readonly block: number | null;
  }[];
}

export interface ZooKeeperInside {
  readonly node: NodeId;
  readonly up: boolean;
  readonly role: 'looking' | 'following' | 'leading';
  readonly leader: NodeId | null;
  readonly epoch: number;
  readonly zxid: string;
  readonly connections: readonly { readonly node: NodeId; readonly session: string }[];
  readonly znodes: readonly { readonly path: string; readonly data: string; readonly ephemeral: boolean }[];
}
