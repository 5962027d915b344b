/**
 * Messages on their way: which are in flight at a time, and how far each has come.
 *
 * A position is a function of simulated time alone, so scrubbing shows exactly what playing showed. The index keeps,
 * for every {@link EVERY} messages, the list of those still flying at that point: a question costs a binary search and
 * at most EVERY + active looks.
 */
import type { Micros } from '../sim/trace/facts.ts';
import type { Entry, FactOf, MessageId, MessageKind, NodeId } from '../sim/trace/facts.ts';

export type LossReason = 'linkDown' | 'lossy' | 'nodeDown';

/** A message as the trace has it, without a moment. */
export interface Flight {
  readonly message: MessageId;
  /** The entry that sent it. */
  readonly seq: number;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly kind: MessageKind;
  readonly label: string;
  readonly sentAt: Micros;
  /** When it arrives or, when lost on the way, when it stops. */
  readonly arrivesAt: Micros;
  readonly channel: string;
  readonly txid: string;
  readonly block: number | null;
  readonly size: number;
  readonly lost: LossReason | null;
}

/** A message at a moment. */
export interface FlightNow {
  readonly flight: Flight;
  /** Share of the way covered, 0 at the sender, 1 at the receiver; a message lost on the way stops at 0.55. */
  readonly progress: number;
  /** It has stopped and will never arrive: drawn as a cross for a while. */
  readonly ended: boolean;
}

const EVERY = 64;
/** Where a message lost on the way stops. */
const LOST_AT = 0.55;
/** How long a lost message's cross stays, at least, µs of simulated time. */
const CROSS_STAYS: Micros = 15_000;

function flightOf(entry: Entry, fact: FactOf<'messageSent'>): Flight {
  return {
    message: fact.message,
    seq: entry.seq,
    from: entry.node,
    to: fact.to,
    kind: fact.kind,
    label: fact.label,
    sentAt: entry.at,
    arrivesAt: Math.max(fact.arrivesAt, entry.at + 1),
    channel: fact.channel ?? '',
    txid: fact.txid ?? '',
    block: fact.block ?? null,
    size: fact.size,
    lost: fact.lost ?? null,
  };
}

/** Until when the flight is drawn, exclusive: its arrival, or the end of its cross. */
const shownUntil = (flight: Flight): Micros =>
  flight.lost === null ? flight.arrivesAt : flight.arrivesAt + Math.max(CROSS_STAYS, flight.arrivesAt - flight.sentAt);

function now(flight: Flight, time: Micros): FlightNow {
  const share = Math.min(1, Math.max(0, (time - flight.sentAt) / (flight.arrivesAt - flight.sentAt)));
  const reach = flight.lost === 'linkDown' || flight.lost === 'lossy' ? LOST_AT : 1;
  return { flight, progress: share * reach, ended: flight.lost !== null && time >= flight.arrivesAt };
}

const blockKey = (channel: string, block: number): string => `${channel} ${String(block)}`;

export class FlightIndex {
  private readonly flights: Flight[] = [];
  private readonly byMessage = new Map<MessageId, number>();
  /** Messages that carried a block, by channel and number. */
  private readonly byBlock = new Map<string, number[]>();
  /** Losses learnt after the departure, in order of seq, with the flight as it was: so that a fork can forget them. */
  private readonly losses: { readonly seq: number; readonly index: number; readonly before: Flight }[] = [];
  /** Messages of each kind. */
  private readonly counts = new Map<MessageKind, number>();
  /** `alive[k]`: indices below k × EVERY still drawn when flight k × EVERY leaves; made when first needed. */
  private alive: (readonly number[])[] = [[]];

  /** Takes the whole trace of the branch shown; entries before `fromSeq` are those it had already. */
  update(entries: readonly Entry[], fromSeq: number): void {
    this.dropFrom(fromSeq);
    for (let index = fromSeq; index < entries.length; index++) {
      const entry = entries[index];
      if (entry === undefined) continue;
      if (entry.fact.type === 'messageSent') {
        this.byMessage.set(entry.fact.message, this.flights.length);
        this.fileBlock(entry.fact);
        this.flights.push(flightOf(entry, entry.fact));
        this.count(entry.fact.kind, 1);
      } else if (entry.fact.type === 'messageLost') this.markLost(entry.fact.message, entry.fact.reason, entry.seq);
    }
  }

