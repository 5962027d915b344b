/**
 * Raft under a random schedule: messages are lost, doubled, overtaken and held back for long, machines crash between
 * writing and having written, groups are cut off from each other, leaders hand over, logs are cut to snapshots, members
 * come and go. What must hold is checked from outside the nodes; a failure names the property and the seed.
 */
import { invariant } from '../../kernel/result.ts';
import { decodeConfChange } from './conf-change.ts';
import { bootstrapRaft, joinRaft, raftStep, restartRaft } from './raft.ts';
import type { RaftEntry } from './raft-log.ts';
import type { RaftMessage } from './raft-message.ts';
import { type Applier, Checker, snapshotOf } from './test-checker.ts';
import type { RaftConfig, RaftDurable, RaftInput, RaftOutput, RaftState, RaftTransition } from './raft-state.ts';

export interface Schedule {
  readonly seed: number;
  readonly members: number;
  /** Machines that are there to be added; without any the members stay as they are. */
  readonly spares: number;
  readonly steps: number;
}

const NOTHING = {
  schedules: 0,
  leaders: 0,
  crashes: 0,
  committed: 0,
  snapshotsTaken: 0,
  snapshotsSent: 0,
  snapshotsReceived: 0,
  heldBack: 0,
  membersChanged: 0,
};

/** How often what happened, over all schedules of a test: one in which nothing happens proves nothing. */
export type Tally = typeof NOTHING;

export const emptyTally = (): Tally => ({ ...NOTHING });

interface Machine extends Applier {
  /** Another one after it was removed and added again: ids are never used twice. */
  id: number;
  readonly options: Omit<RaftConfig, 'id'>;
  /** Whether it may run: not before someone wants to add it, and not any more once it has learnt that it was removed. */
  hired: boolean;
  /** Undefined while it is down. */
  state: RaftState | undefined;
  disk: RaftDurable | undefined;
  /** Asked for and not yet on disk. */
  writing: RaftDurable | undefined;
  /** The log as it comes out when only what `persist` calls new is written. */
  written: readonly RaftEntry[];
  /** Entries since its last snapshot. */
  sinceSnapshot: number;
}

interface Flying {
  readonly message: RaftMessage;
  /** The step from which on it may arrive. */
  readonly due: number;
}

export class Swarm {
  private readonly schedule: Schedule;
  private readonly tally: Tally;
  private readonly machines: Machine[];
  private readonly founders: readonly number[];
  private readonly snapshotInterval: number;
  private readonly stormy: boolean;
  private nextId: number;
  private flying: Flying[] = [];
  private readonly checker: Checker;
  private cut = new Set<number>();
  private slow: { readonly from: number; readonly to: number } | undefined;
  private dice: number;
  private proposals = 0;
  private now = 0;

  constructor(schedule: Schedule, tally: Tally) {
    const { seed, members, spares } = schedule;
    this.schedule = schedule;
    this.tally = tally;
    this.dice = seed + 1;
    this.checker = new Checker(`seed ${seed}, ${members} + ${spares} members`);
    this.founders = Array.from({ length: members }, (_, i) => i + 1);
    this.nextId = members + 1;
    // From a snapshot every few entries to hardly any.
    this.stormy = this.draw(3) === 0;
    this.snapshotInterval = [2, 5, 12, 40][this.draw(4)] ?? 5;
    const snapshotCatchUpEntries = [0, 1, 4][this.draw(3)] ?? 4;
    const options = {
      electionTick: [4, 6, 10][this.draw(3)] ?? 10,
      heartbeatTick: 1,
      maxInflight: 5,
      // One entry in a message, or several.
      maxMessageBytes: [1, 15, 40][this.draw(3)] ?? 40,
      snapshotCatchUpEntries,
    };
    this.machines = Array.from({ length: members + spares }, (_, i) => ({
      id: i < members ? i + 1 : 0,
      options,
      hired: i < members,
      state: undefined,
      disk: undefined,
      writing: undefined,
      written: [],
      applied: 0,
      sum: 0,
      sinceSnapshot: 0,
    }));
    for (const machine of this.machines) this.start(machine);
  }

