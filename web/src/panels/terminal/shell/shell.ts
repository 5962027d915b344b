/**
 * A terminal's shell: takes lines, keeps the variables and the folder, answers what concerns only itself, and gives the
 * commands that the tools of Fabric stand for.
 */
import type { Command, ContractFolder, NodeId, Topology } from '../../lab-types.ts';
import { Addresses } from '../addresses.ts';
import { exportLines } from '../command-line.ts';
import { asUser } from '../peer-environment.ts';
import { IDENTITY_VERBS } from './ca-verbs.ts';
import { readOptions } from './flags.ts';
import { LIFECYCLE_VERBS } from './lifecycle-verbs.ts';
import { dockerLine, MACHINE_VERBS } from './machine-verbs.ts';
import { PEER_VERBS } from './peer-verbs.ts';
import { type ShellCommand, shellCommands } from './shell-words.ts';
import type { Desk, Outcome, Verb } from './verb.ts';
import { said, wrong } from './verb.ts';
import { firstEnvironment, userOf } from './whoever-acts.ts';
import { fromTop, isFolder, namesIn, workingTree, type WorkingTree } from './working-tree.ts';

export const VERBS: readonly Verb[] = [...PEER_VERBS, ...LIFECYCLE_VERBS, ...MACHINE_VERBS, ...IDENTITY_VERBS];

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
type BuiltIn = (typeof BUILT_IN)[number];

export interface ShellState {
  readonly environment: Readonly<Record<string, string>>;
  /** From the top of the working directory; '' is the top. */
  readonly cwd: string;
  /** Text of files made here, by path from the top. */
  readonly files: Readonly<Record<string, string>>;
  readonly history: readonly string[];
}

/** The network a shell stands in. */
export interface Around {
  readonly topology: Topology;
  /** Commands given by now. */
  readonly given: readonly Command[];
  readonly contracts: Readonly<Record<string, ContractFolder>>;
}

export type Answer =
  | { readonly type: 'command'; readonly command: Command }
  | { readonly type: 'said' | 'wrong'; readonly text: string }
  | { readonly type: 'help' }
  | { readonly type: 'clear' };

export interface Ran {
  readonly state: ShellState;
  readonly answers: readonly Answer[];
}

export const newShell = ({ topology }: Around): ShellState => ({
  environment: firstEnvironment(topology, new Addresses(topology)),
  cwd: '',
  files: {},
  history: [],
});

export const treeOf = ({ topology, given, contracts }: Around, { files }: ShellState): WorkingTree =>
  workingTree(given, topology, new Addresses(topology), contracts, Object.keys(files));

function deskOf({ topology, given }: Around, state: ShellState, assignments: Readonly<Record<string, string>>): Desk {
  const at = new Addresses(topology);
  return {
    topology,
    at,
    environment: { ...state.environment, ...assignments },
    path: (path) => fromTop(state.cwd, path),
    file: (path) => state.files[path] ?? null,
    lastClient: (mspId) => lastClientOf(given, at, mspId),
  };
}

function lastClientOf(given: readonly Command[], at: Addresses, mspId: string): NodeId | null {
  const last = given.findLast((command) => 'client' in command && at.mspId(command.client) === mspId);
  return last !== undefined && 'client' in last ? last.client : null;
}

/** `Admin@Org1MSP → peer0.org1.example.com:7051`: in whose name the next `peer` line is. */
export function promptOf({ environment, cwd }: ShellState): { readonly who: string; readonly folder: string } {
  const user = userOf(environment['CORE_PEER_MSPCONFIGPATH'] ?? '') ?? '?';
  const address = environment['CORE_PEER_ADDRESS'] ?? '';
  return {
    who: `${user}@${environment['CORE_PEER_LOCALMSPID'] ?? '?'} → ${address}`,
    folder: cwd === '' ? '~' : `~/${cwd}`,
  };
}

/** The verb a line begins with, the longest that fits. */
export const verbOf = (words: readonly string[]): Verb | undefined =>
  VERBS.filter((verb) => verb.words.every((word, index) => words[index] === word)).sort(
    (a, b) => b.words.length - a.words.length,
  )[0];

/** `discover` and others take options before their verb. */
function withVerbFirst(words: readonly string[]): readonly string[] {
  if (words[0] !== 'discover') return words;
  const at = words.findIndex((word) => ['peers', 'config', 'endorsers'].includes(word));
  return at < 0 ? words : ['discover', words[at] ?? '', ...words.slice(1, at), ...words.slice(at + 1)];
}

function toolLine(given: readonly string[], desk: Desk): Outcome {
  const docker = given[0] === 'docker' ? dockerLine(given, desk) : null;
  if (docker !== null) return docker;
  const words = withVerbFirst(given);
  const verb = verbOf(words);
  const [tool = ''] = words;
  if (verb === undefined) {
    const isTool = VERBS.some((one) => one.words[0] === tool);
    if (!isTool) return wrong(`bash: ${tool}: command not found`);
    const known = VERBS.filter((one) => one.words[0] === tool).map((one) => one.words.join(' '));
    return wrong(`Error: unknown command "${words.slice(1).join(' ')}" for "${tool}"\n${known.join('\n')}`);
  }
  const rest = words.slice(verb.words.length);
  if (rest.includes('--help') || rest.includes('-h')) return said(usageOf(verb));
  const read = readOptions(rest, verb.flags);
  return read.ok ? verb.run(read.options, desk) : wrong(`${read.text}\n${usageOf(verb)}`);
}

