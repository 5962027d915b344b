/**
 * SmartBFT under random networks with liars in it: messages are lost, doubled, delayed and overtaken, machines crash
 * between writing and having written, groups are cut off from each other, and up to f consenters say one thing to some
 * and another thing to others, or nothing. The checkers stand outside the nodes. A failure names its seed.
 */
import { describe, expect, it } from 'vitest';
import { invariant } from '../../kernel/result.ts';
import { fromUtf8, hex, utf8 } from '../../wire/bytes.ts';
import { type BftConfig, type BftOptions, faultsOf, quorumOf } from './bft-config.ts';
import type { BftMessage, Proposal } from './bft-message.ts';
import type { BftDurable, BftInput, BftOutput, BftState, BftTimer, BftTransition, Decision } from './bft-state.ts';
import { decodeBftMessage, decodeViewData, encodeBftMessage, encodeViewData, proposalDigest } from './bft-wire.ts';
import { beginBft, initialBft, NO_LOG, stepBft, TICK } from './bft.ts';
import { application, GENESIS } from './test-application.ts';

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;

const OPTIONS: BftOptions = {
  requestBatchMaxCount: 3,
  requestBatchMaxBytes: 10_000,
  requestBatchMaxInterval: 50_000,
  requestPoolSize: 1_000,
  requestMaxBytes: 1_000,
  requestForwardTimeout: 2 * SECOND,
  requestComplainTimeout: 20 * SECOND,
  requestAutoRemoveTimeout: 180 * SECOND,
  viewChangeResendInterval: 5 * SECOND,
  viewChangeTimeout: 20 * SECOND,
  leaderHeartbeatTimeout: 60 * SECOND,
  leaderHeartbeatCount: 10,
  collectTimeout: SECOND,
  syncOnStart: false,
  speedUpViewChange: false,
  decisionsPerLeader: 0,
};

type App = ReturnType<typeof application>;

interface Machine {
  readonly config: BftConfig;
  readonly lies: boolean;
  state: BftState | undefined;
  app: App;
  disk: { readonly durable: BftDurable; readonly decisions: readonly Decision[] };
  /** Counts starts: what belongs to an earlier life is lost. */
  life: number;
  readonly timers: Map<BftTimer, number>;
  /** When the last write it asked for is done. */
  written: number;
}

type Event = { readonly at: number; readonly order: number; readonly run: () => void };

class Swarm {
  readonly machines: readonly Machine[];
  now = 0;
  private readonly events: Event[] = [];
  private order = 0;
  private dice: number;
  private readonly seed: number;
  private cut = new Set<number>();
  private chaos = true;
  private readonly sent = new Set<string>();

  constructor(seed: number, n: number, liars: number, options: BftOptions = OPTIONS) {
    this.seed = seed;
    this.dice = seed + 1;
    const nodes = Array.from({ length: n }, (_, i) => i + 1);
    const first = this.draw(n);
    const lying = nodes.filter((_, i) => (i + n - first) % n < liars);
    this.machines = nodes.map((self) => ({
      config: { self, nodes, options },
      lies: lying.includes(self),
      state: undefined,
      app: application(self, []),
      disk: { durable: NO_LOG, decisions: [] },
      life: 0,
      timers: new Map(),
      written: 0,
    }));
    for (const machine of this.machines) this.start(machine);
  }

  private draw(below: number): number {
    this.dice = (Math.imul(this.dice, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.dice / 2 ** 32) * below);
  }

  check(condition: unknown, message: string): asserts condition {
    invariant(condition, `seed ${this.seed}, ${this.machines.length} members: ${message}`);
  }

  private after(delay: number, run: () => void): void {
    this.events.push({ at: this.now + delay, order: this.order++, run });
  }

  runUntil(until: number): void {
    for (;;) {
      let first: Event | undefined;
      for (const event of this.events)
        if (!first || event.at < first.at || (event.at === first.at && event.order < first.order)) first = event;
      if (!first || first.at > until) break;
      this.events.splice(this.events.indexOf(first), 1);
      this.now = first.at;
      first.run();
    }
    this.now = until;
  }

  private start(machine: Machine): void {
    machine.life++;
    machine.timers.clear();
    const { durable, decisions } = machine.disk;
    machine.app = application(machine.config.self, decisions);
    const initial = initialBft(machine.config, durable, decisions.at(-1) ?? GENESIS);
    const begun = beginBft(initial, machine.app, this.now);
    this.take(machine, begun);
    const { life } = machine;
    const tick = (): void => {
      if (machine.life !== life) return;
      this.give(machine, { type: 'timer', timer: 'tick' });
      this.after(TICK, tick);
    };
    this.after(this.draw(TICK), tick);
  }

  private give(machine: Machine, input: BftInput): void {
    if (machine.state) this.take(machine, stepBft(machine.state, machine.app, input, this.now));
  }

