/** Everything the view derives from the branch shown (worlds, flights, steps), kept in step with the mirror. */
import { TraceIndex } from '../view/trace-index.ts';
import { sharedLength } from './mirror.ts';
import type { LinkState, SimulationLink } from './simulation-link.ts';

export interface TraceSource {
  /** The trace of the branch shown; null while no world is open. The same object until a frame changes it. */
  readonly current: () => TraceIndex | null;
}

export function createTraceSource(link: SimulationLink): TraceSource {
  let trace: TraceIndex | null = null;
  let seen: LinkState | null = null;

  return {
    // On reading, not on every frame: frames may come faster than anyone looks.
    current: () => {
      const state = link.store.getState();
      if (state === seen || state.recording === null) return trace;
      if (trace === null || seen?.recording?.topology !== state.recording.topology) {
        const { topology, generation } = state.recording;
        trace = TraceIndex.empty(topology, generation).updated(state.entries, 0);
      } else if (seen.entries !== state.entries) {
        trace = trace.updated(state.entries, sharedLength(seen.entries, state.entries));
      }
      seen = state;
      return trace;
    },
  };
}
