/** Doing things between commands, not amid them: what undoes waits until all that was given has taken effect. */
import type { SimulationLink } from './simulation-link.ts';

/** Does it after what was to be done before; not at all when another world is open by then. */
export type Turns = (act: () => Promise<unknown>) => Promise<void>;

/** Whoever gave a command may give the next, or let the playhead go on, right when it has taken effect. */
const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

async function atRest({ store }: SimulationLink, isElsewhere: () => boolean): Promise<void> {
  for (;;) {
    await nextTask();
    if (isElsewhere() || store.getState().performing === 0) return;
    await new Promise<void>((resolve) => {
      const stop = store.subscribe(({ performing }) => {
        if (performing > 0 && !isElsewhere()) return;
        stop();
        resolve();
      });
    });
  }
}

export function takingTurns(link: SimulationLink): Turns {
  let last: Promise<void> = Promise.resolve();
  return (act) => {
    const { world } = link.store.getState();
    const isElsewhere = (): boolean => link.store.getState().world !== world;
    const turn = last.then(async () => {
      await atRest(link, isElsewhere);
      if (!isElsewhere()) await act();
    });
    // One that fails is its caller's; the next goes on.
    last = turn.catch(() => undefined);
    return turn;
  };
}
