/**
 * Groups ordered messages into batches, each of which becomes a block.
 *
 * The cutter has no timer: whoever drives it starts one when the first message is left pending and calls `cut` when it
 * runs out.
 *
 * @fabric orderer/common/blockcutter/blockcutter.go
 */
/** The part of a channel's `Orderer` config that decides where batches end. Sizes in bytes. */
export interface BatchSize {
  readonly maxMessageCount: number;
  readonly preferredMaxBytes: number;
}

/** As much of a `common.Envelope` as the cutter looks at. */
export interface SizedMessage {
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

/** The messages waiting for their block. A value: ordering makes a new one. */
export interface BlockCutter<Message extends SizedMessage> {
  readonly pending: readonly Message[];
  readonly pendingBytes: number;
}

export interface Ordered<Message extends SizedMessage> {
  /** In order; at most two: the pending batch and an oversized message by itself. */
  readonly batches: readonly (readonly Message[])[];
  /** Whether messages are left waiting, so that the batch timer has to run. */
  readonly pending: boolean;
  readonly cutter: BlockCutter<Message>;
}

const EMPTY: BlockCutter<never> = { pending: [], pendingBytes: 0 };

export const emptyBlockCutter = <Message extends SizedMessage>(): BlockCutter<Message> => EMPTY;

/** What counts of a message: payload and signature, not the envelope around them. */
const messageBytes = (message: SizedMessage): number => message.payload.length + message.signature.length;

/** Takes in one message. `batchSize` is that of the channel config in force now. */
export function order<Message extends SizedMessage>(
  cutter: BlockCutter<Message>,
  message: Message,
  batchSize: BatchSize,
): Ordered<Message> {
  const bytes = messageBytes(message);
  if (bytes > batchSize.preferredMaxBytes) {
    const flushed = cutter.pending.length > 0 ? [cutter.pending] : [];
    // Fabric answers "nothing pending" here, and nothing is: the flush has emptied the batch.
    return { batches: [...flushed, [message]], pending: false, cutter: EMPTY };
  }
  const overflows = cutter.pendingBytes + bytes > batchSize.preferredMaxBytes;
  const before = overflows ? [cutter.pending] : [];
  const rest = overflows ? EMPTY : cutter;
  const pending = [...rest.pending, message];
  if (pending.length >= batchSize.maxMessageCount)
    return { batches: [...before, pending], pending: false, cutter: EMPTY };
  return { batches: before, pending: true, cutter: { pending, pendingBytes: rest.pendingBytes + bytes } };
}

/** The batch that waits (empty when none does), and the cutter after it. */
export function cut<Message extends SizedMessage>(
  cutter: BlockCutter<Message>,
): { readonly batch: readonly Message[]; readonly cutter: BlockCutter<Message> } {
  return { batch: cutter.pending, cutter: EMPTY };
}
