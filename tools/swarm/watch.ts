/**
 * Looks at the network from outside while it runs: what is written must be the same for all and be held by the quorum
 * its kind needs, and a leader must have everything that was written before it.
 */
import type { Micros } from '../../web/src/sim/kernel/time.ts';
import type { BrokerState } from '../../web/src/sim/kafka/broker-state.ts';
import { EMPTY_LOG } from '../../web/src/sim/kafka/partition-log.ts';
import { offsetsIn } from '../../web/src/sim/orderer/kafka-message.ts';
import type { Chain, OrdererState } from '../../web/src/sim/orderer/orderer-state.ts';
import type { RaftLog } from '../../web/src/sim/orderer/raft/raft-log.ts';
import { blockHash, blockNumber, decodeBlock } from '../../web/src/sim/wire/block.ts';
import { hex } from '../../web/src/sim/wire/bytes.ts';
import { nodesOf } from '../../web/src/sim/topology/nodes.ts';
import type { Entry } from '../../web/src/sim/trace/facts.ts';
import type { Simulation } from '../../web/src/sim/worker/simulation.ts';

/** The part of a simulation that is looked at. */
export type Watched = Pick<Simulation, 'entries' | 'now' | 'stateOf' | 'stepOnce' | 'runUntil' | 'recording'>;

interface Written {
  readonly number: number;
  readonly hash: string;
}

export class Watch {
  private readonly simulation: Watched;
  private position = 0;
  private foundAt: Micros | undefined;
  private readonly found: string[] = [];
  /** By channel and number, the hash of the first block written. */
  private readonly written = new Map<string, string>();
  private readonly newest = new Map<string, Written>();
  /** By channel and term. */
  private readonly leaders = new Map<string, string>();
  /** Of BFT, by channel and orderer: the newest view it began. */
  private readonly views = new Map<string, number>();

  constructor(simulation: Watched) {
    this.simulation = simulation;
    // Nothing went wrong while the network came up: only what was written then is to be known.
    for (const entry of simulation.entries) this.note(entry);
    this.position = simulation.entries.length;
  }

  get problems(): readonly string[] {
    return this.found;
  }

  /** When the first of them was seen; undefined while there is none. */
  get firstAt(): Micros | undefined {
    return this.foundAt;
  }

  runUntil(until: Micros): void {
    this.runWhile(until, () => true);
    this.simulation.runUntil(until);
  }

  /** Runs until `until`, or until `goesOn` says no; it is asked whenever something was said. */
  runWhile(until: Micros, goesOn: () => boolean): void {
    while (this.simulation.stepOnce(until)) if (this.look() && !goesOn()) return;
  }

  /** @returns whether there was anything new */
  private look(): boolean {
    const { entries } = this.simulation;
    const from = this.position;
    for (; this.position < entries.length; this.position++) {
      const entry = entries[this.position];
      if (!entry) continue;
      this.see(entry);
      if (this.found.length > 0) this.foundAt ??= entry.at;
    }
    return this.position > from;
  }

  private see(entry: Entry): void {
    const { node, fact } = entry;
    if (fact.type === 'blockWritten') this.seeWritten(node, fact);
    if (fact.type === 'leaderElected') this.seeLeader(node, fact);
    if (fact.type === 'viewStarted') this.seeView(node, fact);
    if (fact.type === 'ordererPanicked')
      this.found.push(`${node} panicked over ${fact.channel} block ${String(fact.number)}: ${fact.text}`);
    if (fact.type === 'peerPanicked')
      this.found.push(`${node} panicked over ${fact.channel} block ${String(fact.number)}: ${fact.text}`);
    if (fact.type === 'blockRejected')
      this.found.push(`${node} rejected ${fact.channel} block ${String(fact.number)}: ${fact.text}`);
    this.note(entry);
  }

  private note({ fact, node }: Entry): void {
    if (fact.type === 'leaderElected') this.leaders.set(`${fact.channel} ${String(fact.term)}`, node);
    if (fact.type !== 'blockWritten') return;
    const { channel, number, hash } = fact;
    this.written.set(`${channel} ${String(number)}`, hash);
    if (number > (this.newest.get(channel)?.number ?? -1)) this.newest.set(channel, { number, hash });
  }

