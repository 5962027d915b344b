/**
 * Plays a scene: carries out what the machine asks for, and tells it what has happened in the simulation.
 *
 * The lesson lives in one branch of time. When the learner acts on their own the lab may show another branch; the
 * lesson then waits ("away") until they come back, except where the step asked them to act: there their branch is the
 * lesson's from then on.
 */
import { createActor } from 'xstate';
import type { Actor, SnapshotFrom } from 'xstate';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Lab, LinkState } from '../link/react/lab-context.tsx';
import { findAnchor } from '../scenes/find-anchor.ts';
import { networkAt } from '../scenes/scene-network.ts';
import type { Network, Scene, Step } from '../scenes/scene.ts';
import { commandsAfter } from '../scenes/whoever.ts';
import { aheadUntil } from './run-ahead.ts';
import { begunOf, sceneMachine, stepOf } from './scene-machine.ts';
import type { Begun, SceneContext, SceneEvent } from './scene-machine.ts';

export interface PlayerState {
  /** The machine's state: `asking`, `playing`, `shown` … */
  readonly at: SnapshotFrom<typeof sceneMachine>['value'];
  readonly context: SceneContext;
  readonly branch: string;
  /** The lab shows a branch that is not the lesson's. */
  readonly away: boolean;
  /** What the step waits for has not happened for so long that it will hardly happen by itself. */
  readonly stalled: boolean;
}

export interface ScenePlayer {
  readonly scene: Scene;
  readonly store: StoreApi<PlayerState>;
  readonly send: (event: SceneEvent) => void;
  /** From a branch of one's own back to where the lesson stood. */
  readonly comeBack: () => void;
  /** What a shared link needs to find the lesson again. */
  readonly begunSeqs: () => readonly (number | null)[];
  readonly stop: () => void;
}

export interface Restored {
  readonly begun: readonly (number | null)[];
  readonly index: number;
}

/** How far the simulation runs between two looks for what a step waits for, in simulated microseconds. */
const STRIDE = 500_000;

interface PlayerOptions {
  readonly lab: Lab;
  readonly scene: Scene;
  /** Step to begin at. */
  readonly target: number;
  /** Called when a step has been shown, and at the end with the number of steps. */
  readonly onProgress: (shown: number) => void;
  readonly onInspect: (step: Step, begun: Begun) => void;
  /** Brings up another network of the scene in place of the one before; false: it could not, or something else was opened. */
  readonly openNetwork: (network: Network) => Promise<boolean>;
}

/** Made when the scene had other steps, a link says one thing that still holds: when the step it shows began. */
const presentOnly = ({ begun, index }: Restored): Restored['begun'] => {
  const began = begun.findLast((seq) => seq !== null) ?? null;
  return [...Array.from({ length: index }, () => null), began];
};

/** The begun steps of a shared moment, with the ends that can be found again in its entries. */
export function restoreBegun(scene: Scene, entries: LinkState['entries'], restored: Restored): SceneContext['begun'] {
  const seqs = restored.begun.length === scene.steps.length ? restored.begun : presentOnly(restored);
  return scene.steps.map((step, place) => {
    const seq = seqs[place] ?? null;
    if (seq === null) return null;
    if (step.until === null) return { seq, end: { at: entries[seq - 1]?.at ?? 0, seq: seq - 1 } };
    const entry = findAnchor(entries, step.until, seq);
    return { seq, end: entry === null ? null : { at: entry.at, seq: entry.seq } };
  });
}

/** Where the facts of a step that gives no commands begin: after the end of the step before. */
function seqWithoutCommands(context: SceneContext, step: Step, entries: number): number {
  const before = context.begun[context.index - 1]?.end ?? null;
  return step.action !== undefined || before === null ? entries : before.seq + 1;
}

class Player implements ScenePlayer {
  readonly scene: Scene;
  readonly store: StoreApi<PlayerState>;
  private readonly lab: Lab;
  private readonly options: PlayerOptions;
  private readonly actor: Actor<typeof sceneMachine>;
  private readonly stops: (() => void)[] = [];
  private lastTime = 0;
  private isRunningOn = false;
  private network: Network;
  private isMoving = false;

