/**
 * One side of a comparison: a scene in a lab of its own. Its steps are performed one after the other, ahead of what is
 * looked at: nobody is asked anything, and what a learner would do is done. The playhead then goes over what happened.
 */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Lab } from '../../link/lab.ts';
import type { Entry, LinkState, Refusal } from '../../link/react/lab-context.tsx';
import { findAnchor } from '../../scenes/find-anchor.ts';
import type { Anchor, Scene, Step, StepCommand } from '../../scenes/scene.ts';
import { commandsAfter } from '../../scenes/whoever.ts';

/** What a performed step did. */
export interface StepMark {
  /** Its entries: from this seq … */
  readonly from: number;
  /** … up to, not including, this one. The next step's begin here. */
  readonly to: number;
  /** When the last of it could be seen, in simulated microseconds. */
  readonly endAt: number;
}

export interface SideState {
  readonly status: 'opening' | 'ready' | 'failed';
  readonly failure: Refusal | null;
  /** Where the scene begins: after its setup. */
  readonly opened: StepMark;
  /** Of the steps performed so far, by index. */
  readonly marks: readonly StepMark[];
}

/** A lab with its clock running, and how to end it. */
export interface RunningLab {
  readonly lab: Lab;
  readonly stop: () => void;
}

export interface Side {
  readonly scene: Scene;
  readonly lab: Lab;
  readonly store: StoreApi<SideState>;
  /** Performs the scene until at least `count` of its steps are done; does not wait for it. */
  readonly perform: (count: number) => void;
  readonly stop: () => void;
}

/** How far the simulation runs between two looks for the end of a step, and how long it may take. Simulated microseconds. */
const STRIDE = 500_000;
const PATIENCE = 60_000_000;
/** A step begins this much after the one before has been seen, so that the moment in between shows nothing of it. */
const BREATH = 1_000;

const givenIn = ({ commands, action }: Step): readonly StepCommand[] => [...commands, ...(action?.solution ?? [])];

/** A step that gives nothing itself and shows what an earlier one has set going. */
const continues = (step: Step | undefined): boolean =>
  step !== undefined && step.until !== null && givenIn(step).length === 0;

class PerformedScene implements Side {
  readonly scene: Scene;
  readonly lab: Lab;
  readonly store: StoreApi<SideState>;
  private readonly endLab: () => void;
  private readonly stops: (() => void)[];
  private wanted = 0;
  private performing = false;
  private stopped = false;

  constructor(scene: Scene, { lab, stop }: RunningLab) {
    this.scene = scene;
    this.lab = lab;
    this.endLab = stop;
    this.store = createStore<SideState>(() => ({
      status: 'opening',
      failure: null,
      opened: { from: 0, to: 0, endAt: 0 },
      marks: [],
    }));
    this.stops = [
      lab.link.store.subscribe((state) => this.onLink(state)),
      lab.playhead.store.subscribe((state, before) => {
        if (state.time !== before.time) this.keepPace(state.time);
      }),
    ];
    void this.open();
  }

  perform = (count: number): void => {
    this.wanted = Math.max(this.wanted, Math.min(count, this.scene.steps.length));
    void this.performWanted();
  };

  stop = (): void => {
    this.stopped = true;
    for (const stop of this.stops) stop();
    this.endLab();
  };

  private async open(): Promise<void> {
    const { generation, seed, topology, contracts, setup } = this.scene;
    const recording = { formatVersion: 1, generation, seed, topology, contracts, commands: [] } as const;
    const opened = await this.lab.link.open(recording, setup);
    if (!opened.ok) {
      this.fail(opened.error);
      return;
    }
    const { entries } = this.lab.link.store.getState();
    const endAt = entries.at(-1)?.at ?? 0;
    this.lab.playhead.jump(endAt);
    this.store.setState({ status: 'ready', opened: { from: 0, to: entries.length, endAt } });
    await this.performWanted();
  }

  private async performWanted(): Promise<void> {
    if (this.performing) return;
    this.performing = true;
    for (;;) {
      const { status, marks } = this.store.getState();
      const step = this.scene.steps[marks.length];
      if (this.stopped || status !== 'ready' || step === undefined || marks.length >= this.wanted) break;
      const mark = await this.performStep(step, marks.length);
      if (mark !== null) this.store.setState({ marks: [...marks, mark] });
    }
    this.performing = false;
  }

  /** null when it could not be done; the side has failed then. */
  private async performStep(step: Step, index: number): Promise<StepMark | null> {
    const { opened, marks } = this.store.getState();
    const before = marks.at(-1) ?? opened;
    const commands = givenIn(step);
    if (commands.length > 0) await this.lab.link.advance(before.endAt + BREATH);
    const given = await this.lab.giveAtHorizon(commandsAfter(this.lab.link.store.getState().entries, commands));
    if (!given.ok) return this.fail(given.error);
    const anchors = [step.action?.done, step.until].flatMap((anchor) => anchor ?? []);
    let end: Entry | null = null;
    for (const anchor of anchors) {
      end = await this.wait(anchor, before.to);
      if (end === null) return this.fail({ code: 'stepStuck', params: { step: step.id }, where: '' });
    }
    return this.markOf(before, continues(this.scene.steps[index + 1]) ? end : null, end);
  }

  /** `cut`: where the next step takes over; null: everything set going so far belongs to this one. */
  private markOf(before: StepMark, cut: Entry | null, end: Entry | null): StepMark {
    const endAt = Math.max(before.endAt, end?.at ?? 0);
    if (cut !== null) return { from: before.to, to: Math.max(before.to, cut.seq + 1), endAt };
    const to = this.lab.link.store.getState().entries.length;
    const last = this.lab.trace.current()?.steps.all.findLast(({ seq }) => seq < to);
    return { from: before.to, to, endAt: Math.max(endAt, last?.at ?? 0) };
  }

  private async wait(anchor: Anchor, from: number): Promise<Entry | null> {
    const { link } = this.lab;
    const limit = link.store.getState().horizon + PATIENCE;
    for (;;) {
      const { entries, horizon, status } = link.store.getState();
      const found = findAnchor(entries, anchor, from);
      if (found !== null || horizon >= limit || status !== 'ready' || this.stopped) return found;
      await link.quiet();
      await link.advance(horizon + STRIDE);
    }
  }

  private onLink({ status, failure }: LinkState): void {
    if (status === 'failed') this.fail({ code: 'workerDied', params: { text: failure }, where: '' });
  }

  /** The first failure is the cause of those that follow. */
  private fail(failure: Refusal): null {
    if (this.store.getState().status !== 'failed') this.store.setState({ status: 'failed', failure });
    return null;
  }

  /** Each step plays at the pace its scene asks for. */
  private keepPace(time: number): void {
    const index = this.store.getState().marks.findIndex(({ endAt }) => time < endAt);
    const pace = this.scene.steps[index]?.pace ?? null;
    const { playhead } = this.lab;
    if (playhead.store.getState().pace !== pace) playhead.setPace(pace);
  }
}

/** Opens the scene's network at once. */
export const createSide = (scene: Scene, running: RunningLab): Side => new PerformedScene(scene, running);
