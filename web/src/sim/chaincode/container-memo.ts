/**
 * A running container as a value: what it is equals what it was given. Replays take its outputs from a memo, a fork goes
 * on from any earlier state, and an interpreter is brought to the right point only when something new must be computed.
 *
 * The memo and the live containers are a cache: nobody can tell a hit from a miss but by time.
 */
import { BoundedMemo } from '../crypto/bounded-memo.ts';
import { sha256 } from '../crypto/sha256.ts';
import { PersistentList } from '../kernel/persistent-list.ts';
import { concatBytes, hex, utf8 } from '../wire/bytes.ts';
import {
  type Container,
  type ContainerInput,
  type ContainerOutput,
  type ContainerSpec,
  type ContainerStatus,
  containerMillis,
  microsUntil,
  type SandboxPort,
} from './sandbox.ts';

interface PastInput {
  readonly input: ContainerInput;
  readonly nowMicros: number;
}

export interface ContainerState {
  readonly spec: ContainerSpec;
  /** Names the spec; equal specs share live containers. */
  readonly specHash: string;
  /** Names the state: a hash over the spec and all inputs so far with the time each container could see. */
  readonly chain: string;
  readonly inputs: PersistentList<PastInput>;
  readonly status: ContainerStatus;
}

export interface ContainerStep {
  readonly state: ContainerState;
  readonly output: ContainerOutput;
  /** Simulated time until the container wants a `timer` input; undefined when it waits for none. */
  readonly wakeInMicros: number | undefined;
}

/** Outputs remembered; one takes about as much memory as its messages. */
const MEMO_ENTRIES = 20_000;

/** Interpreters kept, some ten megabytes each. */
const LIVE_CONTAINERS = 16;

interface Live {
  readonly container: Container;
  chain: string;
}

export class ContainerMemo {
  private readonly sandbox: SandboxPort;
  private readonly outputs = new BoundedMemo<ContainerOutput>(MEMO_ENTRIES);
  /** By spec hash, least recently used first. */
  private readonly live = new Map<string, Live>();

  constructor(sandbox: SandboxPort) {
    this.sandbox = sandbox;
  }

  /** Starts the container's process. What it says first is its REGISTER message, or how it failed. */
  start(spec: ContainerSpec, nowMicros: number): ContainerStep {
    const specHash = hashOfSpec(spec);
    const empty = PersistentList.empty<PastInput>();
    return this.step({ spec, specHash, chain: specHash, inputs: empty, status: 'running' }, 'start', nowMicros);
  }

  /** Gives the container one input. A container that is not running any more takes it in silence. */
  step(state: ContainerState, input: ContainerInput, nowMicros: number): ContainerStep {
    const { spec, specHash, status } = state;
    if (status !== 'running') {
      return { state, output: { messages: [], log: [], gas: 0, status }, wakeInMicros: undefined };
    }
    const chain = nextChain(state, input, nowMicros);
    const output = this.outputs.get(chain) ?? this.compute(state, chain, input, nowMicros);
    this.outputs.set(chain, output);
    return {
      state: { spec, specHash, chain, inputs: state.inputs.append({ input, nowMicros }), status: output.status },
      output,
      wakeInMicros: output.wakeAt === undefined ? undefined : microsUntil(spec, output.wakeAt, nowMicros),
    };
  }

  private compute(state: ContainerState, chain: string, input: ContainerInput, nowMicros: number): ContainerOutput {
    const live = this.liveAt(state);
    const output = live.container.receive(input, nowMicros);
    live.chain = chain;
    if (output.status !== 'running') this.drop(state.specHash);
    return output;
  }

  /** The interpreter of `state`: the one at hand if it is at that point, else a new one that is given all inputs again. */
  private liveAt(state: ContainerState): Live {
    const { specHash, chain } = state;
    const known = this.live.get(specHash);
    this.live.delete(specHash);
    if (known && known.chain !== chain) known.container.dispose();
    const live = known?.chain === chain ? known : { container: this.rebuild(state), chain };
    this.live.set(specHash, live);
    if (this.live.size > LIVE_CONTAINERS) {
      const [oldest] = this.live.keys();
      if (oldest !== undefined) this.drop(oldest);
    }
    return live;
  }

  private rebuild({ spec, inputs }: ContainerState): Container {
    const container = this.sandbox.open(spec);
    for (const { input, nowMicros } of inputs) container.receive(input, nowMicros);
    return container;
  }

  private drop(specHash: string): void {
    this.live.get(specHash)?.container.dispose();
    this.live.delete(specHash);
  }
}

function hashOfSpec({ files, label, seed, ccid, env, startUnixMicros }: ContainerSpec): string {
  const text = JSON.stringify([[...files].sort(byKey), label, seed, ccid, [...env].sort(byKey), startUnixMicros]);
  return hex(sha256(utf8(text)));
}

function byKey([a]: readonly [string, string], [b]: readonly [string, string]): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function nextChain({ chain, spec }: ContainerState, input: ContainerInput, nowMicros: number): string {
  const seen = utf8(`${chain} ${containerMillis(spec, nowMicros)} ${typeof input === 'string' ? input : 'message'} `);
  return hex(sha256(typeof input === 'string' ? seen : concatBytes(seen, input)));
}
