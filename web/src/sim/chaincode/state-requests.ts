/**
 * What a peer does with each request a chaincode makes while it works on a transaction: reads, writes and queries.
 *
 * @fabric core/chaincode/handler.go (HandleGetState … HandlePurgePrivateData)
 * @simplified no WRITE_BATCH_STATE and GET_STATE_MULTIPLE: the Node shim of 2.5 sends neither. Query ids count up
 * within the transaction instead of being UUIDs.
 */
import { create, type DescMessage, type MessageShape, toBinary } from '@bufbuild/protobuf';
import { TimestampSchema } from '@bufbuild/protobuf/wkt';
import { ok, type Result } from '../kernel/result.ts';
import type { RichQuery } from '../ledger/couch-query.ts';
import type { KeyModification } from '../ledger/history.ts';
import { BATCH_SIZE, nextBatch, openQuery, type QueryContext, TOTAL_QUERY_LIMIT } from '../ledger/query-batch.ts';
import type { MetadataEntry } from '../ledger/state-db.ts';
import type { Attempt, Step } from '../ledger/tx-simulator.ts';
import { EMPTY } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { KeyModificationSchema, KVSchema } from '../wire/gen/ledger/queryresult/kv_query_result_pb.ts';
import {
  ChaincodeMessage_Type as Type,
  DelStateSchema,
  GetHistoryForKeySchema,
  GetQueryResultSchema,
  GetStateByRangeSchema,
  GetStateMetadataSchema,
  GetStateSchema,
  type QueryMetadata,
  QueryMetadataSchema,
  QueryResponseMetadataSchema,
  QueryResponseSchema,
  PutStateMetadataSchema,
  PutStateSchema,
  QueryStateCloseSchema,
  QueryStateNextSchema,
  StateMetadataResultSchema,
} from '../wire/gen/peer/chaincode_shim_pb.ts';
import type { OpenQuery, TransactionContext } from './transaction-context.ts';

/** Payload of the RESPONSE or text of the ERROR, and the context afterwards in both cases. */
export interface Handled {
  readonly context: TransactionContext;
  readonly result: Result<Uint8Array, string>;
  /** The rich query that was opened, when the state database had something to say against it. */
  readonly warned?: RichQuery;
}

type Handler = (context: TransactionContext, payload: Uint8Array) => Handled;

const NOT_IN_INIT = 'private data APIs are not allowed in chaincode Init()';
const NO_KEY_LEVEL =
  'key level endorsement is not enabled, channel application capability of V1_3 or later is required';
const NO_PURGE = 'purge private data is not enabled, channel application capability of V2_5 or later is required';

const fail = (context: TransactionContext, error: string): Handled => ({ context, result: { ok: false, error } });
const done = (context: TransactionContext, payload: Uint8Array = EMPTY): Handled => ({ context, result: ok(payload) });

/** Decodes the payload; one that cannot be decoded is answered as Fabric does. */
function parsed<Desc extends DescMessage>(
  schema: Desc,
  handle: (context: TransactionContext, message: MessageShape<Desc>) => Handled,
): Handler {
  return (context, payload) => {
    const message = decode(schema, payload);
    return message.ok ? handle(context, message.value) : fail(context, `unmarshal failed: ${message.error}`);
  };
}

/** Goes on with the simulator of `step` and turns its value into a payload. */
function stepped<T>(
  context: TransactionContext,
  { simulator, value }: Step<T>,
  encode: (value: T) => Uint8Array,
): Handled {
  return done({ ...context, simulator }, encode(value));
}

function attempted<T>(
  context: TransactionContext,
  { simulator, result }: Attempt<T>,
  encode: (value: T) => Uint8Array = () => EMPTY,
): Handled {
  const next = { ...context, simulator };
  return result.ok ? done(next, encode(result.value)) : fail(next, result.error);
}

/** Runs `operation` if the transaction may use the collection that way. */
function permitted(
  context: TransactionContext,
  collection: string,
  kind: 'read' | 'write',
  operation: (context: TransactionContext) => Handled,
): Handled {
  if (context.isInit) return fail(context, NOT_IN_INIT);
  const known = context.accesses.get(collection);
  if (!known) {
    const { simulator, access } = context.permission(context.simulator, context.namespace, collection);
    const next = { ...context, simulator };
    if (!access.ok) return fail(next, access.error);
    return permitted({ ...next, accesses: next.accesses.set(collection, access.value) }, collection, kind, operation);
  }
  if (known[kind]) return operation(context);
  const whose = `chaincodeName:${context.namespace} collectionName: ${collection}`;
  return fail(context, `tx creator does not have ${kind} access permission on privatedata in ${whose}`);
}

/** Runs `operation` if the state database takes such keys. */
function checkedKey(context: TransactionContext, key: string, operation: () => Handled): Handled {
  const error = context.simulator.keyError(key);
  return error === undefined ? operation() : fail(context, error);
}

