/**
 * The state a recording of proposals began with, as far as its answers tell: values out of payloads, the order of their
 * writing out of the versions that were read.
 */
import { sha256 } from '../../web/src/sim/crypto/sha256.ts';
import { hex, utf8 } from '../../web/src/sim/wire/bytes.ts';
import type { RecordedProposal } from './recorded-proposal.ts';

/** A call of the probe that writes a part of it. */
export interface StartingWrite {
  readonly function: string;
  readonly args: readonly string[];
}

interface Found {
  readonly collection: string;
  readonly key: string;
  readonly value: string;
}

interface Position {
  readonly block: number;
  readonly tx: number;
}

/** Transactions by block, oldest first. */
export function initialState(
  rows: readonly RecordedProposal[],
  chaincode: string,
): readonly (readonly StartingWrite[])[] {
  const positions = new Map<string, Position>();
  for (const row of rows) notePositions(row, chaincode, positions);
  const values = new Map<string, Found>();
  for (const row of rows) for (const found of valuesIn(row)) values.set(`${found.collection}\0${found.key}`, found);
  const placed = [...values.values()].flatMap((found) => {
    const name = found.collection === '' ? found.key : hex(sha256(utf8(found.key)));
    const position = positions.get(`${found.collection}\0${name}`);
    return position ? [{ found, position }] : [];
  });
  placed.sort((a, b) => a.position.block - b.position.block || a.position.tx - b.position.tx);
  return groups(placed, ({ position }) => position.block).map((inBlock) =>
    groups(inBlock, ({ position }) => position.tx).flatMap((together) => writesOf(together.map(({ found }) => found))),
  );
}

/** Neighbours with the same number, together. */
function groups<T>(sorted: readonly T[], numberOf: (one: T) => number): readonly (readonly T[])[] {
  const found = new Map<number, T[]>();
  for (const one of sorted) found.set(numberOf(one), [...(found.get(numberOf(one)) ?? []), one]);
  return [...found.values()];
}

function writesOf(found: readonly Found[]): readonly StartingWrite[] {
  const [first, second, ...others] = found;
  if (first && second && others.length === 0 && first.collection + second.collection === '')
    return [{ function: 'put2', args: [first.key, first.value, second.key, second.value] }];
  return found.map(({ collection, key, value }) =>
    collection === ''
      ? { function: 'putRawKey', args: [hex(utf8(key)), value] }
      : { function: 'pvtPutArg', args: [collection, key, value] },
  );
}

interface VersionedKey {
  readonly key?: string;
  readonly keyHash?: string;
  readonly version?: readonly [number, number] | null;
}

interface Namespace {
  readonly ns: string;
  readonly reads?: readonly VersionedKey[];
  readonly rangeQueries?: readonly { readonly reads?: readonly VersionedKey[] }[];
  readonly collections?: readonly { readonly collection: string; readonly hashedReads?: readonly VersionedKey[] }[];
}

function notePositions(row: RecordedProposal, chaincode: string, positions: Map<string, Position>): void {
  for (const set of (row.rwset ?? []) as readonly Namespace[]) {
    if (set.ns !== chaincode) continue;
    const note = (collection: string, { key, keyHash, version }: VersionedKey): void => {
      if (version) positions.set(`${collection}\0${key ?? keyHash ?? ''}`, { block: version[0], tx: version[1] });
    };
    for (const read of set.reads ?? []) note('', read);
    for (const query of set.rangeQueries ?? []) for (const read of query.reads ?? []) note('', read);
    for (const { collection, hashedReads = [] } of set.collections ?? [])
      for (const read of hashedReads) note(collection, read);
  }
}

/** What the answer to one proposal tells of the state. */
function valuesIn({ function: name = '', args, status, payload = '' }: RecordedProposal): readonly Found[] {
  if (status !== 200 || payload === '<nil>') return [];
  const [first = '', second = ''] = args;
  const pairs = (list: unknown): readonly Found[] =>
    (list as readonly [string, string][]).map(([key, value]) => ({ collection: '', key, value }));
  switch (name.replace(/^Probe:/, '')) {
    case 'get':
    case 'putThenGet':
    case 'delThenGet':
    case 'copy':
      return [{ collection: '', key: first, value: payload }];
    case 'pvtGet':
    case 'pvtGetPut':
      return [{ collection: first, key: second, value: payload }];
    case 'range':
    case 'rangePut':
    case 'putThenRange':
      return pairs(JSON.parse(payload));
    case 'rangePage':
      return pairs((JSON.parse(payload) as { readonly r: unknown }).r);
    case 'ckList':
      return (JSON.parse(payload) as readonly [{ objectType: string; attributes: readonly string[] }, string][]).map(
        ([{ objectType, attributes }, value]) => ({
          collection: '',
          key: `\0${objectType}\0${attributes.map((one) => `${one}\0`).join('')}`,
          value,
        }),
      );
    default:
      return [];
  }
}
