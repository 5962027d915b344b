/** Finds the files the guards look at, from disk and not from git: a file counts before it is committed. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const SKIPPED = new Set(['node_modules', 'gen', 'testdata', 'dist', '.cache']);

/** Paths of all files under `root/folder` whose name ends in one of `endings`, from `root`, with `/`, sorted. */
export function sourceFiles(root: string, folder: string, endings: readonly string[]): readonly string[] {
  const found: string[] = [];
  const visit = (at: string): void => {
    for (const entry of readdirSync(join(root, at), { withFileTypes: true })) {
      const path = `${at}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name)) visit(path);
      } else if (endings.some((ending) => entry.name.endsWith(ending))) found.push(path);
    }
  };
  if (existsSync(join(root, folder))) visit(folder);
  return found.sort();
}
