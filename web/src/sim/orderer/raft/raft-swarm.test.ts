/**
 * Raft under random networks: messages are lost, doubled, delayed and overtaken, machines crash between writing and
 * having written, groups are cut off from each other, leaders hand over, and members come and go meanwhile. The checkers
 * stand outside the nodes. A failure names its seed.
 */
import { describe, it } from 'vitest';
import { invariant } from '../../kernel/result.ts';
import { decodeConfChange } from './conf-change.ts';
import { bootstrapRaft, joinRaft, raftStep, restartRaft } from './raft.ts';
import { entryAt, lastIndex, type RaftEntry, termAt } from './raft-log.ts';
import type { RaftMessage } from './raft-message.ts';
import type { RaftConfig, RaftDurable, RaftInput, RaftState, RaftTransition } from './raft-state.ts';

interface Machine {
  /** Its id is another one after it was removed and added again: ids are never used twice. */
  config: RaftConfig;
  /** Whether it may run: not before someone wants to add it, and not any more once it has learnt that it was removed. */
  hired: boolean;
  /** Undefined while it is down. */
  state: RaftState | undefined;
  disk: RaftDurable | undefined;
  /** Asked for and not yet on disk. */
  writing: RaftDurable | undefined;
  /** The log as it comes out when only what `persist` calls new is written. */
  written: readonly RaftEntry[];
  applied: number;
}

class Swarm {
  private readonly machines: Machine[];
  private readonly founders: readonly number[];
  private nextId: number;
  private flying: RaftMessage[] = [];
  private readonly leaders = new Map<number, number>();
  private readonly committed = new Map<number, RaftEntry>();
  private cut = new Set<number>();
  private dice: number;
  private proposals = 0;
  private readonly seed: number;

  /** @param spares machines that are there to be added; without any the members stay as they are */
  constructor(seed: number, members: number, spares: number) {
    this.seed = seed;
    this.dice = seed + 1;
    this.founders = Array.from({ length: members }, (_, i) => i + 1);
    this.nextId = members + 1;
    this.machines = Array.from({ length: members + spares }, (_, i) => ({
      config: {
        id: i < members ? i + 1 : 0,
        electionTick: 10,
        heartbeatTick: 1,
        maxInflight: 5,
        maxMessageBytes: 40,
        snapshotCatchUpEntries: 4,
      },
      hired: i < members,
      state: undefined,
      disk: undefined,
      writing: undefined,
      written: [],
      applied: 0,
    }));
    for (const machine of this.machines) this.start(machine);
  }

  run(steps: number): void {
    for (let i = 0; i < steps; i++) {
      this.act();
      if (i % 50 === 0) this.checkLogs();
    }
    this.checkLogs();
    this.heal();
  }

  private draw(below: number): number {
    // A linear congruential generator is random enough here and not the one under test.
    this.dice = (Math.imul(this.dice, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.dice / 2 ** 32) * below);
  }

  private check(condition: unknown, message: string): asserts condition {
    invariant(condition, `seed ${this.seed}, ${this.machines.length} members: ${message}`);
  }

  private act(): void {
    const machine = this.machines[this.draw(this.machines.length)];
    this.check(machine, 'a machine is drawn');
    const chance = this.draw(1000);
    if (chance < 300) this.give(machine, { type: 'tick' });
    else if (chance < 750) this.deliver();
    else if (chance < 900) this.written(machine);
    else if (chance < 960)
      this.give(machine, { type: 'propose', data: new Uint8Array([++this.proposals & 0xff, this.proposals >> 8]) });
    else if (chance < 967) this.give(machine, { type: 'unreachable', peer: this.draw(this.nextId) + 1 });
    else if (chance < 970) this.give(machine, { type: 'transferLeadership', to: this.draw(this.nextId) + 1 });
    else if (chance < 980) this.crash(machine);
    else if (chance < 989) this.start(machine);
    else if (chance < 993) this.changeSome();
    else this.cut = new Set(this.machines.filter(() => this.draw(3) === 0).map(({ config }) => config.id));
  }

  /** One or more changes at whoever believes to lead: it must see to it that they do not overlap. */
  private changeSome(): void {
    const leaders = this.machines.filter(({ state }) => state?.volatile.role === 'leader');
    const leader = leaders[this.draw(leaders.length)];
    for (let more = this.draw(4); leader && more >= 0; more--) this.changeMembers(leader);
  }

