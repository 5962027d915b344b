/**
 * The contract every role keeps: a value stepped by the kernel.
 *
 * A role never draws random numbers (the kernel draws between `min` and `max`), never reads a clock (it is told `now`)
 * and never waits. Its state has two parts: the durable one is what it last asked to be persisted, and all that is
 * left after a crash.
 */
import type { Micros } from './time.ts';

export type ActorId = string;

export type Input<M, C> =
  | { readonly type: 'start' }
  | { readonly type: 'message'; readonly from: ActorId; readonly message: M }
  | { readonly type: 'timer'; readonly timer: string }
  /** Nobody listens at `to`, or no connection came about in time: this is the message that was not taken. */
  | { readonly type: 'undeliverable'; readonly to: ActorId; readonly message: M }
  /** The process at the other end of an open connection has gone. */
  | { readonly type: 'disconnected'; readonly from: ActorId }
  /** The record given with `persist` under this tag is on disk. */
  | { readonly type: 'persisted'; readonly tag: string }
  | { readonly type: 'command'; readonly command: C; readonly index: number };

export type Effect<M, F> =
  /**
   * Processing time is drawn in [min, max] before the message leaves; the link adds its own latency. With `patience` the
   * connection does not survive the loss of the message: after that long it comes back as undeliverable, and both
   * ends are told of the disconnection.
   */
  | {
      readonly type: 'send';
      readonly to: ActorId;
      readonly message: M;
      readonly min?: Micros;
      readonly max?: Micros;
      readonly patience?: Micros;
    }
  /** Replaces the durable state once the disk has it; then `persisted` with the same tag is given to the actor. */
  | { readonly type: 'persist'; readonly tag: string; readonly durable: unknown }
  /** Setting a timer that is running replaces it. */
  | { readonly type: 'setTimer'; readonly timer: string; readonly min: Micros; readonly max: Micros }
  | { readonly type: 'cancelTimer'; readonly timer: string }
  | { readonly type: 'report'; readonly fact: F }
  /** The process ends by itself, as after a panic: what follows is as after a crash. Stands last. */
  | { readonly type: 'exit' };

export interface Stepped<S, M, F> {
  readonly state: S;
  readonly effects: readonly Effect<M, F>[];
}

/** What a node is: how it begins from its disk and how it steps. `D` is the durable part of `S`. */
export interface Role<S, D, M, C, F> {
  /** The running state of a machine that was just switched on with this disk. */
  readonly boot: (durable: D) => S;
  readonly step: (state: S, input: Input<M, C>, now: Micros) => Stepped<S, M, F>;
}

/** A role with its state, its types hidden from the kernel. */
export interface Actor<M, C, F> {
  readonly step: (
    input: Input<M, C>,
    now: Micros,
  ) => { readonly actor: Actor<M, C, F>; readonly effects: readonly Effect<M, F>[] };
  readonly restart: (durable: unknown) => Actor<M, C, F>;
  /** For inspection only. */
  readonly state: unknown;
}

/** Binds a role to its state. The kernel hands back to `restart` only what the same role persisted. */
export function actorOf<S, D, M, C, F>(role: Role<S, D, M, C, F>, state: S): Actor<M, C, F> {
  return {
    state,
    step(input, now) {
      const stepped = role.step(state, input, now);
      return { actor: actorOf(role, stepped.state), effects: stepped.effects };
    },
    restart: (durable) => actorOf(role, role.boot(durable as D)),
  };
}
