/**
 * Scenarios of conflicts as recorded: transactions that are endorsed and sent in a given order, how they landed in
 * blocks, with which codes, and what the state was in the end.
 */
import type { RecordedNamespace } from './conflicts-compare.ts';
import { readCases } from './outcome.ts';

export interface RecordedTransaction {
  readonly id: string;
  readonly function: string;
  readonly args: readonly string[];
  /** `MSP id:name` */
  readonly identity: string;
  /** `peer0.Org1` */
  readonly endorsers: readonly string[];
  /** Another one than the scenario's. */
  readonly chaincode?: string;
  readonly channel?: string;
  readonly transient?: Readonly<Record<string, string>>;
  readonly txid?: string;
  readonly endorsement?: readonly RecordedEndorsement[];
  readonly rwset?: readonly RecordedNamespace[];
  readonly endorsements_differ?: boolean;
}

export interface RecordedEndorsement {
  readonly peer: string;
  readonly status?: number;
  readonly message?: string;
  readonly payload?: string;
  readonly grpc?: { readonly code: number; readonly details: string };
}

export interface RecordedBlock {
  readonly number: number;
  readonly txs: readonly { readonly id: string; readonly name: string }[];
}

export interface RecordedBroadcast {
  readonly id: string;
  readonly status?: number;
  readonly info?: string;
  /** The stream had ended before it was its turn. */
  readonly none?: boolean;
}

export interface Scenario {
  readonly scenario: string;
  readonly chaincode: string;
  readonly channel?: string;
  readonly note?: string;
  readonly setup: readonly Pick<RecordedTransaction, 'function' | 'args'>[];
  readonly setup_block?: number;
  readonly txs: readonly RecordedTransaction[];
  /** `e t1 t2` endorses, `s t1 t2` sends, `w 500` waits, `(action)` is told by the scenario's name. */
  readonly steps: readonly string[];
  /** In between what an action saw, in a form of its own. */
  readonly blocks: readonly (RecordedBlock | Readonly<Record<string, unknown>>)[];
  readonly broadcast?: readonly RecordedBroadcast[];
  /** By key, or by a call of the probe with its arguments. */
  readonly final_state: Readonly<Record<string, string>>;
}

/** @throws UnusableInput for a file that holds something else */
export const readScenarios = (file: string): readonly Scenario[] =>
  readCases<Scenario>(file, ['scenario', 'chaincode', 'setup', 'txs', 'steps', 'blocks', 'final_state']);

export const isBlock = (block: Scenario['blocks'][number]): block is RecordedBlock =>
  'number' in block && Array.isArray(block['txs']);

/** A part of what an action saw. */
export function seen(block: Scenario['blocks'][number], name: string): unknown {
  const told = block as Readonly<Record<string, unknown>>;
  const { action } = told as { readonly action?: unknown };
  const inAction = typeof action === 'object' && action !== null ? (action as Readonly<Record<string, unknown>>) : {};
  return inAction[name] ?? told[name];
}

/** What a name in `final_state` asks of the chaincode. JSON arguments keep their spaces. */
export function stateQuery(name: string): { readonly function: string; readonly args: readonly string[] } {
  if (!name.includes(' ')) return { function: 'get', args: [name] };
  const json = name.indexOf('[');
  const words = (json < 0 ? name : name.slice(0, json).replace(/ $/, '')).split(' ');
  const [first = '', ...rest] = words;
  return { function: first, args: json < 0 ? rest : [...rest, name.slice(json)] };
}
