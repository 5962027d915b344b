/**
 * What a ZooKeeper server keeps: on disk the epoch it has promised and the newest tree it has accepted; in memory who
 * leads, what is agreed, and who is connected.
 */
import type { ActorId, Effect, Stepped } from '../kernel/actor.ts';
import { SECOND, type Micros } from '../kernel/time.ts';
import type { Code, Operation } from '../wire/gen/kafka/zookeeper_pb.ts';
import { zooKeeperMessage } from '../wire/kafka.ts';
import type { Message } from '../wire/messages.ts';
import type { KafkaFact } from './kafka-facts.ts';
import type { ZnodeTree } from './znodes.ts';

/** How often a leader pings its followers. Half of `tickTime`. */
export const PING_INTERVAL: Micros = SECOND;
/** `syncLimit` ticks: who is silent for longer is given up. */
export const SYNC_LIMIT: Micros = 4 * SECOND;
/** `zookeeper.session.timeout.ms` of the brokers. */
export const SESSION_TIMEOUT: Micros = 6 * SECOND;

export interface ZooKeeperDisk {
  readonly node: ActorId;
  /** The whole ensemble, this server included. */
  readonly servers: readonly ActorId[];
  /** No older leader than of this epoch is listened to any more. */
  readonly promised: number;
  readonly accepted: ZnodeTree;
}

/** Who waits for the outcome of a change. */
export interface Asked {
  readonly server: ActorId;
  readonly client: ActorId;
  readonly xid: number;
  readonly operation: Operation;
}

export interface Waiter {
  readonly server: ActorId;
  readonly client: ActorId;
  readonly xid: number;
  readonly code: Code;
}

export interface ZooKeeperState {
  readonly disk: ZooKeeperDisk;
  readonly role: 'looking' | 'following' | 'leading';
  readonly leader: ActorId | undefined;
  /** The newest tree a majority has accepted, as far as this server knows: what clients see. */
  readonly visible: ZnodeTree;
  /** Whether `visible` was agreed on under the present leader. */
  readonly isSynced: boolean;
  /** Who has given a candidate its vote, itself included. */
  readonly votes: readonly ActorId[];
  /** The highest epoch heard of, promised or not. */
  readonly seenEpoch: number;
  /** Of a follower: when the leader was heard of last. */
  readonly leaderHeard: Micros;
  /** Of a leader: when each follower was heard of last. */
  readonly heard: Readonly<Record<ActorId, Micros>>;
  /** Of a leader: the change under way, and who has it on disk. */
  readonly proposing:
    | { readonly tree: ZnodeTree; readonly waiter: Waiter | undefined; readonly acks: readonly ActorId[] }
    | undefined;
  readonly queue: readonly Asked[];
  /** Of a follower: who waits for the tree it accepted last. */
  readonly waiter: Waiter | undefined;
  /** Sessions of the clients connected here; '' while one is being opened. */
  readonly clients: Readonly<Record<ActorId, string>>;
  /** Sessions heard of here and not yet told to the leader. */
  readonly touched: readonly string[];
  /** Of a leader: when each session was heard of last. */
  readonly sessionsHeard: Readonly<Record<string, Micros>>;
}

export type ZooKeeperEffect = Effect<Message, KafkaFact>;
export type ZooKeeperStepped = Stepped<ZooKeeperState, Message, KafkaFact>;

export const report = (fact: KafkaFact): ZooKeeperEffect => ({ type: 'report', fact });
export const send = (to: ActorId, type: Parameters<typeof zooKeeperMessage>[0]): ZooKeeperEffect => ({
  type: 'send',
  to,
  message: zooKeeperMessage(type),
});
export const still = (state: ZooKeeperState): ZooKeeperStepped => ({ state, effects: [] });

export function andThen(
  stepped: ZooKeeperStepped,
  next: (state: ZooKeeperState) => ZooKeeperStepped,
): ZooKeeperStepped {
  const after = next(stepped.state);
  return { state: after.state, effects: [...stepped.effects, ...after.effects] };
}

export const isMajority = ({ disk }: ZooKeeperState, count: number): boolean => count * 2 > disk.servers.length;

export const others = ({ disk }: ZooKeeperState): readonly ActorId[] =>
  disk.servers.filter((server) => server !== disk.node);

/** Whether clients are served: the server belongs to a majority and has what it agreed on. */
export const isServing = ({ role, isSynced }: ZooKeeperState): boolean => role !== 'looking' && isSynced;
