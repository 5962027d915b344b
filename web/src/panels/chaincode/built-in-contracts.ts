/** The contracts that ship with the lab, as text to read; each is loaded when it is opened. */
import type { ContractFolder } from '../lab-types.ts';

const FOLDER = '../../../../chaincode/';
const FILES = import.meta.glob<string>('../../../../chaincode/*/**/*.{js,ts,json}', {
  query: '?raw',
  import: 'default',
});

/** Files of a contract; null when none of that name ships with the lab. */
export async function builtInContract(name: string): Promise<ContractFolder | null> {
  const prefix = `${FOLDER}${name}/`;
  const files = Object.entries(FILES).filter(([path]) => path.startsWith(prefix));
  if (files.length === 0) return null;
  const texts = await Promise.all(
    files.map(async ([path, load]) => [path.slice(prefix.length), await load()] as const),
  );
  const folder: ContractFolder = Object.fromEntries(texts);
  return folder;
}

const NAMES = [...new Set(Object.keys(FILES).map((path) => path.slice(FOLDER.length).split('/')[0] ?? ''))];

/** All of them, by name. */
export async function builtInContracts(): Promise<Readonly<Record<string, ContractFolder>>> {
  const folders = await Promise.all(NAMES.map(async (name) => [name, await builtInContract(name)] as const));
  return Object.fromEntries(folders.filter((entry): entry is [string, ContractFolder] => entry[1] !== null));
}
