/**
 * When a command has come to its end: its tool has answered, and what it started has reached everyone.
 */
import { SECOND, type Micros } from '../kernel/time.ts';
import type { Command, CommandType } from '../protocol/commands.ts';
import { doneAtOnce, STEPS_OF_SLICE, type Work, type WorkShare } from '../protocol/work.ts';
import { brokerNames, ordererNames, zooKeeperNames } from '../topology/nodes.ts';
import type { Entry, Fact, NodeId } from '../trace/facts.ts';
import type { Simulation } from './simulation.ts';

/** Nothing a learner can command takes longer; what does is left to go on by itself. */
const PATIENCE: Micros = 75 * SECOND;

/** What takes an administrator's machine a while though nothing is sent: tools run, processes start. */
const TAKES: Partial<Readonly<Record<CommandType, Micros>>> = {
  generateCrypto: 300_000,
  extendNetwork: 200_000,
  createGenesisBlock: 200_000,
  createChannelTransaction: 200_000,
  startNode: 150_000,
  restartNode: 150_000,
  writeContract: 50_000,
  importPackage: 50_000,
  packageChaincode: 100_000,
  prepareConfigUpdate: 150_000,
  signConfigUpdate: 50_000,
  tamperBlock: 100_000,
  tamperState: 100_000,
  verifyLedger: 200_000,
  rebuildDatabases: 200_000,
  resetPeer: 200_000,
  rollbackPeer: 200_000,
};

/** Brokers that have to be there before a channel's partition can be made. */
const REPLICAS = 3;

/** A world that can be run on. */
export type Settling = Pick<Simulation, 'recording' | 'now' | 'entries' | 'files' | 'isUp' | 'runUntil' | 'stepOnce'>;

/** Runs on until command `index` has settled, or patience is over. */
export const runUntilSettled = (simulation: Settling, index: number): void => doneAtOnce(settling(simulation, index));

/** As {@link runUntilSettled}, in slices. Stopped, it leaves the world where it is. */
export function* settling(simulation: Settling, index: number): Work<void> {
  const command = simulation.recording.commands[index]?.command;
  if (!command) return;
  const limit = simulation.now + PATIENCE;
  simulation.runUntil(simulation.now + (TAKES[command.type] ?? 0));
  const progress = new Progress(simulation);
  for (let steps = 1; !progress.settled(command, index) && simulation.stepOnce(limit); steps++) {
    progress.read();
    if (steps % STEPS_OF_SLICE === 0 && (yield UNKNOWN_SHARE)) return;
  }
}

const UNKNOWN_SHARE: WorkShare = { done: 0, total: 0 };

/** What the entries so far say, read once each. */
class Progress {
  private readonly simulation: Settling;
  private position = 0;
  private readonly ended = new Set<number>();
  private readonly failed = new Set<number>();
  /** Peers that have seen themselves named as anchor peer. */
  private readonly anchored = new Set<string>();
  private readonly joined = new Set<string>();
  private readonly joinedOrderers = new Map<string, number>();
  private readonly led = new Set<string>();
  private readonly written = new Map<string, number>();
  private readonly heights = new Map<string, number>();
  /** Orderers that fetch a channel: the newest block they have. */
  private readonly onboarding = new Map<string, number>();
  /** By node: seq of the newest end of a snapshot's making, or of a ledger's making from one. */
  private readonly snapshots = new Map<string, number>();
  /** Seq of the newest config block's writing, by channel; and where each command was given. */
  private readonly configured = new Map<string, number>();
  private readonly given = new Map<number, number>();
  /** By node and channel: orderers that read the channel's Kafka partition. */
  private readonly reading = new Set<string>();
  /** Brokers that ZooKeeper knows, or has known. */
  private readonly registered = new Set<string>();
  /** Peers that may not read a channel: not members yet, or no longer. */
  private readonly shutOut = new Set<string>();
  /** Machines whose links have all been cut: nothing reaches them, so nothing is waited for. */
  private readonly isolated = new Set<NodeId>();

  constructor(simulation: Settling) {
    this.simulation = simulation;
    this.read();
  }

  read(): void {
    const { entries } = this.simulation;
    for (; this.position < entries.length; this.position++) this.note(entries[this.position] as Entry);
  }

  private note({ node, seq, fact }: Entry): void {
    switch (fact.type) {
      case 'commandGiven':
        this.given.set(fact.index, seq);
        this.noteIsolation(this.simulation.recording.commands[fact.index]?.command);
        return;
      case 'commandFailed':
        this.failed.add(fact.index);
        this.ended.add(fact.index);
        return;
      case 'commandDone':
        this.ended.add(fact.index);
        return;
      case 'anchorPeersSet':
        if (fact.peers.includes(node)) this.anchored.add(`${node} ${fact.channel}`);
        return;
      case 'ordererJoined':
        this.joined.add(`${node} ${fact.channel}`);
        this.joinedOrderers.set(fact.channel, (this.joinedOrderers.get(fact.channel) ?? 0) + 1);
        return;
      case 'leaderElected':
      case 'viewStarted':
        this.led.add(fact.channel);
        return;
      case 'consumerStarted':
        this.led.add(fact.channel);
        this.reading.add(`${node} ${fact.channel}`);
        return;
      case 'brokerRegistered':
        this.registered.add(node);
        return;
      case 'ordererOnboarding':
        this.onboarding.set(`${node} ${fact.channel}`, fact.height - 1);
        return;
      case 'blockWritten':
        if (this.onboarding.has(`${node} ${fact.channel}`)) this.onboarding.set(`${node} ${fact.channel}`, fact.number);
        if (fact.config) this.configured.set(fact.channel, seq);
        this.written.set(fact.channel, Math.max(fact.number, this.written.get(fact.channel) ?? 0));
        return;
      default:
        this.notePeer(node, seq, fact);
    }
  }

