/** Files from the learner's disk as a contract folder: from a folder input or dropped onto the page. */
import type { ContractFolder } from '../lab-types.ts';

export interface DiskFile {
  /** With `/`, from the chosen folder on. */
  readonly path: string;
  readonly file: Blob;
}

export type ImportFlaw = 'noPackageJson' | 'tooMany' | 'tooLarge';
export type Imported =
  | { readonly ok: true; readonly name: string; readonly folder: ContractFolder }
  | { readonly ok: false; readonly flaw: ImportFlaw };

/** A contract of more is a mistake: a home folder, most likely. */
const MOST_FILES = 300;
const MOST_BYTES = 2_000_000;

const isLeftOut = (path: string): boolean =>
  path.split('/').some((part) => part === 'node_modules' || (part.startsWith('.') && part !== '.'));

/** The folder the nearest `package.json` lies in, with a closing `/`; null when there is none. */
function rootOf(paths: readonly string[]): string | null {
  const roots = paths.filter((path) => /(?:^|\/)package\.json$/.test(path)).map((path) => path.slice(0, -12));
  return roots.sort((a, b) => a.length - b.length)[0] ?? null;
}

/** Texts only; pictures and other binaries are left out, as are `node_modules` and hidden files. */
export async function importFolder(files: readonly DiskFile[]): Promise<Imported> {
  const wanted = files.filter(({ path }) => !isLeftOut(path));
  const root = rootOf(wanted.map(({ path }) => path));
  if (root === null) return { ok: false, flaw: 'noPackageJson' };
  const inside = wanted.filter(({ path }) => path.startsWith(root));
  if (inside.length > MOST_FILES) return { ok: false, flaw: 'tooMany' };
  if (inside.reduce((sum, { file }) => sum + file.size, 0) > MOST_BYTES) return { ok: false, flaw: 'tooLarge' };
  const texts = await Promise.all(
    inside.map(async ({ path, file }) => [path.slice(root.length), await file.text()] as const),
  );
  const folder = Object.fromEntries(texts.filter(([, text]) => !text.includes('\0')));
  return { ok: true, name: nameOf(folder['package.json'] ?? '', root), folder };
}

/** What the contract calls itself, else the name of its folder. */
function nameOf(packageJson: string, root: string): string {
  try {
    const { name } = JSON.parse(packageJson) as { readonly name?: unknown };
    if (typeof name === 'string' && name !== '') return name;
  } catch {
    // The editor shows what is wrong with it.
  }
  return root.split('/').at(-2) ?? 'contract';
}

/** The files of `<input webkitdirectory>`. */
export const filesOf = (list: FileList): readonly DiskFile[] =>
  [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

/** What was dropped, folders walked through. To be called while the event is handled: afterwards it is empty. */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly DiskFile[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  // Files that do not come from a disk (another page's, a script's) have no entries.
  if (entries.length === 0) return filesOf(transfer.files);
  return (await Promise.all(entries.map(walk))).flat();
}

async function walk(entry: FileSystemEntry): Promise<readonly DiskFile[]> {
  const path = entry.fullPath.replace(/^\//, '');
  if (isLeftOut(path)) return [];
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ path, file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const children: FileSystemEntry[] = [];
  // A reader hands out a hundred at a time.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) break;
    children.push(...batch);
  }
  return (await Promise.all(children.map(walk))).flat();
}

export const isArchive = (name: string): boolean => /\.(tar\.gz|tgz)$/i.test(name);
