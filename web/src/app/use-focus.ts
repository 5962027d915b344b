/** Nodes the present step is about; none when nothing shall be dimmed. */
import { useSyncExternalStore } from 'react';
import { stepOf } from '../lesson/scene-machine.ts';
import type { ScenePlayer } from '../lesson/scene-player.ts';

const NONE: readonly string[] = [];

export function focusOf(player: ScenePlayer | null): readonly string[] {
  if (player === null) return NONE;
  const { at, away, context } = player.store.getState();
  const free = away || at === 'acting' || at === 'asking' || at === 'finished';
  return free ? NONE : (stepOf(context)?.focus ?? NONE);
}

export function useFocus(player: ScenePlayer | null): readonly string[] {
  return useSyncExternalStore(
    (changed) => player?.store.subscribe(changed) ?? (() => undefined),
    () => focusOf(player),
  );
}
