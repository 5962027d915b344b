/** A failing run with as few deeds as can be found in the time there is. */
import type { Life, Plan } from './life.ts';

/**
 * Leaves deeds out, many at once and then one by one, as long as something is still wrong.
 * @param again lives another plan
 * @param until of performance.now(), when the best so far is good enough
 */
export function shrink(failed: Life, again: (plan: Plan) => Life, until: number): Life {
  let best = failed;
  for (let size = Math.ceil(best.plan.deeds.length / 2); size >= 1; size = size > 1 ? Math.ceil(size / 2) : 0) {
    for (let from = 0; from < best.plan.deeds.length; ) {
      if (performance.now() > until) return best;
      const { deeds } = best.plan;
      const tried = again({ ...best.plan, deeds: [...deeds.slice(0, from), ...deeds.slice(from + size)] });
      if (tried.problems.length > 0) best = tried;
      else from += size;
    }
  }
  return best;
}
