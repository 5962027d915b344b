/** Contract folders as the recording has them at a moment, and what differs from one folder to another. Pure. */
import type { CommandOf, ContractFolder, Micros, Recording } from '../lab-types.ts';

export type Folders = Readonly<Record<string, ContractFolder>>;

/** Every contract the next package could be made of at `until`: the lab's, those carried along, and what was written. */
export function foldersAt(recording: Recording, labs: Folders, until: Micros): Folders {
  const folders = new Map(Object.entries({ ...labs, ...recording.contracts }));
  for (const { at, command } of recording.commands) {
    if (at > until) break;
    if (command.type === 'writeContract')
      folders.set(command.source, withFiles(folders.get(command.source), command.files));
  }
  return Object.fromEntries(folders);
}

function withFiles(folder: ContractFolder | undefined, files: CommandOf<'writeContract'>['files']): ContractFolder {
  const merged = { ...folder, ...files };
  return Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** The `files` of the command `writeContract` that make `known` into `wanted`; empty when they are the same. */
export function changesBetween(
  known: ContractFolder | undefined,
  wanted: ContractFolder,
): CommandOf<'writeContract'>['files'] {
  const gone = Object.keys(known ?? {}).filter((path) => !Object.hasOwn(wanted, path));
  return Object.fromEntries([
    ...Object.entries(wanted).filter(([path, text]) => known?.[path] !== text),
    ...gone.map((path) => [path, null] as const),
  ]);
}

export const sameFolder = (a: ContractFolder | undefined, b: ContractFolder | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && Object.keys(changesBetween(a, b)).length === 0);

/** The contract a chaincode was last approved with, by the packages' labels; null when the recording does not say. */
export function sourceBehind(recording: Recording, chaincode: string, until: Micros): string | null {
  const given = recording.commands.flatMap(({ at, command }) => (at <= until ? [command] : []));
  const approval = given.findLast(
    (command) => command.type === 'approveChaincode' && command.definition.name === chaincode && command.label !== null,
  );
  const label = approval?.type === 'approveChaincode' ? approval.label : null;
  const packaged = given.findLast(
    (command) => (command.type === 'packageChaincode' || command.type === 'importPackage') && command.label === label,
  );
  // A package made elsewhere is known by its label.
  return packaged?.type === 'packageChaincode' ? packaged.source : packaged === undefined ? null : label;
}

/** Has it to be compiled before it runs? */
export const isTypeScript = (folder: ContractFolder): boolean =>
  Object.keys(folder).some((path) => /(?<!\.d)\.[cm]?ts$/.test(path));

/** Where the compiler writes: `outDir` of the folder's `tsconfig.json`, which may hold comments and so is not parsed. */
function outputOf(folder: ContractFolder): string {
  const [, named] = /"outDir"\s*:\s*"(?:\.\/)?([^"]+?)\/?"/.exec(folder['tsconfig.json'] ?? '') ?? [];
  return `${named ?? 'dist'}/`;
}

/** What the compiler writes: shown, not edited. */
export const isGenerated = (folder: ContractFolder, path: string): boolean =>
  isTypeScript(folder) && path.startsWith(outputOf(folder));

/** The folder without what the compiler writes. */
export const sourcesOf = (folder: ContractFolder): ContractFolder =>
  Object.fromEntries(Object.entries(folder).filter(([path]) => !isGenerated(folder, path)));

/** Code first, then what describes it, then what the compiler made. */
export function fileOrder(folder: ContractFolder): readonly string[] {
  const rank = (path: string): number => {
    if (isGenerated(folder, path)) return 3;
    if (!/\.(js|ts|mjs|cjs)$/.test(path)) return 2;
    return path.includes('/') ? 0 : 1;
  };
  return Object.keys(folder).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** `name`, or `name-2`, `name-3` … when it is taken. */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  for (let number = 2; ; number++) if (!taken.includes(`${name}-${number}`)) return `${name}-${number}`;
}

/** A path as it may stand in a contract: inside the folder, written with `/`. */
export const isPath = (path: string): boolean =>
  path !== '' &&
  !path.startsWith('/') &&
  !path.includes('\\') &&
  !path.split('/').some((part) => /^\.{0,2}$/.test(part));
