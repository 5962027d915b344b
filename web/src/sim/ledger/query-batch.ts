/**
 * How a peer hands query results to a chaincode: up to 100 in a message, and it fetches one more than it sends to know
 * whether to say "has more". That one result is why reading a single row of a long range still records 101 reads.
 *
 * @fabric core/chaincode/query_response_generator.go
 */
import type { KeyValue } from './range-iterator.ts';
import type { TxSimulator } from './tx-simulator.ts';

/** Results in one message to the chaincode. */
export const BATCH_SIZE = 100;

/** Results a query may return in all (`ledger.state.totalQueryLimit` of core.yaml). */
export const TOTAL_QUERY_LIMIT = 100_000;

/** Where an open query of a chaincode stands. */
export interface QueryContext {
  readonly iterator: number;
  /** A page comes in one message, however long. */
  readonly isPage: boolean;
  /** Results after which the peer stops fetching: the page size or {@link TOTAL_QUERY_LIMIT}, whichever is less. */
  readonly limit: number;
  /** Fetched but not sent yet. */
  readonly pending: readonly KeyValue[];
  readonly fetched: number;
}

export interface QueryBatch {
  readonly simulator: TxSimulator;
  /** To ask for more with; a query without more is closed. */
  readonly query: QueryContext;
  readonly results: readonly KeyValue[];
  readonly hasMore: boolean;
}

export function openQuery(iterator: number, pageSize = 0): QueryContext {
  const isPage = pageSize > 0;
  const limit = isPage ? Math.min(pageSize, TOTAL_QUERY_LIMIT) : TOTAL_QUERY_LIMIT;
  return { iterator, isPage, limit, pending: [], fetched: 0 };
}

/** The next message's worth of results. */
export function nextBatch(simulator: TxSimulator, query: QueryContext): QueryBatch {
  const pending = [...query.pending];
  let { fetched } = query;
  let at = simulator;
  while (fetched < query.limit) {
    const step = at.next(query.iterator);
    at = step.simulator;
    if (!step.value) break;
    fetched++;
    if (!query.isPage && pending.length === BATCH_SIZE) {
      return { simulator: at, query: { ...query, pending: [step.value], fetched }, results: pending, hasMore: true };
    }
    pending.push(step.value);
  }
  return { simulator: at, query: { ...query, pending: [], fetched }, results: pending, hasMore: false };
}
