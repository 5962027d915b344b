/** A part of the scene player's state for React. */
import { useStore } from 'zustand';
import type { PlayerState, ScenePlayer } from './scene-player.ts';

export function usePlayer<T>(player: ScenePlayer, select: (state: PlayerState) => T): T {
  return useStore(player.store, select);
}
