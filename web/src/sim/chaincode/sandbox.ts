/**
 * The port behind which contracts run: a container is opened, fed one input at a time, and says what it wrote.
 *
 * Everything is synchronous and repeatable: the same spec and the same inputs at the same times give the same outputs.
 *
 * @fabric core/container (Docker, external builder)
 * @simplified a container is an interpreter in this process; there is no image to build and no network to join.
 */
import { sha256 } from '../crypto/sha256.ts';
import { utf8 } from '../wire/bytes.ts';

export interface ContainerSpec {
  /** Text by path inside the contract folder (`package.json`, `index.js`, `lib/…`). */
  readonly files: ReadonlyMap<string, string>;
  /** Shown in logs; the label of the chaincode package. */
  readonly label: string;
  /** Where clock skew and dice come from: differs per peer, as machines do. */
  readonly seed: string;
  /** Package id, by which the chaincode registers with its peer. */
  readonly ccid: string;
  /** Environment variables beyond those every container has, e.g. CORE_PEER_LOCALMSPID. */
  readonly env: ReadonlyMap<string, string>;
  /** Unix time in microseconds at simulated time 0. */
  readonly startUnixMicros: number;
}

/** A `ChaincodeMessage`, the start of the process, or the moment of a timer it waits for. */
export type ContainerInput = Uint8Array | 'start' | 'timer';

/**
 * - `running`: waits for the next input; a contract that never answers looks the same
 * - `exited`: the process ended (`exit` says how); its stream is broken
 * - `out-of-memory`: like `exited`, by the hand of the engine
 * - `out-of-gas`: busy for ever; the stream stays open and nothing comes any more
 */
export type ContainerStatus = 'running' | 'exited' | 'out-of-memory' | 'out-of-gas';

export interface ContainerOutput {
  /** `ChaincodeMessage` bytes for the peer, in order. */
  readonly messages: readonly Uint8Array[];
  /** Entries of the chaincode's log; an entry may have several lines. The sandbox leaves marks for times (log-time.ts). */
  readonly log: readonly string[];
  /** Work done, in steps of about 10,000 interpreter branches. */
  readonly gas: number;
  readonly status: ContainerStatus;
  /**
   * Whether it may have looked at what is its own machine's: clock, dice, environment. As long as none has looked, all
   * containers of a contract that were given the same are the same.
   */
  readonly looked: boolean;
  readonly exit?: { readonly code: number; readonly text: string };
  /** Milliseconds on the container's own clock at which it wants a `timer` input. */
  readonly wakeAt?: number;
}

export interface Container {
  /** @param nowMicros simulated time; it never goes back. */
  receive(input: ContainerInput, nowMicros: number): ContainerOutput;
  dispose(): void;
}

export interface SandboxPort {
  open(spec: ContainerSpec): Container;
}

/** No two clocks agree to the microsecond; peers are at most this far ahead of simulated time. */
const MAX_SKEW_MICROS = 50_000;

function skewMicros(spec: ContainerSpec): number {
  const [a = 0, b = 0, c = 0] = sha256(utf8(`clock ${spec.seed}`));
  return ((a << 16) | (b << 8) | c) % MAX_SKEW_MICROS;
}

/** What `Date.now()` gives inside the container at a simulated time. */
export const containerMillis = (spec: ContainerSpec, nowMicros: number): number =>
  Math.floor((spec.startUnixMicros + nowMicros + skewMicros(spec)) / 1000);

/** Simulated time from `nowMicros` until the container's clock shows `wakeAt` milliseconds. */
export const microsUntil = (spec: ContainerSpec, wakeAt: number, nowMicros: number): number =>
  Math.max(0, wakeAt * 1000 - spec.startUnixMicros - skewMicros(spec) - nowMicros);
