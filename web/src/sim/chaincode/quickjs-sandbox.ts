/**
 * Containers in QuickJS. Each has a WebAssembly instance and memory of its own, copied from an image in which Fabric's
 * shim is loaded already: opening one costs a copy, exhausting one touches no other, and addresses never differ.
 *
 * @fabric core/container
 */
import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten-core';
import { sha256 } from '../crypto/sha256.ts';
import { invariant } from '../kernel/result.ts';
import { fromUtf8, hex, utf8 } from '../wire/bytes.ts';
import { asNodeErrors } from './node-source.ts';
import {
  type Container,
  type ContainerInput,
  type ContainerOutput,
  type ContainerSpec,
  type ContainerStatus,
  containerMillis,
  type SandboxPort,
} from './sandbox.ts';

/** A fresh interpreter with the guest script evaluated in it. */
export interface QuickJsInstance {
  readonly context: QuickJSContext;
  /** Whether it ever asked for more memory than it may have. */
  isExhausted(): boolean;
}

/** Makes instances without waiting; loading the engine is asynchronous and happens before the simulation. */
export interface QuickJsEngine {
  instantiate(): QuickJsInstance;
}

/** Gas a container may use for one input: about a second, where a contract needs milliseconds. */
const GAS_LIMIT = 3_000;

/** Promise jobs between two looks at whether the container has come to its end. */
const JOBS_AT_ONCE = 100;

const HEAP_LIMIT = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory';

/** Kinds of records a guest hands out; see outbox.ts of the guest. */
const MESSAGE = 1;
const LOG = 2;
const EXIT = 3;
const WAKE = 4;
const LOOKED = 5;

export function createQuickJsSandbox(engine: QuickJsEngine): SandboxPort {
  return { open: (spec) => new QuickJsContainer(spec, engine.instantiate()) };
}

class QuickJsContainer implements Container {
  private readonly spec: ContainerSpec;
  private readonly instance: QuickJsInstance;
  private readonly guest: QuickJSHandle;
  private status: ContainerStatus = 'running';
  private halted = false;
  private gas = 0;

  constructor(spec: ContainerSpec, instance: QuickJsInstance) {
    this.spec = spec;
    this.instance = instance;
    const { context } = instance;
    context.runtime.setInterruptHandler(() => this.halted || ++this.gas > GAS_LIMIT || instance.isExhausted());
    this.guest = context.getProp(context.global, 'container');
    context.setProp(context.global, 'container', context.undefined);
  }

  receive(input: ContainerInput, nowMicros: number): ContainerOutput {
    if (this.status !== 'running') return { messages: [], log: [], gas: 0, status: this.status, looked: false };
    this.gas = 0;
    const now = containerMillis(this.spec, nowMicros);
    this.run(() => this.enter(input, now));
    if (this.instance.isExhausted()) {
      this.status = 'out-of-memory';
      return {
        messages: [],
        log: [HEAP_LIMIT],
        gas: this.gas,
        status: this.status,
        looked: true,
        exit: { code: 134, text: HEAP_LIMIT },
      };
    }
    if (this.halted) this.status = 'exited';
    else if (this.gas > GAS_LIMIT) this.status = 'out-of-gas';
    return this.collect();
  }

  dispose(): void {
    // The instance goes as a whole: freeing what is inside first would only cost time.
    if (this.status === 'running') this.status = 'exited';
  }

  /** Lets the guest work until it waits. Interpreter failures end up in `status`. */
  private run(enter: () => boolean): void {
    const { runtime } = this.instance.context;
    if (!enter()) return;
    for (;;) {
      const jobs = runtime.executePendingJobs(JOBS_AT_ONCE);
      if (jobs.error) {
        jobs.error.dispose();
        if (this.isOver()) return;
        continue;
      }
      if (this.isOver()) return;
      if (runtime.hasPendingJob()) continue;
      if (!this.call('turn')) return;
    }
  }

  private isOver(): boolean {
    return this.halted || this.gas > GAS_LIMIT || this.instance.isExhausted();
  }

