/** What is inside a thing at the playhead, fetched from the worker while it is looked at. */
import { useEffect, useRef, useState } from 'react';
import type { Refusal } from '../../sim/kernel/result.ts';
import type { InsideByType, InsideOf, InsideTarget, InsideType } from '../../sim/protocol/inside.ts';
import { useLab, useLink, usePlayheadTime } from './lab-context.tsx';

export type { InsideByType, InsideOf, InsideTarget, InsideType } from '../../sim/protocol/inside.ts';

export type InsideState<T extends InsideType> =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly data: InsideByType[T] }
  | { readonly status: 'refused'; readonly refusal: Refusal };

/** Everything in there may change with time: the playhead is followed, this often. */
const REFRESH_MILLIS = 250;

interface Answer {
  readonly key: string;
  readonly state: InsideState<InsideType>;
}

interface Question {
  readonly key: string;
  readonly at: number;
}

/** One question at a time: of those that came meanwhile only the last is asked. */
interface Asking {
  busy: boolean;
  next: Question | null;
}

/**
 * While a newer answer is on its way the older one of the same thing stays. `moment`, in simulated microseconds: what was
 * inside at that time, wherever the playhead is.
 */
export function useInside<T extends InsideType>(
  target: Extract<InsideTarget, { readonly type: T }>,
  moment?: number,
): InsideState<T> {
  const lab = useLab();
  const branch = useLink((state) => state.branch);
  const world = useLink((state) => state.world);
  const now = usePlayheadTime(REFRESH_MILLIS);
  const at = moment ?? now;
  const key = JSON.stringify([world, branch, target]);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const asking = useRef<Asking>({ busy: false, next: null });
  useEffect(() => {
    const queue = asking.current;
    const ask = (question: Question): void => {
      queue.busy = true;
      const [, , asked] = JSON.parse(question.key) as [number, string, InsideTarget];
      void lab.link.lookInside(question.at, asked).then((result) => {
        const state: InsideState<InsideType> = result.ok
          ? { status: 'ready', data: result.value.data as InsideOf<InsideType> }
          : { status: 'refused', refusal: result.error };
        setAnswer({ key: question.key, state });
        const { next } = queue;
        queue.busy = false;
        queue.next = null;
        if (next !== null) ask(next);
      });
    };
    if (queue.busy) queue.next = { key, at };
    else ask({ key, at });
  }, [key, at, lab]);
  return answer?.key === key ? (answer.state as InsideState<T>) : { status: 'loading' };
}