  private fileBlock({ channel = '', block }: FactOf<'messageSent'>): void {
    if (block === undefined) return;
    const key = blockKey(channel, block);
    const list = this.byBlock.get(key);
    if (list === undefined) this.byBlock.set(key, [this.flights.length]);
    else list.push(this.flights.length);
  }

  private count(kind: MessageKind, by: number): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + by);
  }

  /** Whether the trace has any message of the kind. */
  has(kind: MessageKind): boolean {
    return (this.counts.get(kind) ?? 0) > 0;
  }

  get length(): number {
    return this.flights.length;
  }

  of(message: MessageId): Flight | null {
    const index = this.byMessage.get(message);
    return index === undefined ? null : (this.flights[index] ?? null);
  }

  /** All that carried a block, in order of departure. */
  carrying(channel: string, block: number): readonly Flight[] {
    return (this.byBlock.get(blockKey(channel, block)) ?? []).flatMap((index) => this.flights[index] ?? []);
  }

  /** In order of departure. */
  at(time: Micros): readonly FlightNow[] {
    const count = this.countUntil(time);
    const block = Math.floor(count / EVERY);
    const found: FlightNow[] = [];
    const look = (index: number): void => {
      const flight = this.flights[index];
      if (flight !== undefined && time < shownUntil(flight)) found.push(now(flight, time));
    };
    for (const index of this.aliveAt(block)) look(index);
    for (let index = block * EVERY; index < count; index++) look(index);
    return found;
  }

  /** Flights that touch [from, to], in order of departure: for lanes and sequences. */
  between(from: Micros, to: Micros): readonly Flight[] {
    const before = this.at(from).map(({ flight }) => flight);
    const found = before.filter((flight) => flight.sentAt < from);
    for (let index = this.countUntil(from - 1); index < this.countUntil(to); index++) {
      const flight = this.flights[index];
      if (flight !== undefined) found.push(flight);
    }
    return found;
  }

  /** How many left at or before `time`. */
  private countUntil(time: Micros): number {
    let low = 0;
    let high = this.flights.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.flights[middle]?.sentAt ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private aliveAt(block: number): readonly number[] {
    for (let next = this.alive.length; next <= block; next++) {
      const departure = this.flights[next * EVERY - 1]?.sentAt ?? 0;
      const candidates = [
        ...(this.alive[next - 1] ?? []),
        ...Array.from({ length: EVERY }, (_, offset) => (next - 1) * EVERY + offset),
      ];
      this.alive.push(
        candidates.filter((index) => {
          const flight = this.flights[index];
          return flight !== undefined && shownUntil(flight) > departure;
        }),
      );
    }
    return this.alive[block] ?? [];
  }

  private markLost(message: MessageId, reason: LossReason, seq: number): void {
    const index = this.byMessage.get(message);
    const flight = index === undefined ? undefined : this.flights[index];
    if (index === undefined || flight === undefined || flight.lost === reason) return;
    this.losses.push({ seq, index, before: flight });
    this.flights[index] = { ...flight, lost: reason };
    // A lost message is drawn longer than it flew: lists made before we knew may lack it.
    this.alive.length = Math.min(this.alive.length, Math.floor(index / EVERY) + 1);
  }

  private dropFrom(fromSeq: number): void {
    while ((this.flights.at(-1)?.seq ?? -1) >= fromSeq) {
      const dropped = this.flights.pop();
      if (dropped === undefined) continue;
      this.byMessage.delete(dropped.message);
      if (dropped.block !== null) this.byBlock.get(blockKey(dropped.channel, dropped.block))?.pop();
      this.count(dropped.kind, -1);
    }
    this.alive.length = Math.max(1, Math.min(this.alive.length, Math.floor(this.flights.length / EVERY) + 1));
    while ((this.losses.at(-1)?.seq ?? -1) >= fromSeq) {
      const loss = this.losses.pop();
      if (loss !== undefined && loss.index < this.flights.length) this.flights[loss.index] = loss.before;
    }
  }
}
