/** Checks how a scene is laid beside another: every step of both stands in one picture or is left out on purpose. */
import { isSceneId, SIDE_BY_SIDE } from '../../web/src/scenes/course.ts';
import type { Beside, Scene } from '../../web/src/scenes/scene.ts';

type Side = 'here' | 'there';

/** What one side's pictures and its left-out steps make of the scene's steps. */
function sideProblems({ pairs, unpaired }: Beside, side: Side, scene: Scene): readonly string[] {
  const said: string[] = [];
  const steps = scene.steps.map(({ id }) => id);
  const shown = pairs.flatMap((pair) => pair[side]);
  const named = [...shown, ...(unpaired?.[side] ?? [])];
  const who = `beside, ${side} (${scene.id})`;
  for (const id of new Set(named)) {
    if (!steps.includes(id)) said.push(`${who}: there is no step "${id}"`);
    const times = named.filter((other) => other === id).length;
    if (times > 1) said.push(`${who}: the step "${id}" is named ${times} times`);
  }
  for (const id of steps)
    if (!named.includes(id)) said.push(`${who}: the step "${id}" stands in no picture and is not left out on purpose`);
  // A simulation runs forwards: a picture cannot show a step that comes before those of the picture before.
  const places = shown.map((id) => steps.indexOf(id)).filter((place) => place !== -1);
  for (const [index, place] of places.entries())
    if (place < (places[index - 1] ?? 0)) said.push(`${who}: the step "${steps[place] ?? ''}" comes out of order`);
  return said;
}

function pictureProblems({ pairs }: Beside): readonly string[] {
  const said: string[] = [];
  const ids = pairs.map(({ picture }) => picture);
  if (ids.length === 0) said.push('beside: has no pictures');
  for (const [index, id] of ids.entries())
    if (ids.indexOf(id) !== index) said.push(`beside: two pictures are called "${id}"`);
  for (const { picture, here, there } of pairs)
    if (here.length + there.length === 0) said.push(`beside: the picture "${picture}" has no step on either side`);
  return said;
}

/** What is wrong with how `scene` is laid beside another; `built` are all scenes there are, by id. */
export function besideProblems(scene: Scene, built: ReadonlyMap<string, Scene>): readonly string[] {
  const { beside } = scene;
  const listed = SIDE_BY_SIDE.find(([one]) => one === scene.id)?.[1] ?? null;
  // The part of the address that says "side by side" stands where a step's id does.
  const said = scene.steps.some(({ id }) => id === 'beside') ? ['no step can be called "beside"'] : [];
  if (!beside) return listed === null ? said : [...said, `does not say how it is laid beside ${listed}`];
  if (!isSceneId(beside.scene)) return [...said, `beside: "${beside.scene}" is no scene of the course`];
  if (listed !== beside.scene) said.push(`beside: course.ts does not list it side by side with ${beside.scene}`);
  const other = built.get(beside.scene);
  if (!other) return [...said, `beside: the scene "${beside.scene}" is not built`];
  return [
    ...said,
    ...pictureProblems(beside),
    ...sideProblems(beside, 'here', scene),
    ...sideProblems(beside, 'there', other),
  ];
}
