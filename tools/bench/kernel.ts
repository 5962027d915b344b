/**
 * Events a second of the bare kernel: a ring of actors that do nothing but pass messages on. Its twin is the same ring
 * as a plain loop over a map and an array: no time, no links, no dice.
 */
import { type Actor, actorOf, type Stepped } from '../../web/src/sim/kernel/actor.ts';
import { Kernel } from '../../web/src/sim/kernel/kernel.ts';
import { type Benchmark, type Figure, perSecond } from './figure.ts';

const ACTORS = 16;
/** Messages under way at any time. */
const TOKENS = 128;
const BATCH = 20_000;
const MILLIS = 2_000;

interface Counter {
  readonly passed: number;
}

const nameOf = (index: number): string => `node${String(index % ACTORS)}`;

function ringActor(index: number): Actor<number, never, number> {
  const to = nameOf(index + 1);
  const step = (state: Counter, input: { readonly type: string }): Stepped<Counter, number, number> =>
    input.type === 'message'
      ? { state: { passed: state.passed + 1 }, effects: [{ type: 'send', to, message: index }] }
      : { state, effects: [] };
  return actorOf({ boot: () => ({ passed: 0 }), step }, { passed: 0 });
}

function ringKernel(): Kernel<number, never, number> {
  let facts = 0;
  const kernel = new Kernel<number, never, number>(
    { seed: 'bench', latency: () => ({ min: 500, max: 1_500 }), disk: { min: 100, max: 200 } },
    { sent: (id) => id, lost: (id) => id, record: () => facts++ },
  );
  for (let index = 0; index < ACTORS; index++) {
    kernel.add(nameOf(index), ringActor(index), null);
    kernel.start(nameOf(index), null);
  }
  for (let token = 0; token < TOKENS; token++)
    kernel.give(nameOf(token), { type: 'message', from: nameOf(token), message: token }, null);
  return kernel;
}

/** The twin's queue holds who gets a message next. */
function plainRing(): () => number {
  const states = new Map<string, Counter>();
  for (let index = 0; index < ACTORS; index++) states.set(nameOf(index), { passed: 0 });
  let queue = Array.from({ length: TOKENS }, (_, token) => token % ACTORS);
  return () => {
    let done = 0;
    while (done < BATCH) {
      const after: number[] = [];
      for (const index of queue) {
        const name = nameOf(index);
        states.set(name, { passed: (states.get(name)?.passed ?? 0) + 1 });
        after.push((index + 1) % ACTORS);
      }
      done += queue.length;
      queue = after;
    }
    return done;
  };
}

function run(): Promise<readonly Figure[]> {
  const kernel = ringKernel();
  const stepBatch = (): number => {
    for (let index = 0; index < BATCH; index++) kernel.stepOnce(Number.MAX_SAFE_INTEGER);
    return BATCH;
  };
  const plainBatch = plainRing();
  // A round of each unmeasured: the compiler has to see them first.
  stepBatch();
  plainBatch();
  const events = perSecond(MILLIS, stepBatch);
  const plain = perSecond(MILLIS / 2, plainBatch);
  return Promise.resolve([
    {
      name: 'bare kernel',
      value: events,
      unit: 'events/s',
      against: { name: 'a plain loop over a map and an array', value: plain, unit: 'events/s' },
      note: `${String(ACTORS)} actors, ${String(TOKENS)} messages under way; an event is a message delivered and sent on`,
    },
  ]);
}

export const kernelBenchmark: Benchmark = {
  name: 'kernel',
  about: 'events a second of the bare kernel',
  run,
};
