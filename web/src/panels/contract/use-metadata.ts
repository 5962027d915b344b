/** What a chaincode says of itself, asked without leaving a trace: on a copy of the world that is thrown away. */
import { useEffect, useState } from 'react';
import { type ContractMetadata, readContractMetadata } from '../../contracts/contract-metadata.ts';
import { useLab, useLink } from '../../link/react/lab-context.tsx';
import type { Refusal } from '../../link/react/lab-context.tsx';
import type { CommandOf, NodeId } from '../lab-types.ts';
import { outcomeOfCall } from './call-outcome.ts';

export interface Asked {
  readonly client: NodeId;
  readonly identity: string;
  readonly channel: string;
  readonly chaincode: string;
  /** Another sequence may be another contract. */
  readonly sequence: number;
}

export type MetadataState =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly metadata: ContractMetadata }
  /** `text` is what the peer or the client says; empty when the contract's answer is no metadata. */
  | { readonly status: 'none'; readonly text: string }
  /** It was not even asked: that was cancelled, or the simulation has stopped. */
  | { readonly status: 'refused'; readonly refusal: Refusal };

const question = ({ client, identity, channel, chaincode }: Asked): CommandOf<'evaluateTransaction'> => ({
  type: 'evaluateTransaction',
  client,
  identity,
  channel,
  chaincode,
  function: 'org.hyperledger.fabric:GetMetadata',
  args: [],
  transient: {},
  peer: null,
});

/** @param asked null: nothing to ask */
export function useMetadata(asked: Asked | null): { readonly state: MetadataState; readonly askAgain: () => void } {
  const lab = useLab();
  const world = useLink((state) => state.world);
  const branch = useLink((state) => state.branch);
  const [attempt, setAttempt] = useState(0);
  const key = asked === null ? null : JSON.stringify([world, branch, asked, attempt]);
  const [answer, setAnswer] = useState<{ readonly key: string; readonly state: MetadataState } | null>(null);
  useEffect(() => {
    if (key === null) return undefined;
    let wanted = true;
    const [, , what] = JSON.parse(key) as [number, string, Asked];
    const say = (state: MetadataState): void => {
      if (wanted) setAnswer({ key, state });
    };
    void lab.link.tryOut(lab.playhead.store.getState().time, question(what)).then((tried) => {
      if (!tried.ok) {
        say({ status: 'refused', refusal: tried.error });
        return;
      }
      const given = tried.value[0]?.fact;
      const outcome = outcomeOfCall(tried.value, given?.type === 'commandGiven' ? given.index : 0);
      if (outcome.type !== 'answered') {
        say({ status: 'none', text: outcome.type === 'failed' ? outcome.text : '' });
        return;
      }
      const read = readContractMetadata(outcome.payload);
      say(read.ok ? { status: 'ready', metadata: read.value } : { status: 'none', text: '' });
    });
    return () => {
      wanted = false;
    };
  }, [key, lab]);
  const state: MetadataState =
    key === null ? { status: 'none', text: '' } : answer?.key === key ? answer.state : { status: 'loading' };
  return { state, askAgain: () => setAttempt(attempt + 1) };
}
