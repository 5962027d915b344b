/**
 * A running container as a value: what it is equals what it was given. Replays take its outputs from a memo, a fork goes
 * on from any earlier state, and an interpreter is brought to the right point only when something new must be computed.
 *
 * Containers of one contract on several peers are one as long as they were given the same and none looked at its own
 * machine: what the first peer computes, the others find in the memo.
 *
 * The memo and the live containers are a cache: nobody can tell a hit from a miss but by time.
 */
import { BoundedMemo } from '../crypto/bounded-memo.ts';
import { sha256 } from '../crypto/sha256.ts';
import { PersistentList } from '../kernel/persistent-list.ts';
import { hex, utf8 } from '../wire/bytes.ts';
import { rfc3339 } from '../wire/x509-time.ts';
import { type ContainerPoint, type Live, LiveContainers } from './live-containers.ts';
import { withTime } from './log-time.ts';
import { mentionsMachine } from './machine-words.ts';
import {
  type ContainerInput,
  type ContainerOutput,
  type ContainerSpec,
  type ContainerStatus,
  containerMillis,
  microsUntil,
  type SandboxPort,
} from './sandbox.ts';

export interface ContainerState extends ContainerPoint {
  /** Names the state: a hash over what the container was given so far and has seen of its machine. */
  readonly chain: string;
  readonly status: ContainerStatus;
}

export interface ContainerStep {
  readonly state: ContainerState;
  readonly output: ContainerOutput;
  /** Simulated time until the container wants a `timer` input; undefined when it waits for none. */
  readonly wakeInMicros: number | undefined;
}

/**
 * Outputs remembered; one takes about as much memory as its messages. A transaction is four of them, and going back before
 * what is remembered means to run the contract again from its start: enough for recordings of 20,000 transactions.
 */
const MEMO_ENTRIES = 80_000;

interface Taken {
  readonly looked: boolean;
  readonly chain: string;
  readonly output: ContainerOutput;
}

export class ContainerMemo {
  private readonly live: LiveContainers;
  private readonly outputs = new BoundedMemo<ContainerOutput | 'looks'>(MEMO_ENTRIES);

  constructor(sandbox: SandboxPort) {
    this.live = new LiveContainers(sandbox);
  }

  /** Starts the container's process. What it says first is its REGISTER message, or how it failed. */
  start(spec: ContainerSpec, nowMicros: number): ContainerStep {
    const machine = machineHash(spec, nowMicros);
    const looked = mentionsMachine(spec.files);
    const chain = looked ? machine : contractHash(spec);
    const inputs = PersistentList.empty<never>();
    return this.step({ spec, machine, looked, chain, inputs, status: 'running' }, 'start', nowMicros);
  }

  /** Gives the container one input. A container that is not running any more takes it in silence. */
  step(state: ContainerState, input: ContainerInput, nowMicros: number): ContainerStep {
    const { spec, machine, status } = state;
    if (status !== 'running') {
      const output = { messages: [], log: [], gas: 0, status, looked: false };
      return { state, output, wakeInMicros: undefined };
    }
    const { looked, chain, output } = this.blindly(state, input, nowMicros) ?? this.onItsOwn(state, input, nowMicros);
    const inputs = state.inputs.append({ input, nowMicros, chain });
    const { log, wakeAt } = output;
    return {
      state: { spec, machine, looked, chain, inputs, status: output.status },
      output: log.length === 0 ? output : { ...output, log: withTime(log, logTime(spec, nowMicros)) },
      wakeInMicros: wakeAt === undefined ? undefined : microsUntil(spec, wakeAt, nowMicros),
    };
  }

  /** A step of a container that has never looked at its machine; undefined when it did, or does so now. */
  private blindly(state: ContainerState, input: ContainerInput, nowMicros: number): Taken | undefined {
    if (state.looked) return undefined;
    const chain = nextChain(state.chain, 'unseen', input);
    const known = this.outputs.get(chain);
    if (known === 'looks') return undefined;
    if (known) return { looked: false, chain, output: known };
    const live = this.live.take(state);
    const output = live.container.receive(input, nowMicros);
    if (output.looked) this.outputs.set(chain, 'looks');
    if (!output.looked) return this.taken(live, state, { looked: false, chain, output });
    if (live.machine === state.machine)
      return this.taken(live, state, { looked: true, chain: ownChain(state, input, nowMicros), output });
    // It has looked at the machine it was opened on, which is another.
    live.container.dispose();
    return undefined;
  }

  /** A step of a container that looks at its machine, or has done so before. */
  private onItsOwn(state: ContainerState, input: ContainerInput, nowMicros: number): Taken {
    const chain = ownChain(state, input, nowMicros);
    const known = this.outputs.get(chain);
    if (known && known !== 'looks') return { looked: true, chain, output: known };
    const live = this.live.take({ ...state, looked: true });
    const output = live.container.receive(input, nowMicros);
    return this.taken(live, state, { looked: true, chain, output });
  }

  private taken(live: Live, { inputs }: ContainerState, taken: Taken): Taken {
    const { chain, output } = taken;
    this.outputs.set(chain, output);
    if (output.status === 'running') this.live.keep(live, chain, inputs.length + 1);
    else live.container.dispose();
    return taken;
  }
}

/** Names what containers of one contract have in common on all machines. */
function contractHash({ files, label, ccid, env }: ContainerSpec): string {
  const names = [...env.keys()].sort();
  return hex(sha256(utf8(JSON.stringify(['contract', [...files].sort(byKey), label, ccid, names]))));
}

/** Names all that a container can see. The clock at its start is the zero of the time its process is up. */
function machineHash(spec: ContainerSpec, nowMicros: number): string {
  const { files, label, seed, ccid, env, startUnixMicros } = spec;
  const started = containerMillis(spec, nowMicros);
  const all = [[...files].sort(byKey), label, seed, ccid, [...env].sort(byKey), startUnixMicros, started];
  return hex(sha256(utf8(JSON.stringify(all))));
}

/** Names the next state of a container that has looked at its machine by then. */
function ownChain({ spec, machine, looked, chain }: ContainerState, input: ContainerInput, nowMicros: number): string {
  const before = looked ? chain : nextChain(chain, machine, 'start');
  return nextChain(before, String(containerMillis(spec, nowMicros)), input);
}

function byKey([a]: readonly [string, string], [b]: readonly [string, string]): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function nextChain(chain: string, time: string, input: ContainerInput): string {
  const seen = utf8(`${chain} ${time} ${typeof input === 'string' ? input : 'message'} `);
  return hex(typeof input === 'string' ? sha256(seen) : sha256(seen, input));
}

/** ISO 8601 with milliseconds, as the shim's logger writes it. */
function logTime(spec: ContainerSpec, nowMicros: number): string {
  const millis = containerMillis(spec, nowMicros);
  return rfc3339(Math.floor(millis / 1000)).replace('Z', `.${String(millis % 1000).padStart(3, '0')}Z`);
}