  /** Asks `machine`, who may or may not lead, to add a machine that is idle, or to remove a member. */
  private changeMembers(machine: Machine): void {
    if (this.machines.length === this.founders.length || !machine.state) return;
    const { voters } = machine.state.volatile;
    const idle = this.machines.filter(({ hired }) => !hired);
    const added = idle[this.draw(idle.length + voters.length)];
    if (!added) {
      const node = voters[this.draw(voters.length)];
      // Of two, the one that stays may not hear that the other, who leads, was removed and stopped: etcd's gap as well.
      if (node !== undefined && voters.length > 2)
        this.give(machine, { type: 'proposeConfChange', change: { type: 'remove', node } });
      return;
    }
    const leads = machine.state.volatile.role === 'leader';
    const node = this.nextId;
    this.give(machine, { type: 'proposeConfChange', change: { type: 'add', node } });
    if (!leads) return;
    // It keeps its disk from before it was removed, if it was a member once.
    added.config = { ...added.config, id: node };
    added.hired = true;
    this.nextId++;
  }

  private deliver(): void {
    const [message] = this.flying.splice(this.draw(this.flying.length), 1);
    if (!message) return;
    const separated = this.cut.has(message.from) !== this.cut.has(message.to);
    const chance = this.draw(20);
    if (chance === 0) this.flying.push(message);
    const target = this.byId(message.to);
    if (target && !separated && chance !== 1) this.give(target, { type: 'message', message });
  }

  private readonly byId = (id: number): Machine | undefined => this.machines.find(({ config }) => config.id === id);

  private written(machine: Machine): void {
    if (!machine.writing) return;
    machine.disk = machine.writing;
    machine.writing = undefined;
    this.give(machine, { type: 'persisted' });
  }

  private crash(machine: Machine): void {
    if (!machine.state) return;
    // What was being written may have reached the disk without anyone having been told.
    if (machine.writing && this.draw(2)) machine.disk = machine.writing;
    machine.writing = undefined;
    machine.state = undefined;
  }

  private start(machine: Machine): void {
    if (machine.state || !machine.hired) return;
    machine.applied = 0;
    machine.written = machine.disk ? [...machine.disk.log.entries] : [];
    const seed = this.draw(2 ** 31);
    const founder = this.founders.includes(machine.config.id);
    const first = () => (founder ? bootstrapRaft(machine.config, this.founders, seed) : joinRaft(machine.config, seed));
    this.take(machine, machine.disk ? restartRaft(machine.config, machine.disk, seed) : first());
  }

  private give(machine: Machine, input: RaftInput): void {
    if (machine.state) this.take(machine, raftStep(machine.state, input));
  }

  private take(machine: Machine, { state, outputs }: RaftTransition): void {
    machine.state = state;
    for (const output of outputs) {
      if (output.type === 'send') {
        this.check(!machine.writing, 'nothing is sent while the disk is writing');
        this.flying.push(output.message);
      } else if (output.type === 'commit') this.applied(machine, output.entries);
      else if (output.type === 'persist') {
        this.check(!machine.writing, 'one write at a time');
        this.checkWritten(machine, output.durable, output.entries);
        if (output.sync) machine.writing = output.durable;
        // Without sync it may be lost in a crash.
        else if (this.draw(2)) machine.disk = output.durable;
      }
    }
    if (machine.state?.volatile.role === 'leader') this.checkLeader(state);
  }

  /** What is called new adds up to the whole. */
  private checkWritten(machine: Machine, { log }: RaftDurable, entries: readonly RaftEntry[]): void {
    const from = entries[0]?.index ?? lastIndex(log) + 1;
    machine.written = [...machine.written.slice(0, from - 1), ...entries];
    const whole = [...log.entries];
    const same = machine.written.length === whole.length && whole.every((entry, i) => entry === machine.written[i]);
    this.check(same, `what ${machine.config.id} wrote piece by piece is not its log`);
  }

  /** Election safety and leader completeness. */
  private checkLeader({ config, durable }: RaftState): void {
    const { term } = durable.hardState;
    const known = this.leaders.get(term);
    this.check(known === undefined || known === config.id, `term ${term} has the leaders ${known} and ${config.id}`);
    if (known !== undefined) return;
    this.leaders.set(term, config.id);
    for (const entry of this.committed.values()) {
      const own = entryAt(durable.log, entry.index);
      this.check(
        own && sameEntry(own, entry),
        `leader ${config.id} of term ${term} lacks committed entry ${entry.index}`,
      );
    }
  }

