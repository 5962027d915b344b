/**
 * Requests that wait to be ordered. Every consenter keeps what it was sent: it reminds the leader of what is not ordered in
 * time, then complains, and in the end forgets.
 *
 * @fabric vendor/github.com/hyperledger-labs/SmartBFT/internal/bft/requestpool.go
 * @simplified A full pool refuses at once; SmartBFT lets the caller wait up to five seconds for room.
 */
import type { Micros } from '../../kernel/time.ts';
import { leaderOf } from './bft-config.ts';
import type { BftState, Pool, PoolItem } from './bft-state.ts';
import { cancelTimer, type Draft, forward, setTimer } from './draft.ts';

/** So many ids of decided requests are remembered. */
const REMEMBERED = 1000;

export const EMPTY_POOL: Pool = { items: [], bytes: 0, stopped: false, processed: [] };

export const currentLeader = ({ config, viewNumber, decisionsInView, latest }: BftState): number =>
  leaderOf(config, viewNumber, decisionsInView, latest.blackList);

/** Why a request is not taken in, in Fabric's words; undefined when it would be. */
export function refusalOf(
  { pool, config }: Pick<BftState, 'pool' | 'config'>,
  id: string,
  request: Uint8Array,
): string | undefined {
  const { requestMaxBytes, requestPoolSize } = config.options;
  if (request.length > requestMaxBytes)
    return `submitted request (${request.length}) is bigger than request max bytes (${requestMaxBytes})`;
  if (pool.items.some((item) => item.id === id)) return 'request already exists';
  if (pool.processed.includes(id)) return 'request already processed';
  return pool.items.length >= requestPoolSize
    ? 'acquiring semaphore for request: context deadline exceeded'
    : undefined;
}

export function addRequest(draft: Draft, id: string, request: Uint8Array): boolean {
  const { state, now } = draft;
  if (refusalOf(state, id, request) !== undefined) return false;
  const { pool } = state;
  const due = now + state.config.options.requestForwardTimeout;
  const items: readonly PoolItem[] = [...pool.items, { id, request, stage: 'forward', due }];
  state.pool = { ...pool, items, bytes: pool.bytes + request.length };
  watchPool(draft);
  return true;
}

/** Takes out what has been decided, there or not. */
export function removeRequests(draft: Draft, ids: readonly string[]): void {
  const { pool } = draft.state;
  const gone = new Set(ids);
  const items = pool.items.filter(({ id }) => !gone.has(id));
  const fresh = ids.filter((id) => !pool.processed.includes(id));
  const processed = [...pool.processed, ...fresh].slice(-REMEMBERED);
  draft.state.pool = { ...pool, items, bytes: bytesOf(items), processed };
  watchPool(draft);
}

/** Takes out what the configuration in force would refuse now. */
export function pruneRequests(draft: Draft): void {
  const { pool } = draft.state;
  const items = pool.items.filter(({ request }) => draft.application.isRequestValid(request));
  draft.state.pool = { ...pool, items, bytes: bytesOf(items) };
  watchPool(draft);
}

const bytesOf = (items: readonly PoolItem[]): number => items.reduce((sum, { request }) => sum + request.length, 0);

/** The next batch; undefined while it may still grow. */
export function nextBatch({ pool, config }: BftState, isFullOnly: boolean): readonly Uint8Array[] | undefined {
  const { requestBatchMaxCount, requestBatchMaxBytes } = config.options;
  if (isFullOnly && pool.items.length < requestBatchMaxCount && pool.bytes < requestBatchMaxBytes) return undefined;
  const batch: Uint8Array[] = [];
  let bytes = 0;
  for (const { request } of pool.items) {
    if (batch.length === requestBatchMaxCount || bytes + request.length > requestBatchMaxBytes) break;
    batch.push(request);
    bytes += request.length;
  }
  return batch;
}

export function stopTimers(draft: Draft): void {
  draft.state.pool = { ...draft.state.pool, stopped: true };
  watchPool(draft);
}

/** Everyone gets all the time anew. */
export function restartTimers(draft: Draft): void {
  const { state, now } = draft;
  const due = now + state.config.options.requestForwardTimeout;
  const items = state.pool.items.map((item): PoolItem => ({ ...item, stage: 'forward', due }));
  state.pool = { ...state.pool, items, stopped: false };
  watchPool(draft);
}

/** What is due: requests to remind the leader of, whether to complain, whether this leader steps back. */
export function onPoolTimer(draft: Draft): { readonly complain: boolean } {
  const { state, now } = draft;
  state.poolTimer = undefined;
  if (state.pool.stopped) return { complain: false };
  const leader = currentLeader(state);
  const isLeader = leader === state.config.self;
  const { requestComplainTimeout, requestAutoRemoveTimeout } = state.config.options;
  let complain = false;
  const items = state.pool.items.flatMap((item): readonly PoolItem[] => {
    if (item.due > now) return [item];
    if (item.stage === 'remove') return [];
    if (item.stage === 'forward') {
      if (!isLeader) forward(draft, leader, item.request);
      return [{ ...item, stage: 'complain', due: now + requestComplainTimeout }];
    }
    if (isLeader) state.heartbeat = { ...state.heartbeat, silent: true };
    else complain = true;
    return [{ ...item, stage: 'remove', due: now + requestAutoRemoveTimeout }];
  });
  state.pool = { ...state.pool, items, bytes: bytesOf(items) };
  watchPool(draft);
  return { complain };
}

/** Keeps the one timer of the pool at the request that is due first. */
function watchPool(draft: Draft): void {
  const { state, now } = draft;
  const first = state.pool.stopped ? undefined : earliest(state.pool.items);
  if (first === state.poolTimer) return;
  if (first === undefined) cancelTimer(draft, 'pool');
  else setTimer(draft, 'pool', Math.max(0, first - now));
  state.poolTimer = first;
}

const earliest = (items: readonly PoolItem[]): Micros | undefined =>
  items.reduce<Micros | undefined>((first, { due }) => (first === undefined || due < first ? due : first), undefined);
