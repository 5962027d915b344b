/**
 * The chain of blocks of any node and channel at any moment of a trace.
 *
 * Blocks a node had before it spoke (it joined from a genesis block) are filled in from what others said of them. What
 * is told of blocks is filed once, so that a moment costs what the node's own chain is long and not what the trace is.
 */
import type { Entry, Fact, FactType, NodeId, TransactionVerdict } from '../sim/trace/facts.ts';
import { countBefore } from './fact-index.ts';

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

/** That a node said of a block, in entry `seq`, which hash it has; `node` null: it was said of the block after it. */
interface Saying {
  readonly seq: number;
  readonly node: NodeId | null;
  readonly hash: string;
}

interface Cut {
  readonly seq: number;
  readonly node: NodeId;
  readonly height: number;
}

/** All that was told of the chains of a channel. */
class ChannelBook {
  /** What a node told of its own chain, in order. */
  private readonly own = new Map<NodeId, Entry[]>();
  private readonly sayings = new Map<number, Saying[]>();
  /** Numbers of which not all ever said the same hash. */
  private readonly disputed = new Set<number>();
  private readonly cuts: Cut[] = [];
  private readonly blocks = new WeakMap<Entry, ChainBlock>();

  file(entry: Entry): void {
    const { fact, node, seq } = entry;
    if (fact.type === 'genesisBlockCreated' || fact.type === 'channelCreated') this.say(0, seq, null, fact.hash);
    if (fact.type === 'blockTampered') this.say(fact.number, seq, node, fact.hash);
    if (fact.type === 'ledgerCut') this.cuts.push({ seq, node, height: fact.height });
    if (fact.type === 'blockCommitted' || fact.type === 'blockWritten') {
      this.say(fact.number, seq, node, fact.hash);
      if (fact.number > 0) this.say(fact.number - 1, seq, null, fact.previousHash);
    }
    const told = this.own.get(node);
    if (told === undefined) this.own.set(node, [entry]);
    else told.push(entry);
  }

  private say(number: number, seq: number, node: NodeId | null, hash: string): void {
    const said = this.sayings.get(number);
    if (said === undefined) this.sayings.set(number, [{ seq, node, hash }]);
    else {
      if (said[0]?.hash !== hash) this.disputed.add(number);
      said.push({ seq, node, hash });
    }
  }

  chain(node: NodeId, count: number, calls: Calls): readonly ChainBlock[] {
    const told = this.own.get(node) ?? [];
    const blocks: ChainBlock[] = [];
    let height = 0;
    let first = 0;
    for (const entry of told.slice(0, countBefore(told, count))) {
      const { fact } = entry;
      if (fact.type === 'blockCommitted' || fact.type === 'blockWritten') {
        blocks[fact.number] = this.blockOf(entry, fact, calls);
        height = Math.max(height, fact.number + 1);
      } else if (fact.type === 'peerJoined') {
        height = Math.max(height, fact.height);
        if (fact.snapshot !== undefined) first = fact.height;
      } else if (fact.type === 'ordererJoined') height = Math.max(height, 1);
      else if (fact.type === 'blockTampered') {
        const block = blocks[fact.number] ?? this.filledIn(fact.number, count);
        blocks[fact.number] = { ...block, hash: fact.hash, tampered: true };
      } else if (fact.type === 'ledgerCut') {
        height = fact.height;
        blocks.length = Math.min(blocks.length, height);
      }
    }
    return Array.from({ length: Math.max(0, height - first) }, (_, index) => {
      const number = first + index;
      const block = blocks[number] ?? this.filledIn(number, count);
      return this.disputed.has(number) ? this.compared(block, node, count) : block;
    });
  }

  private blockOf(entry: Entry, fact: Told, calls: Calls): ChainBlock {
    const known = this.blocks.get(entry);
    if (known !== undefined) return known;
    const block = blockOf(fact, entry.seq, calls);
    this.blocks.set(entry, block);
    return block;
  }

  private hashAt(number: number, count: number): string {
    return this.sayings.get(number)?.findLast(({ seq }) => seq < count)?.hash ?? '';
  }

  private filledIn(number: number, count: number): ChainBlock {
    return {
      number,
      hash: this.hashAt(number, count),
      previousHash: this.hashAt(number - 1, count),
      config: number === 0,
      commitHash: null,
      transactions: [],
      seq: null,
    };
  }

  /** The block with what others have in its place; a node that changes its mind, or has it changed, counts once. */
  private compared(block: ChainBlock, node: NodeId, count: number): ChainBlock {
    const { number } = block;
    const said = new Map<NodeId, string>();
    for (const { seq, node: speaker, hash } of this.sayings.get(number) ?? []) {
      const isGone = this.cuts.some(
        (cut) => cut.node === speaker && cut.height <= number && cut.seq > seq && cut.seq < count,
      );
      if (speaker !== null && seq < count && !isGone) said.set(speaker, hash);
    }
    const nodes = new Map<string, NodeId[]>();
    for (const [other, hash] of said)
      if (other !== node && hash !== block.hash) nodes.set(hash, [...(nodes.get(hash) ?? []), other]);
    if (block.hash === '' || nodes.size === 0) return block;
    const others = [...nodes].map(([hash, some]) => ({ hash, nodes: some }));
    return { ...block, others: others.sort((a, b) => b.nodes.length - a.nodes.length) };
  }
}

const KINDS: ReadonlySet<FactType> = new Set(CHAIN_FACTS);

export class ChainIndex {
  private entries: readonly Entry[] = [];
  private filed = 0;
  private books = new Map<string, ChannelBook>();
  /** The function a transaction calls. */
  private calls = new Map<string, string>();

  /** Takes the whole trace of the branch shown; entries before `fromSeq` are those it had already. */
  update(entries: readonly Entry[], fromSeq: number): void {
    this.entries = entries;
    // As they come in, so that the first look at a long trace does not go through all of it.
    if (fromSeq >= this.filed) return this.file();
    // Another branch: it is filed when it is looked at.
    this.filed = 0;
    this.books = new Map();
    this.calls = new Map();
  }

  private file(): void {
    for (; this.filed < this.entries.length; this.filed++) {
      const entry = this.entries[this.filed];
      if (entry === undefined || !KINDS.has(entry.fact.type)) continue;
      const { fact } = entry;
      if (fact.type === 'proposalCreated') this.calls.set(fact.txid, fact.function);
      else if ('channel' in fact) this.bookOf(fact.channel).file(entry);
    }
  }

  private bookOf(channel: string): ChannelBook {
    const known = this.books.get(channel);
    if (known !== undefined) return known;
    const book = new ChannelBook();
    this.books.set(channel, book);
    return book;
  }

  /**
   * Blocks of `node` in order of number, without gaps from the first it has, once the first `count` entries of the trace
   * have happened. Empty where it keeps no chain.
   */
  chain(node: NodeId, channel: string, count: number): readonly ChainBlock[] {
    this.file();
    return this.books.get(channel)?.chain(node, count, this.calls) ?? [];
  }
}