  run(): void {
    for (; this.now < this.schedule.steps; this.now++) {
      this.act();
      if (this.now % 50 === 0) this.checkLogs();
    }
    this.checkLogs();
    this.heal();
    this.tally.schedules++;
    this.tally.leaders += this.checker.leaders.size;
    this.tally.committed += this.checker.committed.length;
  }

  private draw(below: number): number {
    // A linear congruential generator is random enough here and not the one under test.
    this.dice = (Math.imul(this.dice, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.dice / 0x1_0000_0000) * below);
  }

  private act(): void {
    const machine = this.machines[this.draw(this.machines.length)];
    invariant(machine, 'a machine is drawn');
    if (this.stormy && this.draw(30) === 0) return this.storm(machine);
    const chance = this.draw(1000);
    if (chance < 300) this.give(machine, { type: 'tick' });
    else if (chance < 750) for (let more = this.draw(3); more >= 0; more--) this.deliver();
    else if (chance < 900) this.written(machine);
    else if (chance < 955) this.propose(this.someLeader() ?? machine);
    else if (chance < 960) this.slow = this.draw(2) ? { from: this.draw(this.nextId), to: machine.id } : undefined;
    else if (chance < 967) this.give(machine, { type: 'unreachable', peer: this.draw(this.nextId) + 1 });
    else if (chance < 970) this.give(machine, { type: 'transferLeadership', to: this.draw(this.nextId) + 1 });
    else if (chance < 976) this.crash(machine);
    else if (chance < 989) this.start(machine);
    else if (chance < 993) this.changeSome();
    else this.partition(this.draw(2) === 0 ? [] : this.machines.filter(() => this.draw(3) === 0));
  }

  /**
   * A node stands for election and, if it is elected, falls before long: with luck it has spread some of what it wrote and
   * not the rest. That is where entries of several terms compete.
   */
  private storm(candidate: Machine): void {
    this.partition(this.machines.filter((machine) => machine !== candidate && this.draw(3) === 0));
    if (this.draw(2)) this.flying = [];
    for (const machine of this.machines) if (machine === candidate || this.draw(4)) this.start(machine);
    for (const machine of this.machines)
      if (machine !== candidate)
        for (let ticks = 0; ticks < machine.options.electionTick; ticks++) this.give(machine, { type: 'tick' });
    this.give(candidate, { type: 'campaign' });
    for (let more = 20 + this.draw(80); more > 0; more--) {
      if (this.draw(3)) this.deliver();
      else for (const machine of this.machines) this.written(machine);
      if (this.draw(20) === 0) this.propose(candidate);
    }
    if (this.draw(3)) this.crash(candidate);
  }

  private partition(apart: readonly Machine[]): void {
    this.cut = new Set(apart.map(({ id }) => id));
  }

  private propose(machine: Machine): void {
    this.give(machine, { type: 'propose', data: new Uint8Array([++this.proposals & 0xff, this.proposals >> 8]) });
  }

  /** There may be more who believe that they lead. */
  private someLeader(): Machine | undefined {
    const leaders = this.machines.filter(({ state }) => state?.volatile.role === 'leader');
    return leaders[this.draw(leaders.length)];
  }

  /** One or more changes at a leader: it must see to it that they do not overlap. */
  private changeSome(): void {
    const leader = this.someLeader();
    for (let more = this.draw(4); leader && more >= 0; more--) this.changeMembers(leader);
  }

  /** Asks `machine`, who may or may not lead, to add a machine that is idle, or to remove a member. */
  private changeMembers(machine: Machine): void {
    if (this.schedule.spares === 0 || !machine.state) return;
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
    added.id = node;
    added.hired = true;
    this.nextId++;
  }

