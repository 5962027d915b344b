/** The network of the recorded timeline, each transaction in a block of its own, and what is done to it. */
import { invariant } from '../../web/src/sim/kernel/result.ts';
import type { Micros } from '../../web/src/sim/kernel/time.ts';
import type { OrdererState } from '../../web/src/sim/orderer/orderer-state.ts';
import type { PeerState } from '../../web/src/sim/peer/peer-state.ts';
import type { Command } from '../../web/src/sim/protocol/commands.ts';
import { FORMAT_VERSION } from '../../web/src/sim/protocol/recording.ts';
import type { Topology } from '../../web/src/sim/protocol/topology-spec.ts';
import { nodesOf } from '../../web/src/sim/topology/nodes.ts';
import type { Fact, FactOf, FactType } from '../../web/src/sim/trace/facts.ts';
import { runUntilSettled } from '../../web/src/sim/worker/settle.ts';
import { Simulation } from '../../web/src/sim/worker/simulation.ts';
import { TWO_ORGS, TWO_ORGS_UP } from '../../web/src/scenes/networks.ts';
import { loadSimulationParts } from '../node-lab.ts';

const CHANNEL = 'mychannel';
const CLIENT = 'client.org1.example.com';

/** What an orderer said, or that it said nothing. */
export interface Answer {
  readonly txid: string;
  readonly status: number;
  readonly info: string;
  readonly at: Micros;
}

/** What became of a transaction. */
export interface Submitted {
  readonly txid: string;
  readonly isTaken: boolean;
  readonly isOrdered: boolean;
  readonly took: Micros;
}

/** What an orderer says of its part in a channel. */
export interface Participation {
  readonly name: string;
  readonly consensusRelation: string;
  readonly status: string;
  readonly height: number;
}

const STATUS: Readonly<Record<string, number>> = { SUCCESS: 200, SERVICE_UNAVAILABLE: 503, BAD_REQUEST: 400 };

export class TimelineNetwork {
  /** The orderer that is spoken to; it does not lead when the network is up. */
  readonly first = 'orderer.example.com';
  private readonly simulation: Simulation;
  private assets = 0;

  /** Four orderers that agree by BFT; the first leads. */
  static async startBft(): Promise<TimelineNetwork> {
    const { ordererOrg, channels } = TWO_ORGS;
    const fourth = 'orderer4.example.com';
    const topology: Topology = {
      ...TWO_ORGS,
      ordererOrg: { ...ordererOrg, orderers: [...ordererOrg.orderers, 'orderer4'] },
      channels: channels.map((channel) => ({ ...channel, consensus: 'BFT' })),
    };
    const empty = { formatVersion: FORMAT_VERSION, generation: '3.x', topology, contracts: {}, commands: [] } as const;
    const played = Simulation.play({ ...empty, seed: 'timeline' }, await loadSimulationParts());
    invariant(played.ok, 'an empty recording can be played');
    const network = new TimelineNetwork(played.value);
    for (const command of TWO_ORGS_UP) {
      network.give(command);
      const third = 'orderer3.example.com';
      if (command.type === 'startNode' && command.node === third) network.give({ type: 'startNode', node: fourth });
      if (command.type === 'joinOrderer' && command.node === third) network.give({ ...command, node: fourth });
    }
    // The peers of the two organisations have to hear of each other.
    network.wait(30_000_000);
    return network;
  }

  private constructor(simulation: Simulation) {
    this.simulation = simulation;
  }

  /** Each transaction in a block of its own. `before` is given before the organisations set their anchor peers. */
  static async start(before: readonly Command[] = []): Promise<TimelineNetwork> {
    const parts = await loadSimulationParts();
    const topology: Topology = {
      ...TWO_ORGS,
      channels: TWO_ORGS.channels.map((channel) => ({ ...channel, maxMessageCount: 1 })),
    };
    const empty = { formatVersion: FORMAT_VERSION, generation: '3.x', topology, contracts: {}, commands: [] } as const;
    // Which orderer leads is drawn: the recording speaks to one that does not.
    for (let seed = 0; seed < 20; seed++) {
      const played = Simulation.play({ ...empty, seed: `timeline ${String(seed)}` }, parts);
      invariant(played.ok, 'an empty recording can be played');
      const network = new TimelineNetwork(played.value);
      const anchored = TWO_ORGS_UP.findIndex(({ type }) => type === 'setAnchorPeer');
      for (const command of [...TWO_ORGS_UP.slice(0, anchored), ...before, ...TWO_ORGS_UP.slice(anchored)])
        network.give(command);
      if (network.leader() !== network.first) return network;
    }
    throw new Error('the first orderer leads whatever is drawn');
  }

