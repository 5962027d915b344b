/**
 * What `npm run build` does in a contract folder: TypeScript is checked and compiled, JavaScript is read for its syntax.
 * The compiler is handed in, so that the page can fetch it when somebody writes a contract and not before.
 */
import type { ContractFolder } from '../sim/protocol/recording.ts';

/** A complaint of the compiler. Lines and columns count from 1; `endColumn` is after the last character. */
export interface ContractProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

export interface CompiledContract {
  /** The folder with what was compiled in it (usually `dist/`), ready to be packaged. JavaScript: the folder as it came. */
  readonly folder: ContractFolder;
  readonly problems: readonly ContractProblem[];
}
