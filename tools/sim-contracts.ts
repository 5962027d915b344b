/**
 * Contracts a recording file names instead of carrying them: `"contracts": {"mine": "./folder"}` is a folder beside the
 * file (TypeScript is compiled, as `npm run build` would), and `{"type": "importPackage", …, "package": "./mine.tar.gz"}`
 * a package. What is played carries everything: the recording that comes out needs no files.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type ContractProblem, isTypeScript } from '../web/src/contracts/compile-contract.ts';
import { readChaincodePackage } from '../web/src/contracts/read-package.ts';
import type { ContractFolder } from '../web/src/sim/protocol/recording.ts';
import { loadContractCompiler } from './contract-compiler.ts';
import { readContractFolder } from './node-lab.ts';
import { Unusable } from './unusable.ts';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** As `tsc` prints it. */
const printed = ({ file, line, column, message }: ContractProblem): string =>
  `${file}(${String(line)},${String(column)}): ${message}`;

/**
 * A contract from disk, compiled when it is written in TypeScript.
 *
 * @throws Unusable when there is no contract, or it does not compile
 */
export function loadContract(dir: string): ContractFolder {
  if (!existsSync(dir) || !statSync(dir).isDirectory()) throw new Unusable(`${dir} is not a contract folder.`);
  const folder = readContractFolder(dir);
  if (!isTypeScript(folder)) return folder;
  const compiled = loadContractCompiler()(folder);
  const errors = compiled.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Unusable([`${dir} does not compile:`, ...errors.map(printed)].join('\n'));
  return compiled.folder;
}

/** A command that names a package file, with the bytes of the file, and its label if it says none. */
function withPackage(command: unknown, dir: string): unknown {
  if (!isObject(command) || command['type'] !== 'importPackage') return command;
  const { package: named } = command;
  if (typeof named !== 'string' || !/\.t(?:ar\.)?gz$/.test(named)) return command;
  const file = path.resolve(dir, named);
  if (!existsSync(file)) throw new Unusable(`There is no package ${file}.`);
  const bytes = readFileSync(file);
  const read = readChaincodePackage(bytes);
  // What is wrong with a package is said when the command is checked, with its place in the recording.
  const label = read.ok ? read.value.label : 'unreadable';
  return { label, ...command, package: bytes.toString('base64') };
}

/**
 * The recording with the files it names in it; everything else as it was.
 *
 * @param dir where the recording lies
 * @throws Unusable when a file is missing or a contract does not compile
 */
export function withContracts(recording: unknown, dir: string): unknown {
  if (!isObject(recording)) return recording;
  const { contracts, commands } = recording;
  return {
    ...recording,
    ...(isObject(contracts) && {
      contracts: Object.fromEntries(
        Object.entries(contracts).map(([name, contract]) => [
          name,
          typeof contract === 'string' ? loadContract(path.resolve(dir, contract)) : contract,
        ]),
      ),
    }),
    ...(Array.isArray(commands) && {
      commands: (commands as readonly unknown[]).map((timed) =>
        isObject(timed) ? { ...timed, command: withPackage(timed['command'], dir) } : timed,
      ),
    }),
  };
}
