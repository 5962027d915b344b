/** Which network a step of a scene stands on: most scenes have one, a scene that compares ways of building one has several. */
import type { Network, Scene } from './scene.ts';

/** Index of the first step on the network of step `index`: where that network begins, with an empty past. */
export function firstStepOn(scene: Scene, index: number): number {
  const starts = (scene.further ?? []).map(({ from }) => scene.steps.findIndex(({ id }) => id === from));
  return Math.max(0, ...starts.filter((start) => start <= index));
}

/** The network of step `index`; two steps stand on the same one exactly when this gives the same object. */
export function networkAt(scene: Scene, index: number): Network {
  const from = scene.steps[firstStepOn(scene, index)]?.id;
  return scene.further?.find((network) => network.from === from) ?? scene;
}
