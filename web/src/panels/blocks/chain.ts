/**
 * The chain of blocks of one node and channel, from the facts of a trace up to a moment.
 *
 * Blocks a node had before it spoke (it joined from a genesis block) are filled in from what others said of them.
 */
import type { TraceIndex } from '../../view/trace-index.ts';
import type { Entry, Fact, FactType, NodeId, TransactionVerdict } from '../lab-types.ts';

/** The facts a chain is made of. */
export const CHAIN_FACTS: readonly FactType[] = [
  'proposalCreated',
  'genesisBlockCreated',
  'channelCreated',
  'blockCommitted',
  'blockWritten',
  'peerJoined',
  'ordererJoined',
  'blockTampered',
  'ledgerCut',
];

export interface ChainTransaction {
  /** Empty for a configuration envelope an orderer made. */
  readonly txid: string;
  /** null: this node does not judge (an orderer), or has not yet. */
  readonly code: string | null;
  /** The function called; empty when no client of the trace proposed it. */
  readonly function: string;
}

export interface ChainBlock {
  readonly number: number;
  /** Hexadecimal; empty when nobody has said it. */
  readonly hash: string;
  readonly previousHash: string;
  /** Peers only. */
  readonly commitHash: string | null;
  readonly config: boolean;
  readonly transactions: readonly ChainTransaction[];
  /** The entry that told of it; null for a block filled in. */
  readonly seq: number | null;
  /** Its file was changed behind the node's back; `hash` is what its header hashes to since. */
  readonly tampered?: true;
  /** What others have in its place, where that is another block; the one most of them have first. */
  readonly others?: readonly OtherBlock[];
}

export interface OtherBlock {
  readonly hash: string;
  readonly nodes: readonly NodeId[];
}

/** Whether the block names another hash than the one before it has. */
export const isUnlinked = (block: ChainBlock, before: ChainBlock | undefined): boolean =>
  before !== undefined && before.hash !== '' && block.previousHash !== '' && block.previousHash !== before.hash;

type Told = Extract<Fact, { readonly type: 'blockCommitted' | 'blockWritten' }>;

type Calls = ReadonlyMap<string, string>;

const verdictOf =
  (calls: Calls) =>
  ({ txid, code }: TransactionVerdict): ChainTransaction => ({ txid, code, function: calls.get(txid) ?? '' });

function blockOf(fact: Told, seq: number, calls: Calls): ChainBlock {
  const { number, hash, previousHash, config } = fact;
  const committed = fact.type === 'blockCommitted';
  return {
    number,
    hash,
    previousHash,
    config,
    seq,
    commitHash: committed ? fact.commitHash : null,
    transactions: committed
      ? fact.verdicts.map(verdictOf(calls))
      : fact.txids.map((txid) => ({ txid, code: null, function: calls.get(txid) ?? '' })),
  };
}

const filledIn = (number: number, hash: string, previousHash: string): ChainBlock => ({
  number,
  hash,
  previousHash,
  config: number === 0,
  commitHash: null,
  transactions: [],
  seq: null,
});

/** What happened to the files of the node behind its back. */
function workedOn(own: Map<number, ChainBlock>, fact: Fact, filled: (number: number) => ChainBlock): number | null {
  if (fact.type === 'blockTampered') {
    const block = own.get(fact.number) ?? filled(fact.number);
    own.set(fact.number, { ...block, hash: fact.hash, tampered: true });
    return null;
  }
  if (fact.type !== 'ledgerCut') return null;
  for (const number of [...own.keys()]) if (number >= fact.height) own.delete(number);
  return fact.height;
}

/** Which hash every node says its block of each number has; a node that changes its mind, or has it changed, counts once. */
class Sayings {
  private readonly byNumber = new Map<number, Map<NodeId, string>>();

  say(number: number, node: NodeId, hash: string): void {
    const said = this.byNumber.get(number) ?? new Map<NodeId, string>();
    this.byNumber.set(number, said.set(node, hash));
  }

  /** A node has no blocks from `height` on any more. */
  cut(node: NodeId, height: number): void {
    for (const [number, said] of this.byNumber) if (number >= height) said.delete(node);
  }

  /** The block with what others have in its place. */
  compared(block: ChainBlock, node: NodeId): ChainBlock {
    const nodes = new Map<string, NodeId[]>();
    for (const [other, hash] of this.byNumber.get(block.number) ?? [])
      if (other !== node && hash !== block.hash) nodes.set(hash, [...(nodes.get(hash) ?? []), other]);
    if (block.hash === '' || nodes.size === 0) return block;
    const others = [...nodes].map(([hash, some]) => ({ hash, nodes: some }));
    return { ...block, others: others.sort((a, b) => b.nodes.length - a.nodes.length) };
  }
}

/**
 * In order of number, without gaps from the first block the node has to the last one told. `entries` are those up to the
 * moment, or of them those of {@link CHAIN_FACTS}.
 */
export function chainOf(entries: readonly Entry[], node: NodeId, channel: string): readonly ChainBlock[] {
  const own = new Map<number, ChainBlock>();
  /** What anyone said of a block: hash and previous hash are the same everywhere. */
  const hashes = new Map<number, string>();
  const sayings = new Sayings();
  const calls = new Map<string, string>();
  let height = 0;
  let first = 0;
  const filled = (number: number): ChainBlock =>
    filledIn(number, hashes.get(number) ?? '', hashes.get(number - 1) ?? '');
  for (const { fact, node: speaker, seq } of entries) {
    if (!('channel' in fact) || fact.channel !== channel) continue;
    if (fact.type === 'blockTampered') sayings.say(fact.number, speaker, fact.hash);
    if (fact.type === 'ledgerCut') sayings.cut(speaker, fact.height);
    if (fact.type === 'proposalCreated') calls.set(fact.txid, fact.function);
    if (fact.type === 'genesisBlockCreated' || fact.type === 'channelCreated') hashes.set(0, fact.hash);
    if (fact.type === 'blockCommitted' || fact.type === 'blockWritten') {
      hashes.set(fact.number, fact.hash);
      sayings.say(fact.number, speaker, fact.hash);
      if (fact.number > 0) hashes.set(fact.number - 1, fact.previousHash);
      if (speaker !== node) continue;
      own.set(fact.number, blockOf(fact, seq, calls));
      height = Math.max(height, fact.number + 1);
    } else if (speaker === node && fact.type === 'peerJoined') {
      height = Math.max(height, fact.height);
      if (fact.snapshot !== undefined) first = fact.height;
    } else if (speaker === node && fact.type === 'ordererJoined') height = Math.max(height, 1);
    else if (speaker === node) height = workedOn(own, fact, filled) ?? height;
  }
  const had = Array.from({ length: height - first }, (_, index) => own.get(first + index) ?? filled(first + index));
  return had.map((block) => sayings.compared(block, node));
}

/** The chain once the first `count` entries of a trace have happened. */
export const chainIn = (trace: TraceIndex, count: number, node: NodeId, channel: string): readonly ChainBlock[] =>
  chainOf(trace.facts.ofTypes(CHAIN_FACTS, count), node, channel);
