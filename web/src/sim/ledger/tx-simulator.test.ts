import { describe, expect, it } from 'vitest';
import { invariant } from '../kernel/result.ts';
import { EMPTY, fromUtf8, hex, utf8 } from '../wire/bytes.ts';
import type { KVRWSet } from '../wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import { decodeReadWriteSet, type NamespaceReadWriteSet } from '../wire/transaction.ts';
import { nextBatch, openQuery } from './query-batch.ts';
import { decodePrivateWrites } from './read-write-set.ts';
import { hashedNamespace, keyHashOf, privateNamespace, StateDb } from './state-db.ts';
import { type Attempt, type CollectionLookup, TxSimulator } from './tx-simulator.ts';
import { sha256 } from '../crypto/sha256.ts';

const lab: CollectionLookup = (simulator, namespace) => ({
  simulator: simulator.getState('_lifecycle', `namespaces/metadata/${namespace}`).simulator,
  collections: namespace === 'lab' ? ['collA', 'collAB', 'collOpen'] : undefined,
});

const at = (blockNum: number, txNum = 0) => ({ blockNum, txNum });

const withKeys = (keys: readonly string[]): StateDb =>
  keys.reduce((state, key, i) => state.put('cc', key, { value: utf8(`v${i}`), version: at(1, i) }), StateDb.EMPTY);

const begin = (state: StateDb = StateDb.EMPTY): TxSimulator => TxSimulator.begin(state, 'tx1', lab);

function done<T>({ simulator, result }: Attempt<T>): TxSimulator {
  invariant(result.ok, result.ok ? '' : result.error);
  return simulator;
}

const errorOf = <T>({ result }: Attempt<T>): string => (result.ok ? '' : result.error);

function sets(simulator: TxSimulator): readonly NamespaceReadWriteSet[] {
  const decoded = decodeReadWriteSet(simulator.results().publicBytes);
  invariant(decoded.ok, 'our own bytes decode');
  return decoded.value;
}

const kvOf = (simulator: TxSimulator, namespace = 'cc'): KVRWSet | undefined =>
  sets(simulator).find((set) => set.namespace === namespace)?.kv;

function readAll(start: TxSimulator, iterator: number, limit = Number.POSITIVE_INFINITY) {
  const keys: string[] = [];
  let simulator = start;
  while (keys.length < limit) {
    const step = simulator.next(iterator);
    simulator = step.simulator;
    if (!step.value) break;
    keys.push(step.value.key);
  }
  return { simulator, keys };
}

describe('a simulation', () => {
  it('does not see its own writes, and records the read all the same', () => {
    const written = done(begin(withKeys(['k'])).setState('cc', 'k', utf8('new')));
    const { simulator, value } = written.getState('cc', 'k');
    expect(fromUtf8(value ?? EMPTY)).toBe('v0');
    expect(kvOf(simulator)?.reads.map(({ key }) => key)).toEqual(['k']);
    const ranged = written.openRange('cc', '', '');
    expect(readAll(done(ranged.simulator.setState('cc', 'a', utf8('x'))), ranged.value).keys).toEqual(['k']);
  });

  it('writes a delete for an empty value', () => {
    const [write] = kvOf(done(begin().setState('cc', 'k', EMPTY)))?.writes ?? [];
    expect(write).toMatchObject({ key: 'k', isDelete: true });
  });

  it('sorts keys by UTF-8 bytes and keeps the last write', () => {
    const keys = ['😀', '\uffee', '', '\u0000x', 'a', 'a'];
    const simulator = keys.reduce((sim, key, i) => done(sim.setState('cc', key, utf8(String(i)))), begin());
    const writes = kvOf(simulator)?.writes.map(({ key, value }) => [key, fromUtf8(value)]);
    expect(writes?.map(([key]) => key)).toEqual(['', '\u0000x', 'a', '\uffee', '😀']);
    expect(writes?.[2]?.[1]).toBe('5');
  });

  it('leaves the simulator before a step as it was', () => {
    const before = begin();
    done(before.setState('cc', 'k', utf8('v')));
    expect(before.results().publicBytes).toHaveLength(0);
  });

  it('remembers the metadata of the keys it writes, for the endorsement plan', () => {
    const metadata = [{ name: 'VALIDATION_PARAMETER', value: utf8('policy') }];
    const state = StateDb.EMPTY.put('cc', 'k', { value: utf8('v'), metadata, version: at(1) });
    const simulator = done(begin(state).setState('cc', 'k', utf8('w')));
    expect(simulator.results().writtenKeyMetadata).toEqual([{ namespace: 'cc', collection: '', key: 'k', metadata }]);
  });
});

