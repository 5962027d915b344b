/**
 * The state once more, by another way: blocks are read from the beginning, each transaction is held against the simplest
 * model of versions there is, and what comes out must be what the peer has.
 */
import { ledgerTransactions } from '../../web/src/sim/ledger/block-transactions.ts';
import { hex } from '../../web/src/sim/wire/bytes.ts';
import type { KVRead, RangeQueryInfo } from '../../web/src/sim/wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import { TxValidationCode } from '../../web/src/sim/wire/gen/peer/transaction_pb.ts';
import type { NamespaceReadWriteSet } from '../../web/src/sim/wire/transaction.ts';
import type { PeerTestimony } from './testimony.ts';

interface Kept {
  readonly value: string;
  readonly version: string;
}

class Model {
  readonly keys = new Map<string, Kept>();
  /** Keys an earlier valid transaction of the block has written or deleted. */
  private touched = new Set<string>();

  beginBlock(): void {
    this.touched = new Set();
  }

  /** Whether every read still reads the same. */
  isFresh({ namespace, kv }: NamespaceReadWriteSet): boolean {
    return (
      kv.reads.every((read) => this.isSame(namespace, read)) &&
      kv.rangeQueriesInfo.every((range) => this.rangeIsSame(namespace, range))
    );
  }

  private isSame(namespace: string, { key, version }: KVRead): boolean {
    const name = `${namespace}\0${key}`;
    const read = version ? `${String(version.blockNum)} ${String(version.txNum)}` : '';
    return !this.touched.has(name) && (this.keys.get(name)?.version ?? '') === read;
  }

  /** Only what is listed read by read; the swarm's ranges are short. */
  private rangeIsSame(namespace: string, { startKey, endKey, readsInfo }: RangeQueryInfo): boolean {
    if (readsInfo.case === 'readsMerkleHashes') return true;
    const read = readsInfo.case === 'rawReads' ? readsInfo.value.kvReads : [];
    const now = [...this.keys.keys()].filter((name) => {
      const [at = '', key = ''] = name.split('\0');
      return at === namespace && key >= startKey && (endKey === '' || key < endKey);
    });
    return (
      now.length === read.length &&
      read.every(
        (one) =>
          this.keys.get(`${namespace}\0${one.key}`)?.version ===
          (one.version ? `${String(one.version.blockNum)} ${String(one.version.txNum)}` : ''),
      )
    );
  }

  write({ namespace, kv }: NamespaceReadWriteSet, version: string): void {
    for (const { key, isDelete, value } of kv.writes) {
      const name = `${namespace}\0${key}`;
      this.touched.add(name);
      if (isDelete || value.length === 0) this.keys.delete(name);
      else this.keys.set(name, { value: hex(value), version });
    }
  }
}

const CONFLICTS: readonly TxValidationCode[] = [
  TxValidationCode.MVCC_READ_CONFLICT,
  TxValidationCode.PHANTOM_READ_CONFLICT,
];

/** A ledger that has all its blocks, judged again. */
export function modelProblems(channel: string, { node, ledger }: PeerTestimony): readonly string[] {
  const said: string[] = [];
  const model = new Model();
  for (let number = 0; number < ledger.blocks.height; number++) {
    const block = ledger.blocks.block(number);
    if (!block) return [];
    model.beginBlock();
    for (const [place, { code, readWrites = [], isEndorsed }] of ledgerTransactions(block).entries()) {
      const where = `${channel}: ${node}, block ${String(number)}, transaction ${String(place)}`;
      const publicSets = readWrites.filter(({ namespace }) => namespace !== '');
      const isFresh = publicSets.every((set) => model.isFresh(set));
      const readsPrivately = publicSets.some(({ collections }) => collections.length > 0);
      if (isEndorsed && code === TxValidationCode.VALID && !isFresh)
        said.push(`${where} is valid though it read what has changed`);
      if (isEndorsed && CONFLICTS.includes(code) && isFresh && !readsPrivately)
        said.push(`${where} is a conflict though nothing it read has changed`);
      if (code === TxValidationCode.VALID)
        for (const set of publicSets) model.write(set, `${String(number)} ${String(place)}`);
    }
  }
  return [...said, ...stateProblems(model, channel, node, ledger.state)];
}

function stateProblems(
  model: Model,
  channel: string,
  node: string,
  state: PeerTestimony['ledger']['state'],
): readonly string[] {
  const held = new Map<string, string>();
  for (const name of state.namespaces().filter((one) => one !== '' && !one.includes('$$')))
    for (const [key, { value, version }] of state.range(name, '', ''))
      held.set(`${name}\0${key}`, `${hex(value)} ${String(version.blockNum)} ${String(version.txNum)}`);
  const expected = new Map([...model.keys].map(([name, { value, version }]) => [name, `${value} ${version}`]));
  const different = [...new Set([...held.keys(), ...expected.keys()])].filter(
    (name) => held.get(name) !== expected.get(name),
  );
  return different.map(
    (name) =>
      `${channel}: ${node} holds ${name.replace('\0', ' ')} as ${held.get(name) ?? 'nothing'}, its blocks say ${expected.get(name) ?? 'nothing'}`,
  );
}
