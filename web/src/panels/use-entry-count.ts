/** How many entries lie at or before the playhead: changes when one is crossed, not every frame. */
import { useLink, usePlayhead } from '../link/react/lab-context.tsx';
import { countUntil } from '../view/world-timeline.ts';

export function useEntryCount(): number {
  const entries = useLink((state) => state.entries);
  return usePlayhead((state) => countUntil(entries, state.time));
}
