/** What the speaker's window is shown of the lab just now. */
import { isRight } from '../../../lesson/question.ts';
import { stepOf } from '../../../lesson/scene-machine.ts';
import type { PlayerState, ScenePlayer } from '../../../lesson/scene-player.ts';
import { questionKey } from '../../../lesson/tally.ts';
import type { Tally } from '../../../lesson/tally.ts';
import { networkAt } from '../../../scenes/scene-network.ts';
import type { Prose, StepProse } from '../../../scenes/prose.ts';
import type { Question, Scene } from '../../../scenes/scene.ts';
import { shortNames } from '../../../view/network.ts';
import { sceneAfter } from '../../next-scene.ts';
import { isToCountAgain } from '../perform-action.ts';
import type { Session } from '../../session.ts';
import type { Onwards, ShotOption, ShotQuestion, ShotStep, SpeakerShot } from './speaker-talk.ts';

/** Where a question is answered by pointing, only the nodes of which something is to be said. */
export function shotOptions(
  question: Question,
  prose: StepProse,
  nameOf: (node: string) => string,
): readonly ShotOption[] {
  const told = prose.options.map(({ id }) => id);
  const ids =
    question.kind === 'choice' ? question.options : [...question.answers.filter((id) => !told.includes(id)), ...told];
  return ids.map((id) => {
    const words = prose.options.find((option) => option.id === id);
    return {
      id,
      label: words?.label ?? nameOf(id),
      explanation: words?.explanation ?? '',
      isRight: isRight(question, id),
    };
  });
}

interface Lesson {
  readonly scene: Scene;
  readonly prose: Prose;
  readonly state: Pick<PlayerState, 'at' | 'context'>;
  readonly tallyOf: (question: string) => Tally;
}

function questionOf({ scene, state, tallyOf }: Lesson, prose: StepProse): ShotQuestion | null {
  const { at, context } = state;
  const step = stepOf(context);
  if (step?.question === undefined || (at !== 'asking' && at !== 'answered')) return null;
  return {
    text: prose.question,
    options: shotOptions(step.question, prose, shortNames(networkAt(scene, context.index).topology)),
    tally: step.question.kind === 'choice' ? tallyOf(questionKey(scene.id, step.id)) : null,
    isAnswered: at === 'answered',
  };
}

/** The step that is open, and the one that follows; null where there is none. */
export function lessonShot(lesson: Lesson): Pick<SpeakerShot, 'step' | 'next'> {
  const { scene, prose, state } = lesson;
  const { at, context } = state;
  const wordsOf = (index: number): StepProse | undefined => prose.steps.find(({ id }) => id === scene.steps[index]?.id);
  const words = at === 'finished' ? undefined : wordsOf(context.index);
  const following = at === 'finished' ? undefined : wordsOf(context.index + 1);
  const step: ShotStep | null =
    words === undefined
      ? null
      : {
          n: context.index + 1,
          count: scene.steps.length,
          heading: words.heading,
          body: words.body,
          notes: words.notes,
          question: questionOf(lesson, words),
          task: at === 'acting' ? { text: words.task, hints: words.hints } : null,
        };
  return {
    step,
    next: following === undefined ? null : { heading: following.heading, body: following.body },
  };
}

const ONWARDS: Readonly<Partial<Record<PlayerState['at'], Onwards>>> = {
  asking: 'reveal',
  answered: 'see',
  acting: 'suggest',
  playing: 'skip',
  shown: 'next',
  held: 'next',
};

function onwardsOf(session: Session, player: ScenePlayer, nextScene: string | null): Onwards {
  const { at, away } = player.store.getState();
  if (away) return 'comeBack';
  if (at === 'finished') return nextScene === null ? 'wait' : 'nextScene';
  if (isToCountAgain(session)) return 'countAgain';
  return ONWARDS[at] ?? 'wait';
}

const NOTHING = { onwards: 'wait', title: '', step: null, next: null, nextScene: null } as const;

export function speakerShot(session: Session): SpeakerShot {
  const { language, theme, presenting, blanked } = session.ui.getState();
  const { spotlight, closeUp } = session.present.store.getState();
  const { player, prose, sceneId, translate } = session.store.getState();
  const seen = { language, theme, presenting, blanked, spotlight, closeUp };
  if (player === null || prose === null) return { ...seen, ...NOTHING };
  const after = sceneAfter(sceneId);
  const nextScene = after === null ? null : (translate?.(`lesson.scene.${after}`) ?? null);
  const state = player.store.getState();
  return {
    ...seen,
    onwards: onwardsOf(session, player, nextScene),
    title: prose.title,
    ...lessonShot({ scene: player.scene, prose, state, tallyOf: session.present.tallies.of }),
    nextScene,
  };
}
