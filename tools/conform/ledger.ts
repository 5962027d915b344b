/**
 * Replays random histories that Fabric's own kvledger executed, and compares results of operations, bytes of the
 * read/write sets, validation codes and the state after each block.
 */
import { SortedMap } from '../../web/src/sim/kernel/sorted-map.ts';
import { StateDb } from '../../web/src/sim/ledger/state-db.ts';
import { TxSimulator } from '../../web/src/sim/ledger/tx-simulator.ts';
import { validateAndPrepare } from '../../web/src/sim/ledger/validation.ts';
import { base64, fromBase64, fromUtf8, utf8 } from '../../web/src/sim/wire/bytes.ts';
import { TxValidationCode } from '../../web/src/sim/wire/gen/peer/transaction_pb.ts';
import { decodeReadWriteSet } from '../../web/src/sim/wire/transaction.ts';
import { type ConformOutcome, compareEach, readCases, UnusableInput } from './outcome.ts';

interface RecordedOp {
  readonly op: 'get' | 'put' | 'del' | 'range';
  readonly ns: string;
  /** Of a range: its start. */
  readonly key: string;
  /** Of a range: absent means open. */
  readonly end?: string;
  /** Results read before the iterator was closed. */
  readonly limit?: number;
  readonly value?: string;
  readonly got?: string | readonly (readonly [string, string])[];
  readonly error?: string;
}

interface RecordedTx {
  readonly txid: string;
  readonly simulatedAtHeight: number;
  readonly ops: readonly RecordedOp[];
  readonly rwsetBase64: string;
  readonly code: string;
}

interface RecordedBlock {
  readonly number: number;
  readonly txs: readonly RecordedTx[];
  readonly stateAfter: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface RecordedCase {
  readonly seed: number;
  readonly shape: string;
  readonly blocks: readonly RecordedBlock[];
}

/**
 * A case is a whole history: it passes when nothing in it differs.
 *
 * @param file a JSON list of cases, as `ledger.json` of the oracles
 * @throws UnusableInput when the file is something else
 */
export function conformLedger(file: string): ConformOutcome {
  const cases = readCases<RecordedCase>(file, ['seed', 'blocks']);
  return compareEach(cases, (recorded) =>
    replayCase(recorded).map((text) => `seed ${recorded.seed} (${recorded.shape}) ${text}`),
  );
}

function replayCase({ blocks }: RecordedCase): string[] {
  const differences: string[] = [];
  const atHeight = new Map<number, StateDb>([[1, StateDb.EMPTY]]);
  let state = StateDb.EMPTY;
  for (const { number, txs, stateAfter } of blocks) {
    for (const tx of txs) {
      const snapshot = atHeight.get(tx.simulatedAtHeight);
      if (snapshot)
        differences.push(...replaySimulation(snapshot, tx).map((text) => `block ${number} ${tx.txid}: ${text}`));
      else differences.push(`block ${number} ${tx.txid}: simulated at height ${tx.simulatedAtHeight}, not reached yet`);
    }
    const prepared = validateAndPrepare(state, number, txs.map(checkedTransaction));
    for (const [index, tx] of txs.entries()) {
      const code = codeName(prepared.codes[index]);
      if (code !== tx.code) differences.push(`block ${number} ${tx.txid}: code ${code}, Fabric ${tx.code}`);
    }
    state = state.apply(prepared.updates);
    atHeight.set(number + 1, state);
    const after = stateText(contents(state));
    const expected = stateText(stateAfter);
    if (after !== expected) differences.push(`block ${number}: state ${after}, Fabric ${expected}`);
  }
  return differences;
}

function checkedTransaction({ txid, rwsetBase64 }: RecordedTx) {
  const readWrites = decodeReadWriteSet(fromBase64(rwsetBase64));
  if (!readWrites.ok) throw new UnusableInput(`${txid}: rwsetBase64 is no read/write set: ${readWrites.error}.`);
  return { code: TxValidationCode.VALID, readWrites: readWrites.value };
}

function replaySimulation(snapshot: StateDb, { txid, ops, rwsetBase64 }: RecordedTx): string[] {
  const differences: string[] = [];
  let simulator = TxSimulator.begin(snapshot, txid, (at) => ({ simulator: at, collections: undefined }));
  for (const [index, op] of ops.entries()) {
    const step = perform(simulator, op);
    simulator = step.simulator;
    const got = JSON.stringify({ got: step.got, error: step.error });
    const expected = JSON.stringify({ got: op.got, error: op.error });
    if (got !== expected) differences.push(`op ${index} ${op.op} ${op.ns}/${op.key} gave ${got}, Fabric ${expected}`);
  }
  const bytes = base64(simulator.results().publicBytes);
  if (bytes !== rwsetBase64) differences.push(`read/write set ${bytes}, Fabric ${rwsetBase64}`);
  return differences;
}

interface Performed {
  readonly simulator: TxSimulator;
  readonly got?: RecordedOp['got'];
  readonly error?: string;
}

function perform(simulator: TxSimulator, op: RecordedOp): Performed {
  if (op.op === 'range') return scan(simulator, op);
  if (op.op === 'get') {
    const step = simulator.getState(op.ns, op.key);
    return step.value ? { simulator: step.simulator, got: fromUtf8(step.value) } : { simulator: step.simulator };
  }
  const attempt =
    op.op === 'put' ? simulator.setState(op.ns, op.key, utf8(op.value ?? '')) : simulator.deleteState(op.ns, op.key);
  return attempt.result.ok
    ? { simulator: attempt.simulator }
    : { simulator: attempt.simulator, error: attempt.result.error };
}

function scan(start: TxSimulator, { ns, key, end, limit }: RecordedOp): Performed {
  const opened = start.openRange(ns, key, end ?? '');
  let simulator = opened.simulator;
  const got: [string, string][] = [];
  while (limit === undefined || got.length < limit) {
    const step = simulator.next(opened.value);
    simulator = step.simulator;
    if (!step.value) break;
    got.push([step.value.key, fromUtf8(step.value.value)]);
  }
  return { simulator, got };
}

const codeName = (code: TxValidationCode | undefined): string =>
  Object.entries(TxValidationCode).find(([, value]) => value === code)?.[0] ?? String(code);

function contents(state: StateDb): RecordedBlock['stateAfter'] {
  const namespaces: Record<string, Record<string, string>> = {};
  for (const namespace of state.namespaces()) {
    const keys: Record<string, string> = {};
    for (const [key, { value }] of state.range(namespace, '', '')) keys[key] = fromUtf8(value);
    namespaces[namespace] = keys;
  }
  return namespaces;
}

/** Independent of the order of keys; a namespace without keys is as none. */
function stateText(state: RecordedBlock['stateAfter']): string {
  const namespaces = Object.entries(state).filter(([, keys]) => Object.keys(keys).length > 0);
  return JSON.stringify(
    [...SortedMap.of(namespaces)].map(([ns, keys]) => [ns, [...SortedMap.of(Object.entries(keys))]]),
  );
}
