import { describe, expect, it } from 'vitest';
import { invariant } from '../kernel/result.ts';
import { utf8 } from '../wire/bytes.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import { decodeReadWriteSet } from '../wire/transaction.ts';
import { addPrivateUpdates } from './private-updates.ts';
import { privateNamespace, StateDb } from './state-db.ts';
import { TxSimulator } from './tx-simulator.ts';
import { type CheckedTransaction, validateAndPrepare } from './validation.ts';

const { VALID, MVCC_READ_CONFLICT: MVCC, PHANTOM_READ_CONFLICT: PHANTOM } = TxValidationCode;

type Act = (simulator: TxSimulator) => TxSimulator;

const get =
  (key: string): Act =>
  (sim) =>
    sim.getState('cc', key).simulator;
const put =
  (key: string, value = 'new'): Act =>
  (sim) =>
    sim.setState('cc', key, utf8(value)).simulator;
const del =
  (key: string): Act =>
  (sim) =>
    sim.deleteState('cc', key).simulator;
const policy =
  (key: string, value?: string): Act =>
  (sim) =>
    sim.setStateMetadata('cc', key, value ? [{ name: 'VALIDATION_PARAMETER', value: utf8(value) }] : []).simulator;
const scan =
  (start: string, end: string, limit = Number.POSITIVE_INFINITY): Act =>
  (sim) => {
    const opened = sim.openRange('cc', start, end);
    let at = opened.simulator;
    for (let i = 0; i < limit; i++) {
      const step = at.next(opened.value);
      at = step.simulator;
      if (!step.value) break;
    }
    return at;
  };

const simulate = (state: StateDb, acts: readonly Act[]): TxSimulator =>
  acts.reduce(
    (sim, act) => act(sim),
    TxSimulator.begin(state, 'tx', (simulator) => ({ simulator, collections: ['coll'] })),
  );

function checked(simulator: TxSimulator, code: TxValidationCode = VALID): CheckedTransaction {
  const readWrites = decodeReadWriteSet(simulator.results().publicBytes);
  invariant(readWrites.ok, 'our own bytes decode');
  return { code, readWrites: readWrites.value };
}

/** k1 … k4 with values, committed in block 1. */
const START = ['k1', 'k2', 'k3', 'k4'].reduce(
  (state, key, txNum) => state.put('cc', key, { value: utf8('old'), version: { blockNum: 1, txNum } }),
  StateDb.EMPTY,
);

const block = (transactions: readonly (readonly Act[])[], state = START) =>
  validateAndPrepare(
    state,
    2,
    transactions.map((acts) => checked(simulate(START, acts))),
  );

