/**
 * Virtual time, links with latency and faults, timers, disks, crash and restart. Not one Fabric word.
 *
 * The kernel pops what is due, steps the actor, carries out the effects. Everything it decides (latencies, timer
 * draws) comes from a stream of its own per link and per node, so equal inputs give equal worlds.
 */
import type { Actor, ActorId, Effect, Input } from './actor.ts';
import { EventQueue, type Scheduled } from './event-queue.ts';
import { betweenOf, next, type Stream, streamOf, unitOf } from './random.ts';
import { invariant } from './result.ts';
import type { KernelEvent as Event, LossReason } from './kernel-event.ts';
import type { Micros } from './time.ts';

/** Latency in [min, max], drawn per message. */
export interface Latency {
  readonly min: Micros;
  readonly max: Micros;
}

export interface LinkState {
  readonly up: boolean;
  /** Share of messages lost, in [0, 1]. */
  readonly loss: number;
  readonly latencyFactor: number;
}

export const HEALTHY_LINK: LinkState = { up: true, loss: 0, latencyFactor: 1 };

/** How the world outside the kernel names what happens in it. */
export interface Narrator<M, F> {
  readonly sent: (id: number, to: ActorId, message: M, arrivesAt: Micros, lost: LossReason | null) => F;
  readonly lost: (id: number, from: ActorId, message: M, reason: LossReason) => F;
  /** Records a fact and gives its seq, the `cause` of what follows from it. */
  readonly record: (at: Micros, node: ActorId, cause: number | null, fact: F) => number;
}

export interface KernelOptions {
  readonly seed: string;
  readonly latency: (from: ActorId, to: ActorId) => Latency;
  readonly disk: Latency;
}

interface Slot<M, C, F> {
  readonly actor: Actor<M, C, F>;
  readonly up: boolean;
  /** Counts starts: what was scheduled for an earlier life is void. */
  readonly life: number;
  readonly disk: unknown;
  /** Which arming of a timer is the current one. */
  readonly timers: Readonly<Record<string, number>>;
}

/** Everything needed to go on from here; holds references to immutable values, so it is cheap to keep. */
export interface Checkpoint<M, C, F> {
  readonly now: Micros;
  readonly sequence: number;
  readonly messages: number;
  readonly queue: readonly Scheduled<Event<M>>[];
  readonly slots: ReadonlyMap<ActorId, Slot<M, C, F>>;
  readonly links: ReadonlyMap<string, LinkState>;
  readonly streams: ReadonlyMap<string, Stream>;
  readonly lastArrival: ReadonlyMap<string, Micros>;
  readonly unheard: ReadonlyMap<string, number | null>;
}

const linkKey = (from: ActorId, to: ActorId): string => `${from}\0${to}`;

export class Kernel<M, C, F> {
  private readonly options: KernelOptions;
  private readonly narrator: Narrator<M, F>;
  private clock: Micros;
  private sequence: number;
  private messages: number;
  private readonly queue: EventQueue<Event<M>>;
  private readonly slots: Map<ActorId, Slot<M, C, F>>;
  private readonly links: Map<string, LinkState>;
  private readonly streams: Map<string, Stream>;
  private readonly lastArrival: Map<string, Micros>;
  /** Crashes nobody could hear of because the link was cut: by link, the cause. Heard when the link is back. */
  private readonly unheard: Map<string, number | null>;

  constructor(options: KernelOptions, narrator: Narrator<M, F>, from?: Checkpoint<M, C, F>) {
    this.options = options;
    this.narrator = narrator;
    this.clock = from?.now ?? 0;
    this.sequence = from?.sequence ?? 0;
    this.messages = from?.messages ?? 0;
    this.queue = new EventQueue(from?.queue);
    this.slots = new Map(from?.slots);
    this.links = new Map(from?.links);
    this.streams = new Map(from?.streams);
    this.lastArrival = new Map(from?.lastArrival);
    this.unheard = new Map(from?.unheard);
  }

