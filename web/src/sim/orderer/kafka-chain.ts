/**
 * The Kafka chain of one channel: every orderer reads the same partition and makes the same blocks of it, each for itself.
 * Since their clocks differ, a batch that waited long enough is cut where the first message says so that any of them has
 * posted: time to cut.
 *
 * @fabric orderer/consensus/kafka/chain.go (processMessagesToBlocks; 2.x)
 * @simplified A chain that reads a time-to-cut message for a block further on than the next goes on; Fabric's stops.
 *   Messages of orderers before 1.1 (class UNKNOWN) are not known.
 */
import { invariant } from '../kernel/result.ts';
import { signWith } from '../identity/signing-identity.ts';
import { cut, order, type Ordered } from './block-cutter.ts';
import { signBlock, storeBlock, txidsOf } from './block-writer.ts';
import { andThen, type ChainContext, type Moved, still } from './chain.ts';
import { feedSubscribers } from './deliver.ts';
import { enqueue } from './kafka-client.ts';
import type { Post } from './kafka-client-state.ts';
import { type Consumed, encodeOffsets, readKafkaMessage, regularMessage, timeToCutMessage } from './kafka-message.ts';
import { openEnvelope, orderingOf, processMessage } from './message-processor.ts';
import type { OrdererFacts } from './orderer-facts.ts';
import { type KafkaChain, type OrdererEffect, type Ordering, report, type Waiting } from './orderer-state.ts';
import { batchTimer } from './orderer-timers.ts';
import { newBlock } from '../wire/block.ts';
import { reprocess } from './system-channel.ts';

export type MovedKafka = Moved<KafkaChain>;

const told = (chain: KafkaChain, ...effects: readonly OrdererEffect[]): MovedKafka => ({ ...still(chain), effects });

/** Puts a message into the chain's outbox; it leaves at the end of the step. */
export const post = (chain: KafkaChain, added: Post): KafkaChain => ({
  ...chain,
  client: enqueue(chain.client, added),
});

/** An envelope that passed the filters: posted, or held back while a configuration is on its way once more. */
export function take(chain: KafkaChain, waiting: Waiting): KafkaChain {
  if (chain.reprocessing) return { ...chain, held: [...chain.held, waiting] };
  const { ordering, config, asker } = waiting;
  const record = regularMessage(ordering.bytes, config, chain.bundle.sequence, 0);
  return post(chain, { kind: config ? 'config' : 'envelope', record, txid: ordering.txid, asker });
}

/** What stands at `offset` of the partition. */
export function consume(chain: KafkaChain, offset: number, value: Uint8Array, context: ChainContext): MovedKafka {
  const consumed = readKafkaMessage(value);
  switch (consumed?.type) {
    case 'timeToCut':
      return onTimeToCut(chain, consumed.block, offset, context);
    case 'regular':
      return onRegular(chain, consumed, offset, context);
    default:
      return still(chain);
  }
}

function onTimeToCut(chain: KafkaChain, block: number, offset: number, context: ChainContext): MovedKafka {
  const { channel, lastOriginal } = chain;
  if (block !== chain.disk.blocks.height)
    return told(chain, report({ type: 'timeToCutIgnored', channel, number: block, offset }));
  const { batch, cutter } = cut(chain.cutter);
  const stopped = stopTimer({ ...chain, cutter });
  if (batch.length === 0) return stopped;
  // Fabric leaves out here, and only here, what it notes of a configuration that was posted anew.
  const offsets = { lastPersisted: offset, lastOriginal, lastResubmittedConfig: 0 };
  return andThen(stopped, (next) => write(next, batch, 'timeout', offsets, context));
}

type Regular = Extract<Consumed, { type: 'regular' }>;