describe('transactions of one block, all simulated on the state before it', () => {
  it.each([
    {
      txs: [
        [get('k1'), put('k1')],
        [get('k1'), put('k1')],
      ],
      codes: [VALID, MVCC],
      why: 'the first wins',
    },
    { txs: [[put('k1')], [put('k1')]], codes: [VALID, VALID], why: 'blind writes never conflict' },
    { txs: [[put('k1', 'old')], [get('k1')]], codes: [VALID, MVCC], why: 'the same value is a new version' },
    { txs: [[del('k9')], [get('k9')]], codes: [VALID, MVCC], why: 'deleting nothing touches the key in its block' },
    { txs: [[put('k2')], [scan('k1', 'k4')]], codes: [VALID, PHANTOM], why: 'a change inside a range is a phantom' },
    { txs: [[put('k4')], [scan('k1', 'k4')]], codes: [VALID, VALID], why: 'the end of a range is outside' },
    { txs: [[put('k25')], [scan('k1', 'k4')]], codes: [VALID, PHANTOM], why: 'an insert' },
    { txs: [[del('k2')], [scan('k1', 'k4')]], codes: [VALID, PHANTOM], why: 'a removal' },
    { txs: [[put('k25')], [del('k25')], [scan('k1', 'k4')]], codes: [VALID, VALID, VALID], why: 'they cancel out' },
    { txs: [[put('k3')], [scan('k1', 'k4', 1)]], codes: [VALID, VALID], why: 'beyond the last key fetched' },
    { txs: [[put('k1')], [scan('k1', 'k4', 1)]], codes: [VALID, PHANTOM], why: 'the last key fetched counts' },
    { txs: [[put('k25')], [scan('k21', 'k24')]], codes: [VALID, VALID], why: 'an empty range stays empty' },
    { txs: [[put('k22')], [scan('k21', 'k24')]], codes: [VALID, PHANTOM], why: 'an empty range is filled' },
    { txs: [[policy('k1', 'P')], [get('k1')]], codes: [VALID, MVCC], why: 'a key policy bumps the version' },
    { txs: [[policy('k9', 'P')], [get('k9')]], codes: [VALID, VALID], why: 'a policy for no key does nothing' },
    { txs: [[get('k1'), get('k2')], [get('k1')]], codes: [VALID, VALID], why: 'readers do not disturb each other' },
  ])('$why', ({ txs, codes }) => expect(block(txs).codes).toEqual(codes));

  it('ignore one that failed an earlier check', () => {
    const failed = checked(simulate(START, [put('k1')]), TxValidationCode.ENDORSEMENT_POLICY_FAILURE);
    const prepared = validateAndPrepare(START, 2, [failed, checked(simulate(START, [get('k1')]))]);
    expect(prepared.codes).toEqual([TxValidationCode.ENDORSEMENT_POLICY_FAILURE, VALID]);
    expect(prepared.updates.size).toBe(0);
  });
});

describe('metadata', () => {
  const guarded = START.apply(block([[policy('k1', 'P')]]).updates);
  const nameOf = (state: StateDb) => state.get('cc', 'k1')?.metadata?.map(({ name }) => name);
  const after = (acts: readonly Act[], state = guarded) =>
    state.apply(validateAndPrepare(state, 3, [checked(simulate(state, acts))]).updates);

  it('set alone keeps the value', () => {
    expect(guarded.get('cc', 'k1')).toMatchObject({ value: utf8('old'), version: { blockNum: 2, txNum: 0 } });
    expect(nameOf(guarded)).toEqual(['VALIDATION_PARAMETER']);
  });

  it.each([
    { acts: [put('k1')], names: ['VALIDATION_PARAMETER'], why: 'survives a put' },
    { acts: [policy('k1')], names: undefined, why: 'is removed by an empty set' },
    { acts: [del('k1')], names: undefined, why: 'goes with the key' },
    { acts: [del('k1'), policy('k1', 'Q')], names: undefined, why: 'cannot outlive the key' },
  ])('$why', ({ acts, names }) => expect(nameOf(after(acts))).toEqual(names));

  it('does not come back when a deleted key is written again in the same block', () => {
    const txs = [[del('k1')], [put('k1')]].map((acts) => checked(simulate(guarded, acts)));
    expect(nameOf(guarded.apply(validateAndPrepare(guarded, 3, txs).updates))).toBeUndefined();
  });
});