  private send(message: RaftMessage): void {
    const isSlow = this.slow?.from === message.from && this.slow.to === message.to;
    const held = this.draw(60) === 0 ? 100 + this.draw(400) : 0;
    if (isSlow || held > 0) this.tally.heldBack++;
    this.flying.push({ message, due: this.now + held + (isSlow ? 20 + this.draw(60) : 0) });
  }

  private deliver(): void {
    let place = this.draw(this.flying.length);
    // Most of what is due soon is met before long, whatever is held back.
    for (let tries = 0; tries < 6 && (this.flying[place]?.due ?? 0) > this.now; tries++)
      place = this.draw(this.flying.length);
    const chosen = this.flying[place];
    if (!chosen || chosen.due > this.now) return;
    const newest = this.flying.pop();
    if (newest && newest !== chosen) this.flying[place] = newest;
    const { message } = chosen;
    const separated = this.cut.has(message.from) !== this.cut.has(message.to);
    const chance = this.draw(20);
    if (chance === 0) this.flying.push(chosen);
    const target = this.byId(message.to);
    if (target && !separated && chance !== 1) this.give(target, { type: 'message', message });
  }

  private readonly byId = (id: number): Machine | undefined => this.machines.find((machine) => machine.id === id);

  private written(machine: Machine): void {
    if (!machine.writing) return;
    machine.disk = machine.writing;
    machine.writing = undefined;
    this.give(machine, { type: 'persisted' });
  }

  private crash(machine: Machine): void {
    if (!machine.state) return;
    this.tally.crashes++;
    // What was being written may have reached the disk without anyone having been told.
    if (machine.writing && this.draw(2)) machine.disk = machine.writing;
    machine.writing = undefined;
    machine.state = undefined;
  }

  private start(machine: Machine): void {
    if (machine.state || !machine.hired) return;
    machine.applied = 0;
    machine.sum = 0;
    machine.sinceSnapshot = 0;
    machine.written = machine.disk ? [...machine.disk.log.entries] : [];
    const seed = this.draw(0x8000_0000);
    const founder = this.founders.includes(machine.id);
    const config = { ...machine.options, id: machine.id };
    const first = () => (founder ? bootstrapRaft(config, this.founders, seed) : joinRaft(config, seed));
    this.take(machine, machine.disk ? restartRaft(config, machine.disk, seed) : first());
  }

  private give(machine: Machine, input: RaftInput): void {
    const before = machine.state;
    if (!before) return;
    const after = raftStep(before, input);
    this.checker.steps(before, after.state);
    this.take(machine, after);
  }

  private take(machine: Machine, { state, outputs }: RaftTransition): void {
    machine.state = state;
    for (const output of outputs) this.carryOut(machine, output);
    // It may have learnt that it was removed.
    if (!isUp(machine)) return;
    if (state.volatile.role === 'leader') this.checker.leads(state);
    if (machine.sinceSnapshot >= this.snapshotInterval) this.snapshot(machine);
  }

  private carryOut(machine: Machine, output: RaftOutput): void {
    switch (output.type) {
      case 'send':
        this.checker.check('durability', !machine.writing, () => `${machine.id} speaks while its disk is writing`);
        return output.message.type === 'MsgSnap'
          ? this.sendSnapshot(machine, output.message)
          : this.send(output.message);
      case 'commit':
        return this.applied(machine, output.entries);
      case 'restore':
        if (output.received) this.tally.snapshotsReceived++;
        machine.sinceSnapshot = 0;
        return this.checker.restores(machine, output.snapshot);
      case 'persist':
        this.checker.check('durability', !machine.writing, () => `${machine.id} has two writes under way`);
        this.checkWritten(machine, output);
        if (output.sync) machine.writing = output.durable;
        // Without sync it may be lost in a crash.
        else if (this.draw(2)) machine.disk = output.durable;
        return;
      default:
        return;
    }
  }

