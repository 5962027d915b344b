/** The world at any time of the branch shown, kept in step with the mirror. */
import type { Micros } from '../sim/kernel/time.ts';
import type { WorldView } from '../view/world-model.ts';
import { WorldTimeline } from '../view/world-timeline.ts';
import { sharedLength } from './mirror.ts';
import type { LinkState, SimulationLink } from './simulation-link.ts';

export interface WorldSource {
  /** The world at `time`; null while no world is open. The same object until something happens. */
  readonly at: (time: Micros) => WorldView | null;
}

export function createWorldSource(link: SimulationLink): WorldSource {
  let timeline: WorldTimeline | null = null;
  let seen: LinkState | null = null;

  /** Lazily, on reading: frames may come faster than anyone looks. */
  const refresh = (): void => {
    const state = link.store.getState();
    if (state === seen || state.recording === null) return;
    const sameWorld = seen?.recording?.topology === state.recording.topology || seen?.world === state.world;
    if (timeline === null || !sameWorld) {
      timeline = new WorldTimeline(state.recording.topology, state.recording.generation);
      timeline.update(state.entries, 0);
    } else if (seen !== null && seen.entries !== state.entries) {
      timeline.update(state.entries, sharedLength(seen.entries, state.entries));
    }
    seen = state;
  };

  return {
    at: (time) => {
      refresh();
      return timeline?.at(time) ?? null;
    },
  };
}
