/**
 * In what two branches of time differ up to a moment: what was done, which messages went, what became of transactions,
 * how high chains are, what state holds, which nodes run. Pure.
 *
 * Branches of one recording share their beginning; only what comes after it is compared.
 */
import type { Entry, LinkState } from '../../link/react/lab-context.tsx';
import { isChatter } from '../../view/activity.ts';
import type { NodeView, WorldView } from '../../view/world-model.ts';

type Recording = NonNullable<LinkState['recording']>;
type Command = Recording['commands'][number]['command'];
type Micros = Entry['at'];
type MessageKind = Extract<Entry['fact'], { readonly type: 'messageSent' }>['kind'];

/** Left or right. */
export type Side = 0 | 1;

/** What a thing is on the left and on the right; null where it is not. */
interface Told<T> {
  readonly left: T | null;
  readonly right: T | null;
}

export type Difference = { readonly at: Micros } & (
  | { readonly type: 'command'; readonly side: Side; readonly command: Command }
  | {
      readonly type: 'messages';
      readonly side: Side;
      readonly kind: MessageKind;
      readonly label: string;
      readonly from: string;
      readonly to: string;
      /** How many more there are of them than on the other side. */
      readonly count: number;
      /** The first of them. */
      readonly message: number;
    }
  | ({ readonly type: 'code'; readonly txid: string; readonly function: string } & Told<string>)
  | ({ readonly type: 'height'; readonly node: string; readonly channel: string } & Told<number>)
  | ({
      readonly type: 'state';
      readonly channel: string;
      readonly namespace: string;
      readonly key: string;
    } & Told<string>)
  | ({ readonly type: 'node'; readonly node: string } & Told<NodeView['life']>)
);

export type DifferenceType = Difference['type'];

/** In the order they are told. */
export const DIFFERENCE_TYPES = [
  'command',
  'node',
  'code',
  'state',
  'height',
  'messages',
] as const satisfies readonly DifferenceType[];

export interface ComparedBranch {
  readonly entries: readonly Entry[];
  readonly recording: Recording;
  /** At the moment up to which they are compared. */
  readonly world: WorldView;
}

export interface ComparedPair {
  readonly sides: readonly [ComparedBranch, ComparedBranch];
  /** How many entries both begin with. */
  readonly shared: number;
  /** Up to when they are compared. */
  readonly until: Micros;
}

const SIDES: readonly Side[] = [0, 1];

/** The entries of one side that the other does not share. */
const ownOf = ({ sides, shared, until }: ComparedPair, side: Side): readonly Entry[] =>
  sides[side].entries.slice(shared).filter(({ at }) => at <= until);

function commandsOf(pair: ComparedPair, side: Side): readonly Difference[] {
  return ownOf(pair, side).flatMap(({ at, fact }): readonly Difference[] => {
    const timed = fact.type === 'commandGiven' ? pair.sides[side].recording.commands[fact.index] : undefined;
    return timed === undefined ? [] : [{ type: 'command', at, side, command: timed.command }];
  });
}

/** Commands given in both in the same way (a script goes on after the fork) are no difference. */
function commands(pair: ComparedPair): readonly Difference[] {
  const [left = [], right = []] = SIDES.map((side) => commandsOf(pair, side));
  const textOf = (difference: Difference): string =>
    difference.type === 'command' ? JSON.stringify(difference.command) : '';
  const without = (own: readonly Difference[], other: readonly Difference[]): readonly Difference[] => {
    const unmatched = other.map(textOf);
    return own.filter((difference) => {
      const match = unmatched.indexOf(textOf(difference));
      if (match >= 0) unmatched.splice(match, 1);
      return match < 0;
    });
  };
  return [...without(left, right), ...without(right, left)];
}

interface Sent {
  readonly entry: Entry & { readonly fact: Extract<Entry['fact'], { readonly type: 'messageSent' }> };
  readonly key: string;
}

/** Messages as the other side would have them: by whom, to whom, what, about which transaction or block. */
function sentOf(pair: ComparedPair, side: Side): readonly Sent[] {
  return ownOf(pair, side).flatMap((entry) => {
    const { fact, node } = entry;
    if (fact.type !== 'messageSent' || isChatter(entry)) return [];
    const key = [node, fact.to, fact.kind, fact.label, fact.channel, fact.txid, fact.block].join(' ');
    return [{ entry: { ...entry, fact }, key }];
  });
}

function messagesOf(pair: ComparedPair, side: Side): readonly Difference[] {
  const others = new Map<string, number>();
  for (const { key } of sentOf(pair, side === 0 ? 1 : 0)) others.set(key, (others.get(key) ?? 0) + 1);
  const found = new Map<string, Extract<Difference, { readonly type: 'messages' }>>();
  for (const { entry, key } of sentOf(pair, side)) {
    const left = others.get(key) ?? 0;
    others.set(key, left - 1);
    if (left > 0) continue;
    const { kind, label, to, message } = entry.fact;
    const group = `${entry.node} ${to} ${kind} ${label}`;
    const known = found.get(group);
    if (known !== undefined) found.set(group, { ...known, count: known.count + 1 });
    else
      found.set(group, { type: 'messages', at: entry.at, side, kind, label, from: entry.node, to, count: 1, message });
  }
  return [...found.values()];
}

interface Judged {
  readonly code: string;
  readonly at: Micros;
}

function judgedOf(pair: ComparedPair, side: Side): ReadonlyMap<string, Judged> {
  const judged = new Map<string, Judged>();
  for (const { at, fact } of ownOf(pair, side)) {
    if (fact.type !== 'blockCommitted') continue;
    for (const { txid, code } of fact.verdicts) if (txid !== '' && !judged.has(txid)) judged.set(txid, { code, at });
  }
  return judged;
}