  get now(): Micros {
    return this.clock;
  }

  checkpoint(): Checkpoint<M, C, F> {
    return {
      now: this.clock,
      sequence: this.sequence,
      messages: this.messages,
      queue: this.queue.snapshot(),
      slots: new Map(this.slots),
      links: new Map(this.links),
      streams: new Map(this.streams),
      lastArrival: new Map(this.lastArrival),
      unheard: new Map(this.unheard),
    };
  }

  /** Adds a machine with an empty or given disk, switched off. */
  add(node: ActorId, actor: Actor<M, C, F>, disk: unknown): void {
    invariant(!this.slots.has(node), `two nodes named ${node}`);
    this.slots.set(node, { actor, up: false, life: 0, disk, timers: {} });
  }

  has(node: ActorId): boolean {
    return this.slots.has(node);
  }

  isUp(node: ActorId): boolean {
    return this.slots.get(node)?.up ?? false;
  }

  /** When a timer of a machine goes off; undefined while it is not set. */
  timerDue(node: ActorId, timer: string): Micros | undefined {
    const armed = this.slots.get(node)?.timers[timer];
    const isIt = (event: Event<M>): boolean =>
      event.type === 'timer' && event.node === node && event.timer === timer && event.armed === armed;
    return armed === undefined ? undefined : this.queue.snapshot().find(({ event }) => isIt(event))?.at;
  }

  hasStarted(node: ActorId): boolean {
    return (this.slots.get(node)?.life ?? 0) > 0;
  }

  stateOf(node: ActorId): unknown {
    return this.slots.get(node)?.actor.state;
  }

  /** Switches a machine on: it boots from its disk and gets `start`. */
  start(node: ActorId, cause: number | null): void {
    const slot = this.slot(node);
    invariant(!slot.up, `${node} is running`);
    this.slots.set(node, { ...slot, actor: slot.actor.restart(slot.disk), up: true, life: slot.life + 1, timers: {} });
    this.stepActor(node, { type: 'start' }, cause);
  }

  /** Kills a machine: timers, unfinished writes and everything volatile are gone, and its connections close. */
  crash(node: ActorId, cause: number | null): void {
    const slot = this.slot(node);
    this.slots.set(node, { ...slot, up: false, timers: {} });
    for (const [other, { up }] of this.slots) {
      const link = linkKey(node, other);
      if (!up || !(this.lastArrival.has(link) || this.lastArrival.has(linkKey(other, node)))) continue;
      if (this.linkState(node, other).up) this.disconnect(node, other, cause);
      else this.unheard.set(link, cause);
    }
  }

  /** Switches a machine off in order: what it has asked its disk to write is written first. Then as {@link crash}. */
  stop(node: ActorId, cause: number | null): void {
    const { life } = this.slot(node);
    for (const { event } of [...this.queue.snapshot()].sort((a, b) => a.at - b.at || a.seq - b.seq))
      if (event.type === 'persisted' && event.node === node && event.life === life)
        this.slots.set(node, { ...this.slot(node), disk: event.durable });
    this.crash(node, cause);
  }

  private disconnect(from: ActorId, to: ActorId, cause: number | null): void {
    const { min, max } = this.options.latency(from, to);
    const at = this.clock + betweenOf(this.draw(`link ${linkKey(from, to)}`), min, max);
    this.schedule(at, { type: 'disconnected', from, to, cause, life: this.slot(to).life });
  }

  /** Replaces what is on a machine's disk while it is off (key material, a genesis block). */
  writeDisk(node: ActorId, change: (disk: unknown) => unknown): void {
    const slot = this.slot(node);
    invariant(!slot.up, `${node} is running`);
    const disk = change(slot.disk);
    this.slots.set(node, { ...slot, disk, actor: slot.actor.restart(disk) });
  }

  linkState(from: ActorId, to: ActorId): LinkState {
    return this.links.get(linkKey(from, to)) ?? HEALTHY_LINK;
  }

