/**
 * The simulation in Node: the same host as in the browser's worker, with QuickJS and the built-in contracts loaded from
 * disk.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ContainerMemo } from '../web/src/sim/chaincode/container-memo.ts';
import { createQuickJsSandbox } from '../web/src/sim/chaincode/quickjs-sandbox.ts';
import type { ContractFolder } from '../web/src/sim/protocol/recording.ts';
import type { SimulationParts } from '../web/src/sim/worker/simulation.ts';
import { loadQuickJsInNode } from './quickjs-node.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Text files of a contract folder by path; what the peer's command leaves out (`node_modules`, `.git`) stays out. */
export function readContractFolder(dir: string): ContractFolder {
  const files: Record<string, string> = {};
  const visit = (folder: string): void => {
    for (const entry of readdirSync(path.join(dir, folder), { withFileTypes: true })) {
      if (entry.name === 'node_modules' || entry.name === '.git') continue;
      const relative = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) visit(relative);
      else if (entry.isFile()) files[relative] = readFileSync(path.join(dir, relative), 'utf8');
    }
  };
  visit('');
  return files;
}

/** The contracts every scene may use by name. */
export const builtInContracts = (): Readonly<Record<string, ContractFolder>> =>
  Object.fromEntries(
    readdirSync(path.join(root, 'chaincode')).map((name) => [
      name,
      readContractFolder(path.join(root, 'chaincode', name)),
    ]),
  );

export async function loadSimulationParts(): Promise<SimulationParts> {
  const containers = new ContainerMemo(createQuickJsSandbox(await loadQuickJsInNode()));
  return { containers, builtInContracts: builtInContracts() };
}
