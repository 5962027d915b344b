/**
 * What the trace says of one ledger of one peer, gathered so that it can be asked for any moment: which blocks came, were
 * judged and were committed when, every value a key ever had, and what each transaction read and wrote.
 *
 * It reads on where it stopped; when the past turns out to be another one (a branch), it starts anew.
 */
import { callText } from '../../panels/inspector/transaction-record.ts';
import type {
  Entry,
  Fact,
  FactOf,
  Micros,
  NodeId,
  ReadWriteSummary,
  TransactionVerdict,
} from '../../panels/lab-types.ts';

/** A moment at which something happened, in time and in the order of the trace. */
interface Moment {
  readonly seq: number;
  readonly at: Micros;
}

export interface ReceivedBlock extends Moment {
  readonly number: number;
  readonly from: NodeId;
  readonly via: 'deliver' | 'gossip';
}

export interface JudgedBlock extends Moment {
  readonly number: number;
  readonly verdicts: readonly TransactionVerdict[];
}

export interface CommittedBlock extends Moment {
  readonly fact: FactOf<'blockCommitted'>;
}

/** One value a key had. null: it was deleted. */
export interface KeyChange extends Moment {
  readonly block: number;
  readonly value: string | null;
  /** `block.tx`. */
  readonly version: string;
  /** Somebody changed it in the database, behind the peer's back. */
  readonly tampered?: true;
}

export interface LedgerKey {
  readonly namespace: string;
  readonly key: string;
  readonly changes: readonly KeyChange[];
}

/** A transaction as its endorsers and its client spoke of it. */
export interface KnownTransaction {
  /** Empty when no client of the trace proposed it. */
  readonly call: string;
  readonly chaincode: string;
  readonly rwset: ReadWriteSummary | null;
}

const UNKNOWN: KnownTransaction = { call: '', chaincode: '', rwset: null };

/** A block as the orderers wrote it: what is in it is known before the peer has judged it. */
interface WrittenBlock {
  readonly txids: readonly string[];
  readonly config: boolean;
}

/** The peer asks another for private data the block needs, and waits. */
export interface PrivatePull extends Moment {
  readonly number: number;
  readonly peer: NodeId;
  readonly collections: readonly string[];
}

/** The ledger was there with the state of a snapshot whose last block is `number`, and without any block. */
export interface SnapshotStart extends Moment {
  readonly number: number;
}

interface Cut extends Moment {
  readonly height: number;
}

const keyOf = (namespace: string, key: string): string => `${namespace}\u0000${key}`;

export class LedgerLog {
  readonly received: ReceivedBlock[] = [];
  readonly judged: JudgedBlock[] = [];
  readonly committed: CommittedBlock[] = [];
  readonly pulls: PrivatePull[] = [];
  /** When the process ended: what it had in hand is gone. */
  readonly stops: Moment[] = [];
  /** Every entry that told something of this ledger, in order. */
  readonly told: Moment[] = [];
  /** The snapshot the ledger began with; null when it began with block 0. */
  snapshot: SnapshotStart | null = null;
  private readonly node: NodeId;
  private readonly channel: string;
  private readonly byKey = new Map<string, LedgerKey & { readonly changes: KeyChange[] }>();
  private readonly transactions = new Map<string, KnownTransaction>();
  private readonly cuts: Cut[] = [];
  private readonly written = new Map<number, WrittenBlock>();
  private ordered: readonly LedgerKey[] | null = null;
  private count = 0;
  private last: Entry | undefined;

  constructor(node: NodeId, channel: string) {
    this.node = node;
    this.channel = channel;
  }

  /** Takes in what is new of the trace. */
  update(entries: readonly Entry[]): this {
    if (this.count > 0 && entries[this.count - 1] !== this.last) this.forget();
    for (; this.count < entries.length; this.count++) {
      const entry = entries[this.count];
      if (entry === undefined) break;
      this.last = entry;
      if (this.take(entry)) this.told.push({ seq: entry.seq, at: entry.at });
    }
    return this;
  }

  /** Every key there ever was, by namespace and key, as LevelDB has them. */
  keys(): readonly LedgerKey[] {
    this.ordered ??= [...this.byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key);
    return this.ordered;
  }

  key(namespace: string, key: string): LedgerKey | null {
    return this.byKey.get(keyOf(namespace, key)) ?? null;
  }

