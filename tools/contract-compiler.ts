/** The contract compiler in Node: the same as in the page's worker, with the declarations read from disk. */
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { type ContractCompiler, contractCompiler } from '../web/src/contracts/compile-contract.ts';
import { buildDeclarations } from './build-declarations.ts';

/** Gathers the declarations first if they are stale. */
export const loadContractCompiler = (): ContractCompiler =>
  contractCompiler(ts, JSON.parse(readFileSync(buildDeclarations(), 'utf8')) as Readonly<Record<string, string>>);