/** Transactions judged on one side only, or otherwise on the other. */
function codes(pair: ComparedPair): readonly Difference[] {
  const left = judgedOf(pair, 0);
  const right = judgedOf(pair, 1);
  const calls = new Map<string, string>();
  for (const { entries } of pair.sides)
    for (const { fact } of entries) if (fact.type === 'proposalCreated') calls.set(fact.txid, fact.function);
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((txid): readonly Difference[] => {
    const [a, b] = [left.get(txid), right.get(txid)];
    if (a?.code === b?.code) return [];
    const at = Math.min(a?.at ?? Infinity, b?.at ?? Infinity);
    return [{ type: 'code', at, txid, function: calls.get(txid) ?? '', left: a?.code ?? null, right: b?.code ?? null }];
  });
}

interface Written {
  readonly value: string | null;
  readonly at: Micros;
}

/** The last value of every key written in `entries`, as the first peer to commit it says; private data are not told. */
function writtenIn(entries: readonly Entry[]): ReadonlyMap<string, Written> {
  const written = new Map<string, Written>();
  const versions = new Map<string, string>();
  for (const { at, fact } of entries) {
    if (fact.type !== 'blockCommitted') continue;
    for (const { namespace, key, value, version } of fact.writes) {
      const name = JSON.stringify([fact.channel, namespace, key]);
      if (versions.get(name) === `${fact.number} ${version}`) continue;
      // Another peer catching up says again what is old.
      const before = Number(versions.get(name)?.split(' ', 1)[0] ?? -1);
      if (fact.number < before) continue;
      versions.set(name, `${fact.number} ${version}`);
      written.set(name, { value, at });
    }
  }
  return written;
}

function states(pair: ComparedPair): readonly Difference[] {
  const [left, right] = [writtenIn(ownOf(pair, 0)), writtenIn(ownOf(pair, 1))];
  const names = [...new Set([...left.keys(), ...right.keys()])];
  if (names.length === 0) return [];
  const before = writtenIn(pair.sides[0].entries.slice(0, pair.shared));
  return names.flatMap((name): readonly Difference[] => {
    const [a, b] = [left.get(name), right.get(name)];
    const base = before.get(name)?.value ?? null;
    const [there, here] = [a === undefined ? base : a.value, b === undefined ? base : b.value];
    if (there === here) return [];
    const [channel = '', namespace = '', key = ''] = JSON.parse(name) as readonly string[];
    const at = Math.min(a?.at ?? Infinity, b?.at ?? Infinity);
    return [{ type: 'state', at, channel, namespace, key, left: there, right: here }];
  });
}

const isLife = ({ type }: Entry['fact']): boolean => /^node(?:Crashed|Stopped|Started|Restarted)$|Panicked$/.test(type);

function nodes(pair: ComparedPair): readonly Difference[] {
  const [a, b] = pair.sides;
  return Object.keys(a.world.nodes).flatMap((node): readonly Difference[] => {
    const [left, right] = [a.world.nodes[node]?.life ?? null, b.world.nodes[node]?.life ?? null];
    if (left === right) return [];
    const changes = SIDES.flatMap(
      (side) => ownOf(pair, side).find((entry) => entry.node === node && isLife(entry.fact))?.at ?? [],
    );
    return [{ type: 'node', at: Math.min(pair.until, ...changes), node, left, right }];
  });
}

/** When a node of `entries` came to have more than `height` blocks. */
function grewAt(entries: readonly Entry[], node: string, channel: string, height: number): Micros | null {
  const found = entries.find(
    (entry) =>
      entry.node === node &&
      (entry.fact.type === 'blockCommitted' || entry.fact.type === 'blockWritten') &&
      entry.fact.channel === channel &&
      entry.fact.number >= height,
  );
  return found?.at ?? null;
}

function heights(pair: ComparedPair): readonly Difference[] {
  const heightIn = (side: Side, node: string, channel: string): number =>
    pair.sides[side].world.nodes[node]?.channels[channel]?.height ?? 0;
  const [a] = pair.sides;
  return Object.keys(a.world.nodes).flatMap((node) => {
    const channels = new Set(pair.sides.flatMap(({ world }) => Object.keys(world.nodes[node]?.channels ?? {})));
    return [...channels].flatMap((channel): readonly Difference[] => {
      const [left, right] = [heightIn(0, node, channel), heightIn(1, node, channel)];
      if (left === right) return [];
      const higher = ownOf(pair, left > right ? 0 : 1);
      const at = grewAt(higher, node, channel, Math.min(left, right)) ?? pair.until;
      return [{ type: 'height', at, node, channel, left, right }];
    });
  });
}

/** By type in the order of {@link DIFFERENCE_TYPES}, then by time. */
export function differencesOf(pair: ComparedPair): readonly Difference[] {
  const found = [
    commands(pair),
    nodes(pair),
    codes(pair),
    states(pair),
    heights(pair),
    SIDES.flatMap((side) => messagesOf(pair, side)),
  ];
  return found.flatMap((some) => [...some].sort((one, other) => one.at - other.at));
}

/** The nodes in which the branches differ by now: what is not among them may be dimmed. */
export function nodesThatDiffer(differences: readonly Difference[], time: Micros): readonly string[] {
  const named = differences
    .filter(({ at }) => at <= time)
    .flatMap((difference) => {
      if (difference.type === 'node' || difference.type === 'height') return [difference.node];
      return difference.type === 'messages' ? [difference.from, difference.to] : [];
    });
  return [...new Set(named)];
}