const orEmpty = (value: Uint8Array | undefined): Uint8Array => value ?? EMPTY;

const getState = parsed(GetStateSchema, (context, { key, collection }) =>
  collection === ''
    ? checkedKey(context, key, () => stepped(context, context.simulator.getState(context.namespace, key), orEmpty))
    : permitted(context, collection, 'read', (allowed) =>
        checkedKey(allowed, key, () =>
          attempted(allowed, allowed.simulator.getPrivateData(allowed.namespace, collection, key), orEmpty),
        ),
      ),
);

const getPrivateDataHash = parsed(GetStateSchema, (context, { key, collection }) =>
  context.isInit
    ? fail(context, NOT_IN_INIT)
    : attempted(context, context.simulator.getPrivateDataHash(context.namespace, collection, key), orEmpty),
);

const putState = parsed(PutStateSchema, (context, { key, value, collection }) =>
  collection === ''
    ? attempted(context, context.simulator.setState(context.namespace, key, value))
    : permitted(context, collection, 'write', (allowed) =>
        attempted(allowed, allowed.simulator.setPrivateData(allowed.namespace, collection, key, value)),
      ),
);

const delState = parsed(DelStateSchema, (context, { key, collection }) =>
  collection === ''
    ? attempted(context, context.simulator.deleteState(context.namespace, key))
    : permitted(context, collection, 'write', (allowed) =>
        attempted(allowed, allowed.simulator.deletePrivateData(allowed.namespace, collection, key)),
      ),
);

const purgePrivateData = parsed(DelStateSchema, (context, { key, collection }) => {
  if (!context.capabilities.purgePrivateData) return fail(context, NO_PURGE);
  if (collection === '') return fail(context, 'only applicable for private data');
  return permitted(context, collection, 'write', (allowed) =>
    attempted(allowed, allowed.simulator.purgePrivateData(allowed.namespace, collection, key)),
  );
});

const encodeMetadata = (entries: readonly MetadataEntry[]): Uint8Array =>
  toBinary(
    StateMetadataResultSchema,
    create(StateMetadataResultSchema, { entries: entries.map(({ name, value }) => ({ metakey: name, value })) }),
  );

const getStateMetadata = parsed(GetStateMetadataSchema, (context, { key, collection }) => {
  if (!context.capabilities.keyLevelEndorsement) return fail(context, NO_KEY_LEVEL);
  if (collection === '') {
    return stepped(context, context.simulator.getStateMetadata(context.namespace, key), encodeMetadata);
  }
  return permitted(context, collection, 'read', (allowed) =>
    attempted(allowed, allowed.simulator.getPrivateDataMetadata(allowed.namespace, collection, key), encodeMetadata),
  );
});

const putStateMetadata = parsed(PutStateMetadataSchema, (context, { key, collection, metadata }) => {
  if (!context.capabilities.keyLevelEndorsement) return fail(context, NO_KEY_LEVEL);
  const entries = [{ name: metadata?.metakey ?? '', value: metadata?.value ?? EMPTY }];
  if (collection === '') return attempted(context, context.simulator.setStateMetadata(context.namespace, key, entries));
  return permitted(context, collection, 'write', (allowed) =>
    attempted(allowed, allowed.simulator.setPrivateDataMetadata(allowed.namespace, collection, key, entries)),
  );
});

const isPage = (metadata: QueryMetadata): boolean => metadata.pageSize !== 0 || metadata.bookmark !== '';

/** A page without a size ends where any query ends. */
function pageOf(iterator: number, pageSize: number): QueryContext {
  return pageSize > 0
    ? openQuery(iterator, pageSize)
    : { ...openQuery(iterator), isPage: true, limit: TOTAL_QUERY_LIMIT };
}

const getStateByRange = parsed(GetStateByRangeSchema, (context, { startKey, endKey, collection, metadata }) => {
  const { namespace, simulator } = context;
  if (collection !== '') {
    return permitted(context, collection, 'read', (allowed) =>
      opened(allowed, allowed.simulator.openPrivateRange(namespace, collection, startKey, endKey), openQuery),
    );
  }
  const decoded = decode(QueryMetadataSchema, metadata);
  if (!decoded.ok) return fail(context, `unmarshal failed: ${decoded.error}`);
  const page = decoded.value;
  if (isPage(page)) {
    const from = page.bookmark === '' ? startKey : page.bookmark;
    const attempt = simulator.openPage(namespace, from, endKey, page.pageSize);
    return opened(context, attempt, (iterator) => pageOf(iterator, page.pageSize));
  }
  const { simulator: next, value } = simulator.openRange(namespace, startKey, endKey);
  return opened(context, { simulator: next, result: ok(value) }, openQuery);
});

function opened(
  context: TransactionContext,
  { simulator, result }: Attempt<number>,
  query: (iterator: number) => QueryContext,
): Handled {
  const next = { ...context, simulator };
  if (!result.ok) return fail(next, result.error);
  return answerQuery(next, { type: 'state', query: query(result.value) });
}

