/** A stream of events a listener has opened at a peer. */
import type { ActorId } from '../kernel/actor.ts';
import { type Micros, SECOND } from '../kernel/time.ts';
import type { BlockEventKind } from '../wire/messages.ts';

/**
 * How long a connection is believed in that has gone silent (gRPC's keepalive timeout). Whoever waits for what was lost
 * would wait for ever.
 */
export const KEEPALIVE_TIMEOUT: Micros = 20 * SECOND;

interface Stream {
  readonly client: ActorId;
  /** The listener's own name for it. */
  readonly stream: string;
  readonly channel: string;
  /** Number of the next block to look at. */
  readonly next: number;
  /** The last block wanted; undefined for a stream without end. */
  readonly to: number | undefined;
}

export type EventStream = Stream &
  (
    | { readonly kind: Exclude<BlockEventKind, 'privateData'> }
    /** `reader`: the serialized identity that asked. */
    | { readonly kind: 'privateData'; readonly reader: Uint8Array }
    /** `after`: events up to this transaction of the first block have been received before. */
    | { readonly kind: 'chaincode'; readonly chaincode: string; readonly after: string }
  );
