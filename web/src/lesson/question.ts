/** Judging answers to a step's question. */
import type { Question } from '../scenes/scene.ts';
import { stepOf } from './scene-machine.ts';
import type { ScenePlayer } from './scene-player.ts';

export const isRight = (question: Question, choice: string): boolean =>
  question.kind === 'choice' ? choice === question.answer : question.answers.includes(choice);

/** Answers the question that is open with its n-th option (from 0); false when there is none. */
export function answerWithNumber(player: ScenePlayer, number: number): boolean {
  const { at, context } = player.store.getState();
  const question = stepOf(context)?.question;
  if (at !== 'asking' || question?.kind !== 'choice') return false;
  const choice = question.options[number];
  if (choice === undefined) return false;
  player.send({ type: 'answer', choice });
  return true;
}

/** A node clicked on the stage answers the question that asks for one; false when none does. */
export function answerWithNode(player: ScenePlayer, node: string): boolean {
  const { at, context } = player.store.getState();
  if (at !== 'asking' || stepOf(context)?.question?.kind !== 'node') return false;
  player.send({ type: 'answer', choice: node });
  return true;
}