function onRegular(before: KafkaChain, message: Regular, offset: number, context: ChainContext): MovedKafka {
  const { originalOffset, config, configSeq } = message;
  // Every orderer posts it anew; the first to come counts.
  if (originalOffset !== 0 && originalOffset <= before.lastOriginal) return still(before);
  const chain = config && originalOffset !== 0 ? noteResubmitted(before, message) : before;
  const opened = openEnvelope(message.envelope);
  if (!opened.ok) return still(chain);
  const ordering = orderingOf(message.envelope, opened.value.channelHeader.txId);
  const released = chain.reprocessing ? chain : release(chain);
  if (configSeq < chain.bundle.sequence) return checkAgain(released, message, ordering, offset, context);
  const lastOriginal = originalOffset === 0 ? chain.lastOriginal : originalOffset;
  return config
    ? commitConfig(released, ordering, offset, lastOriginal, context)
    : commitNormal(released, ordering, offset, lastOriginal, context);
}

/** A configuration comes that was posted anew, perhaps by others alone: envelopes wait no longer for the last of them. */
function noteResubmitted(chain: KafkaChain, { originalOffset, configSeq }: Regular): KafkaChain {
  const isLast = originalOffset === chain.lastResubmittedConfig && configSeq === chain.bundle.sequence;
  return {
    ...chain,
    reprocessing: chain.reprocessing && !isLast,
    lastResubmittedConfig: Math.max(chain.lastResubmittedConfig, originalOffset),
  };
}

/** Takes in what was held back. */
const release = (chain: KafkaChain): KafkaChain =>
  chain.held.reduce<KafkaChain>((next, waiting) => take(next, waiting), { ...chain, held: [] });

/** The configuration has changed since the message was posted. If it still holds it goes to the end of the line. */
function checkAgain(
  chain: KafkaChain,
  { config, envelope }: Regular,
  ordering: Ordering,
  offset: number,
  { disk, now }: ChainContext,
): MovedKafka {
  const { channel, bundle } = chain;
  const { txid } = ordering;
  const discarded = (reason: string): MovedKafka =>
    told(chain, report({ type: 'messageDiscarded', channel, txid, offset, reason }));
  const resubmitted = report({ type: 'messageResubmitted', channel, txid, offset });
  if (config) {
    const again = reprocess(ordering, bundle, disk.signer);
    if (!again) return discarded('rejecting config message');
    const record = regularMessage(again.bytes, true, bundle.sequence, offset);
    const posted = post(chain, { kind: 'config', record, txid });
    return told({ ...posted, lastResubmittedConfig: offset, reprocessing: true }, resubmitted);
  }
  const opened = openEnvelope(envelope);
  invariant(opened.ok, 'it was opened before');
  const processed = processMessage(envelope, opened.value, {
    bundle,
    nowUnixMicros: disk.epochUnixMicros + now,
    nonce: new Uint8Array(0),
    signer: { creator: disk.signer.serialized, sign: (bytes) => signWith(disk.signer, bytes) },
  });
  if (!processed.ok) return discarded(`discarding bad normal message because = ${processed.error.info}`);
  const record = regularMessage(envelope, false, bundle.sequence, offset);
  return told(post(chain, { kind: 'envelope', record, txid }), resubmitted);
}

function commitNormal(
  chain: KafkaChain,
  ordering: Ordering,
  offset: number,
  lastOriginal: number,
  context: ChainContext,
): MovedKafka {
  const { channel } = chain;
  const batchSize = chain.bundle.orderer?.batchSize;
  invariant(batchSize, `${channel} has no orderer section`);
  const ordered = order(chain.cutter, ordering, batchSize);
  const { cutter, pending } = ordered;
  const queued: MovedKafka = told(
    { ...chain, cutter },
    ...(pending
      ? [
          report({
            type: 'envelopeQueued',
            channel,
            txid: ordering.txid,
            pending: cutter.pending.length,
            pendingBytes: cutter.pendingBytes,
          }),
        ]
      : []),
  );
  const timed = andThen(queued, (next) => (pending ? startTimer(next) : stopTimer(next)));
  const isOversized = ordering.payload.length + ordering.signature.length > batchSize.preferredMaxBytes;
  return andThen(timed, (next) =>
    writeBatches(next, ordered, { ordering, isOversized, offset, lastOriginal }, context),
  );
}

interface Newest {
  readonly ordering: Ordering;
  readonly isOversized: boolean;
  readonly offset: number;
  /** Counts from the block on that holds this message. */
  readonly lastOriginal: number;
}

