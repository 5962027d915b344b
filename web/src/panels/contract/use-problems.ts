/** What the compiler says of a folder while it is edited. */
import { useEffect, useState } from 'react';
import type { ContractProblem } from '../../contracts/compile-contract.ts';
import type { ContractFolder } from '../lab-types.ts';
import { sourcesOf } from './contract-folders.ts';

export interface Check {
  /** `failed`: the compiler could not be loaded; `stopped`: compiling was cancelled, and begins again with the next key. */
  readonly status: 'checking' | 'ready' | 'failed' | 'stopped';
  /** Those of the last check while another is under way. */
  readonly problems: readonly ContractProblem[];
}

/** After the last key: sooner would complain about every half-typed word. */
const CHECK_AFTER_MILLIS = 450;
const NOTHING: Check = { status: 'checking', problems: [] };

/** @param name tells one contract's problems from another's */
export function useProblems(name: string, folder: ContractFolder): Check {
  const [check, setCheck] = useState<Check & { readonly name: string }>({ ...NOTHING, name });
  useEffect(() => {
    let wanted = true;
    const say = (status: Check['status'], problems: Check['problems']): void => {
      if (wanted) setCheck({ name, status, problems });
    };
    const timer = setTimeout(() => {
      setCheck((before) => ({ name, status: 'checking', problems: before.name === name ? before.problems : [] }));
      compiled(folder).then(
        ({ problems }) => say('ready', problems),
        // Somebody else's wait was cancelled, and this with it: there is only one compiler.
        (error: unknown) => say(isStopped(error) ? 'stopped' : 'failed', []),
      );
    }, CHECK_AFTER_MILLIS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [name, folder]);
  return check.name === name ? check : NOTHING;
}

/** Whether compiling was ended by {@link stopCompiling}. */
const isStopped = (error: unknown): boolean => error instanceof Error && error.name === 'CompilingStopped';

/** Ends compiling: {@link compiled} then rejects. */
export async function stopCompiling(): Promise<void> {
  const compiler = await import('../../contracts/compile-typescript.ts');
  compiler.stopCompiling();
}

/** The folder with what the compiler makes of its sources, and what it says about them. */
export async function compiled(folder: ContractFolder) {
  const { compileContract } = await import('../../contracts/compile-typescript.ts');
  return compileContract(sourcesOf(folder));
}
