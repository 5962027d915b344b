/**
 * Who waits for what becomes of an envelope.
 */
import type { ActorId } from '../kernel/actor.ts';

/** Where the answer goes once it is known: to a client, or to the orderer that forwarded. */
export interface Asker {
  readonly node: ActorId;
  readonly request: string;
  readonly forwarded: boolean;
}
