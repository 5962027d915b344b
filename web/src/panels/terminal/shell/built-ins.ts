/** What the shell does itself: variables, going about in the files, looking into them. In the words of bash and coreutils. */
import { exportLines } from '../command-line.ts';
import { asUser } from '../peer-environment.ts';
import { certificateIn } from './certificate-paths.ts';
import { type Answer, type Around, type ShellState, treeOf, variablesOf } from './shell-state.ts';
import { type ShellCommand, substitutedPackage } from './shell-words.ts';
import { baseName, type Desk, said, unable, wrong } from './verb.ts';
import { fromTop, isFolder, namesIn } from './working-tree.ts';

export const BUILT_IN = [
  'help',
  'as',
  'cat',
  'cd',
  'clear',
  'echo',
  'env',
  'export',
  'history',
  'ls',
  'pwd',
  'unset',
] as const;
export type BuiltIn = (typeof BUILT_IN)[number];

export const isBuiltIn = (word: string): word is BuiltIn => (BUILT_IN as readonly string[]).includes(word);

export interface Step {
  readonly state: ShellState;
  readonly answers: readonly Answer[];
}

/** Lines that make the shell act as another user, e.g. `as peer0.org2.example.com User1`. The lab's own. */
function actAs([peer = '', user = 'Admin']: readonly string[], state: ShellState, desk: Desk): Step {
  if (desk.at.role(peer) !== 'peer') return { state, answers: [unable('noSuchPeer', { peer })] };
  const environment = asUser(desk.at, peer, user);
  const lines = exportLines(environment, state.environment);
  return {
    state: { ...state, environment: { ...state.environment, ...environment } },
    answers: [said(lines.join('\n'))],
  };
}

const NAME = /^[A-Za-z_]\w*$/;

function exported(words: readonly string[], state: ShellState): Step {
  if (words.length === 0) {
    const lines = Object.entries(state.environment)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `declare -x ${name}="${value}"`);
    return { state, answers: [said(lines.join('\n'))] };
  }
  const odd = words.find((word) => !NAME.test(word.split('=')[0] ?? ''));
  if (odd !== undefined) return { state, answers: [wrong(`bash: export: \`${odd}': not a valid identifier`)] };
  const pairs = words.flatMap((word) => {
    const at = word.indexOf('=');
    return at > 0 ? [[word.slice(0, at), word.slice(at + 1)] as const] : [];
  });
  return { state: { ...state, environment: { ...state.environment, ...Object.fromEntries(pairs) } }, answers: [] };
}

/** What the lab has to say of a file it has no text of. */
function withoutText(path: string): Answer {
  if (/(?:_sk|\.key)$/.test(path)) return unable('noKey', { file: path });
  return unable(/\.(?:block|tx|tar\.gz)$/.test(path) ? 'binary' : 'noText', { file: path });
}

function contentOf(path: string, state: ShellState, around: Around): Answer {
  const at = fromTop(state.cwd, path);
  const text = state.files[at] ?? sourceAt(at, around);
  if (text !== null) return said(text.trimEnd());
  const tree = treeOf(around, state);
  if (isFolder(tree, at)) return wrong(`cat: ${path}: Is a directory`);
  if (!tree.includes(at)) return wrong(`cat: ${path}: No such file or directory`);
  return certificateIn(state.kept[at] ?? at, around) ?? withoutText(path);
}

/** A contract's file as it is on the machine by now. */
function sourceAt(path: string, { contracts, given }: Around): string | null {
  const [, source = '', file = ''] = /^chaincode\/([^/]+)\/(.+)$/.exec(path) ?? [];
  const written = given.findLast(
    (command) => command.type === 'writeContract' && command.source === source && file in command.files,
  );
  if (written?.type === 'writeContract') return written.files[file] ?? null;
  return contracts[source]?.[file] ?? null;
}

function listed(path: string, state: ShellState, around: Around): Answer {
  const names = namesIn(treeOf(around, state), fromTop(state.cwd, path));
  return names === null ? wrong(`ls: cannot access '${path}': No such file or directory`) : said(names.join('\n'));
}

function moved(path: string, state: ShellState, around: Around): Step {
  const to = fromTop(state.cwd, path);
  const tree = treeOf(around, state);
  if (isFolder(tree, to)) return { state: { ...state, cwd: to }, answers: [] };
  const why = tree.includes(to) ? 'Not a directory' : 'No such file or directory';
  return { state, answers: [wrong(`bash: cd: ${path}: ${why}`)] };
}

function echoed(args: readonly string[], output: ShellCommand['output'], state: ShellState): Step {
  const text = args.join(' ');
  if (output === null) return { state, answers: [said(text)] };
  const path = fromTop(state.cwd, output.path);
  const before = output.isAppended ? (state.files[path] ?? '') : '';
  return { state: { ...state, files: { ...state.files, [path]: `${before}${text}\n` } }, answers: [] };
}

const folded = (environment: Readonly<Record<string, string>>): string =>
  Object.entries(environment)
    .map(([key, value]) => `${key}=${value}`)
    .join('\n');

export function builtIn(
  name: BuiltIn,
  { words, output }: ShellCommand,
  state: ShellState,
  around: Around,
  desk: Desk,
): Step {
  const args = words.slice(1);
  const paths = args.filter((word) => !word.startsWith('-'));
  const stay = (...answers: readonly Answer[]): Step => ({ state, answers });
  switch (name) {
    case 'help':
    case 'clear':
      return stay({ type: name });
    case 'as':
      return actAs(args, state, desk);
    case 'cat':
      return paths.length === 0
        ? stay(unable('catWhat'))
        : stay(...paths.map((path) => contentOf(path, state, around)));
    case 'cd':
      return moved(paths[0] ?? '~', state, around);
    case 'pwd':
      return stay(said(variablesOf(state)['PWD'] ?? ''));
    case 'ls':
      return stay(...(paths.length === 0 ? ['.'] : paths).map((path) => listed(path, state, around)));
    case 'env':
      return stay(said(folded(desk.environment)));
    case 'export':
      return exported(args, state);
    case 'unset': {
      const left = Object.entries(state.environment).filter(([key]) => !args.includes(key));
      return { state: { ...state, environment: Object.fromEntries(left) }, answers: [] };
    }
    case 'history':
      return stay(said(state.history.map((line, index) => `${String(index + 1).padStart(5)}  ${line}`).join('\n')));
    case 'echo':
      return echoed(args, output, state);
  }
}

/** Where a package's id was asked for, the id; as it was typed where there is none yet. */
export function withPackageIds(word: string, desk: Desk): string {
  return word.replaceAll(/\$\([^)]*\)/g, (substitution) => {
    const file = substitutedPackage(substitution);
    const found = file === null ? null : desk.existing(desk.path(file));
    return (found === null ? null : desk.sight.packageId(baseName(found, '.tar.gz'))) ?? substitution;
  });
}