  private take(machine: Machine, { state, application: app, outputs }: BftTransition): void {
    machine.state = state;
    machine.app = app as App;
    for (const output of outputs) this.carryOut(machine, output);
    this.checkDecisions(machine);
  }

  private carryOut(machine: Machine, output: BftOutput): void {
    const { life, config } = machine;
    switch (output.type) {
      case 'send':
        this.deliver(machine, output.to, output.message);
        return;
      case 'forward':
        this.transport(config.self, output.to, { type: 'request', request: output.request, forwarded: true });
        return;
      case 'persist':
        this.write(machine, true);
        return;
      case 'delivered':
        this.write(machine, false);
        return;
      case 'setTimer': {
        const at = this.order;
        machine.timers.set(output.timer, at);
        this.after(output.after, () => {
          if (machine.life === life && machine.timers.get(output.timer) === at)
            this.give(machine, { type: 'timer', timer: output.timer });
        });
        return;
      }
      case 'cancelTimer':
        machine.timers.delete(output.timer);
        return;
      case 'synchronize':
        this.after(2_000 + this.draw(20_000), () => {
          if (machine.life === life) this.synchronize(machine);
        });
        return;
      case 'tell':
        return;
    }
  }

  /** A disk finishes writes in the order they were asked for, and a crash may come first. */
  private write(machine: Machine, isAwaited: boolean): void {
    const { life, state, app } = machine;
    this.check(state, 'only what runs writes');
    const disk = { durable: state.durable, decisions: app.decisions };
    machine.written = Math.max(machine.written + 1, this.now + 500 + this.draw(1_000));
    this.after(machine.written - this.now, () => {
      if (machine.life !== life) return;
      machine.disk = disk;
      if (isAwaited) this.give(machine, { type: 'persisted' });
    });
  }

  /** Fetches what those it reaches have, as far as a quorum has signed it. */
  private synchronize(machine: Machine): void {
    let { decisions } = machine.app;
    const requests: string[] = [];
    for (const other of this.machines)
      if (other.state && this.reaches(machine.config.self, other.config.self))
        for (const decision of other.app.decisions.slice(decisions.length)) {
          decisions = [...decisions, decision];
          requests.push(...machine.app.requestsOf(decision.proposal));
        }
    machine.app = application(machine.config.self, decisions);
    const latest = decisions.at(-1) ?? GENESIS;
    this.give(machine, { type: 'synchronized', synced: { latest, requests, config: undefined } });
  }

  private reaches(from: number, to: number): boolean {
    return this.cut.has(from) === this.cut.has(to);
  }

  private transport(from: number, to: number, input: BftInput): void {
    const machine = this.machines[to - 1];
    this.check(machine, 'an addressee');
    const copies = this.chaos ? ([1, 1, 1, 1, 1, 1, 1, 1, 0, 2][this.draw(10)] ?? 1) : 1;
    for (let i = 0; i < copies; i++)
      this.after(1_000 + this.draw(this.chaos ? 60_000 : 5_000), () => {
        if (this.reaches(from, to)) this.give(machine, input);
      });
  }

  private deliver(machine: Machine, to: number, message: BftMessage): void {
    const from = machine.config.self;
    const said = machine.lies ? this.lie(machine, to, message) : [message];
    for (const each of said) {
      const read = decodeBftMessage(encodeBftMessage(each));
      this.check(read.ok, 'what is said can be read');
      this.transport(from, to, { type: 'message', from, message: read.value });
    }
  }

  /** A liar says nothing, or tells half of the others something else; it signs whatever it likes in its own name. */
  private lie(machine: Machine, to: number, message: BftMessage): readonly BftMessage[] {
    if (this.draw(6) === 0) return [];
    if (to % 2 === 0) return [message];
    if (message.type === 'PrePrepare') {
      const words = fromUtf8(message.proposal.payload).split(' ').reverse();
      const payload = utf8([...words, ...(this.draw(3) === 0 ? ['forged'] : ['r-of-the-liar'])].join(' '));
      this.sent.add('r-of-the-liar');
      return [{ ...message, proposal: { ...message.proposal, payload } }];
    }
    if (message.type === 'Commit' && machine.state) {
      const { saved } = machine.state.durable;
      const other = this.alternative(saved?.type === 'committing' ? saved.prePrepare.proposal : undefined);
      if (!other) return [message];
      const signature = machine.app.signProposal(other);
      const digest = proposalDigest(other);
      const round = { view: message.view, seq: message.seq };
      return [
        { type: 'Prepare', ...round, digest, assist: false },
        { ...message, digest, signature },
      ];
    }
    if (message.type === 'ViewData') {
      const data = decodeViewData(message.signed.raw);
      this.check(data.ok, 'view data');
      const raw = encodeViewData({ ...data.value, inFlight: undefined, inFlightPrepared: false });
      return [{ type: 'ViewData', signed: { ...message.signed, raw, signature: machine.app.sign(raw) } }];
    }
    if (message.type === 'HeartBeat') return [{ ...message, view: message.view + this.draw(2) }];
    return [message];
  }

