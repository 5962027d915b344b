/**
 * Writing a contract while the network runs: files on the client's machine, which its next package is made of; and
 * packages that come from elsewhere.
 */
import { packageIdOf } from '../chaincode/package.ts';
import type { CommandOf } from '../protocol/commands.ts';
import type { Workspace } from '../topology/workspace.ts';
import { fromBase64 } from '../wire/bytes.ts';
import type { CommandContext } from './command-context.ts';

/** Writes over the files of the contract as the client has it: built in, carried by the recording, or written before. */
export function writeContract(
  { type, client, source, files }: CommandOf<'writeContract'>,
  index: number,
  cause: number,
  { workspace, contracts, record }: CommandContext,
): Workspace {
  const folder = new Map(Object.entries(contracts[source] ?? {}));
  const written: string[] = [];
  const removed: string[] = [];
  for (const [path, text] of Object.entries(files)) {
    if (text === null) {
      if (folder.delete(path)) removed.push(path);
    } else if (folder.get(path) !== text) {
      folder.set(path, text);
      written.push(path);
    }
  }
  const fact = record(client, cause, { type: 'contractWritten', source, written, removed });
  record(client, fact, { type: 'commandDone', command: type, index });
  return { ...workspace, contracts: { ...workspace.contracts, [source]: Object.fromEntries(folder) } };
}

/** Puts a package, which has been checked, beside those the client made; with its own bytes it keeps its own id. */
export function importPackage(
  { type, client, label, package: encoded }: CommandOf<'importPackage'>,
  index: number,
  cause: number,
  { workspace, record }: CommandContext,
): Workspace {
  const bytes = fromBase64(encoded);
  const packageId = packageIdOf(label, bytes);
  const fact = record(client, cause, { type: 'packageReceived', label, packageId, size: bytes.length });
  record(client, fact, { type: 'commandDone', command: type, index });
  return { ...workspace, packages: { ...workspace.packages, [label]: { label, packageId, bytes } } };
}