  /** State machine safety: nobody applies something else at an index, and nobody skips one. */
  private applied(machine: Machine, entries: readonly RaftEntry[]): void {
    for (const entry of entries) {
      this.check(
        entry.index === machine.applied + 1,
        `${machine.config.id} applies ${entry.index} after ${machine.applied}`,
      );
      machine.applied = entry.index;
      const known = this.committed.get(entry.index);
      this.check(!known || sameEntry(known, entry), `two different entries are committed at ${entry.index}`);
      this.committed.set(entry.index, entry);
      const change = entry.type === 'confChange' ? decodeConfChange(entry.data) : undefined;
      // As an orderer does: who learns that it was removed stops.
      if (change?.type === 'remove' && change.node === machine.config.id) this.dismiss(machine);
    }
  }

  private dismiss(machine: Machine): void {
    this.crash(machine);
    machine.hired = false;
  }

  /** Who votes once everything committed is applied. */
  private members(): readonly Machine[] {
    const voters = new Set<number>();
    for (const index of [...this.committed.keys()].sort((a, b) => a - b)) {
      const entry = this.committed.get(index);
      const change = entry?.type === 'confChange' ? decodeConfChange(entry.data) : undefined;
      if (change?.type === 'add') voters.add(change.node);
      if (change?.type === 'remove') voters.delete(change.node);
    }
    return this.machines.filter(({ config }) => voters.has(config.id));
  }

  /** Log matching: logs that agree at an index agree everywhere before. */
  private checkLogs(): void {
    const logs = this.machines.flatMap(({ state }) => (state ? [state.durable.log] : []));
    for (const a of logs)
      for (const b of logs) {
        let agreed = false;
        for (let index = Math.min(lastIndex(a), lastIndex(b)); index > 0; index--) {
          const same = termAt(a, index) === termAt(b, index);
          this.check(same || !agreed, `two logs agree after ${index} and not at it`);
          if (!same) continue;
          agreed = true;
          const [left, right] = [entryAt(a, index), entryAt(b, index)];
          this.check(left && right && sameEntry(left, right), `two entries of one term at ${index}`);
        }
      }
  }

  /** Liveness: with everything up and nothing lost, a leader is found and what is proposed is committed everywhere. */
  private heal(): void {
    this.cut.clear();
    for (const machine of this.machines) this.start(machine);
    for (let round = 0; round < 60; round++) this.quietRound();
    const leader = this.members().find(({ state }) => state?.volatile.role === 'leader');
    this.check(leader, 'no leader after 60 quiet ticks');
    this.give(leader, { type: 'propose', data: new Uint8Array([1, 2, 3]) });
    for (let round = 0; round < 10; round++) this.quietRound();
    const top = Math.max(...this.committed.keys());
    const members = this.members();
    this.check(members.length > 0, 'nobody is left');
    for (const { config, applied } of members)
      this.check(applied === top, `${config.id} has applied ${applied} of ${top} entries`);
    this.check(this.committed.get(top)?.data.length === 3, 'the last entry is the one proposed after healing');
    this.checkLogs();
  }

  private quietRound(): void {
    for (const machine of this.machines) this.give(machine, { type: 'tick' });
    // Enough exchanges for a request, its writing, its answer and what follows from it.
    for (let exchange = 0; exchange < 30; exchange++) {
      for (const machine of this.machines) this.written(machine);
      for (const message of this.flying.splice(0)) {
        const target = this.byId(message.to);
        if (target) this.give(target, { type: 'message', message });
      }
    }
  }
}

const sameEntry = (a: RaftEntry, b: RaftEntry): boolean =>
  a.term === b.term &&
  a.type === b.type &&
  a.data.length === b.data.length &&
  a.data.every((byte, i) => byte === b.data[i]);

describe('whatever the network does, the nodes agree', () => {
  it.each([
    [1, 10],
    [2, 20],
    [3, 60],
    [5, 40],
  ])('%i members, %i seeds', (members, seeds) => {
    for (let seed = 1; seed <= seeds; seed++) new Swarm(seed, members, 0).run(1500);
  });

  it.each([
    [1, 3, 30],
    [2, 2, 20],
    [3, 3, 60],
    [5, 2, 30],
  ])('%i members and %i more that come and go, %i seeds', (members, spares, seeds) => {
    for (let seed = 1; seed <= seeds; seed++) new Swarm(seed, members, spares).run(2500);
  });
});