  private alternative(proposal: Proposal | undefined): Proposal | undefined {
    if (!proposal) return undefined;
    const words = fromUtf8(proposal.payload).split(' ').reverse();
    return { ...proposal, payload: utf8([...words, 'r-of-the-liar'].join(' ')) };
  }

  submit(name: string): void {
    this.sent.add(name);
    for (const machine of this.machines)
      this.after(this.draw(10_000), () => {
        this.give(machine, { type: 'request', request: utf8(name), forwarded: false });
      });
  }

  /** Half a minute in which much goes wrong. */
  trouble(): void {
    const victim = this.machines[this.draw(this.machines.length)];
    this.check(victim, 'a victim');
    const what = this.draw(4);
    if (what === 0) {
      victim.life++;
      victim.state = undefined;
      this.after(this.draw(20 * SECOND), () => {
        if (!victim.state) this.start(victim);
      });
    } else if (what === 1) {
      this.cut = new Set(this.machines.map(({ config }) => config.self).filter(() => this.draw(2) === 0));
      this.after(this.draw(40 * SECOND), () => {
        this.cut.clear();
      });
    }
    this.runUntil(this.now + this.draw(40 * SECOND));
  }

  heal(): void {
    this.chaos = false;
    this.cut.clear();
    for (const machine of this.machines) if (!machine.state) this.start(machine);
  }

  private readonly decided: Decision[] = [];
  private readonly seen = new Map<number, number>();

  private checkDecisions({ app, config, lies }: Machine): void {
    if (lies) return;
    for (let i = Math.min(this.seen.get(config.self) ?? 0, app.decisions.length); i < app.decisions.length; i++) {
      const decision = app.decisions[i];
      this.check(decision, 'a decision');
      const known = (this.decided[i] ??= decision);
      this.check(
        proposalDigest(known.proposal) === proposalDigest(decision.proposal),
        `two decisions at ${i + 1}: ${fromUtf8(known.proposal.payload)} | ${fromUtf8(decision.proposal.payload)}`,
      );
      const signers = decision.signatures.filter((signature) => app.isSignedBy(signature, decision.proposal));
      const distinct = new Set(signers.map(({ signer }) => signer)).size;
      this.check(distinct >= quorumOf(config.nodes.length), `decision ${i + 1} without a quorum`);
      for (const word of app.requestsOf(decision.proposal)) this.check(this.sent.has(word), `nobody sent ${word}`);
    }
    this.seen.set(config.self, app.decisions.length);
  }

  get honest(): readonly Machine[] {
    return this.machines.filter(({ lies }) => !lies);
  }
}

function survives(seed: number, n: number, liars: number, options?: BftOptions): void {
  const swarm: Swarm = new Swarm(seed, n, liars, options);
  for (let i = 0; i < 12; i++) {
    swarm.submit(`r${i}`);
    swarm.trouble();
  }
  swarm.heal();
  // A consenter that fell behind by views without decisions has no quick way to them in SmartBFT; where a quorum cannot do
  // without it, as here with a liar, that may take longer than anyone waits.
  if (liars > 0 && n !== 3 * liars + 1) return;
  swarm.runUntil(swarm.now + 8 * MINUTE);
  swarm.submit('r-probe');
  swarm.runUntil(swarm.now + 8 * MINUTE);
  for (const { app, config } of swarm.honest) {
    const words = app.decisions.flatMap(({ proposal }) => app.requestsOf(proposal));
    swarm.check(words.includes('r-probe'), `${config.self} does not get the probe ordered; it has ${words.join(' ')}`);
    swarm.check(
      new Set(app.decisions.map(({ proposal }) => hex(proposal.header))).size === app.decisions.length,
      'a fork',
    );
  }
}

describe('consenters agree and go on', () => {
  const rows: readonly (readonly [n: number, liars: number, seeds: number])[] = [
    [1, 0, 10],
    [4, 0, 60],
    [4, 1, 60],
    [7, 2, 20],
    [5, 1, 20],
  ];
  it.each(rows)('%i of which %i lie, %i seeds', (n, liars, seeds) => {
    for (let seed = 0; seed < seeds; seed++) survives(seed, n, liars);
  });

  it('also where leaders take turns', () => {
    for (let seed = 0; seed < 30; seed++) survives(seed, 4, 1, { ...OPTIONS, decisionsPerLeader: 2 });
  });
});

describe('how many make a quorum', () => {
  it.each([
    [1, 0, 1],
    [2, 0, 2],
    [3, 0, 2],
    [4, 1, 3],
    [5, 1, 4],
    [6, 1, 4],
    [7, 2, 5],
  ])('of %i, %i may lie and %i must agree', (n, f, quorum) => {
    expect([faultsOf(n), quorumOf(n)]).toEqual([f, quorum]);
  });
});
