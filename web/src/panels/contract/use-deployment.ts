/** The choices of a deployment, their defaults, and carrying it out. */
import { useRef, useState } from 'react';
import { useLab, useLink, useTrace } from '../../link/react/lab-context.tsx';
import type { Refusal } from '../../link/react/lab-context.tsx';
import type { Command, ContractFolder, Micros, NodeId, Recording } from '../lab-types.ts';
import { useEntryCount } from '../use-entry-count.ts';
import { changesBetween, isTypeScript, sourceBehind } from './contract-folders.ts';
import {
  approvers,
  COMMITTED,
  type Committed,
  committedOn,
  deployCommands,
  type DeployChoice,
  type DeployOf,
  installable,
  labelFor,
  nextDefinition,
} from './deploy-plan.ts';
import { browserDrafts } from './drafts.ts';
import type { Contract } from './use-contracts.ts';
import { compiled, stopCompiling } from './use-problems.ts';

export interface Deployment {
  readonly choice: DeployChoice;
  /** What is in force under the chosen name. */
  readonly committed: Committed | undefined;
  readonly names: readonly string[];
  readonly peers: readonly NodeId[];
  readonly change: (change: DeployChange) => void;
}

/** What the learner has chosen otherwise than proposed. */
export interface DeployChange {
  readonly channel?: string;
  readonly name?: string;
  readonly version?: string;
  readonly policy?: string;
  readonly peers?: readonly NodeId[];
}

const firstPeers = (recording: Recording, channel: string): readonly NodeId[] => {
  const orgs = approvers(recording.topology, channel).map(({ client }) => client.slice(client.indexOf('.')));
  return orgs.map((domain) => `peer0${domain}`);
};

/** null while no world is open. */
export function useDeployment(contract: Contract, wanted?: string): Deployment | null {
  const recording = useLink((state) => state.recording);
  const trace = useTrace();
  const count = useEntryCount();
  const [changed, setChanged] = useState<DeployChange>({});
  if (recording === null) return null;
  const { topology } = recording;
  const now = trace?.entries[count - 1]?.at ?? 0;
  const channel = changed.channel ?? wanted ?? topology.channels[0]?.id ?? '';
  const inForce = committedOn(trace?.facts.ofTypes(COMMITTED, count) ?? [], channel);
  const name = changed.name ?? proposedName(contract, recording, [...inForce.keys()], now);
  const committed = inForce.get(name);
  const next = nextDefinition(recording, committed, name, now);
  const policy = changed.policy ?? next.signaturePolicy ?? '';
  const definition = {
    ...next,
    version: changed.version ?? next.version,
    signaturePolicy: policy.trim() === '' ? null : policy,
  };
  const label = contract.own?.label ?? labelFor(name, definition.version);
  const peers = changed.peers ?? firstPeers(recording, channel);
  return {
    choice: { channel, source: contract.name, label, definition, peers },
    committed,
    names: [...inForce.keys()],
    peers: installable(topology, channel),
    // Another name or channel has other proposals.
    change: (change) =>
      setChanged((before) =>
        change.name === undefined && change.channel === undefined
          ? { ...before, ...change }
          : { channel: change.channel ?? channel, ...(change.name === undefined ? {} : { name: change.name }) },
      ),
  };
}

/** The chaincode that runs this contract already, or else the contract's own name. */
function proposedName(contract: Contract, recording: Recording, names: readonly string[], now: Micros): string {
  const runs = names.find((name) => sourceBehind(recording, name, now) === contract.name);
  // A label is usually a name and a version.
  const own = contract.own === null ? contract.name : contract.own.label.replace(/_[^_]*$/, '');
  return runs ?? own.replace(/[^A-Za-z0-9_-]/g, '-').replace(/^[-_]+/, '');
}

export type DeployState =
  | { readonly type: 'idle' }
  | { readonly type: 'building' }
  | { readonly type: 'giving'; readonly commands: readonly Command[]; readonly given: number }
  | { readonly type: 'notBuilt'; readonly errors: number }
  /** The compiler could not be fetched, or fell over. */
  | { readonly type: 'noCompiler' }
  | { readonly type: 'refused'; readonly refusal: Refusal }
  | {
      readonly type: 'ended';
      readonly commands: readonly Command[];
      readonly given: number;
      readonly at: Micros;
      readonly name: string;
      readonly version: string;
      readonly sequence: number;
      readonly channel: string;
      /** What the tool of the last command printed when it failed. */
      readonly failure: string | null;
    };

/** What `npm run build` leaves; the number of errors when it leaves nothing. */
async function built(folder: ContractFolder): Promise<ContractFolder | number> {
  if (!isTypeScript(folder)) return folder;
  const result = await compiled(folder);
  const errors = result.problems.filter(({ severity }) => severity === 'error').length;
  return errors > 0 ? errors : result.folder;
}

export function useDeploying(contract: Contract) {
  const lab = useLab();
  const topology = useLink((state) => state.recording?.topology);
  const [state, setState] = useState<DeployState>({ type: 'idle' });
  /** Counts what was begun or stopped: what comes of an earlier attempt is dropped. */
  const attempt = useRef(0);
  const deploy = async (choice: DeployChoice): Promise<void> => {
    if (topology === undefined) return;
    setState({ type: 'building' });
    const mine = ++attempt.current;
    const what = await prepared(contract).catch(() => null);
    if (mine !== attempt.current) return;
    if (what === null) {
      setState({ type: 'noCompiler' });
      return;
    }
    if (typeof what === 'number') {
      setState({ type: 'notBuilt', errors: what });
      return;
    }
    const commands = deployCommands(topology, choice, what);
    setState({ type: 'giving', commands, given: 0 });
    const acted = await lab.actInOrder(commands, (given) => setState({ type: 'giving', commands, given }));
    if (!acted.ok) {
      setState({ type: 'refused', refusal: acted.error });
      return;
    }
    const { at, given, failure } = acted.value;
    const { channel, definition } = choice;
    const { name, version, sequence } = definition;
    setState({ type: 'ended', commands, given, at, channel, name, version, sequence, failure });
    // What was written, or came, is the recording's now.
    browserDrafts().drop(contract.name);
  };
  /** While it is compiled: nothing has been given yet then. */
  const stop = (): void => {
    attempt.current++;
    setState({ type: 'idle' });
    void stopCompiling();
  };
  return { state, deploy, stop };
}

async function prepared({ folder, known, own }: Contract): Promise<DeployOf | number> {
  if (own !== null) return { bytes: own.bytes };
  const made = await built(folder);
  return typeof made === 'number' ? made : { files: changesBetween(known, made) };
}