function openedRich(
  context: TransactionContext,
  attempt: Attempt<number>,
  query: (iterator: number) => QueryContext,
): Handled {
  const handled = opened(context, attempt, query);
  const rich = attempt.result.ok ? attempt.simulator.richQuery(attempt.result.value) : undefined;
  return rich && rich.warning !== '' ? { ...handled, warned: rich } : handled;
}

const getQueryResult = parsed(GetQueryResultSchema, (context, { query, collection, metadata }) => {
  const { namespace, simulator } = context;
  if (collection !== '') {
    return permitted(context, collection, 'read', (allowed) =>
      openedRich(allowed, allowed.simulator.executePrivateQuery(namespace, collection, query), openQuery),
    );
  }
  const decoded = decode(QueryMetadataSchema, metadata);
  if (!decoded.ok) return fail(context, `unmarshal failed: ${decoded.error}`);
  const page = decoded.value;
  if (!isPage(page)) return openedRich(context, simulator.executeQuery(namespace, query), openQuery);
  const attempt = simulator.executeQuery(namespace, query, page);
  return openedRich(context, attempt, (iterator) => pageOf(iterator, page.pageSize));
});

const getHistoryForKey = parsed(GetHistoryForKeySchema, (context, { key }) => {
  if (!context.history) return fail(context, 'history database is not enabled');
  return answerQuery(context, { type: 'history', rest: [...context.history(context.namespace, key)] });
});

function answerQuery(context: TransactionContext, query: OpenQuery): Handled {
  const id = String(context.queriesOpened);
  return batch({ ...context, queriesOpened: context.queriesOpened + 1 }, id, query);
}

/** The next results of a query. One that is exhausted is forgotten; one that is not stays open under its id. */
function batch(context: TransactionContext, id: string, open: OpenQuery): Handled {
  if (open.type === 'history') {
    const rest = open.rest.slice(BATCH_SIZE);
    const results = open.rest.slice(0, BATCH_SIZE).map(encodeModification);
    return respond(context, id, rest.length > 0 ? { type: 'history', rest } : undefined, results, EMPTY);
  }
  const { simulator, query, results, hasMore } = nextBatch(context.simulator, open.query);
  const metadata = query.isPage
    ? toBinary(
        QueryResponseMetadataSchema,
        create(QueryResponseMetadataSchema, {
          fetchedRecordsCount: query.fetched,
          bookmark: simulator.bookmark(query.iterator),
        }),
      )
    : EMPTY;
  const encoded = results.map((result) => toBinary(KVSchema, create(KVSchema, result)));
  return respond({ ...context, simulator }, id, hasMore ? { type: 'state', query } : undefined, encoded, metadata);
}

function respond(
  context: TransactionContext,
  id: string,
  rest: OpenQuery | undefined,
  results: readonly Uint8Array[],
  metadata: Uint8Array,
): Handled {
  const queries = rest ? context.queries.set(id, rest) : context.queries.delete(id);
  const response = create(QueryResponseSchema, {
    results: results.map((resultBytes) => ({ resultBytes })),
    hasMore: rest !== undefined,
    id,
    metadata,
  });
  return done({ ...context, queries }, toBinary(QueryResponseSchema, response));
}

function encodeModification({ txId, value, timestamp, isDelete }: KeyModification): Uint8Array {
  const when = timestamp && create(TimestampSchema, { seconds: BigInt(timestamp.seconds), nanos: timestamp.nanos });
  const message = create(KeyModificationSchema, { txId, value, isDelete, ...(when && { timestamp: when }) });
  return toBinary(KeyModificationSchema, message);
}

const queryStateNext = parsed(QueryStateNextSchema, (context, { id }) => {
  const query = context.queries.get(id);
  return query ? batch(context, id, query) : fail(context, 'query iterator not found');
});

const queryStateClose = parsed(QueryStateCloseSchema, (context, { id }) => respond(context, id, undefined, [], EMPTY));

/** By the type of the chaincode's message. INVOKE_CHAINCODE is not among them: it takes another chaincode. */
export const STATE_REQUESTS: ReadonlyMap<Type, Handler> = new Map<Type, Handler>([
  [Type.GET_STATE, getState],
  [Type.PUT_STATE, putState],
  [Type.DEL_STATE, delState],
  [Type.GET_STATE_BY_RANGE, getStateByRange],
  [Type.GET_QUERY_RESULT, getQueryResult],
  [Type.GET_HISTORY_FOR_KEY, getHistoryForKey],
  [Type.QUERY_STATE_NEXT, queryStateNext],
  [Type.QUERY_STATE_CLOSE, queryStateClose],
  [Type.GET_STATE_METADATA, getStateMetadata],
  [Type.PUT_STATE_METADATA, putStateMetadata],
  [Type.GET_PRIVATE_DATA_HASH, getPrivateDataHash],
  [Type.PURGE_PRIVATE_DATA, purgePrivateData],
]);