describe('the explanation of a conflict', () => {
  it('names the earlier transaction of the block', () => {
    const { conflicts } = block([[put('k3')], [put('k1')], [get('k1')]]);
    expect(conflicts).toEqual([
      undefined,
      undefined,
      {
        kind: 'read',
        namespace: 'cc',
        collection: '',
        key: 'k1',
        readVersion: { blockNum: 1, txNum: 0 },
        committedVersion: { blockNum: 1, txNum: 0 },
        writtenByTxNum: 1,
      },
    ]);
  });

  it('names the version an earlier block left', () => {
    const later = START.put('cc', 'k9', { value: utf8('v'), version: { blockNum: 2, txNum: 5 } });
    expect(block([[get('k9')]], later).conflicts[0]).toMatchObject({
      readVersion: undefined,
      committedVersion: { blockNum: 2, txNum: 5 },
      writtenByTxNum: undefined,
    });
  });

  it('shows the first result of a range that differs', () => {
    expect(block([[put('k25')], [scan('k1', 'k4')]]).conflicts[1]).toEqual({
      kind: 'range',
      namespace: 'cc',
      startKey: 'k1',
      endKey: 'k4',
      readToEnd: true,
      difference: {
        kind: 'result',
        position: 2,
        read: { key: 'k3', version: { blockNum: 1, txNum: 2 } },
        now: { key: 'k25', version: { blockNum: 2, txNum: 0 } },
      },
    });
  });

  it('shows the hash that differs when the range was long', () => {
    const wide = Array.from({ length: 120 }, (_, i) => `w${String(i).padStart(3, '0')}`).reduce(
      (state, key, txNum) => state.put('cc', key, { value: utf8('v'), version: { blockNum: 1, txNum } }),
      StateDb.EMPTY,
    );
    const txs = [[put('w070')], [scan('w', 'x')]].map((acts) => checked(simulate(wide, acts)));
    expect(validateAndPrepare(wide, 2, txs).conflicts[1]).toMatchObject({
      kind: 'range',
      difference: { kind: 'hashes', level: 1, index: 1, resultsNow: 120 },
    });
  });

  it('covers private data by hash', () => {
    const write: Act = (sim) => sim.setPrivateData('cc', 'coll', 'p', utf8('v')).simulator;
    const read: Act = (sim) => sim.getPrivateDataHash('cc', 'coll', 'p').simulator;
    const { codes, conflicts } = block([[write], [read]]);
    expect(codes).toEqual([VALID, MVCC]);
    expect(conflicts[1]).toMatchObject({ namespace: 'cc', collection: 'coll', writtenByTxNum: 0 });
  });
});

describe('clear private data', () => {
  const simulation = simulate(START, [(sim) => sim.setPrivateData('cc', 'coll', 'p', utf8('secret')).simulator]);
  const bytes = simulation.results().privateBytes;
  invariant(bytes, 'a private write has a private set');
  const store = privateNamespace('cc', 'coll');
  const transactions = [checked(simulation)];
  const { updates } = validateAndPrepare(START, 2, transactions);
  const commit = (data: ReadonlyMap<number, Uint8Array>) =>
    START.apply(addPrivateUpdates(START, 2, transactions, data, updates));

  it('is kept by a peer that has it, and readable there', () => {
    const state = commit(new Map([[0, bytes]]));
    expect(state.get(store, 'p')).toEqual({ value: utf8('secret'), version: { blockNum: 2, txNum: 0 } });
    const begun = simulate(state, []);
    expect(begun.getPrivateData('cc', 'coll', 'p').result).toEqual({ ok: true, value: utf8('secret') });
  });

  it('is not accepted when it does not match the hash in the transaction', () => {
    const forged = simulate(START, [(sim) => sim.setPrivateData('cc', 'coll', 'p', utf8('lie')).simulator]);
    const lie = forged.results().privateBytes ?? new Uint8Array();
    expect(commit(new Map([[0, lie]])).keyCount(store)).toBe(0);
  });

  it('stays readable after a change of metadata alone', () => {
    const before = commit(new Map([[0, bytes]]));
    const entries = [{ name: 'VALIDATION_PARAMETER', value: utf8('P') }];
    const act: Act = (sim) => sim.setPrivateDataMetadata('cc', 'coll', 'p', entries).simulator;
    const changed = simulate(before, [act]);
    const txs = [checked(changed)];
    const shared = validateAndPrepare(before, 3, txs).updates;
    const data = new Map([[0, changed.results().privateBytes ?? new Uint8Array()]]);
    const state = before.apply(addPrivateUpdates(before, 3, txs, data, shared));
    expect(simulate(state, []).getPrivateData('cc', 'coll', 'p').result).toEqual({ ok: true, value: utf8('secret') });
    expect(state.get(store, 'p')?.version).toEqual({ blockNum: 3, txNum: 0 });
  });
});
