/** Checks the data of a scene that can be judged without running it: its place in the course, and every name it uses. */
import { dayOf, isSceneId } from '../../web/src/scenes/course.ts';
import { nodesOfAnchor } from '../../web/src/scenes/find-anchor.ts';
import { networkAt } from '../../web/src/scenes/scene-network.ts';
import type { Network, Scene, Step, StepCommand } from '../../web/src/scenes/scene.ts';
import { checkCommand } from '../../web/src/sim/protocol/check-command.ts';
import { nodesOf } from '../../web/src/sim/topology/nodes.ts';

/** A lesson in which nobody is asked anything for longer is a film. */
const STEPS_WITHOUT_QUESTION = 6;

function nodesNamed({ focus, inspect, until, question, action }: Step): readonly string[] {
  const anchors = [until, action?.done].flatMap((anchor) => (anchor ? nodesOfAnchor(anchor) : []));
  return [
    ...focus,
    ...(inspect?.type === 'node' ? [inspect.node] : []),
    ...(question?.kind === 'node' ? question.answers : []),
    ...anchors,
  ];
}

function stepProblems(step: Step, { topology }: Network): readonly string[] {
  const said: string[] = [];
  const nodes = nodesOf(topology).map(({ id }) => id);
  const { id, question, action, commands } = step;
  for (const node of nodesNamed(step)) if (!nodes.includes(node)) said.push(`step "${id}": no node ${node}`);
  if (question?.kind === 'choice' && !question.options.includes(question.answer))
    said.push(`step "${id}": the answer "${question.answer}" is none of the options`);
  if (question?.kind === 'choice' && question.options.length < 2) said.push(`step "${id}": one option is no choice`);
  // What the learner does by hand takes effect where the playhead is: before what the step's own commands did.
  if (action && commands.length > 0) said.push(`step "${id}": a step that waits for the learner gives no commands`);
  const given: readonly StepCommand[] = [...commands, ...(action ? action.solution : [])];
  for (const command of given) {
    // Whom it goes to is known once the scene runs; then it is checked as well.
    if ('choose' in command) continue;
    const checked = checkCommand(command, topology, '');
    if (!checked.ok) said.push(`step "${id}": ${command.type} is refused: ${checked.error.code}`);
  }
  return said;
}

/** What is wrong with `scene`, which lies in the folder named `folder`. */
export function dataProblems(folder: string, scene: Scene): readonly string[] {
  const said: string[] = [];
  if (scene.id !== folder) said.push(`the id is "${scene.id}", the folder "${folder}"`);
  if (!isSceneId(scene.id)) said.push(`"${scene.id}" is no scene of the course`);
  else if (dayOf(scene.id) !== scene.day) said.push(`day ${scene.day}, in the course ${dayOf(scene.id)}`);
  const ids = scene.steps.map(({ id }) => id);
  for (const [index, id] of ids.entries()) if (ids.indexOf(id) !== index) said.push(`two steps are called "${id}"`);
  for (const { from } of scene.further ?? []) if (!ids.includes(from)) said.push(`no step "${from}" for a network`);
  said.push(...scene.steps.flatMap((step, index) => stepProblems(step, networkAt(scene, index))));
  if (!scene.steps.some(({ action }) => action)) said.push('the learner does nothing: a scene needs an action');
  let silent = 0;
  for (const { id, question, action } of scene.steps) {
    silent = question || action ? 0 : silent + 1;
    if (silent === STEPS_WITHOUT_QUESTION) said.push(`step "${id}": six steps without a question or an action`);
  }
  return said;
}
