/**
 * A contract folder and the type declarations beside it as the file system the compiler looks into.
 */
import type { ContractFolder } from '../sim/protocol/recording.ts';

/** Where the contract's folder is; declarations are in `/node_modules` beside it, the compiler's own in `/lib`. */
export const CONTRACT = '/contract';

export class ContractFiles {
  private readonly contract: ReadonlyMap<string, string>;
  private readonly declarations: ReadonlyMap<string, string>;
  private readonly folders: Set<string>;

  /** @param declarations text by absolute path */
  constructor(folder: ContractFolder, declarations: ReadonlyMap<string, string>) {
    this.contract = new Map(Object.entries(folder).map(([path, text]) => [`${CONTRACT}/${path}`, text]));
    this.declarations = declarations;
    this.folders = new Set(['/']);
    for (const name of [...this.contract.keys(), ...declarations.keys()])
      for (let at = name.lastIndexOf('/'); at > 0; at = name.lastIndexOf('/', at - 1))
        this.folders.add(name.slice(0, at));
  }

  fileExists(name: string): boolean {
    return this.contract.has(name) || this.declarations.has(name);
  }

  readFile(name: string): string | undefined {
    return this.contract.get(name) ?? this.declarations.get(name);
  }

  directoryExists(name: string): boolean {
    return this.folders.has(name);
  }

  /** Names of the folders in a folder. */
  directories(name: string): string[] {
    const start = name === '/' ? '/' : `${name}/`;
    const inside = [...this.folders].filter((folder) => folder.startsWith(start) && folder !== '/');
    return inside.map((folder) => folder.slice(start.length)).filter((rest) => rest !== '' && !rest.includes('/'));
  }

  /** Files of the contract that the patterns of a tsconfig mean. */
  matching(
    folder: string,
    extensions: readonly string[],
    excludes: readonly string[],
    includes: readonly string[],
  ): string[] {
    const excluded = excludes.map((pattern) => patternOf(folder, pattern));
    const included = (includes.length > 0 ? includes : ['**/*']).map((pattern) => patternOf(folder, pattern));
    return [...this.contract.keys()].filter(
      (name) =>
        extensions.some((extension) => name.endsWith(extension)) &&
        included.some((pattern) => pattern.test(name)) &&
        !excluded.some((pattern) => pattern.test(name)),
    );
  }
}

/** `src`, `./src/**`, `src/*.ts` …: a pattern names a file, or a folder with all that is in it. */
function patternOf(folder: string, pattern: string): RegExp {
  const whole = pattern.startsWith('/') ? pattern : `${folder}/${pattern.replace(/^\.\//, '')}`;
  const parts = whole.replace(/\/+$/, '').split('/').slice(1);
  const source = parts.map((part) => {
    if (part === '**') return '(?:/[^/]+)*';
    const escaped = part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
    return `/${escaped.replaceAll('*', '[^/]*').replaceAll('?', '[^/]')}`;
  });
  return new RegExp(`^${source.join('')}(?:/.*)?$`);
}