  constructor(options: PlayerOptions) {
    const { lab, scene, target } = options;
    this.options = options;
    this.lab = lab;
    this.scene = scene;
    this.network = networkAt(scene, target);
    const machine = sceneMachine.provide({
      actions: {
        give: ({ context }) => void this.give(context),
        suggest: ({ context }) => this.suggest(context),
        playOn: ({ context }) => this.playOn(context),
        jumpToEnd: ({ context }) => this.jumpToEnd(context),
        settle: ({ context }) => this.settle(context),
        finish: () => options.onProgress(scene.steps.length),
      },
    });
    this.actor = createActor(machine, { input: { scene, target } });
    const snapshot = this.actor.getSnapshot();
    this.store = createStore<PlayerState>(() => ({
      at: snapshot.value,
      context: snapshot.context,
      branch: lab.link.store.getState().branch,
      away: false,
      stalled: false,
    }));
    const subscription = this.actor.subscribe(({ value, context }) =>
      this.store.setState({ at: value, context, stalled: false }),
    );
    this.stops.push(
      () => subscription.unsubscribe(),
      lab.link.store.subscribe((state, before) => this.onLink(state, before)),
      lab.playhead.store.subscribe((state, before) => {
        if (state.time !== before.time) this.lookForArrival();
      }),
    );
    this.actor.start();
  }

  send = (event: SceneEvent): void => {
    this.actor.send(event);
    this.lookForFacts();
    this.lookForArrival();
  };

  comeBack = (): void => {
    const { branch, at, context } = this.store.getState();
    const end = begunOf(context)?.end ?? null;
    this.lab.link.switchBranch(branch);
    this.lab.playhead.jump(at === 'shown' && end !== null ? end.at : this.lastTime);
    this.store.setState({ away: false });
    this.lookForFacts();
  };

  begunSeqs = (): readonly (number | null)[] => {
    const { begun } = this.store.getState().context;
    return this.scene.steps.map((_, index) => begun[index]?.seq ?? null);
  };

  stop = (): void => {
    for (const stop of this.stops) stop();
    this.actor.stop();
    this.lab.playhead.setGoal(null);
    this.lab.playhead.setPace(null);
  };

  private async give(context: SceneContext): Promise<void> {
    const { lab } = this;
    const step = stepOf(context);
    if (step === undefined || !(await this.moveTo(networkAt(this.scene, context.index)))) return;
    const past = lab.link.store.getState().entries;
    const seqBefore = past.length;
    const given = await lab.giveAtHorizon(commandsAfter(past, step.commands));
    if (!given.ok) {
      this.send({ type: 'refused', refusal: given.error });
      return;
    }
    const seq = step.commands.length > 0 ? seqBefore : seqWithoutCommands(context, step, seqBefore);
    const { horizon } = lab.link.store.getState();
    const at = step.commands.length > 0 ? horizon : lab.playhead.store.getState().time;
    const end = step.until === null ? { at, seq: seq - 1 } : null;
    this.send({ type: 'begun', begun: { seq, end } });
  }

  /** Nothing of the lesson happens between leaving one network and standing on the next. */
  private async moveTo(network: Network): Promise<boolean> {
    if (network === this.network) return true;
    this.isMoving = true;
    const opened = await this.options.openNetwork(network);
    this.isMoving = false;
    if (!opened) return false;
    this.network = network;
    this.store.setState({ branch: this.lab.link.store.getState().branch, away: false });
    return true;
  }

  private suggest(context: SceneContext): void {
    const action = stepOf(context)?.action;
    const begun = begunOf(context);
    if (action === undefined || begun === null) return;
    const { entries } = this.lab.link.store.getState();
    if (findAnchor(entries, action.done, begun.seq) !== null) return;
    void this.lab.giveAtHorizon(commandsAfter(entries, action.solution)).then((given) => {
      if (!given.ok) this.send({ type: 'refused', refusal: given.error });
    });
  }

