import { create, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invariant } from '../kernel/result.ts';
import { utf8 } from '../wire/bytes.ts';
import { decodeReadWriteSet } from '../wire/transaction.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import { KVRWSetSchema } from '../wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import { commitPrivatePart, type PrivatePart } from './private-commit.ts';
import { EMPTY_PRIVATE_STORE, type PrivateStore, setKey } from './private-store.ts';
import { privateNamespace, StateDb } from './state-db.ts';
import { TxSimulator } from './tx-simulator.ts';
import { validateAndPrepare } from './validation.ts';

const COLLECTION = 'coll';
type Act = (simulator: TxSimulator) => TxSimulator;
const put =
  (key: string, value: string): Act =>
  (sim) =>
    sim.setPrivateData('cc', COLLECTION, key, utf8(value)).simulator;
const purge =
  (key: string): Act =>
  (sim) =>
    sim.purgePrivateData('cc', COLLECTION, key).simulator;

interface Peer {
  readonly state: StateDb;
  readonly store: PrivateStore;
}
const FRESH: Peer = { state: StateDb.EMPTY, store: EMPTY_PRIVATE_STORE };

/** Commits a block of one transaction; `has`: the peer gets the clear writes. */
function block(peer: Peer, blockNum: number, acts: readonly Act[], lives: number, has = true): Peer {
  const begun = TxSimulator.begin(peer.state, `tx${blockNum}`, (simulator) => ({
    simulator,
    collections: [COLLECTION],
  }));
  const results = acts.reduce((simulator, act) => act(simulator), begun).results();
  const readWrites = decodeReadWriteSet(results.publicBytes);
  invariant(readWrites.ok, 'our own bytes can be read');
  const transactions = [{ code: TxValidationCode.VALID, readWrites: readWrites.value }];
  const { updates } = validateAndPrepare(peer.state, blockNum, transactions);
  const id = { blockNum, txNum: 0, namespace: 'cc', collection: COLLECTION };
  const clear = results.privateBytes;
  const part: PrivatePart = {
    sets: has && clear ? new Map([[0, clear]]) : new Map(),
    missing: has || !clear ? [] : [id],
    ineligible: [],
    blockToLive: () => lives,
  };
  const committed = commitPrivatePart(peer.state, peer.store, blockNum, transactions, part, updates);
  return { state: peer.state.apply(committed.updates), store: committed.store };
}

const clearKeys = ({ state }: Peer): readonly string[] => [
  ...[...state.range(privateNamespace('cc', COLLECTION), '', '')].map(([key]) => key),
];

describe('blockToLive', () => {
  it('counts from the last write of a key: rewriting keeps it', () => {
    let peer = block(FRESH, 1, [put('a', '1'), put('b', '1')], 2);
    peer = block(peer, 2, [], 2);
    peer = block(peer, 3, [put('b', '2')], 2);
    expect(clearKeys(peer)).toEqual(['a', 'b']);
    peer = block(peer, 4, [], 2);
    expect(clearKeys(peer)).toEqual(['b']);
    expect(peer.state.getHashed('cc', COLLECTION, 'a')).toBeUndefined();
    expect([...peer.store.sets.keys()].map((key) => Number(key.slice(0, 12)))).toEqual([3]);
  });

  it('ends what is missing too: nobody could give it any more', () => {
    let peer = block(FRESH, 1, [put('a', '1')], 1, false);
    expect(peer.store.missing.size).toBe(1);
    peer = block(peer, 2, [], 1);
    peer = block(peer, 3, [], 1);
    expect(peer.store.missing.size).toBe(0);
  });

  it('leaves nothing behind, whatever is written and rewritten (property)', () => {
    const writes = fc.array(fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }), { maxLength: 12 });
    fc.assert(
      fc.property(writes, fc.integer({ min: 1, max: 4 }), (keys, lives) => {
        let peer = FRESH;
        const written = new Map<string, number>();
        for (const [index, key] of keys.entries()) {
          const number = index + 1;
          peer = block(peer, number, key === undefined ? [] : [put(key, String(number))], lives);
          if (key !== undefined) written.set(key, number);
          const alive = [...written].filter(([, at]) => number <= at + lives).map(([name]) => name);
          expect(clearKeys(peer)).toEqual(alive.sort());
        }
        for (let more = 1; more <= lives + 1; more++) peer = block(peer, keys.length + more, [], lives);
        expect(peer.store.sets.size + peer.store.expiries.size).toBe(0);
        expect(peer.state.namespaces()).toEqual([]);
      }),
      { numRuns: 60, seed: 4 },
    );
  });
});

describe('a purge', () => {
  it('removes the key from every stored set, and leaves the others in them', () => {
    let peer = block(FRESH, 1, [put('a', 'first'), put('b', 'kept')], 0);
    peer = block(peer, 2, [put('a', 'second')], 0);
    peer = block(peer, 3, [purge('a')], 0);
    const texts = [...peer.store.sets.values()].map((bytes) => new TextDecoder().decode(bytes)).join();
    expect(texts).not.toMatch(/first|second/);
    expect(texts).toMatch(/kept/);
    expect(clearKeys(peer)).toEqual(['b']);
  });

  it('works on a peer that has no clear data of the purge itself', () => {
    let peer = block(FRESH, 1, [put('a', 'first')], 0);
    peer = block(peer, 2, [purge('a')], 0, false);
    expect(clearKeys(peer)).toEqual([]);
    expect(peer.store.sets.get(setKey({ blockNum: 1, txNum: 0, namespace: 'cc', collection: COLLECTION }))).toEqual(
      toBinary(KVRWSetSchema, create(KVRWSetSchema)),
    );
  });
});
