/** A block that waits for private data, and whom it was asked of. */
import type { ActorId } from '../kernel/actor.ts';
import type { Micros } from '../kernel/time.ts';

/** Questions for a block that waits. */
export interface PrivatePull {
  readonly number: number;
  readonly since: Micros;
  /** Peers asked in this round. */
  readonly asked: readonly ActorId[];
  /** By `setKey` of the set. */
  readonly found: ReadonlyMap<string, Uint8Array>;
  /** By `setKey` of the set: sets that were offered with another hash, because keys in them have been purged. */
  readonly later: ReadonlySet<string>;
  /** No more questions: what is not here is missing. */
  readonly over: boolean;
}
