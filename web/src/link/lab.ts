/** The running lab: link, playhead and trace together, and what it means to act in it now. */
import type { Refusal, Result } from '../sim/kernel/result.ts';
import type { Micros } from '../sim/kernel/time.ts';
import type { Command } from '../sim/protocol/commands.ts';
import type { SimulationHost } from '../sim/protocol/requests.ts';
import { advancePlayhead, DEFAULT_PACE } from '../view/pace.ts';
import { isBlockStep, isErrorStep } from '../view/steps.ts';
import type { MeaningfulStep } from '../view/steps.ts';
import { actingTime } from './acting.ts';
import { createPlayhead } from './playhead.ts';
import type { Advance, Playhead } from './playhead.ts';
import { createSimulationLink } from './simulation-link.ts';
import type { SimulationLink } from './simulation-link.ts';
import { createTraceSource } from './trace-source.ts';
import type { TraceSource } from './trace-source.ts';

export type StepKind = 'any' | 'block' | 'error';

/** What became of commands given in order. */
export interface ActedInOrder {
  /** When the first was given. */
  readonly at: Micros;
  /** Its place in the recording. */
  readonly firstIndex: number;
  readonly given: number;
  /** What the tool of the last one printed when it failed; null when all succeeded. */
  readonly failure: string | null;
}

export interface Lab {
  readonly link: SimulationLink;
  readonly playhead: Playhead;
  readonly trace: TraceSource;
  /** Whether a command given now would leave a future behind as a branch. */
  readonly wouldFork: () => boolean;
  /** Gives a command now and plays what comes of it. */
  readonly act: (command: Command) => Promise<Result<null, Refusal>>;
  /**
   * Gives commands now, each once the one before has settled, and leaves the playhead after the last. Stops at the first
   * that fails; `onGiven` hears how many have been given.
   */
  readonly actInOrder: (
    commands: readonly Command[],
    onGiven?: (count: number) => void,
  ) => Promise<Result<ActedInOrder, Refusal>>;
  /** Gives commands one after the other at the horizon, without forking and without moving the playhead. */
  readonly giveAtHorizon: (commands: readonly Command[]) => Promise<Result<null, Refusal>>;
  /** Plays to the next meaningful step (or jumps, when `glide` is false); false when nothing comes within sight. */
  readonly stepForward: (kind: StepKind, glide: boolean) => Promise<boolean>;
  /** Jumps to the meaningful step before, or to the beginning; false when there is no such step. */
  readonly stepBack: (kind: StepKind) => boolean;
}

/** How far a step forward looks for something to happen beyond the horizon. */
const SIGHT: Micros = 4_000_000;

const WANTED: Readonly<Record<StepKind, (step: MeaningfulStep) => boolean>> = {
  any: () => true,
  block: isBlockStep,
  error: isErrorStep,
};

/** The view's pace over the trace shown. */
const playTrace =
  (trace: TraceSource): Advance =>
  (time, realMillis, { speed, pace, direction, horizon }) => {
    const index = trace.current();
    if (index === null) return time;
    return advancePlayhead(
      { activity: index.activity, horizon },
      time,
      realMillis,
      speed * direction,
      pace ?? DEFAULT_PACE,
    );
  };

/** Long enough for an election or a batch to follow, short enough not to play heartbeats for ever. Simulated. */
const AFTERMATH: Micros = 15_000_000;

async function giveInOrder(
  link: SimulationLink,
  at: Micros,
  commands: readonly Command[],
  onGiven: ((count: number) => void) | undefined,
): Promise<Result<ActedInOrder, Refusal>> {
  let given = 0;
  let failure: string | null = null;
  for (const command of commands) {
    const result = await link.perform(given === 0 ? at : 'horizon', command);
    if (!result.ok) return result;
    given++;
    onGiven?.(given);
    failure = failureOf(link, commandsIn(link) - 1);
    if (failure !== null) break;
  }
  return { ok: true, value: { at, firstIndex: commandsIn(link) - given, given, failure } };
}

const commandsIn = (link: SimulationLink): number => link.store.getState().recording?.commands.length ?? 0;

function failureOf(link: SimulationLink, index: number): string | null {
  const failed = link.store
    .getState()
    .entries.findLast(({ fact }) => fact.type === 'commandFailed' && fact.index === index);
  return failed?.fact.type === 'commandFailed' ? failed.fact.text : null;
}

export function createLab(host: SimulationHost, advance?: Advance): Lab {
  const link = createSimulationLink(host);
  const trace = createTraceSource(link);
  const playhead = createPlayhead(link, advance ?? playTrace(trace));
  const now = (): Micros => playhead.store.getState().time;
  const acting = () => {
    const { entries, horizon } = link.store.getState();
    return actingTime(entries, horizon, now());
  };
  const nextStep = (kind: StepKind): MeaningfulStep | null => trace.current()?.steps.next(now(), WANTED[kind]) ?? null;

  return {
    link,
    playhead,
    trace,
    wouldFork: () => acting().forks,
    act: async (command) => {
      // The world stands still while the command takes effect: playing on would put the playhead behind it.
      playhead.pause();
      await link.quiet();
      const { at, forks } = acting();
      const result = await link.perform(at, command);
      if (!result.ok) return result;
      playhead.jump(at);
      // What settles at once (a crash) has its consequences later, and a fork has what was in flight: play on.
      const { horizon } = link.store.getState();
      playhead.play({ stopAt: forks || horizon <= at ? Math.max(horizon, at + AFTERMATH) : horizon });
      return result;
    },
    actInOrder: async (commands, onGiven) => {
      playhead.pause();
      await link.quiet();
      const { at } = acting();
      const acted = await giveInOrder(link, at, commands, onGiven);
      playhead.jump(link.store.getState().horizon);
      return acted;
    },
    giveAtHorizon: async (commands) => {
      await link.quiet();
      const { world } = link.store.getState();
      for (const command of commands) {
        // Another world was opened meanwhile: the rest is not meant for it.
        if (link.store.getState().world !== world) break;
        // Not the horizon known here: the simulation may be running on at this moment.
        const result = await link.perform('horizon', command);
        if (!result.ok) return result;
      }
      return { ok: true, value: null };
    },
    stepForward: async (kind, glide) => {
      if (nextStep(kind) === null) await link.advance(now() + SIGHT);
      const step = nextStep(kind);
      if (step === null) return false;
      if (glide) playhead.play({ stopAt: step.at });
      else playhead.jump(step.at);
      return true;
    },
    stepBack: (kind) => {
      const step = trace.current()?.steps.previous(now(), WANTED[kind]) ?? null;
      // From the first block or error there is nowhere to go; from the first step there is the beginning.
      if (step !== null || kind === 'any') playhead.jump(step?.at ?? 0);
      return step !== null;
    },
  };
}
