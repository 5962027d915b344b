/** What a shell keeps between lines, the network it stands in, and what a line is answered with. */
import type { Command, ContractFolder, NodeId, Topology } from '../../lab-types.ts';
import { Addresses } from '../addresses.ts';
import type { Sight } from './sight.ts';
import type { Desk, NamedFile, Outcome } from './verb.ts';
import { firstEnvironment, userOf } from './whoever-acts.ts';
import { fromTop, HOME, isFolder, workingTree, type WorkingTree } from './working-tree.ts';

export interface ShellState {
  readonly environment: Readonly<Record<string, string>>;
  /** From the top of the working directory; '' is the top. */
  readonly cwd: string;
  /** Text of files made here, by path from the top. */
  readonly files: Readonly<Record<string, string>>;
  /** Files without a text made here, by path from the top. */
  readonly made: readonly string[];
  /** By the name it was given: where the lab keeps a file. */
  readonly kept: Readonly<Record<string, string>>;
  readonly history: readonly string[];
}

/** The network a shell stands in. */
export interface Around {
  readonly topology: Topology;
  /** Commands given by now. */
  readonly given: readonly Command[];
  readonly contracts: Readonly<Record<string, ContractFolder>>;
  readonly sight: Sight;
}

export type Answer = Outcome | { readonly type: 'help' } | { readonly type: 'clear' };

export const newShell = ({ topology }: Pick<Around, 'topology'>): ShellState => ({
  environment: firstEnvironment(topology, new Addresses(topology)),
  cwd: '',
  files: {},
  made: [],
  kept: {},
  history: [],
});

export const treeOf = ({ topology, given, contracts }: Around, { files, made, kept }: ShellState): WorkingTree =>
  workingTree(given, topology, new Addresses(topology), contracts, { written: [...Object.keys(files), ...made], kept });

/** Variables as they are, with those a shell has of itself. */
export const variablesOf = ({ environment, cwd }: ShellState): Readonly<Record<string, string>> => ({
  HOME,
  PWD: cwd === '' ? HOME : `${HOME}/${cwd}`,
  ...environment,
});

/** With a file a tool has written under the name it was told. */
export function withFile(state: ShellState, { path, keptAs }: NamedFile, isThere: boolean): ShellState {
  return {
    ...state,
    kept: path === keptAs ? state.kept : { ...state.kept, [path]: keptAs },
    made: isThere ? [...state.made, keptAs] : state.made,
  };
}

function lastClientOf(given: readonly Command[], at: Addresses, mspId: string): NodeId | null {
  const last = given.findLast((command) => 'client' in command && at.mspId(command.client) === mspId);
  return last !== undefined && 'client' in last ? last.client : null;
}

export function deskOf(around: Around, state: ShellState, assignments: Readonly<Record<string, string>> = {}): Desk {
  const { topology, given, sight } = around;
  const at = new Addresses(topology);
  const tree = treeOf(around, state);
  return {
    topology,
    at,
    sight,
    environment: { ...state.environment, ...assignments },
    path: (path) => fromTop(state.cwd, path),
    existing: (path) => {
      const plain = fromTop('', path);
      return tree.includes(plain) ? (state.kept[plain] ?? plain) : null;
    },
    isFolder: (path) => isFolder(tree, fromTop('', path)),
    file: (path) => state.files[path] ?? null,
    joins: (orderer) =>
      given.flatMap((command, place) => {
        const isIts = command.type === 'joinOrderer' && command.node === orderer;
        const seq = isIts ? sight.doneSeq(place) : null;
        return isIts && seq !== null ? [{ channel: command.channel, seq }] : [];
      }),
    lastClient: (mspId) => lastClientOf(given, at, mspId),
    channelOfUpdate: (update) => {
      const prepared = given.findLast((command) => command.type === 'prepareConfigUpdate' && command.update === update);
      return prepared?.type === 'prepareConfigUpdate' ? prepared.channel : null;
    },
  };
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
