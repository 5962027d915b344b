/** What waits in the kernel's queue: deliveries, departures, timers, finished writes. */
import type { ActorId } from './actor.ts';
import type { Micros } from './time.ts';

export type LossReason = 'linkDown' | 'lossy' | 'nodeDown';

/** What the kernel has scheduled for later. */
export type KernelEvent<M> =
  | {
      readonly type: 'deliver';
      readonly id: number;
      readonly from: ActorId;
      readonly to: ActorId;
      readonly message: M;
      readonly cause: number;
      readonly lost: LossReason | null;
    }
  | ({
      readonly type: 'leave';
      readonly from: ActorId;
      readonly to: ActorId;
      readonly message: M;
      readonly patience: Micros | undefined;
    } & OfLife)
  | ({ readonly type: 'refused'; readonly from: ActorId; readonly to: ActorId; readonly message: M } & OfLife)
  | ({ readonly type: 'disconnected'; readonly from: ActorId; readonly to: ActorId } & OfLife)
  | ({ readonly type: 'timer'; readonly node: ActorId; readonly timer: string; readonly armed: number } & OfLife)
  | ({ readonly type: 'persisted'; readonly node: ActorId; readonly tag: string; readonly durable: unknown } & OfLife);

/** Void once the node that scheduled it has crashed. */
interface OfLife {
  readonly cause: number | null;
  readonly life: number;
}