  /** The sender is told at once whether it was taken; that does not mean that it arrives. */
  private sendSnapshot(machine: Machine, message: RaftMessage & { readonly type: 'MsgSnap' }): void {
    this.tally.snapshotsSent++;
    const failed = this.draw(8) === 0;
    if (!failed) this.send(message);
    const reported = machine.state && raftStep(machine.state, { type: 'snapshotReported', peer: message.to, failed });
    if (!reported) return;
    invariant(reported.outputs.length === 0, 'a report by itself brings nothing about');
    machine.state = reported.state;
  }

  private snapshot(machine: Machine): void {
    this.tally.snapshotsTaken++;
    machine.sinceSnapshot = 0;
    this.give(machine, { type: 'takeSnapshot', index: machine.applied, data: snapshotOf(machine.sum) });
  }

  /** What is called new adds up to the whole. */
  private checkWritten(machine: Machine, output: RaftOutput & { readonly type: 'persist' }): void {
    const { durable, entries, received } = output;
    const before = received ? [] : machine.written;
    const from = entries[0]?.index ?? Infinity;
    machine.written = [...before.filter(({ index }) => index < from && index > durable.log.base.index), ...entries];
    const whole = [...durable.log.entries];
    const same = machine.written.length === whole.length && whole.every((entry, i) => entry === machine.written[i]);
    this.checker.check('durability', same, () => `what ${machine.id} wrote piece by piece is not its log`);
  }

  private applied(machine: Machine, entries: readonly RaftEntry[]): void {
    for (const entry of entries) {
      const isFirst = this.checker.applies(machine, entry);
      machine.sinceSnapshot++;
      const change = entry.type === 'confChange' ? decodeConfChange(entry.data) : undefined;
      if (change && isFirst) this.tally.membersChanged++;
      // As an orderer does: who learns that it was removed stops.
      if (change?.type === 'remove' && change.node === machine.id) this.dismiss(machine);
    }
  }

  private dismiss(machine: Machine): void {
    this.crash(machine);
    machine.hired = false;
  }

  private readonly members = (): readonly Machine[] => {
    const voters = this.checker.voters();
    return this.machines.filter(({ id }) => voters.has(id));
  };

  private checkLogs(): void {
    this.checker.match(this.machines.flatMap(({ state }) => (state ? [state.durable.log] : [])));
  }

  /** With everything up and nothing lost, a leader is found and what is proposed is committed everywhere. */
  private heal(): void {
    this.cut.clear();
    this.slow = undefined;
    for (const machine of this.machines) this.start(machine);
    for (let round = 0; round < 60; round++) this.quietRound();
    const leader = this.members().find(({ state }) => state?.volatile.role === 'leader');
    this.checker.check('liveness', leader, () => 'no leader after 60 quiet ticks');
    this.give(leader, { type: 'propose', data: new Uint8Array([1, 2, 3]) });
    for (let round = 0; round < 10; round++) this.quietRound();
    const top = this.checker.committed.length;
    const members = this.members();
    this.checker.check('liveness', members.length > 0, () => 'nobody is left');
    for (const { id, applied } of members)
      this.checker.check('liveness', applied === top, () => `${id} has applied ${applied} of ${top} entries`);
    const last = this.checker.committed[top - 1]?.entry;
    this.checker.check(
      'liveness',
      last?.data.length === 3,
      () => 'the last entry is not the one proposed after healing',
    );
    this.checkLogs();
  }

  private quietRound(): void {
    for (const machine of this.machines) this.give(machine, { type: 'tick' });
    // Enough exchanges for a request, its writing, its answer and what follows from it.
    for (let exchange = 0; exchange < 30; exchange++) {
      for (const machine of this.machines) this.written(machine);
      if (this.flying.length === 0) return;
      for (const { message } of this.flying.splice(0)) {
        const target = this.byId(message.to);
        if (target) this.give(target, { type: 'message', message });
      }
    }
  }
}

const isUp = ({ state }: Machine): boolean => state !== undefined;
