/**
 * A network recordings of single messages are replayed on: the real roles on the kernel, brought up by commands as
 * anywhere else, and beside them a desk from which any bytes can be sent to any of them. No command of the lab can do
 * what these recordings do: endorse now and submit later, alter an envelope, act under a forged identity.
 */
import { fromBinary } from '@bufbuild/protobuf';
import type { Actor } from '../../web/src/sim/kernel/actor.ts';
import { Kernel } from '../../web/src/sim/kernel/kernel.ts';
import { invariant } from '../../web/src/sim/kernel/result.ts';
import { type Micros, SECOND } from '../../web/src/sim/kernel/time.ts';
import type { ChannelLedger } from '../../web/src/sim/ledger/commit.ts';
import type { OrdererState } from '../../web/src/sim/orderer/orderer-state.ts';
import type { PeerState } from '../../web/src/sim/peer/peer-state.ts';
import { checkCommand } from '../../web/src/sim/protocol/check-command.ts';
import type { Command } from '../../web/src/sim/protocol/commands.ts';
import { FORMAT_VERSION, type Recording } from '../../web/src/sim/protocol/recording.ts';
import type { Topology } from '../../web/src/sim/protocol/topology-spec.ts';
import { DISK_LATENCY, NETWORK_LATENCY } from '../../web/src/sim/topology/latency.ts';
import type { Task } from '../../web/src/sim/topology/machines.ts';
import { EMPTY_WORKSPACE, EPOCH_UNIX_MICROS, type Workspace } from '../../web/src/sim/topology/workspace.ts';
import type { Entry, Fact, NodeId } from '../../web/src/sim/trace/facts.ts';
import { lostFact, sentFact } from '../../web/src/sim/trace/message-facts.ts';
import { type ProposalResponse, ProposalResponseSchema } from '../../web/src/sim/wire/gen/peer/proposal_pb.ts';
import type { Message } from '../../web/src/sim/wire/messages.ts';
import type { CommandContext } from '../../web/src/sim/worker/command-context.ts';
import { carryOut, checkNow } from '../../web/src/sim/worker/commands.ts';
import { runUntilSettled, type Settling } from '../../web/src/sim/worker/settle.ts';
import type { SimulationParts } from '../../web/src/sim/worker/simulation.ts';

const DESK: NodeId = 'desk';

/** A chaincode may take 30 s before the peer gives up on it. */
const ANSWER_PATIENCE: Micros = 40 * SECOND;
const BLOCK_PATIENCE: Micros = 20 * SECOND;

interface Letter {
  readonly to: NodeId;
  readonly message: Message;
}

export interface BroadcastAnswer {
  readonly status: number;
  readonly info: string;
}

/** A proposal on its way to one peer. */
export interface Asking {
  readonly peer: NodeId;
  readonly signedProposal: Uint8Array;
  readonly channel: string;
  readonly txid: string;
}

export class ConflictsNetwork implements Settling {
  private readonly parts: SimulationParts;
  private readonly kernel: Kernel<Message, Task, Fact>;
  private readonly trace: Entry[] = [];
  private readonly outbox: Letter[] = [];
  private readonly answers = new Map<string, Message>();
  private recorded: Recording;
  private workspace: Workspace = EMPTY_WORKSPACE;
  private requests = 0;

  constructor(topology: Topology, contracts: Recording['contracts'], parts: SimulationParts) {
    this.parts = parts;
    const common = { formatVersion: FORMAT_VERSION, generation: '3.x', seed: 'conform' } as const;
    this.recorded = { ...common, topology, contracts, commands: [] };
    const options = { seed: this.recorded.seed, latency: () => NETWORK_LATENCY, disk: DISK_LATENCY };
    this.kernel = new Kernel<Message, Task, Fact>(options, {
      sent: sentFact,
      lost: (id, from, _message, reason) => lostFact(id, from, reason),
      record: (at, node, cause, fact) => this.record(node, cause, fact, at),
    });
    this.kernel.add(DESK, this.desk(), undefined);
    this.kernel.start(DESK, null);
  }

  get recording(): Recording {
    return this.recorded;
  }

  get now(): Micros {
    return this.kernel.now;
  }

  get unixMicros(): number {
    return EPOCH_UNIX_MICROS + this.kernel.now;
  }

  get entries(): readonly Entry[] {
    return this.trace;
  }

  get files(): Workspace {
    return this.workspace;
  }

  isUp(node: NodeId): boolean {
    return this.kernel.isUp(node);
  }

  runUntil(until: Micros): void {
    this.kernel.runUntil(until);
  }

  stepOnce(until: Micros): boolean {
    return this.kernel.stepOnce(until);
  }