describe('a range', () => {
  const state = withKeys(['a', 'b', 'c', 'd']);

  it.each([
    { start: 'a', end: 'c', limit: undefined, keys: 'a b', recorded: ['a', 'c', true], why: 'the end is excluded' },
    { start: '', end: '', limit: undefined, keys: 'a b c d', recorded: ['', '', true], why: 'open on both sides' },
    { start: 'a', end: 'd', limit: 1, keys: 'a', recorded: ['a', 'a', false], why: 'ends at the last key fetched' },
    { start: 'a', end: 'c', limit: 2, keys: 'a b', recorded: ['a', 'b', false], why: 'nobody asked for a third' },
    { start: 'c', end: 'a', limit: undefined, keys: '', recorded: ['c', 'a', true], why: 'reversed bounds are empty' },
    { start: 'a', end: 'd', limit: 0, keys: '', recorded: ['a', '', false], why: 'opened but never read' },
  ])('from "$start" to "$end", $limit results: $why', ({ start, end, limit, keys, recorded }) => {
    const opened = begin(state).openRange('cc', start, end);
    const read = readAll(opened.simulator, opened.value, limit);
    expect(read.keys.join(' ')).toBe(keys);
    const [info] = kvOf(read.simulator)?.rangeQueriesInfo ?? [];
    expect([info?.startKey, info?.endKey, info?.itrExhausted]).toEqual(recorded);
  });

  it('scanned twice alike is recorded once; others in the order of opening', () => {
    const opens = [
      ['b', 'c'],
      ['a', 'b'],
      ['b', 'c'],
    ] as const;
    const simulator = opens.reduce((sim, [start, end]) => {
      const opened = sim.openRange('cc', start, end);
      return readAll(opened.simulator, opened.value).simulator;
    }, begin(state));
    expect(kvOf(simulator)?.rangeQueriesInfo.map(({ startKey }) => startKey)).toEqual(['b', 'a']);
  });

  it('in pages forbids writing, before and after, with the words of Fabric', () => {
    const text = (rest: string) => `txid [tx1]: unsuppored transaction. ${rest}`;
    const paged = done(begin(state).openPage('cc', 'a', 'z', 2));
    expect(errorOf(paged.setState('cc', 'k', utf8('v')))).toBe(
      text('Transaction has already performed a paginated query. Writes are not allowed'),
    );
    expect(errorOf(done(begin(state).setState('cc', 'k', utf8('v'))).openPage('cc', 'a', 'z', 2))).toBe(
      text('Paginated queries are supported only in a read-only transaction'),
    );
  });
});

describe('nextBatch', () => {
  const keys = Array.from({ length: 250 }, (_, i) => `k${String(i).padStart(3, '0')}`);
  const state = withKeys(keys);

  it('sends 100 at a time and fetches one more than it sends', () => {
    const opened = begin(state).openRange('cc', '', '');
    let batch = nextBatch(opened.simulator, openQuery(opened.value));
    expect([batch.results.length, batch.hasMore]).toEqual([100, true]);
    expect(kvOf(batch.simulator)?.rangeQueriesInfo[0]?.endKey, 'the 101st').toBe('k100');
    const got = batch.results.map(({ key }) => key);
    while (batch.hasMore) {
      batch = nextBatch(batch.simulator, batch.query);
      got.push(...batch.results.map(({ key }) => key));
    }
    expect(got).toEqual(keys);
    expect(kvOf(batch.simulator)?.rangeQueriesInfo[0]?.itrExhausted).toBe(true);
  });

  it('sends a page whole, stops at its size and names the next key', () => {
    const attempt = begin(state).openPage('cc', 'k010', 'k200', 120);
    invariant(attempt.result.ok, 'a reader may page');
    const batch = nextBatch(attempt.simulator, openQuery(attempt.result.value, 120));
    expect([batch.results.length, batch.hasMore]).toEqual([120, false]);
    expect(batch.simulator.bookmark(attempt.result.value)).toBe('k130');
    const [info] = kvOf(batch.simulator)?.rangeQueriesInfo ?? [];
    expect([info?.endKey, info?.itrExhausted]).toEqual(['k129', false]);
  });
});

