/** Going through a long trace a slice at a time, so that the page stays at hand meanwhile. */
import { useEffect, useMemo, useReducer } from 'react';

/** Real milliseconds of work before the page may do something else. */
const SLICE_MILLIS = 12;

/**
 * What `work` has come to so far. It goes on where it stood, until told that it is late; it is called again until it says
 * that it is done, and anew when it is another function: give it a stable one.
 */
export function useSlices<T extends { readonly done: boolean }>(work: (isLate: () => boolean) => T): T {
  const [slice, goOn] = useReducer((count: number) => count + 1, 0);
  const reached = useMemo(() => {
    const until = performance.now() + SLICE_MILLIS;
    return { ...work(() => performance.now() > until), slice };
  }, [work, slice]);
  useEffect(() => {
    if (reached.done) return undefined;
    const timer = setTimeout(goOn, 0);
    return () => clearTimeout(timer);
  }, [reached]);
  return reached;
}
