/** Who calls which chaincode how, and giving the call. */
import { useMemo, useState } from 'react';
import { useLab, useLink, useTrace } from '../../link/react/lab-context.tsx';
import type { Refusal } from '../../link/react/lab-context.tsx';
import type { Command, Micros, NodeId, Topology } from '../lab-types.ts';
import { useEntryCount } from '../use-entry-count.ts';
import { type CallOutcome, outcomeOfCall } from './call-outcome.ts';
import { COMMITTED, type Committed, committedOn } from './deploy-plan.ts';

export interface Caller {
  readonly channel: string;
  readonly chaincode: string;
  readonly client: NodeId;
  readonly identity: string;
  readonly via: 'client' | 'gateway';
  /** For `client`: who endorses; none chosen: the client chooses. For `gateway`: the peer that is called, at most one. */
  readonly peers: readonly NodeId[];
}

/** All clients of organisations with peers, in the topology's order. */
const clientsOf = ({ peerOrgs }: Topology): readonly NodeId[] =>
  peerOrgs.flatMap(({ domain, clients }) => clients.map((client) => `${client}.${domain}`));

export const peersOf = ({ peerOrgs }: Topology): readonly NodeId[] =>
  peerOrgs.flatMap(({ domain, peers }) => Array.from({ length: peers }, (_, index) => `peer${index}.${domain}`));

export interface Calling {
  readonly caller: Caller;
  readonly change: (change: Partial<Caller>) => void;
  readonly topology: Topology;
  readonly clients: readonly NodeId[];
  /** In force on the chosen channel, at this moment. */
  readonly chaincodes: readonly Committed[];
}

/** null while no world is open. @param start the chaincode to begin with */
export function useCaller(start: string | null): Calling | null {
  const topology = useLink((state) => state.recording?.topology);
  const trace = useTrace();
  const count = useEntryCount();
  const [changed, setChanged] = useState<Partial<Caller>>({});
  const channel = changed.channel ?? topology?.channels[0]?.id ?? '';
  const chaincodes = useMemo(
    () => [...committedOn(trace?.facts.ofTypes(COMMITTED, count) ?? [], channel).values()],
    [trace, count, channel],
  );
  if (topology === undefined) return null;
  const clients = clientsOf(topology);
  const wished = changed.chaincode ?? start;
  const chaincode = chaincodes.find(({ name }) => name === wished)?.name ?? chaincodes[0]?.name ?? '';
  const defaults = { identity: 'User1', client: clients[0] ?? '', via: 'gateway', peers: [] } as const;
  return {
    caller: { ...defaults, ...changed, channel, chaincode },
    change: (change) => setChanged((before) => ({ ...before, ...change })),
    topology,
    clients,
    chaincodes,
  };
}

export interface Call {
  readonly function: string;
  readonly args: readonly string[];
  readonly transient: Readonly<Record<string, string>>;
}

/** The command a call is. */
export function callCommand(how: 'submit' | 'evaluate', caller: Caller, call: Call): Command {
  const { channel, chaincode, client, identity, via, peers } = caller;
  const [first] = peers;
  const route = via === 'client' ? {} : { via, ...(first === undefined ? {} : { gateway: first }) };
  const common = { client, identity, channel, chaincode, ...call, ...route };
  return how === 'submit'
    ? { type: 'submitTransaction', ...common, endorsers: via === 'client' && peers.length > 0 ? peers : null }
    : { type: 'evaluateTransaction', ...common, peer: via === 'client' ? (first ?? null) : null };
}

export type CallState =
  | { readonly type: 'idle' }
  | { readonly type: 'calling'; readonly how: 'submit' | 'evaluate' }
  | { readonly type: 'refused'; readonly refusal: Refusal }
  | { readonly type: 'ended'; readonly at: Micros; readonly outcome: CallOutcome; readonly call: Call };

export function useCall() {
  const lab = useLab();
  const [state, setState] = useState<CallState>({ type: 'idle' });
  const give = async (how: 'submit' | 'evaluate', caller: Caller, call: Call): Promise<void> => {
    setState({ type: 'calling', how });
    const acted = await lab.actInOrder([callCommand(how, caller, call)]);
    if (!acted.ok) {
      setState({ type: 'refused', refusal: acted.error });
      return;
    }
    const { at, firstIndex } = acted.value;
    setState({ type: 'ended', at, call, outcome: outcomeOfCall(lab.link.store.getState().entries, firstIndex) });
  };
  return { state, give };
}