describe('private data', () => {
  const value = utf8('s3cret');
  const hashed = { value: sha256(value), version: at(7) };
  const inHashes = StateDb.EMPTY.put(hashedNamespace('lab', 'collAB'), keyHashOf('sim_p'), hashed);
  const inClear = inHashes.put(privateNamespace('lab', 'collAB'), 'sim_p', { value, version: at(7) });

  it.each([
    {
      does: 'put',
      simulator: done(begin().setPrivateData('lab', 'collAB', 'sim_p', value)),
      set: 'f2908489779dc7b01ba8f03d8be6ccb795fff68e835630426d60ac12af580513',
      valueHash: '1ec1c26b50d5d3c58d9583181af8076655fe00756bf7285940ba3670f99fcba0',
      flags: [false, false],
    },
    {
      does: 'delete',
      simulator: done(begin().deletePrivateData('lab', 'collAB', 'sim_p')),
      set: '66edf335dbcb2e5abc71052695e69a6a6a34a24ea3f3aec010e0dd27c294af41',
      valueHash: '',
      flags: [true, false],
    },
    {
      does: 'purge',
      simulator: done(begin().purgePrivateData('lab', 'collAB', 'sim_p')),
      set: '66edf335dbcb2e5abc71052695e69a6a6a34a24ea3f3aec010e0dd27c294af41',
      valueHash: '',
      flags: [true, true],
    },
  ])('$does shows the hashes real Fabric showed', ({ simulator, set, valueHash, flags }) => {
    const [collection] = sets(simulator).find(({ namespace }) => namespace === 'lab')?.collections ?? [];
    const [write] = collection?.hashed.hashedWrites ?? [];
    expect(hex(collection?.pvtRwsetHash ?? EMPTY)).toBe(set);
    expect(hex(write?.keyHash ?? EMPTY)).toBe('2f58707a2d893317835551d0837e4b50fede2f96155d143e0ca159accb0a4c9a');
    expect([hex(write?.valueHash ?? EMPTY), write?.isDelete, write?.isPurge]).toEqual([valueHash, ...flags]);
    const clear = decodePrivateWrites(simulator.results().privateBytes ?? EMPTY);
    expect(clear.ok && clear.value.map(({ bytes }) => hex(sha256(bytes)))).toEqual([set]);
  });

  it('is read by members, who then are the only ones to endorse', () => {
    const read = begin(inClear).getPrivateData('lab', 'collAB', 'sim_p');
    expect(read.result).toEqual({ ok: true, value });
    expect(read.simulator.results()).toMatchObject({ privateReads: [{ namespace: 'lab', collection: 'collAB' }] });
    expect(read.simulator.results().privateBytes, 'nothing was written').toBeUndefined();
  });

  it('that is missing or stale is an error, while its hash is there for all', () => {
    expect(errorOf(begin(inHashes).getPrivateData('lab', 'collAB', 'sim_p'))).toBe(
      'private data matching public hash version is not available. Public hash version = {BlockNum: 7, TxNum: 0}, Private data version = <nil>',
    );
    expect(begin(inHashes).getPrivateDataHash('lab', 'collAB', 'sim_p').result).toEqual({
      ok: true,
      value: hashed.value,
    });
  });

  it('of an unknown collection is refused, but the look-up stays in the read set', () => {
    const attempt = begin().setPrivateData('lab', 'collNone', 'k', value);
    expect(errorOf(attempt)).toBe('collection [collNone] not defined in the collection config for chaincode [lab]');
    expect(kvOf(attempt.simulator, '_lifecycle')?.reads.map(({ key }) => key)).toEqual(['namespaces/metadata/lab']);
    expect(errorOf(begin().setPrivateData('other', 'c', 'k', value))).toBe(
      'collection config not defined for chaincode [other], pass the collection configuration upon chaincode definition/instantiation',
    );
  });

  it('is scanned by readers only and leaves no range in the read set', () => {
    const open = begin(inClear).openPrivateRange('lab', 'collAB', '', '');
    invariant(open.result.ok, 'a reader may scan');
    const read = readAll(open.simulator, open.result.value);
    expect(read.keys).toEqual(['sim_p']);
    expect(kvOf(read.simulator, 'lab')).toBeUndefined();
    expect(errorOf(read.simulator.setState('lab', 'k', value))).toMatch(/already performed queries on pvt data/);
  });
});
