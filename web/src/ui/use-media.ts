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
export const useReducedMotion = (): boolean => useMedia('(prefers-reduced-motion: reduce)');
