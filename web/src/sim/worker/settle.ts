/**
 * When a command has come to its end: its tool has answered, and what it started has reached everyone.
 */
import { SECOND, type Micros } from '../kernel/time.ts';
import type { Command, CommandType } from '../protocol/commands.ts';
import type { Entry } from '../trace/facts.ts';
import type { Simulation } from './simulation.ts';

/** Nothing a learner can command takes longer; what does is left to go on by itself. */
const PATIENCE: Micros = 75 * SECOND;

/** What takes an administrator's machine a while though nothing is sent: tools run, processes start. */
const TAKES: Partial<Readonly<Record<CommandType, Micros>>> = {
  generateCrypto: 300_000,
  createGenesisBlock: 200_000,
  startNode: 150_000,
  restartNode: 150_000,
  packageChaincode: 100_000,
};

/** Runs on until command `index` has settled, or patience is over. */
export function runUntilSettled(simulation: Simulation, index: number): void {
  const command = simulation.recording.commands[index]?.command;
  if (!command) return;
  const limit = simulation.now + PATIENCE;
  simulation.runUntil(simulation.now + (TAKES[command.type] ?? 0));
  const progress = new Progress(simulation);
  while (!progress.settled(command, index) && simulation.stepOnce(limit)) progress.read();
}

/** What the entries so far say, read once each. */
class Progress {
  private readonly simulation: Simulation;
  private position = 0;
  private readonly ended = new Set<number>();
  private readonly failed = new Set<number>();
  /** Peers that have seen themselves named as anchor peer. */
  private readonly anchored = new Set<string>();
  private readonly joinedOrderers = new Map<string, number>();
  private readonly led = new Set<string>();
  private readonly written = new Map<string, number>();
  private readonly heights = new Map<string, number>();

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.read();
  }

  read(): void {
    const { entries } = this.simulation;
    for (; this.position < entries.length; this.position++) this.note(entries[this.position] as Entry);
  }

  private note({ node, fact }: Entry): void {
    switch (fact.type) {
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
        this.joinedOrderers.set(fact.channel, (this.joinedOrderers.get(fact.channel) ?? 0) + 1);
        return;
      case 'leaderElected':
        this.led.add(fact.channel);
        return;
      case 'blockWritten':
        this.written.set(fact.channel, Math.max(fact.number, this.written.get(fact.channel) ?? 0));
        return;
      case 'peerJoined':
        this.heights.set(`${node} ${fact.channel}`, fact.height - 1);
        return;
      case 'blockCommitted':
        this.heights.set(`${node} ${fact.channel}`, fact.number);
        return;
      default:
    }
  }

  settled(command: Command, index: number): boolean {
    if (!this.ended.has(index)) return false;
    if (command.type === 'joinOrderer') return !this.electionExpected(command.channel);
    // The tool returns as soon as the orderer has the update; it counts once the peer it names has the config block.
    if (command.type === 'setAnchorPeer' && !this.failed.has(index))
      return (
        !this.simulation.isUp(command.peer) ||
        (this.anchored.has(`${command.peer} ${command.channel}`) && this.peersCaughtUp())
      );
    return this.peersCaughtUp();
  }

  /** A majority of the consenters runs the channel and has not found a leader yet. */
  private electionExpected(channel: string): boolean {
    const consenters = this.simulation.recording.topology.ordererOrg.orderers.length;
    return (this.joinedOrderers.get(channel) ?? 0) > consenters / 2 && !this.led.has(channel);
  }

  /** Every running peer of a channel has what the orderers have written there. */
  private peersCaughtUp(): boolean {
    for (const [key, height] of this.heights) {
      const [node = '', channel = ''] = key.split(' ');
      if (this.simulation.isUp(node) && height < (this.written.get(channel) ?? 0)) return false;
    }
    return true;
  }
}
