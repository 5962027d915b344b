/** Going from one of a scene's questions to another, whatever lies between. */
import type { ScenePlayer } from '../lesson/scene-player.ts';
import type { Entry } from '../link/react/lab-context.tsx';

interface Questioned {
  readonly scene: { readonly steps: readonly { readonly question?: unknown }[] };
}

/** Index of the next step that asks something after `index`, or the last before it; null: there is none. */
export function questionBeside({ scene }: Questioned, index: number, forward: boolean): number | null {
  const asking = scene.steps.flatMap(({ question }, step) => (question === undefined ? [] : [step]));
  const found = forward ? asking.find((step) => step > index) : asking.findLast((step) => step < index);
  return found ?? null;
}

/** Goes there; false when there is none. What lies between is gone through without stopping. */
export function jumpToQuestion(player: ScenePlayer, forward: boolean): boolean {
  const index = questionBeside(player, player.store.getState().context.index, forward);
  if (index === null) return false;
  player.send({ type: 'goto', index });
  return true;
}

/** When the questions met so far were asked: as their step began. */
export function questionTimes(player: ScenePlayer, entries: readonly Entry[]): readonly number[] {
  const { begun } = player.store.getState().context;
  return player.scene.steps.flatMap(({ question }, index) => {
    const seq = begun[index]?.seq;
    return question === undefined || seq === undefined ? [] : [entries[Math.max(0, seq - 1)]?.at ?? 0];
  });
}
