/**
 * The log of a partition: records in the order of their offsets, each with the epoch of the leader that took it in.
 *
 * @fabric (none) Apache Kafka 1.x, kafka.log.Log, kafka.server.epoch.LeaderEpochFileCache
 * @simplified Nothing is ever deleted, as Fabric demands (`log.retention.ms = -1`); there are no segments and no batches.
 */
import { PersistentList } from '../kernel/persistent-list.ts';

export interface LogRecord {
  readonly epoch: number;
  readonly value: Uint8Array;
}

export interface PartitionLog {
  /** By offset. */
  readonly records: PersistentList<LogRecord>;
  /** Records before this offset are on all in-sync replicas, as far as this broker knows. */
  readonly highWatermark: number;
}

export const EMPTY_LOG: PartitionLog = { records: PersistentList.empty(), highWatermark: 0 };

/** The offset the next record gets. */
export const endOf = ({ records }: PartitionLog): number => records.length;

export function append(log: PartitionLog, added: readonly LogRecord[]): PartitionLog {
  let { records } = log;
  for (const record of added) records = records.append(record);
  return { ...log, records };
}

/** Drops all from `end` on. */
export const truncate = ({ records, highWatermark }: PartitionLog, end: number): PartitionLog => ({
  records: records.take(end),
  highWatermark: Math.min(highWatermark, end),
});

/** Records [from, to). */
export function slice({ records }: PartitionLog, from: number, to: number): readonly LogRecord[] {
  const found: LogRecord[] = [];
  for (let offset = from; offset < Math.min(to, records.length); offset++) {
    const record = records.at(offset);
    if (record) found.push(record);
  }
  return found;
}

/** Epoch of the record before `offset`; -1 before the first. */
export const epochBefore = ({ records }: PartitionLog, offset: number): number => records.at(offset - 1)?.epoch ?? -1;

/**
 * Where a follower has to cut its log whose last record, before `offset`, is of `epoch`; undefined when the two agree so
 * far. What it may keep is at most what this log has of that epoch and those before.
 */
export function divergence(log: PartitionLog, offset: number, epoch: number): number | undefined {
  if (offset === 0 || (offset <= endOf(log) && epochBefore(log, offset) === epoch)) return undefined;
  let end = Math.min(offset - 1, endOf(log));
  while (end > 0 && epochBefore(log, end) > epoch) end--;
  return end;
}
