/** How many entries lie at or before the playhead: changes when one is crossed, not every frame. */
import { useLab, useLink, usePlayhead } from '../link/react/lab-context.tsx';
import { countUntil } from '../view/world-timeline.ts';
import type { FactType } from './lab-types.ts';

export function useEntryCount(): number {
  const entries = useLink((state) => state.entries);
  return usePlayhead((state) => countUntil(entries, state.time));
}

/** The same up to the last entry of `types`: changes only when one of those is crossed. `types` must be a constant. */
export function useCountOf(types: readonly FactType[]): number {
  const lab = useLab();
  // Redraws also when the entries change behind the playhead.
  useLink((state) => state.entries);
  return usePlayhead(({ time }) => {
    const trace = lab.trace.current();
    return trace === null ? 0 : trace.facts.reached(types, countUntil(trace.entries, time));
  });
}
