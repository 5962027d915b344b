/**
 * Two scenes gone through together, picture by picture. Both sides stand at the same picture; within it each plays what
 * its own steps did, and the picture has been shown when both have. A side that has failed is not waited for.
 */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Speed } from '../../link/playhead.ts';
import type { Beside, Scene } from '../../scenes/scene.ts';
import { pictureSteps } from './picture-steps.ts';
import type { PictureSteps } from './picture-steps.ts';
import { createSide } from './side.ts';
import type { RunningLab, Side, SideState, StepMark } from './side.ts';

export interface ComparisonState {
  /** Index of the picture both sides stand at. */
  readonly picture: number;
  /** `preparing`: the simulation has not got there yet; `shown`: both sides stand at the picture's end. */
  readonly phase: 'preparing' | 'playing' | 'paused' | 'shown';
  readonly speed: Speed;
}

export interface ComparedSide extends Side {
  readonly pictures: readonly PictureSteps[];
}

/** What one side does in one picture. Entries [`from`, `to`); times in simulated microseconds. */
export interface PictureSpan {
  readonly from: number;
  readonly to: number;
  readonly startAt: number;
  readonly endAt: number;
}

/** null while the simulation has not got to the end of the picture. */
export function spanOf({ status, opened, marks }: SideState, { from, to }: PictureSteps): PictureSpan | null {
  if (status === 'opening') return null;
  const markBefore = (step: number): StepMark | undefined => (step === 0 ? opened : marks[step - 1]);
  const start = markBefore(from);
  const end = markBefore(to);
  if (start === undefined || end === undefined) return null;
  return { from: start.to, to: end.to, startAt: start.endAt, endAt: end.endAt };
}

export interface ComparisonParts {
  /** On the left and on the right. */
  readonly scenes: readonly [Scene, Scene];
  /** Of the one of them that has it. */
  readonly beside: Beside;
  readonly startLab: () => RunningLab;
  /** Picture to begin at. */
  readonly picture: number;
}

/** Which of the two says how they are laid side by side; null when neither does. */
export function declaredBy([left, right]: readonly [Scene, Scene]): Scene | null {
  if (left.beside?.scene === right.id) return left;
  return right.beside?.scene === left.id ? right : null;
}

export class Comparison {
  readonly beside: Beside;
  readonly sides: readonly [ComparedSide, ComparedSide];
  readonly store: StoreApi<ComparisonState>;
  private aim: 'play' | 'end' = 'play';
  private readonly stops: (() => void)[] = [];

  constructor({ scenes, beside, startLab, picture }: ComparisonParts) {
    this.beside = beside;
    const [left, right] = scenes;
    const compared = (scene: Scene, other: Scene): ComparedSide => {
      const pictures = pictureSteps(scene, beside, beside.scene === other.id ? 'here' : 'there');
      const { lab, store, perform, stop } = createSide(scene, startLab());
      return { scene, lab, store, perform, stop, pictures };
    };
    this.sides = [compared(left, right), compared(right, left)];
    this.store = createStore<ComparisonState>(() => ({ picture: 0, phase: 'preparing', speed: 1 }));
    for (const side of this.sides) {
      this.stops.push(
        side.store.subscribe(() => this.look()),
        side.lab.playhead.store.subscribe(() => this.look()),
      );
    }
    this.goTo(picture);
  }

  /** Goes to a picture: to its beginning, from where it plays, or straight to its end. */
  goTo(picture: number, aim: 'play' | 'end' = 'play'): void {
    if (this.beside.pairs[picture] === undefined) return;
    this.aim = aim;
    for (const side of this.sides) side.lab.playhead.pause();
    this.store.setState({ picture, phase: 'preparing' });
    // One picture ahead, so that the next one is there when it is asked for.
    for (const { pictures, perform } of this.sides) perform((pictures[picture + 1] ?? pictures[picture])?.to ?? 0);
    this.look();
  }

  /** While a picture plays, its end is shown first. */
  next(): void {
    const { picture, phase } = this.store.getState();
    if (phase === 'playing' || phase === 'paused') this.toEnd();
    else if (phase === 'shown') this.goTo(picture + 1);
  }

  previous(): void {
    this.goTo(this.store.getState().picture - 1, 'end');
  }

  /** Pauses, goes on, or plays the picture again. */
  toggle(): void {
    const { phase } = this.store.getState();
    if (phase === 'playing') {
      this.store.setState({ phase: 'paused' });
      for (const side of this.sides) side.lab.playhead.pause();
    } else if (phase === 'paused') this.play();
    else if (phase === 'shown') this.replay();
  }

  setSpeed(speed: Speed): void {
    this.store.setState({ speed });
    for (const side of this.sides) side.lab.playhead.setSpeed(speed);
  }

  stop(): void {
    for (const stop of this.stops) stop();
    for (const side of this.sides) side.stop();
  }

  /** What both sides do in the picture; null for a side that has failed or is not there yet. */
  private spans(): readonly (readonly [ComparedSide, PictureSpan | null])[] {
    const { picture } = this.store.getState();
    return this.sides.map((side) => {
      const steps = side.pictures[picture];
      return [side, steps === undefined ? null : spanOf(side.store.getState(), steps)];
    });
  }

  /** Whether something waited for has come: the simulation to the picture, or the playheads to its end. */
  private look(): void {
    const { phase } = this.store.getState();
    const waitedFor = this.spans().filter(([side]) => side.store.getState().status !== 'failed');
    if (phase === 'preparing' && waitedFor.every(([, span]) => span !== null)) {
      if (this.aim === 'end') this.toEnd();
      else this.replay();
    } else if (phase === 'playing') {
      const arrived = waitedFor.every(([{ lab }, span]) => lab.playhead.store.getState().time >= (span?.endAt ?? 0));
      if (arrived) this.store.setState({ phase: 'shown' });
    }
  }

  private toEnd(): void {
    this.store.setState({ phase: 'shown' });
    for (const [{ lab }, span] of this.spans()) if (span !== null) lab.playhead.jump(span.endAt);
  }

  private replay(): void {
    // Paused until both stand at the beginning: the playhead of one must not be taken for an arrival.
    this.store.setState({ phase: 'paused' });
    for (const [{ lab }, span] of this.spans()) if (span !== null) lab.playhead.jump(span.startAt);
    this.play();
  }

  private play(): void {
    for (const [{ lab }, span] of this.spans()) {
      const { time } = lab.playhead.store.getState();
      if (span !== null && time < span.endAt) lab.playhead.play({ stopAt: span.endAt });
    }
    this.store.setState({ phase: 'playing' });
    this.look();
  }
}