  private enter(input: ContainerInput, now: number): boolean {
    const { context } = this.instance;
    const time = context.newNumber(now);
    if (input === 'start') return this.call('start', this.host(), this.bytes(utf8(this.configuration())), time);
    if (input === 'timer') return this.call('tick', time) || !this.isOver();
    return this.call('message', this.bytes(input), time) || !this.isOver();
  }

  private configuration(): string {
    const { files, seed, ccid, env } = this.spec;
    const prepared = [...files].map(([path, text]): [string, string] => [
      path,
      /\.c?js$/.test(path) ? asNodeErrors(text) : text,
    ]);
    return JSON.stringify({
      files: Object.fromEntries(prepared),
      seed: hex(sha256(utf8(`dice ${seed}`)).subarray(0, 16)),
      env: { CORE_CHAINCODE_ID_NAME: ccid, ...Object.fromEntries(env) },
    });
  }

  /** Calls a method of the guest. False: it gave false, or it did not come to its end. */
  private call(method: string, ...args: readonly QuickJSHandle[]): boolean {
    const { context } = this.instance;
    const result = context.callMethod(this.guest, method, [...args]);
    for (const arg of args) arg.dispose();
    if (result.error) {
      result.error.dispose();
      return false;
    }
    const gaveFalse = context.typeof(result.value) === 'boolean' && !context.dump(result.value);
    result.value.dispose();
    return !gaveFalse;
  }

  private host(): QuickJSHandle {
    const { context } = this.instance;
    const host = context.newObject();
    const halt = context.newFunction('halt', () => {
      this.halted = true;
    });
    const compile = context.newFunction('compile', (path, source) => {
      const text = fromUtf8(this.read(source));
      const wrapper = `(function (exports, require, module, __filename, __dirname) { ${text}\n})`;
      return context.evalCode(wrapper, context.getString(path));
    });
    const isOver = context.newFunction('isOver', () => (this.isOver() ? context.true : context.false));
    const hash = context.newFunction('sha256', (bytes) => this.bytes(sha256(this.read(bytes))));
    context.setProp(host, 'sha256', hash);
    hash.dispose();
    context.setProp(host, 'isOver', isOver);
    isOver.dispose();
    context.setProp(host, 'halt', halt);
    context.setProp(host, 'compile', compile);
    halt.dispose();
    compile.dispose();
    return host;
  }

  /** A copy inside the guest. Bytes, not strings: those would end at the first NUL. */
  private bytes(bytes: Uint8Array): QuickJSHandle {
    return this.instance.context.newArrayBuffer(bytes.slice().buffer);
  }

  private read(handle: QuickJSHandle): Uint8Array {
    const buffer = this.instance.context.getArrayBuffer(handle);
    const copy = buffer.value.slice();
    buffer.dispose();
    return copy;
  }

  private collect(): ContainerOutput {
    const { context } = this.instance;
    const { halted, gas } = this;
    this.halted = false;
    this.gas = 0;
    const drained = context.callMethod(this.guest, 'drain');
    this.halted = halted;
    invariant(!drained.error, 'the guest cannot be drained');
    const records = parseRecords(this.read(drained.value));
    drained.value.dispose();
    const texts = (kind: number) => records.filter((record) => record.kind === kind).map(({ body }) => fromUtf8(body));
    const [wakeAt] = texts(WAKE);
    const [exit] = texts(EXIT);
    return {
      messages: records.filter(({ kind }) => kind === MESSAGE).map(({ body }) => body),
      log: texts(LOG),
      gas,
      status: this.status,
      looked: records.some(({ kind }) => kind === LOOKED),
      ...(exit !== undefined && { exit: parseExit(exit) }),
      ...(wakeAt !== undefined && this.status === 'running' && { wakeAt: Number(wakeAt) }),
    };
  }
}

function parseExit(text: string): { readonly code: number; readonly text: string } {
  const end = text.indexOf('\n');
  return { code: Number(text.slice(0, end)), text: text.slice(end + 1) };
}

function parseRecords(bytes: Uint8Array): readonly { readonly kind: number; readonly body: Uint8Array }[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const records: { readonly kind: number; readonly body: Uint8Array }[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = view.getUint32(at + 1, true);
    records.push({ kind: view.getUint8(at), body: bytes.slice(at + 5, at + 5 + length) });
    at += 5 + length;
  }
  return records;
}