  /** Stops whoever else leads until the first orderer does. */
  letFirstLead(): void {
    for (let leader = this.leader(); leader !== this.first; leader = this.leader()) {
      if (leader !== undefined) this.stop(leader);
      this.wait(15_000_000);
      this.startAll();
      this.wait(5_000_000);
    }
  }

  /** Gives a command as a command line would, and says how it ended: 0, or 1 and why. */
  tell(command: Command): { readonly exit: 0 | 1; readonly error: string } {
    const from = this.simulation.entries.length;
    const index = this.give(command);
    const failed = this.facts('commandFailed', from).find((one) => one.index === index);
    return failed ? { exit: 1, error: failed.text } : { exit: 0, error: '' };
  }

  /** `osnadmin channel list` of one orderer. */
  participation(node: string): Participation {
    const { chains, followers, disk } = this.simulation.stateOf(node) as OrdererState;
    const consensusRelation = chains[CHANNEL] ? 'consenter' : followers[CHANNEL] ? 'follower' : 'none';
    const status = followers[CHANNEL]?.target ? 'onboarding' : 'active';
    return { name: CHANNEL, consensusRelation, status, height: disk.chains[CHANNEL]?.blocks.height ?? 0 };
  }

  get now(): Micros {
    return this.simulation.now;
  }

  wait(time: Micros): void {
    this.simulation.runUntil(this.now + time);
  }

  private give(command: Command): number {
    const performed = this.simulation.perform(command);
    invariant(performed.ok, performed.ok ? '' : `${command.type}: ${performed.error.code}`);
    runUntilSettled(this.simulation, performed.value);
    return performed.value;
  }

  private orderers(): readonly string[] {
    return nodesOf(this.simulation.recording.topology).flatMap(({ id, role }) => (role === 'orderer' ? [id] : []));
  }

  running(): readonly string[] {
    return this.orderers().filter((node) => this.simulation.isUp(node));
  }

  leader(): string | undefined {
    return this.running().find((node) => {
      const chain = (this.simulation.stateOf(node) as OrdererState).chains[CHANNEL];
      return chain?.kind === 'etcdraft' && chain.raft.volatile.role === 'leader';
    });
  }

  stop(node: string): void {
    this.simulation.perform({ type: 'crashNode', node });
  }

  startAll(nodes: readonly string[] = this.orderers()): void {
    for (const node of nodes) if (!this.simulation.isUp(node)) this.simulation.perform({ type: 'restartNode', node });
  }

  restartEverything(): void {
    const nodes = nodesOf(this.simulation.recording.topology).filter(
      ({ role }) => role === 'peer' || role === 'orderer',
    );
    for (const { id } of nodes) this.stop(id);
    for (const { id } of nodes) this.simulation.perform({ type: 'restartNode', node: id });
  }

  /** One transaction by way of the first orderer, and what that one answers. */
  submitTo(): Answer {
    const from = this.simulation.entries.length;
    const index = this.submit({});
    const isAnswered = (): boolean =>
      this.facts('broadcastAnswered', from).length > 0 ||
      this.facts('commandFailed', from).some((one) => one.index === index);
    const until = this.now + 30_000_000;
    while (!isAnswered() && this.simulation.stepOnce(until));
    const [answer] = this.facts('broadcastAnswered', from);
    const [proposal] = this.facts('proposalCreated', from);
    const failed = this.facts('commandFailed', from).find((one) => one.index === index);
    const status = answer ? (STATUS[answer.status] ?? 0) : 503;
    const info = answer?.info ?? failed?.text ?? 'EOF';
    return { txid: proposal?.txid ?? '', status, info, at: this.now };
  }