  private notePeer(node: NodeId, seq: number, fact: Fact): void {
    switch (fact.type) {
      case 'snapshotGenerated':
      case 'snapshotJoinFailed':
        this.snapshots.set(node, seq);
        return;
      case 'ledgerCut':
        this.heights.set(`${node} ${fact.channel}`, fact.height - 1);
        return;
      case 'peerJoined':
        if (fact.snapshot !== undefined) this.snapshots.set(node, seq);
        this.heights.set(`${node} ${fact.channel}`, fact.height - 1);
        return;
      case 'deliverFailed':
        if (fact.status === 'FORBIDDEN') this.shutOut.add(`${node} ${fact.channel}`);
        return;
      case 'blockReceived':
        this.shutOut.delete(`${node} ${fact.channel}`);
        return;
      case 'blockCommitted':
        this.heights.set(`${node} ${fact.channel}`, fact.number);
        return;
      default:
    }
  }

  settled(command: Command, index: number): boolean {
    if (!this.ended.has(index)) return false;
    if (command.type === 'joinOrderer' && !this.failed.has(index))
      return !this.electionExpected(command.channel) && this.isOnboarded(command.node, command.channel);
    if (command.type === 'startNode' && (this.bootstrapExpected(command.node) || this.clusterExpected(command.node)))
      return false;
    // The tool returns as soon as the orderer has the update; it counts once the peer it names has the config block.
    if (command.type === 'setAnchorPeer' && !this.failed.has(index))
      return (
        !this.simulation.isUp(command.peer) ||
        (this.anchored.has(`${command.peer} ${command.channel}`) && this.peersCaughtUp())
      );
    if (command.type === 'submitConfigUpdate' && !this.failed.has(index))
      return this.isConfigured(command.update, index) && this.peersCaughtUp();
    return this.isSnapshotDone(command, index) && this.peersCaughtUp();
  }

  private noteIsolation(command: Command | undefined): void {
    if (command?.type === 'partitionNetwork' && command.parted)
      for (const node of command.groups.flat()) this.isolated.add(node);
    if (command?.type === 'healNetwork' || (command?.type === 'partitionNetwork' && !command.parted))
      this.isolated.clear();
    if (command?.type !== 'isolateNode') return;
    if (command.isolated) this.isolated.add(command.node);
    else this.isolated.delete(command.node);
  }

  /** What a peer does about a snapshot goes on after the tool has ended. A wish for a later block waits for that block. */
  private isSnapshotDone(command: Command, index: number): boolean {
    const lasts =
      command.type === 'joinPeerBySnapshot' || (command.type === 'submitSnapshotRequest' && command.block === 0);
    if (!lasts || this.failed.has(index)) return true;
    return (this.snapshots.get(command.node) ?? -1) > (this.given.get(index) ?? 0);
  }

  /** The update of command `index` is in a block. */
  private isConfigured(update: string, index: number): boolean {
    const channel = this.simulation.files.configUpdates[update]?.channel ?? '';
    return (this.configured.get(channel) ?? -1) > (this.given.get(index) ?? 0);
  }

  /** Orderers of 2.x begin with the system channel, and elect its leader without being told to. */
  private bootstrapExpected(node: NodeId): boolean {
    const { systemChannel, ordererOrg, kafka } = this.simulation.recording.topology;
    return (
      !kafka &&
      systemChannel !== undefined &&
      ordererNames(ordererOrg).includes(node) &&
      this.electionExpected(systemChannel.id)
    );
  }

  /** A broker registers once there is a majority of ZooKeeper, an orderer reads once there are brokers enough. */
  private clusterExpected(node: NodeId): boolean {
    const { topology } = this.simulation.recording;
    if (!topology.kafka) return false;
    const servers = zooKeeperNames(topology);
    const isAgreed = servers.filter((server) => this.simulation.isUp(server)).length > servers.length / 2;
    if (brokerNames(topology).includes(node)) return isAgreed && !this.registered.has(node);
    const channel = topology.systemChannel?.id ?? '';
    const isServed = this.registered.size >= REPLICAS;
    return ordererNames(topology.ordererOrg).includes(node) && isServed && !this.reading.has(`${node} ${channel}`);
  }

  /** An orderer that fetches a channel from the others has what they have. */
  private isOnboarded(node: NodeId, channel: string): boolean {
    const [newest, written] = [this.onboarding.get(`${node} ${channel}`), this.written.get(channel)];
    return this.joined.has(`${node} ${channel}`) || written === undefined || (newest ?? -1) >= written;
  }

  /** A majority of the consenters runs the channel and has not found a leader yet. */
  private electionExpected(channel: string): boolean {
    const { ordererOrg, channels } = this.simulation.recording.topology;
    const { consenters: named } = channels.find(({ id }) => id === channel) ?? {};
    const consenters = (named ?? ordererOrg.orderers).length;
    return (this.joinedOrderers.get(channel) ?? 0) > consenters / 2 && !this.led.has(channel);
  }

  /** Every running peer that may read a channel has what the orderers have written there. */
  private peersCaughtUp(): boolean {
    for (const [key, height] of this.heights) {
      const [node = '', channel = ''] = key.split(' ');
      if (this.isolated.has(node)) continue;
      if (this.simulation.isUp(node) && !this.shutOut.has(key) && height < (this.written.get(channel) ?? 0))
        return false;
    }
    return true;
  }
}