/** As the tools print it. */
export function usageOf({ words, flags, takes }: Verb): string {
  const options = Object.entries(flags).map(([name, { short, takes: value }]) => {
    const both = short === undefined ? `      --${name}` : `  -${short}, --${name}`;
    return `${both}${value === 'switch' ? '' : value === 'list' ? ' strings' : ' string'}`;
  });
  return [
    `Usage:\n  ${words.join(' ')}${takes === undefined ? '' : ` ${takes.toUpperCase()}`} [flags]`,
    'Flags:',
    ...options,
  ].join('\n');
}

const isBuiltIn = (word: string): word is BuiltIn => (BUILT_IN as readonly string[]).includes(word);

interface Step {
  readonly state: ShellState;
  readonly answer: Answer | null;
}

/** Lines that make the shell act as another user, e.g. `as peer0.org2.example.com User1`. */
function actAs([peer = '', user = 'Admin']: readonly string[], state: ShellState, desk: Desk): Step {
  if (desk.at.role(peer) !== 'peer') return { state, answer: wrong(`as: ${peer}: no such peer`) };
  const environment = asUser(desk.at, peer, user);
  const lines = exportLines(environment, state.environment);
  return {
    state: { ...state, environment: { ...state.environment, ...environment } },
    answer: said(lines.join('\n')),
  };
}

function exported(words: readonly string[], state: ShellState): ShellState {
  const pairs = words.flatMap((word) => {
    const at = word.indexOf('=');
    return at > 0 ? [[word.slice(0, at), word.slice(at + 1)] as const] : [];
  });
  return { ...state, environment: { ...state.environment, ...Object.fromEntries(pairs) } };
}

function contentOf(path: string, state: ShellState, around: Around): Answer {
  const at = fromTop(state.cwd, path);
  const text = state.files[at] ?? sourceAt(at, around);
  if (text !== null) return said(text.trimEnd());
  const tree = treeOf(around, state);
  if (isFolder(tree, at)) return wrong(`cat: ${path}: Is a directory`);
  return wrong(tree.includes(at) ? `cat: ${path}: Permission denied` : `cat: ${path}: No such file or directory`);
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
  if (isFolder(tree, to)) return { state: { ...state, cwd: to }, answer: null };
  return {
    state,
    answer: wrong(`bash: cd: ${path}: ${tree.includes(to) ? 'Not a directory' : 'No such file or directory'}`),
  };
}

function builtIn(name: BuiltIn, { words, output }: ShellCommand, state: ShellState, around: Around, desk: Desk): Step {
  const args = words.slice(1);
  const paths = args.filter((word) => !word.startsWith('-'));
  const stay = (answer: Answer | null): Step => ({ state, answer });
  switch (name) {
    case 'help':
      return stay({ type: 'help' });
    case 'clear':
      return stay({ type: 'clear' });
    case 'as':
      return actAs(args, state, desk);
    case 'cat':
      return stay(contentOf(paths[0] ?? '', state, around));
    case 'cd':
      return moved(paths[0] ?? '~', state, around);
    case 'pwd':
      return stay(said(state.cwd === '' ? '/home/fabric' : `/home/fabric/${state.cwd}`));
    case 'ls':
      return stay(listed(paths[0] ?? '.', state, around));
    case 'env':
      return stay(
        said(
          Object.entries(desk.environment)
            .map(([key, value]) => `${key}=${value}`)
            .join('\n'),
        ),
      );
    case 'export':
      return { state: exported(args, state), answer: null };
    case 'unset': {
      const left = Object.entries(state.environment).filter(([key]) => !args.includes(key));
      return { state: { ...state, environment: Object.fromEntries(left) }, answer: null };
    }
    case 'history':
      return stay(said(state.history.map((line, index) => `${String(index + 1).padStart(5)}  ${line}`).join('\n')));
    case 'echo': {
      const text = args.join(' ');
      if (output === null) return stay(said(text));
      const files = { ...state.files, [fromTop(state.cwd, output)]: text };
      return { state: { ...state, files }, answer: null };
    }
  }
}

function stepOf(command: ShellCommand, state: ShellState, around: Around): Step {
  const { words, assignments } = command;
  const [name] = words;
  // Variables alone on a line stay.
  if (name === undefined)
    return { state: { ...state, environment: { ...state.environment, ...assignments } }, answer: null };
  const desk = deskOf(around, state, assignments);
  if (isBuiltIn(name)) return builtIn(name, command, state, around, desk);
  return { state, answer: toolLine(words, desk) };
}

/** The commands of a text; a variable has the value it has now. */
function parted(
  text: string,
  state: ShellState,
): { readonly commands: readonly ShellCommand[] } | { readonly answer: Answer } {
  const line = shellCommands(text, state.environment);
  if (line.ok) return line;
  const answer =
    line.problem === 'unclosed'
      ? wrong(`bash: unexpected EOF while looking for matching \`${line.sign}'`)
      : wrong(`bash: ${line.sign}: pipes and redirections are not part of this terminal (echo … > FILE is)`);
  return { answer };
}

/** Runs what was typed, up to the first that goes wrong. */
export function runShell(text: string, before: ShellState, around: Around): Ran {
  const typed = text.trim();
  let state: ShellState = typed === '' ? before : { ...before, history: [...before.history, typed] };
  const answers: Answer[] = [];
  for (let index = 0; ; index++) {
    // Taken apart anew each time: what was exported before holds for the rest of the text.
    const parts = parted(typed, state);
    if ('answer' in parts) return { state, answers: [...answers, parts.answer] };
    const command = parts.commands[index];
    if (command === undefined) return { state, answers };
    const step = stepOf(command, state, around);
    ({ state } = step);
    if (step.answer !== null) answers.push(step.answer);
    if (step.answer?.type === 'wrong') return { state, answers };
  }
}