  /** null: no orderer has said so. */
  block(number: number): WrittenBlock | null {
    return this.written.get(number) ?? null;
  }

  transaction(txid: string): KnownTransaction {
    return this.transactions.get(txid) ?? UNKNOWN;
  }

  /** What the database had for a key before entry `seq`; null: never had it, or only what a snapshot brought. */
  changeBefore({ changes }: LedgerKey, seq: number): KeyChange | null {
    for (let index = changes.length - 1; index >= 0; index--) {
      const change = changes[index];
      if (change !== undefined && change.seq < seq && !this.isGone(change, seq)) return change;
    }
    return null;
  }

  /** Everything that happened to a key before entry `seq`, oldest first. */
  changesBefore({ changes }: LedgerKey, seq: number): readonly KeyChange[] {
    return changes.filter((change) => change.seq < seq && !this.isGone(change, seq));
  }

  /** Its block was cut off the chain between then and now. */
  private isGone(change: KeyChange, seq: number): boolean {
    return this.cuts.some((cut) => cut.seq > change.seq && cut.seq < seq && change.block >= cut.height);
  }

  private forget(): void {
    const { received, judged, committed, pulls, stops, cuts, told } = this;
    for (const list of [received, judged, committed, pulls, stops, cuts, told]) list.length = 0;
    for (const map of [this.byKey, this.transactions, this.written]) map.clear();
    this.snapshot = null;
    this.ordered = null;
    this.count = 0;
  }

  /** Whether the entry said something of this ledger. */
  private take({ seq, at, node, fact }: Entry): boolean {
    const isOwn = node === this.node;
    if (isOwn && (fact.type === 'nodeCrashed' || fact.type === 'nodeStopped')) this.stops.push({ seq, at });
    else if (!('channel' in fact) || fact.channel !== this.channel) return false;
    else return this.takeShared(fact) || (isOwn && this.takeOwn({ seq, at }, fact));
    return true;
  }

  /** What anyone says of transactions and blocks. */
  private takeShared(fact: Fact): boolean {
    switch (fact.type) {
      case 'proposalCreated': {
        const { chaincode, txid } = fact;
        this.transactions.set(txid, { ...this.transaction(txid), chaincode, call: callText(fact) });
        return true;
      }
      case 'endorsementSigned':
      case 'simulationFinished': {
        const { txid, chaincode, rwset } = fact;
        const known = this.transaction(txid);
        if (known.rwset === null) this.transactions.set(txid, { ...known, chaincode, rwset });
        return true;
      }
      case 'blockWritten':
        this.written.set(fact.number, { txids: fact.txids, config: fact.config });
        return true;
      default:
        return false;
    }
  }

  private takeOwn(moment: Moment, fact: Fact): boolean {
    switch (fact.type) {
      case 'peerJoined':
        this.snapshot = fact.snapshot === undefined ? null : { ...moment, number: fact.snapshot };
        return true;
      case 'blockReceived':
        this.received.push({ ...moment, number: fact.number, from: fact.from, via: fact.via });
        return true;
      case 'blockValidated':
        this.judged.push({ ...moment, number: fact.number, verdicts: fact.verdicts });
        return true;
      case 'blockCommitted':
        this.committed.push({ ...moment, fact });
        for (const { namespace, key, value, version } of fact.writes)
          this.change(namespace, key, { ...moment, block: fact.number, value, version });
        return true;
      case 'privateDataRequested':
        this.pulls.push({ ...moment, number: fact.number, peer: fact.peer, collections: fact.collections });
        return true;
      case 'peerPanicked':
        this.stops.push(moment);
        return true;
      case 'ledgerCut':
        this.cuts.push({ ...moment, height: fact.height });
        return true;
      case 'stateTampered': {
        const { namespace, key, value } = fact;
        const before = this.key(namespace, key)?.changes.at(-1);
        const change = { block: before?.block ?? 0, version: before?.version ?? '', value, tampered: true } as const;
        this.change(namespace, key, { ...moment, ...change });
        return true;
      }
      default:
        return false;
    }
  }

  private change(namespace: string, key: string, change: KeyChange): void {
    const id = keyOf(namespace, key);
    const known = this.byKey.get(id);
    if (known !== undefined) known.changes.push(change);
    else {
      this.byKey.set(id, { namespace, key, changes: [change] });
      this.ordered = null;
    }
  }
}
