/**
 * Hands counted in a room that was asked a question: once, and once more after it has been talked over. What the first
 * count said stays beside the second. Kept as long as the page is open, and not longer.
 */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { stepOf } from './scene-machine.ts';
import type { ScenePlayer } from './scene-player.ts';

/** Choices in the order their hands were counted. */
type Round = readonly string[];

export interface Tally {
  readonly first: Round;
  /** null: not counted a second time. */
  readonly second: Round | null;
  /** The choice whose figure changed last, to be said aloud; null: none since the round began. */
  readonly touched: string | null;
}

export const NO_HANDS: Tally = { first: [], second: null, touched: null };

const presentRound = ({ first, second }: Tally): Round => second ?? first;

const withRound = (tally: Tally, round: Round, touched: string | null): Tally =>
  tally.second === null ? { ...tally, first: round, touched } : { ...tally, second: round, touched };

/** One more hand for `choice`. */
export const handUp = (tally: Tally, choice: string): Tally =>
  withRound(tally, [...presentRound(tally), choice], choice);

/** One hand less for `choice`, if it has any in this round. */
export function handDown(tally: Tally, choice: string): Tally {
  const round = presentRound(tally);
  const last = round.lastIndexOf(choice);
  return last === -1 ? tally : withRound(tally, round.toSpliced(last, 1), choice);
}

/** Takes back what was done last: a hand or, before any hand, the second round itself. */
export function takeBack(tally: Tally): Tally {
  const round = presentRound(tally);
  const last = round.at(-1);
  if (last !== undefined) return withRound(tally, round.slice(0, -1), last);
  return tally.second === null ? tally : { ...tally, second: null, touched: null };
}

/** Begins the second round, once there is a first one to compare it with. */
export const countAgain = (tally: Tally): Tally =>
  canCountAgain(tally) ? { ...tally, second: [], touched: null } : tally;

export const canCountAgain = ({ first, second }: Tally): boolean => second === null && first.length > 0;

/** Whether the second round has been begun and nobody counted in it: one goes back from it to the first. */
export const isSecondUntouched = ({ second }: Tally): boolean => second?.length === 0;

export const isCounted = ({ first }: Tally): boolean => first.length > 0;

/** Hands for `choice`: of the first round and, where there is one, of the second. */
export function handsFor({ first, second }: Tally, choice: string): readonly number[] {
  const rounds = second === null ? [first] : [first, second];
  return rounds.map((round) => round.filter((hand) => hand === choice).length);
}

/** A bar this many hands long fills its place: a first hand shall not look like the whole room. */
const LEAST_ROOM = 10;

/** Hands that fill the longest bar; the same for all choices and both rounds, so that lengths can be compared. */
export const fullBar = (tally: Tally, choices: readonly string[]): number =>
  Math.max(LEAST_ROOM, ...choices.flatMap((choice) => handsFor(tally, choice)));

/** The counts of a visit, by question. */
export interface TallyBook {
  readonly store: StoreApi<Readonly<Record<string, Tally>>>;
  readonly of: (question: string) => Tally;
  readonly change: (question: string, change: (tally: Tally) => Tally) => void;
}

export function createTallyBook(): TallyBook {
  const store = createStore<Readonly<Record<string, Tally>>>(() => ({}));
  const of = (question: string): Tally => store.getState()[question] ?? NO_HANDS;
  return { store, of, change: (question, change) => store.setState({ [question]: change(of(question)) }) };
}

/** How a question is called in a {@link TallyBook}. */
export const questionKey = (scene: string, step: string): string => `${scene}/${step}`;

export interface AskedAloud {
  readonly key: string;
  readonly options: readonly string[];
}

/** The question that waits for an answer now, if hands can be counted for it: a node is shown by pointing at it. */
export function askedAloud(player: ScenePlayer): AskedAloud | null {
  const { at, context } = player.store.getState();
  const step = stepOf(context);
  if (at !== 'asking' || step?.question?.kind !== 'choice') return null;
  return { key: questionKey(player.scene.id, step.id), options: step.question.options };
}
