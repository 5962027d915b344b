/** Which steps of a scene belong to each picture of a comparison. */
import type { Beside, Scene } from '../../scenes/scene.ts';

/** Steps from index `from` up to, not including, `to`; equal: the scene has nothing for this picture. */
export interface PictureSteps {
  readonly from: number;
  readonly to: number;
}

/** One entry a picture. Steps left out on purpose are performed on the way to the picture that follows. */
export function pictureSteps(scene: Scene, { pairs }: Beside, side: 'here' | 'there'): readonly PictureSteps[] {
  let reached = 0;
  return pairs.map((pair) => {
    const places = scene.steps.flatMap(({ id }, index) => (pair[side].includes(id) ? [index] : []));
    const from = places[0] ?? reached;
    reached = (places.at(-1) ?? reached - 1) + 1;
    return { from, to: reached };
  });
}
