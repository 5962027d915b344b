/**
 * A terminal's shell: takes lines, keeps the variables and the folder, and gives the commands that the tools of Fabric
 * stand for. What a tool would say is said in its words; what the lab has to say is its own word, and is told apart.
 */
import { builtIn, isBuiltIn, type Step, withPackageIds } from './built-ins.ts';
import { CA_VERBS } from './ca-verbs.ts';
import { CHAINCODE_VERBS } from './chaincode-verbs.ts';
import { CHANNEL_VERBS } from './channel-verbs.ts';
import { DISCOVER_VERBS } from './discover-verbs.ts';
import { FILE_VERBS } from './file-verbs.ts';
import { readOptions } from './flags.ts';
import { LIFECYCLE_VERBS } from './lifecycle-verbs.ts';
import { dockerLine, MACHINE_VERBS } from './machine-verbs.ts';
import { LOOK_VERBS } from './look-verbs.ts';
import { TO_ORDERER } from './orderer-options.ts';
import { OSNADMIN_VERBS } from './osnadmin-verbs.ts';
import { type Answer, type Around, deskOf, type ShellState, variablesOf, withFile } from './shell-state.ts';
import { type ShellCommand, shellCommands, type ShellLine } from './shell-words.ts';
import { editsConfig, hasOwnWords, isElsewhere, refusedBy, styleOf, unknownIn } from './tools.ts';
import { asList, type Desk, isFailure, type Outcome, unable, type Verb, wrong } from './verb.ts';
import { initCrypto } from './whoever-acts.ts';

export const VERBS: readonly Verb[] = [
  ...CHANNEL_VERBS,
  ...CHAINCODE_VERBS,
  ...LIFECYCLE_VERBS,
  ...FILE_VERBS,
  ...OSNADMIN_VERBS,
  ...MACHINE_VERBS,
  ...CA_VERBS,
  ...DISCOVER_VERBS,
  ...LOOK_VERBS,
];

const begins = (words: readonly string[], verb: Verb): boolean =>
  verb.words.every((word, index) => words[index] === word);

/** The verb a line begins with, the longest that fits. */
export const verbOf = (words: readonly string[]): Verb | undefined =>
  VERBS.filter((verb) => begins(words, verb)).sort((a, b) => b.words.length - a.words.length)[0];

/** Tools that read their line by kingpin take options before their verb. */
function withVerbFirst([tool = '', ...words]: readonly string[]): readonly string[] {
  if (styleOf(tool) !== 'kingpin') return [tool, ...words];
  const own = VERBS.filter((verb) => verb.words[0] === tool);
  const longest = Math.max(0, ...own.map((verb) => verb.words.length - 1));
  const flags = Object.assign({}, ...own.map((verb) => verb.flags)) as Verb['flags'];
  const [names, others]: [string[], string[]] = [[], []];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const isName = !word.startsWith('-') && names.length < longest;
    (isName ? names : others).push(word);
    const option = Object.entries(flags).find(
      ([name, { short }]) => word === `--${name}` || word === `-${short ?? ''}`,
    );
    if (option !== undefined && option[1].takes !== 'switch' && words[index + 1] !== undefined)
      others.push(words[++index] ?? '');
  }
  return [tool, ...names, ...others];
}

/** Verbs below a group of commands. */
const below = (words: readonly string[]): readonly Verb[] =>
  VERBS.filter((verb) => words.every((word, index) => verb.words[index] === word));

/** Whether a tool for configurations only shows one. */
const reads = ([tool, verb]: readonly string[]): boolean => tool === 'jq' || verb === 'proto_decode';

/** No verb of the lab begins the line. */
function unknownLine(words: readonly string[]): readonly Outcome[] {
  const [tool = ''] = words;
  if (editsConfig(tool)) return [unable(reads(words) ? 'decodeTool' : 'configTool', { tool })];
  const unknown = unknownIn(words.filter((word) => !word.startsWith('-')));
  if (unknown === null)
    return [isElsewhere(tool) ? unable('elsewhere', { tool }) : wrong(`bash: ${tool}: command not found`)];
  if (unknown.type === 'missing')
    return [unable('missing', { command: unknown.command }), { type: 'usage', verbs: below([tool]) }];
  if (unknown.type === 'error') return [wrong(unknown.text)];
  // A group reads the options it shares with its commands.
  const isPeerGroup = tool === 'peer' && unknown.words.length > 1;
  const read = readOptions(words.slice(1), isPeerGroup ? TO_ORDERER : {}, styleOf(tool));
  const isHelp = words.includes('--help') || words.includes('-h');
  const usage: Outcome = { type: 'usage', verbs: below(unknown.words) };
  return !isHelp && !read.ok && 'text' in read ? [wrong(refusedBy(tool, read.text)), usage] : [usage];
}

