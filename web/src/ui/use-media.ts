/** Whether a media query holds, kept up to date. */
import { useSyncExternalStore } from 'react';

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
  );
}

export const useNarrow = (): boolean => useMedia('(max-width: 899.98px)');
export const usePhone = (): boolean => useMedia('(max-width: 599.98px)');
/** No room for a dock of several lines: it is one line with a sheet. */
export const useFlatDock = (): boolean =>
  useMedia('(max-width: 599.98px), (max-width: 899.98px) and (max-height: 719.98px)');
export const useReducedMotion = (): boolean => useMedia('(prefers-reduced-motion: reduce)');