  /** Gives a command and lets it come to its end. @returns the text of its failure, if it failed */
  perform(value: Command): string | undefined {
    const checked = checkCommand(value, this.recorded.topology, 'command');
    invariant(checked.ok, `the network takes ${value.type}: ${checked.ok ? '' : checked.error.code}`);
    const command = checked.value;
    const allowed = checkNow(command, this.context());
    invariant(allowed.ok, `the network allows ${value.type}: ${allowed.ok ? '' : allowed.error.code}`);
    const from = this.trace.length;
    const index = this.recorded.commands.length;
    this.recorded = { ...this.recorded, commands: [...this.recorded.commands, { at: this.now, command }] };
    const cause: number = this.record(DESK, null, { type: 'commandGiven', command: command.type, index });
    this.workspace = carryOut(command, index, cause, this.context());
    runUntilSettled(this, index);
    const failure = this.trace.slice(from).find(({ fact }) => fact.type === 'commandFailed')?.fact;
    return failure?.type === 'commandFailed' ? failure.text : undefined;
  }

  /** Sends proposals at once and waits for the answers, in the order of asking; undefined where none came. */
  ask(askings: readonly Asking[]): readonly (ProposalResponse | undefined)[] {
    const requests = askings.map(({ peer, ...proposal }) =>
      this.post(peer, (request) => ({ type: 'proposal', request, label: 'proposal', ...proposal })),
    );
    this.runWhile(() => !requests.every((request) => this.answers.has(request)), ANSWER_PATIENCE);
    return requests.map((request) => {
      const answer = this.answers.get(request);
      return answer?.type === 'proposalResponse' ? fromBinary(ProposalResponseSchema, answer.response) : undefined;
    });
  }

  /** Sends an envelope and waits for the orderer's word. */
  broadcast(orderer: NodeId, channel: string, envelope: Uint8Array): BroadcastAnswer | undefined {
    const request = this.post(orderer, (id) => ({ type: 'broadcast', request: id, envelope, channel, txid: '' }));
    this.runWhile(() => !this.answers.has(request), ANSWER_PATIENCE);
    const answer = this.answers.get(request);
    return answer?.type === 'broadcastResponse' ? { status: answer.status, info: answer.info } : undefined;
  }

  /** Runs on until every one of `peers` holds `height` blocks of the channel and has nothing under way. */
  awaitHeight(peers: readonly NodeId[], channel: string, height: number): void {
    this.runWhile(() => peers.some((peer) => this.ledger(peer, channel).blocks.height < height), BLOCK_PATIENCE);
    // Heights grow when a block is judged; its way to the disk is not over then.
    this.runUntil(this.now + SECOND / 5);
  }

  runFor(micros: Micros): void {
    this.runUntil(this.now + micros);
  }

  ledger(peer: NodeId, channel: string): ChannelLedger {
    const ledger = this.peer(peer).disk.ledgers[channel];
    invariant(ledger, `${peer} is on channel ${channel}`);
    return ledger;
  }

  peer(id: NodeId): PeerState {
    return this.kernel.stateOf(id) as PeerState;
  }

  orderer(id: NodeId): OrdererState {
    return this.kernel.stateOf(id) as OrdererState;
  }

  runWhile(goesOn: () => boolean, patience: Micros): void {
    const limit = this.now + patience;
    while (goesOn() && this.kernel.stepOnce(limit));
  }

  private context(): CommandContext {
    return {
      kernel: this.kernel,
      parts: { topology: this.recorded.topology, seed: this.recorded.seed, containers: this.parts.containers },
      workspace: this.workspace,
      contracts: { ...this.parts.builtInContracts, ...this.recorded.contracts },
      record: (node, cause, fact) => this.record(node, cause, fact),
    };
  }

  private record(node: NodeId, cause: number | null, fact: Fact, at: Micros = this.kernel.now): number {
    const seq = this.trace.length;
    this.trace.push({ seq, at, node, cause, fact });
    return seq;
  }

  private post(to: NodeId, message: (request: string) => Message): string {
    const request = `desk ${this.requests++}`;
    this.outbox.push({ to, message: message(request) });
    this.kernel.give(DESK, { type: 'timer', timer: 'post' }, null);
    return request;
  }

  private desk(): Actor<Message, Task, Fact> {
    const actor: Actor<Message, Task, Fact> = {
      state: undefined,
      restart: () => actor,
      step: (input) => {
        if (input.type === 'message' && 'request' in input.message && input.message.request !== null)
          this.answers.set(input.message.request, input.message);
        const effects = this.outbox.splice(0).map((letter) => ({ type: 'send', ...letter }) as const);
        return { actor, effects };
      },
    };
    return actor;
  }
}
