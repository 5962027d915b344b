/** Exact data of a thing, fetched from the worker when it is looked at. */
import { useEffect, useState } from 'react';
import type { Refusal } from '../../sim/kernel/result.ts';
import type { Inspection, InspectTarget } from '../../sim/protocol/requests.ts';
import { useLab, useLink, usePlayheadTime } from './lab-context.tsx';

export type InspectionState =
  | { readonly status: 'none' }
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly inspection: Inspection }
  | { readonly status: 'refused'; readonly refusal: Refusal };

const REFRESH_MILLIS = 400;

/** Messages, blocks, transactions and entries never change; nodes and what they keep do. */
const isLasting = ({ type }: InspectTarget): boolean =>
  type === 'message' || type === 'block' || type === 'transaction' || type === 'entry';

/** While a newer answer is on its way the older one of the same thing stays. */
export function useInspection(target: InspectTarget | null): InspectionState {
  const lab = useLab();
  const branch = useLink((state) => state.branch);
  const world = useLink((state) => state.world);
  const time = usePlayheadTime(REFRESH_MILLIS);
  const key = target === null ? null : JSON.stringify([world, branch, target]);
  const [answer, setAnswer] = useState<{ readonly key: string; readonly state: InspectionState } | null>(null);
  // What there was not yet, there may be a moment later.
  const refused = answer !== null && answer.key === key && answer.state.status === 'refused';
  const at = (target !== null && !isLasting(target)) || refused ? time : 0;

  useEffect(() => {
    if (key === null) return undefined;
    let wanted = true;
    const [, , asked] = JSON.parse(key) as [number, string, InspectTarget];
    const moment = isLasting(asked) ? lab.playhead.store.getState().time : at;
    void lab.link.inspect(moment, asked).then((result) => {
      if (!wanted) return;
      const state: InspectionState = result.ok
        ? { status: 'ready', inspection: result.value }
        : { status: 'refused', refusal: result.error };
      setAnswer({ key, state });
    });
    return () => {
      wanted = false;
    };
  }, [key, at, lab]);

  if (key === null) return { status: 'none' };
  return answer?.key === key ? answer.state : { status: 'loading' };
}