  setLink(from: ActorId, to: ActorId, state: LinkState): void {
    const link = linkKey(from, to);
    this.links.set(link, state);
    const crash = this.unheard.get(link);
    if (crash === undefined || !state.up) return;
    this.unheard.delete(link);
    // What was connected before asks whether the other is still there, and hears that it knows of no connection.
    this.disconnect(from, to, crash);
  }

  /** Gives an input to a running actor at once. */
  give(node: ActorId, input: Input<M, C>, cause: number | null): void {
    this.stepActor(node, input, cause);
  }

  /** When the next thing is due, or undefined when nothing is. */
  nextAt(): Micros | undefined {
    return this.queue.peek()?.at;
  }

  /** Lets the next due thing happen, if it is due by `until`. */
  stepOnce(until: Micros): boolean {
    const due = this.queue.peek();
    if (!due || due.at > until) return false;
    this.queue.pop();
    this.clock = due.at;
    this.happen(due.event);
    return true;
  }

  /** Runs all that is due by `until` and sets the clock there. */
  runUntil(until: Micros): void {
    while (this.stepOnce(until));
    if (until > this.clock) this.clock = until;
  }

  private slot(node: ActorId): Slot<M, C, F> {
    const slot = this.slots.get(node);
    invariant(slot, `no node named ${node}`);
    return slot;
  }

  private schedule(at: Micros, event: Event<M>): number {
    const seq = this.sequence++;
    this.queue.push({ at, seq, event });
    return seq;
  }

  private draw(label: string): Stream {
    const stream = next(this.streams.get(label) ?? streamOf(this.options.seed, label));
    this.streams.set(label, stream);
    return stream;
  }

  private happen(event: Event<M>): void {
    switch (event.type) {
      case 'deliver':
        return this.deliver(event);
      case 'leave':
        if (this.alive(event.from, event.life)) this.leave(event.from, event, event.cause);
        return;
      case 'refused':
        if (this.alive(event.from, event.life))
          this.stepActor(event.from, { type: 'undeliverable', to: event.to, message: event.message }, event.cause);
        return;
      case 'disconnected':
        if (this.alive(event.to, event.life))
          this.stepActor(event.to, { type: 'disconnected', from: event.from }, event.cause);
        return;
      case 'timer':
        return this.fire(event);
      case 'persisted': {
        if (!this.alive(event.node, event.life)) return;
        this.slots.set(event.node, { ...this.slot(event.node), disk: event.durable });
        return this.stepActor(event.node, { type: 'persisted', tag: event.tag }, event.cause);
      }
    }
  }

  private alive(node: ActorId, life: number): boolean {
    const slot = this.slot(node);
    return slot.up && slot.life === life;
  }

  private deliver(event: Event<M> & { type: 'deliver' }): void {
    const reason = event.lost ?? (this.isUp(event.to) ? null : 'nodeDown');
    if (reason) {
      const fact = this.narrator.lost(event.id, event.from, event.message, reason);
      const cause = this.narrator.record(this.clock, event.to, event.cause, fact);
      // A machine that is off refuses connections at once; a cut link only goes silent.
      if (reason === 'nodeDown') this.refuseConnection(event, cause);
      return;
    }
    this.stepActor(event.to, { type: 'message', from: event.from, message: event.message }, event.cause);
  }

  private refuseConnection({ from, to, message }: Event<M> & { type: 'deliver' }, cause: number): void {
    const { min, max } = this.options.latency(to, from);
    const at = this.clock + betweenOf(this.draw(`link ${linkKey(to, from)}`), min, max);
    this.schedule(at, { type: 'refused', from, to, message, cause, life: this.slot(from).life });
  }

  private fire(event: Event<M> & { type: 'timer' }): void {
    if (!this.alive(event.node, event.life)) return;
    const slot = this.slot(event.node);
    if (slot.timers[event.timer] !== event.armed) return;
    const { [event.timer]: _fired, ...timers } = slot.timers;
    this.slots.set(event.node, { ...slot, timers });
    this.stepActor(event.node, { type: 'timer', timer: event.timer }, event.cause);
  }

