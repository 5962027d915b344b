/**
 * The compiler's own worker: takes contract folders one after the other, answers with what was compiled.
 *
 * The counterpart of the request and response in `compile-typescript.ts`.
 */
import ts from 'typescript';
import declarationsUrl from '../../../.cache/contracts/declarations.json?url';
import type { ContractFolder } from '../sim/protocol/recording.ts';
import { type ContractCompiler, contractCompiler } from './compile-contract.ts';

interface Request {
  readonly id: number;
  readonly folder: ContractFolder;
}

async function loadCompiler(): Promise<ContractCompiler> {
  const response = await fetch(declarationsUrl);
  if (!response.ok) throw new Error(`${declarationsUrl}: ${String(response.status)}`);
  return contractCompiler(ts, (await response.json()) as Readonly<Record<string, string>>);
}

const loading = loadCompiler();

async function answer({ id, folder }: Request): Promise<void> {
  try {
    const compile = await loading;
    self.postMessage({ id, ok: true, value: compile(folder) });
  } catch (error) {
    self.postMessage({ id, ok: false, error: error instanceof Error ? error.message : String(error) });
  }
}

self.addEventListener('message', ({ data }: MessageEvent<Request>) => {
  void answer(data);
});
