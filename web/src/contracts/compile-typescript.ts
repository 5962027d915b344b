/**
 * Compiles contracts for the page: in a worker of its own, because the compiler thinks for a second or two, and loaded
 * only when a contract is to be compiled.
 */
import type { ContractFolder } from '../sim/protocol/recording.ts';
import type { CompiledContract } from './compile-contract.ts';

interface Waiting {
  readonly resolve: (compiled: CompiledContract) => void;
  readonly reject: (reason: Error) => void;
}

type Answer =
  | { readonly id: number; readonly ok: true; readonly value: CompiledContract }
  | { readonly id: number; readonly ok: false; readonly error: string };

/** It was stopped by whoever waited for it. */
class CompilingStopped extends Error {
  override readonly name = 'CompilingStopped';
}

class CompilerWorker {
  private readonly waiting = new Map<number, Waiting>();
  private readonly worker = new Worker(new URL('./typescript-worker.ts', import.meta.url), { type: 'module' });
  private nextId = 0;

  constructor(onDeath: () => void) {
    this.worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      const call = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if (data.ok) call?.resolve(data.value);
      else call?.reject(new Error(data.error));
    });
    this.worker.addEventListener('error', (event) => {
      for (const call of this.waiting.values()) call.reject(new Error(event.message || 'the compiler did not load'));
      this.worker.terminate();
      onDeath();
    });
  }

  /** What is being compiled is not answered any more. */
  stop(): void {
    this.worker.terminate();
    for (const call of this.waiting.values()) call.reject(new CompilingStopped());
  }

  compile(folder: ContractFolder): Promise<CompiledContract> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, folder });
    });
  }
}

let compiler: CompilerWorker | undefined;

/**
 * Checks and compiles a contract folder. Calls are answered in order.
 *
 * @returns rejects only when the compiler cannot be loaded; what is wrong with the contract are `problems`
 */
export function compileContract(folder: ContractFolder): Promise<CompiledContract> {
  compiler ??= new CompilerWorker(() => {
    compiler = undefined;
  });
  return compiler.compile(folder);
}

/** Stops whatever is being compiled: those who wait hear {@link CompilingStopped}. */
export function stopCompiling(): void {
  compiler?.stop();
  compiler = undefined;
}