  private stepActor(node: ActorId, input: Input<M, C>, cause: number | null): void {
    const slot = this.slot(node);
    const { actor, effects } = slot.actor.step(input, this.clock);
    this.slots.set(node, { ...slot, actor });
    let latest = cause;
    for (const effect of effects) latest = this.carryOut(node, effect, latest);
  }

  /** Facts reported earlier in a step are the cause of what comes after them in it. */
  private carryOut(node: ActorId, effect: Effect<M, F>, cause: number | null): number | null {
    switch (effect.type) {
      case 'report':
        return this.narrator.record(this.clock, node, cause, effect.fact);
      case 'send': {
        const busy = effect.max ? betweenOf(this.draw(`work ${node}`), effect.min ?? 0, effect.max) : 0;
        const { to, message, patience } = effect;
        const { life } = this.slot(node);
        if (busy === 0) this.leave(node, { to, message, patience }, cause);
        else this.schedule(this.clock + busy, { type: 'leave', from: node, to, message, patience, cause, life });
        return cause;
      }
      case 'persist': {
        const { min, max } = this.options.disk;
        const at = this.clock + betweenOf(this.draw(`disk ${node}`), min, max);
        // A disk finishes writes in the order they were asked for.
        const done = Math.max(at, (this.lastArrival.get(`disk ${node}`) ?? 0) + 1);
        this.lastArrival.set(`disk ${node}`, done);
        this.schedule(done, {
          type: 'persisted',
          node,
          tag: effect.tag,
          durable: effect.durable,
          cause,
          life: this.slot(node).life,
        });
        return cause;
      }
      case 'setTimer': {
        const at = this.clock + betweenOf(this.draw(`timer ${node}`), effect.min, effect.max);
        const slot = this.slot(node);
        const armed = this.sequence;
        this.slots.set(node, { ...slot, timers: { ...slot.timers, [effect.timer]: armed } });
        this.schedule(at, { type: 'timer', node, timer: effect.timer, armed, cause, life: slot.life });
        return cause;
      }
      case 'cancelTimer': {
        const slot = this.slot(node);
        const { [effect.timer]: _cancelled, ...timers } = slot.timers;
        this.slots.set(node, { ...slot, timers });
        return cause;
      }
      case 'exit':
        this.crash(node, cause);
        return cause;
    }
  }

  private leave(
    from: ActorId,
    { to, message, patience }: { to: ActorId; message: M; patience: Micros | undefined },
    cause: number | null,
  ): void {
    const key = linkKey(from, to);
    const link = this.links.get(key) ?? HEALTHY_LINK;
    const { min, max } = this.options.latency(from, to);
    const flight = Math.round(betweenOf(this.draw(`link ${key}`), min, max) * link.latencyFactor);
    const lost: LossReason | null = !link.up
      ? 'linkDown'
      : link.loss > 0 && unitOf(this.draw(`loss ${key}`)) < link.loss
        ? 'lossy'
        : null;
    // gRPC streams keep order: nothing overtakes what left before it on the same link.
    const arrivesAt = Math.max(this.clock + flight, (this.lastArrival.get(key) ?? -1) + 1);
    this.lastArrival.set(key, arrivesAt);
    const id = this.messages++;
    const sent = this.narrator.record(this.clock, from, cause, this.narrator.sent(id, to, message, arrivesAt, lost));
    this.schedule(arrivesAt, { type: 'deliver', id, from, to, message, cause: sent, lost });
    if (!lost || patience === undefined) return;
    const at = this.clock + patience;
    this.schedule(at, { type: 'refused', from, to, message, cause: sent, life: this.slot(from).life });
    // Both ends give up the connection, with all that runs over it.
    this.schedule(at, { type: 'disconnected', from: to, to: from, cause: sent, life: this.slot(from).life });
    if (this.isUp(to)) this.schedule(at, { type: 'disconnected', from, to, cause: sent, life: this.slot(to).life });
  }
}
