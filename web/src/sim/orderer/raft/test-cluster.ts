/** Several Raft nodes as a test sees them, with what passes between them. */
import { bootstrapRaft, joinRaft, raftStep, restartRaft } from './raft.ts';
import type { RaftMessage } from './raft-message.ts';
import {
  DEFAULT_RAFT_OPTIONS,
  type RaftInput,
  type RaftOutput,
  type RaftState,
  type RaftTransition,
} from './raft-state.ts';

/** A cluster whose messages arrive at once and in order, and whose disks take no time. */
export class Cluster {
  readonly nodes = new Map<number, RaftState>();
  readonly outputs: (readonly [number, RaftOutput])[] = [];
  /** Nodes nothing reaches and nothing leaves. */
  readonly away = new Set<number>();
  /** What passed between nodes, as one line each; heartbeats and their answers are left out. */
  readonly transcript: string[] = [];
  private readonly flying: RaftMessage[] = [];

  constructor(members: readonly number[]) {
    for (const id of members) this.take(id, bootstrapRaft({ ...DEFAULT_RAFT_OPTIONS, id }, members, id));
    this.give(1, { type: 'campaign' });
  }

  /** The node starts again from its disk. */
  restart(id: number): void {
    const { config, durable } = this.state(id);
    this.take(id, restartRaft(config, durable, id));
  }

  /** The application of the node has done with everything it was given. */
  snapshot(id: number): void {
    const { applied } = this.state(id).volatile;
    this.give(id, { type: 'takeSnapshot', index: applied, data: new Uint8Array([applied]) });
  }

  join(id: number): void {
    this.take(id, joinRaft({ ...DEFAULT_RAFT_OPTIONS, id }, id));
  }

  give(id: number, ...inputs: readonly RaftInput[]): void {
    for (const input of inputs) {
      const state = this.nodes.get(id);
      if (state) this.take(id, raftStep(state, input));
      for (let message = this.flying.shift(); message; message = this.flying.shift()) {
        const target = this.nodes.get(message.to);
        const arrives = target && !this.away.has(message.to) && !this.away.has(message.from);
        this.note(message, arrives ? '' : ', lost');
        if (arrives) this.take(message.to, raftStep(target, { type: 'message', message }));
      }
    }
  }

  tick(count: number): void {
    for (let i = 0; i < count; i++) for (const id of this.nodes.keys()) this.give(id, { type: 'tick' });
  }

  change(id: number, type: 'add' | 'remove', node: number): void {
    this.give(id, { type: 'proposeConfChange', change: { type, node } });
  }

  propose(id: number, byte: number): void {
    this.give(id, { type: 'propose', data: new Uint8Array([byte]) });
  }

  state(id: number): RaftState {
    const state = this.nodes.get(id);
    if (!state) throw new Error(`no node ${id}`);
    return state;
  }

  voters(id: number): readonly number[] {
    return this.state(id).volatile.voters;
  }

  leaders(): readonly number[] {
    return [...this.nodes].flatMap(([id, { volatile }]) => (volatile.role === 'leader' ? [id] : []));
  }

  /** The bytes `id` has been given as committed. */
  committed(id: number): readonly number[] {
    return this.outputs.flatMap(([node, output]) =>
      node === id && output.type === 'commit'
        ? output.entries.flatMap(({ type, data }) => (type === 'normal' ? [...data] : []))
        : [],
    );
  }

  private take(id: number, { state, outputs }: RaftTransition): void {
    this.nodes.set(id, state);
    for (const output of outputs) {
      this.outputs.push([id, output]);
      if (output.type === 'send') this.send(output.message);
      else if (output.type === 'persist' && output.sync) this.take(id, raftStep(this.state(id), { type: 'persisted' }));
    }
  }

  /** A sender of a snapshot is told at once that it has left. */
  private send(message: RaftMessage): void {
    this.flying.push(message);
    if (message.type !== 'MsgSnap') return;
    const { from: id, to: peer } = message;
    this.take(id, raftStep(this.state(id), { type: 'snapshotReported', peer, failed: false }));
  }

  private note(message: RaftMessage, remark: string): void {
    if (!message.type.startsWith('MsgHeartbeat'))
      this.transcript.push(`${message.from} → ${message.to} ${lineOf(message)}${remark}`);
  }
}

function lineOf(message: RaftMessage): string {
  switch (message.type) {
    case 'MsgApp': {
      const last = message.index + message.entries.length;
      const entries = message.entries.length === 0 ? 'nothing' : `${message.index + 1}…${last}`;
      return `entries after ${message.index}: ${entries}, committed ${message.commit}`;
    }
    case 'MsgAppResp':
      return message.reject ? `no, try after ${message.rejectHint}` : `have all up to ${message.index}`;
    case 'MsgSnap':
      return `snapshot at ${message.snapshot.index}, members ${message.snapshot.voters.join()}`;
    default:
      return message.type;
  }
}