  private playOn(context: SceneContext): void {
    const { playhead } = this.lab;
    const goal = begunOf(context)?.end?.at ?? null;
    playhead.setPace(stepOf(context)?.pace ?? null);
    playhead.setGoal(goal);
    playhead.play({ stopAt: goal });
  }

  private jumpToEnd(context: SceneContext): void {
    const end = begunOf(context)?.end ?? null;
    if (end !== null) this.lab.playhead.jump(end.at);
  }

  private settle(context: SceneContext): void {
    this.lab.playhead.pause();
    this.lab.playhead.setGoal(null);
    this.options.onProgress(context.index + 1);
    const step = stepOf(context);
    const begun = begunOf(context);
    if (step !== undefined && begun !== null) this.options.onInspect(step, begun);
  }

  private onLink(state: LinkState, before: LinkState): void {
    if (this.isMoving) return;
    if (state.branch !== before.branch) this.onBranch(state);
    if (state.entries !== before.entries && !this.store.getState().away) this.lookForFacts();
  }

  /** In a step that waits for the learner, their own branch is the lesson's; elsewhere the lesson waits for them. */
  private onBranch({ branch, branches }: LinkState): void {
    const { at, branch: own, context } = this.store.getState();
    const fork = branches.find(({ id, parent }) => id === branch && parent === own);
    const endBefore = context.begun[context.index - 1]?.end?.at ?? 0;
    if (at === 'acting' && fork !== undefined && fork.forkedAt >= endBefore) {
      this.store.setState({ branch });
      this.actor.send({ type: 'branched', seq: fork.forkedAtSeq });
      return;
    }
    this.store.setState({ away: branch !== own });
  }

  private lookForFacts(): void {
    const { at, context, away } = this.store.getState();
    const step = stepOf(context);
    const begun = begunOf(context);
    if (away || step === undefined || begun === null || at === 'giving') return;
    const { entries } = this.lab.link.store.getState();
    if (at === 'acting' && step.action !== undefined && findAnchor(entries, step.action.done, begun.seq) !== null) {
      this.actor.send({ type: 'done' });
      this.lookForFacts();
      return;
    }
    if (at === 'acting') {
      if (entries.findLast(({ seq, fact }) => seq >= begun.seq && fact.type === 'commandGiven')) void this.runOn();
      return;
    }
    if (begun.end !== null || step.until === null) return;
    const entry = findAnchor(entries, step.until, begun.seq);
    if (entry === null) {
      if (at === 'passing' || at === 'playing') void this.runOn();
      return;
    }
    this.actor.send({ type: 'found', at: entry.at, seq: entry.seq });
    // The machine may have passed on to a step whose facts are here already.
    this.lookForFacts();
    this.lookForArrival();
  }

  /**
   * Lets the simulation run ahead to what the step waits for: nobody plays while steps are passed, and a wait whose end is
   * known need not be sat through.
   */
  private async runOn(): Promise<void> {
    const { link } = this.lab;
    const { entries, horizon, status } = link.store.getState();
    if (this.isRunningOn || status !== 'ready') return;
    const { at, context } = this.store.getState();
    if (horizon > aheadUntil(entries, begunOf(context)?.seq ?? 0, at === 'acting')) {
      if (at === 'playing') this.store.setState({ stalled: true });
      return;
    }
    this.isRunningOn = true;
    await link.quiet();
    await link.advance(link.store.getState().horizon + STRIDE);
    this.isRunningOn = false;
    this.lookForFacts();
  }

  private lookForArrival(): void {
    const { at, context, away } = this.store.getState();
    if (away) return;
    const { time } = this.lab.playhead.store.getState();
    this.lastTime = time;
    const end = begunOf(context)?.end ?? null;
    if ((at === 'playing' || at === 'held') && end !== null && time >= end.at) this.actor.send({ type: 'arrived' });
  }
}

/** Begins when {@link ScenePlayer.send} gets `opened` or `restored`. */
export const createScenePlayer = (options: PlayerOptions): ScenePlayer => new Player(options);
