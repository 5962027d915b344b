/** What the tellers of facts share: what they may use, and how values stand in a sentence. */
import type { FactOf, FactType, NodeId } from '../sim/trace/facts.ts';
import type { Sentence } from './sentence.ts';
import type { WorldView } from './world-model.ts';

/** What a sentence may use besides its fact. */
export interface Teller {
  /** The node that speaks. */
  readonly id: NodeId;
  /** Its short name. */
  readonly node: string;
  readonly nameOf: (node: NodeId) => string;
  readonly world: WorldView;
}

/** How the facts of some types are told. */
export type Stories<T extends FactType> = { readonly [K in T]: (fact: FactOf<K>, teller: Teller) => Sentence };

/** Long values (arguments, error texts) are cut: a sentence is read at a glance, the inspector has all of it. */
export function shortened(text: string, length = 96): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

/** Arguments of a chaincode function as one writes a call. */
export const argumentList = (args: readonly string[]): string => shortened(args.join(', '), 48);

/** `MVCC_READ_CONFLICT, MVCC_READ_CONFLICT` once. */
export const distinct = (values: readonly string[]): string => [...new Set(values)].join(', ');

/** `[Value]  /Channel/Orderer/BatchSize` as one says it: `Orderer/BatchSize`. */
export const shortPath = (key: string): string => key.replace(/^\[\w+\]\s+\//, '').replace(/^Channel\//, '');
