/** What the Tab key offers: tools and their verbs, options, and what their values can be in this network. */
import { nodesOf } from '../../../view/network.ts';
import type { Topology } from '../../lab-types.ts';
import { Addresses } from '../addresses.ts';
import type { Flag } from './flags.ts';
import { BUILT_IN } from './built-ins.ts';
import { VERBS, verbOf } from './shell.ts';
import { type Around, type ShellState, treeOf } from './shell-state.ts';
import { fromTop, isFolder, namesIn } from './working-tree.ts';

export interface Completion {
  /** The line once what all candidates share is filled in. */
  readonly text: string;
  /** Whole words to choose from; one or none: nothing to choose. */
  readonly candidates: readonly string[];
}

const shared = (words: readonly string[]): string => {
  const [first = ''] = words;
  let length = first.length;
  for (const word of words) while (!word.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length);
};

function paths(begun: string, around: Around, state: ShellState): readonly string[] {
  const tree = treeOf(around, state);
  const folder = begun.slice(0, begun.lastIndexOf('/') + 1);
  const at = fromTop(state.cwd, folder === '' ? '.' : folder);
  if (!isFolder(tree, at)) return [];
  return (namesIn(tree, at) ?? []).map((name) => `${folder}${name}`);
}

function chaincodesOf({ given }: Around): readonly string[] {
  const names = given.flatMap((command) =>
    command.type === 'approveChaincode' || command.type === 'commitChaincode' ? [command.definition.name] : [],
  );
  return [...new Set([...names, 'qscc', 'cscc', '_lifecycle'])];
}

function endpointsOf(topology: Topology, role: 'peer' | 'orderer'): readonly string[] {
  const at = new Addresses(topology);
  return nodesOf(topology)
    .filter((node) => node.role === role)
    .map(({ id }) => at.endpoint(id));
}

function packagesOf(around: Around, state: ShellState): readonly string[] {
  return treeOf(around, state).filter((file) => file.endsWith('.tar.gz'));
}

function valuesOf(
  names: NonNullable<Flag['names']>,
  begun: string,
  around: Around,
  state: ShellState,
): readonly string[] {
  const { topology } = around;
  switch (names) {
    case 'channel':
      return topology.channels.map(({ id }) => id);
    case 'chaincode':
      return chaincodesOf(around);
    case 'mspId':
      return topology.peerOrgs.map(({ mspId }) => mspId);
    case 'peerAddress':
      return endpointsOf(topology, 'peer');
    case 'orderer':
      return endpointsOf(topology, 'orderer');
    case 'package':
      return packagesOf(around, state).map((file) => `$(peer lifecycle chaincode calculatepackageid ${file})`);
    case 'file':
      return paths(begun, around, state);
  }
}

function afterVerb(words: readonly string[], begun: string, around: Around, state: ShellState): readonly string[] {
  const verb = verbOf(words);
  if (verb === undefined) return [];
  const before = words.at(-1) ?? '';
  const flag = Object.entries(verb.flags).find(
    ([name, { short }]) => before === `--${name}` || before === `-${name}` || before === `-${short ?? ''}`,
  )?.[1];
  if (flag !== undefined && flag.takes !== 'switch')
    return flag.names === undefined ? [] : valuesOf(flag.names, begun, around, state);
  if (begun.startsWith('-'))
    return Object.entries(verb.flags).flatMap(([name, { isIdle }]) => (isIdle ? [] : [`--${name}`]));
  if (verb.takes === 'node') return nodesOf(around.topology).map(({ id }) => id);
  if (verb.takes === 'package') return packagesOf(around, state);
  return verb.takes === 'file' ? paths(begun, around, state) : [];
}

function candidatesOf(words: readonly string[], begun: string, around: Around, state: ShellState): readonly string[] {
  if (words.length === 0) return [...new Set(VERBS.map(({ words: [tool = ''] }) => tool)), ...BUILT_IN];
  const [tool = ''] = words;
  if (tool === 'as') return nodesOf(around.topology).flatMap(({ id, role }) => (role === 'peer' ? [id] : []));
  if ((BUILT_IN as readonly string[]).includes(tool)) return paths(begun, around, state);
  const longer = VERBS.filter(
    (verb) => verb.words.length > words.length && words.every((word, index) => verb.words[index] === word),
  ).map((verb) => verb.words[words.length] ?? '');
  return longer.length > 0 && !begun.startsWith('-') ? [...new Set(longer)] : afterVerb(words, begun, around, state);
}

/** Completes the last word of `text`. */
export function completed(text: string, around: Around, state: ShellState): Completion {
  const start = Math.max(text.lastIndexOf(' '), text.lastIndexOf('\n'), text.lastIndexOf('=')) + 1;
  const begun = text.slice(start);
  // The last command of the line; variables before it are nobody's word.
  const command =
    text
      .slice(0, start)
      .split(/&&|;|\n/)
      .at(-1) ?? '';
  const words = command.split(/[\s=]+/).filter((word) => word !== '');
  const candidates = candidatesOf(words, begun, around, state)
    .filter((word) => word.startsWith(begun) && word !== begun)
    .sort();
  if (candidates.length === 0) return { text, candidates };
  const one = candidates.length === 1 && !(candidates[0] ?? '').endsWith('/') ? ' ' : '';
  return { text: `${text.slice(0, start)}${shared(candidates)}${one}`, candidates };
}