function writeBatches(
  chain: KafkaChain,
  { batches, pending }: Ordered<Ordering>,
  { ordering, isOversized, offset, lastOriginal }: Newest,
  context: ChainContext,
): MovedKafka {
  // The first block does not hold the newest message when that waits for the next, or is the next.
  const isLater = pending || batches.length === 2;
  let moved = still(isLater ? chain : { ...chain, lastOriginal });
  for (const [index, batch] of batches.entries()) {
    const reason = !batch.includes(ordering) ? 'bytes' : isOversized ? 'oversized' : 'count';
    const isBefore = isLater && index === 0;
    moved = andThen(moved, (next) => {
      const { lastResubmittedConfig } = next;
      const noted = isBefore ? next : { ...next, lastOriginal };
      const lastPersisted = isBefore ? offset - 1 : offset;
      return write(
        noted,
        batch,
        reason,
        { lastPersisted, lastOriginal: noted.lastOriginal, lastResubmittedConfig },
        context,
      );
    });
  }
  // Where the newest message only waits, what it was before is known from here on all the same, unless a block was cut.
  return batches.length === 0 ? { ...moved, chain: { ...moved.chain, lastOriginal } } : moved;
}

function commitConfig(
  chain: KafkaChain,
  ordering: Ordering,
  offset: number,
  lastOriginal: number,
  context: ChainContext,
): MovedKafka {
  const { lastResubmittedConfig } = chain;
  const { batch, cutter } = cut(chain.cutter);
  const stopped = stopTimer({ ...chain, cutter });
  const before = { lastPersisted: offset - 1, lastOriginal: chain.lastOriginal, lastResubmittedConfig };
  const flushed =
    batch.length === 0 ? stopped : andThen(stopped, (next) => write(next, batch, 'config', before, context));
  return andThen(flushed, (next) =>
    write(
      { ...next, lastOriginal },
      [ordering],
      'config',
      { lastPersisted: offset, lastOriginal, lastResubmittedConfig },
      context,
    ),
  );
}

/** Makes the next block of `batch`; its metadata say what of the partition is in blocks now. */
function write(
  chain: KafkaChain,
  batch: readonly Ordering[],
  reason: OrdererFacts['blockCut']['reason'],
  offsets: Parameters<typeof encodeOffsets>[0],
  { disk }: ChainContext,
): MovedKafka {
  const { channel } = chain;
  const { blocks } = chain.disk;
  const envelopes = batch.map(({ bytes }) => bytes);
  const block = newBlock(blocks.height, blocks.lastHash, envelopes);
  const number = blocks.height;
  const written = storeBlock(chain, signBlock(chain, block, encodeOffsets(offsets), disk));
  const fed = feedSubscribers(written.chain);
  const txids = txidsOf(block);
  return {
    chain: fed.chain,
    effects: [report({ type: 'blockCut', channel, number, txids, reason }), ...written.effects, ...fed.effects],
    persist: 'write',
  };
}

function startTimer(chain: KafkaChain): MovedKafka {
  const timeout = chain.bundle.orderer?.batchTimeoutMicros ?? 0;
  if (chain.timerRunning) return still(chain);
  const timer: OrdererEffect = { type: 'setTimer', timer: batchTimer(chain.channel), min: timeout, max: timeout };
  return told({ ...chain, timerRunning: true }, timer);
}

const stopTimer = (chain: KafkaChain): MovedKafka =>
  chain.timerRunning
    ? told({ ...chain, timerRunning: false }, { type: 'cancelTimer', timer: batchTimer(chain.channel) })
    : still(chain);

/**
 * The batch has waited long enough by this orderer's clock: it says so to all. Where that cannot be posted it is not tried
 * again: the batch waits until the next envelope starts the timer anew, as in Fabric.
 */
export function onBatchTimeout(chain: KafkaChain): KafkaChain {
  const block = chain.disk.blocks.height;
  return post(
    { ...chain, timerRunning: false },
    { kind: 'timeToCut', record: timeToCutMessage(block), txid: '', block },
  );
}