function toolLine(given: readonly string[], desk: Desk): readonly Outcome[] {
  const docker = given[0] === 'docker' ? dockerLine(given, desk) : null;
  if (docker !== null) return asList(docker);
  const words = withVerbFirst(given);
  const [tool = ''] = words;
  const verb = verbOf(words);
  if (verb === undefined) return unknownLine(words);
  const rest = words.slice(verb.words.length);
  if (rest.includes('--help') || rest.includes('-h')) return [{ type: 'usage', verbs: [verb] }];
  const read = readOptions(rest, verb.flags, styleOf(tool));
  if (!read.ok) {
    if ('idle' in read) return [unable('idleOption', { option: read.idle })];
    return hasOwnWords(tool)
      ? [unable('idleOption', { option: /-\S+$/.exec(read.text)?.[0] ?? '' })]
      : [wrong(refusedBy(tool, read.text)), { type: 'usage', verbs: [verb] }];
  }
  const problem = tool === 'peer' && !verb.needsNoIdentity ? initCrypto(desk) : null;
  return problem === null ? asList(verb.run(read.options, desk)) : [problem];
}

/** How a verb is used here, as a list. */
export function usageOf({ words, flags, takes, arguments: named }: Verb): string {
  const behind = named ?? takes?.toUpperCase();
  const options = Object.entries(flags)
    .filter(([, { isIdle }]) => !isIdle)
    .map(([name, { short, takes: value }]) => {
      const both = short === undefined ? `      --${name}` : `  -${short}, --${name}`;
      return `${both}${value === 'switch' ? '' : ' …'}`;
    });
  return [`${words.join(' ')}${behind === undefined ? '' : ` ${behind}`}`, ...options].join('\n');
}

function stepOf(command: ShellCommand, state: ShellState, around: Around): Step {
  const bare = deskOf(around, state);
  const assignments = Object.fromEntries(
    Object.entries(command.assignments).map(([name, value]) => [name, withPackageIds(value, bare)]),
  );
  const { words } = command;
  const [name] = words;
  // Variables alone on a line stay.
  if (name === undefined)
    return { state: { ...state, environment: { ...state.environment, ...assignments } }, answers: [] };
  const desk = deskOf(around, state, assignments);
  if (!isBuiltIn(name)) return { state, answers: toolLine(words, desk) };
  const resolved = { ...command, words: words.map((word) => withPackageIds(word, desk)) };
  return builtIn(name, resolved, state, around, desk);
}

function problemOf(line: Extract<ShellLine, { ok: false }>): Answer {
  const { problem, sign } = line;
  if (problem === 'syntax')
    return wrong(`bash: syntax error near unexpected token \`${sign === '\n' ? 'newline' : sign}'`);
  return unable(`bash.${problem}`, { sign });
}

/** Keeps in mind what a tool has written, and which commands there are by then. */
function taken(outcomes: readonly Answer[], state: ShellState, around: Around): readonly [ShellState, Around] {
  let [then, there] = [state, around];
  for (const outcome of outcomes) {
    if (outcome.type === 'command') there = { ...there, given: [...there.given, outcome.command] };
    if ((outcome.type === 'command' || outcome.type === 'said') && outcome.writes !== undefined)
      then = withFile(then, outcome.writes, outcome.type === 'said');
  }
  return [then, there];
}

export interface Ran {
  readonly state: ShellState;
  readonly answers: readonly Answer[];
}

/** Runs what was typed: after a line that goes wrong the next is run all the same, as bash does it, and what stands behind `&&` is not. */
export function runShell(text: string, before: ShellState, around: Around): Ran {
  const typed = text.trim();
  let state: ShellState = typed === '' ? before : { ...before, history: [...before.history, typed] };
  let there = around;
  let failed = false;
  const answers: Answer[] = [];
  for (let index = 0; ; index++) {
    // Taken apart anew each time: what was exported before holds for the rest of the text.
    const line = shellCommands(typed, variablesOf(state));
    if (!line.ok) return { state, answers: [...answers, problemOf(line)] };
    const command = line.commands[index];
    if (command === undefined) return { state, answers };
    if (failed && command.isAfterSuccess) continue;
    const step = stepOf(command, state, there);
    [state, there] = taken(step.answers, step.state, there);
    answers.push(...step.answers);
    failed = step.answers.some((answer) => answer.type !== 'help' && answer.type !== 'clear' && isFailure(answer));
  }
}
