/** A failing run with as few deeds as can be found in the time there is. */
import type { SimulationParts } from '../../web/src/sim/worker/simulation.ts';
import { type Life, live, type Plan } from './life.ts';

/**
 * Leaves deeds out, many at once and then one by one, as long as something is still wrong.
 * @param until of performance.now(), when the best so far is good enough
 */
export function shrink(failed: Life, parts: SimulationParts, until: number): Life {
  let best = failed;
  for (let size = Math.ceil(best.plan.deeds.length / 2); size >= 1; size = size > 1 ? Math.ceil(size / 2) : 0) {
    for (let from = 0; from < best.plan.deeds.length; ) {
      if (performance.now() > until) return best;
      const { deeds } = best.plan;
      const tried = liveWith(best.plan, [...deeds.slice(0, from), ...deeds.slice(from + size)], parts);
      if (tried.problems.length > 0) best = tried;
      else from += size;
    }
  }
  return best;
}

const liveWith = (plan: Plan, deeds: Plan['deeds'], parts: SimulationParts): Life => live({ ...plan, deeds }, parts);