  private seeWritten(node: string, fact: { channel: string; number: number; hash: string }): void {
    const { channel, number, hash } = fact;
    const known = this.written.get(`${channel} ${String(number)}`);
    if (known !== undefined && known !== hash)
      this.found.push(`${channel}: ${node} writes another block ${String(number)} than was written before`);
    if (known !== undefined) return;
    const chain = this.chainAt(node, channel);
    if (chain?.kind === 'kafka') this.seeCut(node, channel, number);
    if (chain?.kind !== 'etcdraft') return;
    const { voters } = chain.raft.volatile;
    const holders = voters.filter((id) => this.holds(chain.hosts[id] ?? '', channel, fact));
    if (2 * holders.length <= voters.length)
      this.found.push(
        `${channel}: ${node} writes block ${String(number)}, which ${String(holders.length)} of ${String(voters.length)} consenters have`,
      );
  }

  /** With Kafka a block follows from records that every replica in sync has. */
  private seeCut(node: string, channel: string, number: number): void {
    const state = this.simulation.stateOf(node) as OrdererState | undefined;
    const { lastPersisted } = offsetsIn(state?.disk.chains[channel]?.blocks.block(number));
    const lacking = this.inSync(channel).filter(
      ({ disk }) => (disk.logs[channel] ?? EMPTY_LOG).records.length <= lastPersisted,
    );
    for (const { disk } of lacking)
      this.found.push(
        `${channel}: ${node} writes block ${String(number)} of records up to ${String(lastPersisted)}, which ${disk.node} lacks, though in sync`,
      );
  }

  /** The brokers that are in sync in the eyes of the newest leader. */
  private inSync(channel: string): readonly BrokerState[] {
    const brokers = nodesOf(this.simulation.recording.topology).flatMap(({ id, role }) =>
      role === 'broker' ? ((this.simulation.stateOf(id) as BrokerState | undefined) ?? []) : [],
    );
    const views = brokers.flatMap(({ partitions }) => {
      const partition = partitions[channel];
      return partition?.role.type === 'leading' ? [partition.view] : [];
    });
    const [newest] = views.toSorted((a, b) => b.leaderEpoch - a.leaderEpoch);
    return brokers.filter(({ disk }) => newest?.isr.includes(disk.id));
  }

  /** No orderer goes back to an earlier view, not even by a restart; a liar is asked nothing. */
  private seeView(node: string, { channel, view }: { channel: string; view: number }): void {
    const key = `${channel} ${node}`;
    const before = this.views.get(key) ?? 0;
    const isLying = (this.simulation.stateOf(node) as OrdererState | undefined)?.disk.lie !== undefined;
    if (view < before && !isLying)
      this.found.push(`${channel}: ${node} begins view ${String(view)} after view ${String(before)}`);
    this.views.set(key, Math.max(view, before));
  }

  private seeLeader(node: string, { channel, term }: { channel: string; term: number }): void {
    const known = this.leaders.get(`${channel} ${String(term)}`);
    if (known !== undefined && known !== node)
      this.found.push(`${channel}: term ${String(term)} has the leaders ${known} and ${node}`);
    const newest = this.newest.get(channel);
    if (newest && !this.holds(node, channel, newest))
      this.found.push(`${channel}: ${node} leads term ${String(term)} without block ${String(newest.number)}`);
  }

  private chainAt(node: string, channel: string): Chain | undefined {
    return (this.simulation.stateOf(node) as OrdererState | undefined)?.chains[channel];
  }

  /** Whether a machine has a block in its ledger or its log. */
  private holds(node: string, channel: string, block: Written): boolean {
    const state = this.simulation.stateOf(node) as OrdererState | undefined;
    const disk = state?.disk.chains[channel];
    const stored = disk?.blocks.stored(block.number);
    if (stored) return hex(stored.hash) === block.hash;
    const chain = state?.chains[channel];
    if (chain?.kind !== 'etcdraft') return false;
    const { log } = chain.raft.durable;
    return blocksIn(log).some(({ number, hash }) => number === block.number && hash === block.hash);
  }
}

/** The blocks at the end of a log, the newest first; as many as can matter. */
function blocksIn({ entries }: RaftLog): readonly Written[] {
  const blocks: Written[] = [];
  for (let index = entries.length - 1; index >= 0 && blocks.length < 30; index--) {
    const entry = entries.at(index);
    if (entry?.type !== 'normal' || entry.data.length === 0) continue;
    const block = decodeBlock(entry.data);
    if (block.ok) blocks.push({ number: blockNumber(block.value), hash: hex(blockHash(block.value)) });
  }
  return blocks;
}