  /**
   * One transaction by way of the orderers that can be reached, in order; looked at until it is committed on the peers, or
   * for `patience`.
   * @returns its id, whether an orderer took it, and when it was committed
   */
  submitAndWait(patience: Micros): Submitted {
    const from = this.simulation.entries.length;
    const began = this.now;
    this.submit({});
    const [txid] = this.untilKnown(() => this.facts('proposalCreated', from).map((proposal) => proposal.txid));
    this.awaitOrdered([txid ?? ''], patience);
    const isTaken = this.facts('broadcastAnswered', from).some((one) => one.txid === txid && one.status === 'SUCCESS');
    return { txid: txid ?? '', isTaken, isOrdered: this.isOrdered(txid ?? ''), took: this.now - began };
  }

  private untilKnown<T>(look: () => readonly T[]): readonly T[] {
    const until = this.now + 30_000_000;
    while (look().length === 0 && this.simulation.stepOnce(until));
    return look();
  }

  /** @returns how long it took until all are on every peer, `patience` at most */
  awaitOrdered(txids: readonly string[], patience: Micros): Micros {
    const began = this.now;
    while (!txids.every((txid) => this.isOrdered(txid)) && this.now - began < patience) this.wait(50_000);
    return this.now - began;
  }

  private isOrdered(txid: string): boolean {
    return this.ledgers().every((blocks) => blocks.hasTransaction(txid));
  }

  private ledgers() {
    const peers = nodesOf(this.simulation.recording.topology).filter(({ role }) => role === 'peer');
    return peers.flatMap(({ id }) => (this.simulation.stateOf(id) as PeerState).disk.ledgers[CHANNEL]?.blocks ?? []);
  }

  /** @returns how a submission through the gateway failed; undefined when it did not */
  submitByGateway(): FactOf<'gatewayCallFailed'> | undefined {
    const from = this.simulation.entries.length;
    runUntilSettled(this.simulation, this.submit({ via: 'gateway' }));
    return this.facts('gatewayCallFailed', from)[0];
  }

  private submit(route: { readonly via?: 'gateway' }): number {
    const args = [`t${String(this.assets++)}`, 'red', '1', 'Bo', '1'];
    const call = {
      channel: CHANNEL,
      chaincode: 'basic',
      function: 'CreateAsset',
      args,
      transient: {},
      endorsers: null,
    };
    const performed = this.simulation.perform({
      type: 'submitTransaction',
      client: CLIENT,
      identity: 'User1',
      ...call,
      ...route,
    });
    invariant(performed.ok, 'a client may submit');
    return performed.value;
  }

  private facts<T extends FactType>(type: T, from: number): readonly FactOf<T>[] {
    return this.simulation.entries
      .slice(from)
      .flatMap(({ fact }: { fact: Fact }) => (fact.type === type ? [fact as FactOf<T>] : []));
  }

  /** By peer. */
  heights(): Map<string, number> {
    const peers = nodesOf(this.simulation.recording.topology).filter(({ role }) => role === 'peer');
    return new Map(
      peers.map(({ id }) => [id, (this.simulation.stateOf(id) as PeerState).disk.ledgers[CHANNEL]?.blocks.height ?? 0]),
    );
  }

  ordererHeights(): readonly number[] {
    return this.orderers().map(
      (node) => (this.simulation.stateOf(node) as OrdererState).disk.chains[CHANNEL]?.blocks.height ?? 0,
    );
  }

  /** Whether it is on the channel though no orderer has ever said SUCCESS; a client that is refused asks the next one. */
  isOrderedUnasked(txid: string): boolean {
    const accepted = this.facts('broadcastAnswered', 0).some((one) => one.txid === txid && one.status === 'SUCCESS');
    if (accepted) return false;
    const peer = nodesOf(this.simulation.recording.topology).find(({ role }) => role === 'peer')?.id ?? '';
    return (this.simulation.stateOf(peer) as PeerState).disk.ledgers[CHANNEL]?.blocks.hasTransaction(txid) ?? false;
  }
}
