/**
 * How a scene is gone through, as a state machine without effects: what happens is said by its actions, which the
 * player carries out (`give`, `suggest`, `playOn`, `jumpToEnd`, `settle`).
 *
 * A step begins when its commands have been given (once: going back and forth never gives them again), may ask a
 * question before anything is revealed, may wait for the learner to do something, plays to its anchor, and is shown.
 * Where a scene moves on to another network, the steps on the one before have not begun any more.
 */
import { assign, setup } from 'xstate';
import type { Refusal } from '../link/react/lab-context.tsx';
import { firstStepOn, networkAt } from '../scenes/scene-network.ts';
import type { Scene, Step } from '../scenes/scene.ts';

/** A step whose commands have been given. */
export interface Begun {
  /** Its facts are looked for from this seq on. */
  readonly seq: number;
  /** Time and seq of its anchor; null until it has happened. */
  readonly end: { readonly at: number; readonly seq: number } | null;
}

/** Stands for an answer where none was chosen: it was given aloud. */
export const NOBODYS = '';

export interface SceneContext {
  readonly scene: Scene;
  readonly index: number;
  /** Where the learner wants to be: steps before it are gone through without stopping. */
  readonly target: number;
  readonly begun: readonly (Begun | null)[];
  /** What the learner answered, by step index; {@link NOBODYS} where the answer was shown to a room. */
  readonly answers: Readonly<Record<number, string>>;
  readonly hints: number;
  /** Why the commands of the step could not be given. */
  readonly refusal: Refusal | null;
}

export type SceneEvent =
  /** The world is open. */
  | { readonly type: 'opened' }
  /** The world of a shared moment is open, at step `index`. */
  | {
      readonly type: 'restored';
      readonly begun: readonly (Begun | null)[];
      readonly index: number;
      readonly arrived: boolean;
    }
  /** The step's commands have been given; for a step with no anchor `end` is where it ends. */
  | { readonly type: 'begun'; readonly begun: Begun }
  | { readonly type: 'refused'; readonly refusal: Refusal }
  | { readonly type: 'answer'; readonly choice: string }
  /** The question has been answered aloud. */
  | { readonly type: 'reveal' }
  | { readonly type: 'hint' }
  | { readonly type: 'suggest' }
  /** The learner acted in a branch of their own: facts of the step are looked for from `seq` on. */
  | { readonly type: 'branched'; readonly seq: number }
  /** What the learner was to do has happened. */
  | { readonly type: 'done' }
  /** The step's anchor has happened in the simulation … */
  | { readonly type: 'found'; readonly at: number; readonly seq: number }
  /** … and the playhead is there. */
  | { readonly type: 'arrived' }
  | { readonly type: 'next' }
  | { readonly type: 'previous' }
  | { readonly type: 'goto'; readonly index: number };

export const stepOf = (context: SceneContext): Step | undefined => context.scene.steps[context.index];
export const begunOf = (context: SceneContext): Begun | null => context.begun[context.index] ?? null;

/** With what is known of the present step, and nothing of steps on another network. */
const replaced = ({ scene, begun, index }: SceneContext, present: Begun | null): SceneContext['begun'] =>
  scene.steps.map((_, step) => {
    if (step === index) return present;
    return networkAt(scene, step) === networkAt(scene, index) ? (begun[step] ?? null) : null;
  });

const ended = (context: SceneContext, index: number): boolean => (context.begun[index]?.end ?? null) !== null;

/** Where to stand on the way to `index`: at the first step on its network that has not been gone through. */
function waypoint(context: SceneContext, index: number): number {
  for (let step = firstStepOn(context.scene, index); step < index; step++) if (!ended(context, step)) return step;
  return index;
}

export const sceneMachine = setup({
  types: {
    context: {} as SceneContext,
    events: {} as SceneEvent,
    input: {} as { readonly scene: Scene; readonly target: number },
  },
  actions: {
    /** Give the step's commands, then send `begun` or `refused`. */
    give: () => undefined,
    /** Give the command suggested for the learner's action. */
    suggest: () => undefined,
    /** Play to the step's end, or on until it is found. */
    playOn: () => undefined,
    /** Put the playhead at the step's end. */
    jumpToEnd: () => undefined,
    /** The step has been shown: stop, open what it wants inspected, note the progress. */
    settle: () => undefined,
    finish: () => undefined,
    noteEnd: assign(({ context, event }) => {
      const begun = begunOf(context);
      if (event.type !== 'found' || begun === null) return {};
      return { begun: replaced(context, { ...begun, end: { at: event.at, seq: event.seq } }) };
    }),
    restore: assign(({ event }) =>
      event.type === 'restored' ? { begun: event.begun, index: event.index, target: event.index } : {},
    ),
    goOn: assign(({ context }) => ({
      index: context.index + 1,
      target: Math.max(context.target, context.index + 1),
      hints: 0,
      refusal: null,
    })),
    goBack: assign(({ context }) => ({ index: context.index - 1, target: context.index - 1, hints: 0, refusal: null })),
    goTowards: assign(({ context, event }) => {
      if (event.type !== 'goto') return {};
      return { target: event.index, index: waypoint(context, event.index), hints: 0, refusal: null };
    }),
    /** The network before is brought up again, and gone through to its last step. */
    goBackTowards: assign(({ context }) => ({
      target: context.index - 1,
      index: waypoint(context, context.index - 1),
      hints: 0,
      refusal: null,
    })),
  },
  guards: {
    isBegun: ({ context }) => begunOf(context) !== null,
    isEnded: ({ context }) => ended(context, context.index),
    onTheWay: ({ context }) => context.index < context.target,
    asks: ({ context }) => stepOf(context)?.question !== undefined && context.answers[context.index] === undefined,
    acts: ({ context }) => stepOf(context)?.action !== undefined && !ended(context, context.index),
    isLast: ({ context }) => context.index >= context.scene.steps.length - 1,
    hasPrevious: ({ context }) => context.index > 0 && ended(context, context.index - 1),
    isFirstOnNetwork: ({ context }) => context.index > 0 && firstStepOn(context.scene, context.index) === context.index,
    exists: ({ context, event }) => event.type === 'goto' && context.scene.steps[event.index] !== undefined,
    leadsToEnded: ({ context, event }) => event.type === 'goto' && ended(context, event.index),
  },
}).createMachine({
  id: 'scene',
  initial: 'idle',
  context: ({ input }) => ({
    scene: input.scene,
    index: firstStepOn(input.scene, input.target),
    target: input.target,
    begun: [],
    answers: {},
    hints: 0,
    refusal: null,
  }),
  on: {
    found: { actions: 'noteEnd' },
    previous: [
      { guard: 'hasPrevious', target: '.shown', actions: ['goBack', 'jumpToEnd'] },
      { guard: 'isFirstOnNetwork', target: '.entering', actions: 'goBackTowards' },
    ],
    goto: [
      { guard: 'leadsToEnded', target: '.shown', actions: ['goTowards', 'jumpToEnd'] },
      { guard: 'exists', target: '.entering', actions: 'goTowards' },
    ],
  },
  states: {
    idle: {
      on: {
        previous: undefined,
        goto: undefined,
        opened: 'entering',
        restored: [
          {
            guard: ({ event }) => event.arrived,
            target: 'shown',
            actions: 'restore',
          },
          {
            target: 'held',
            actions: 'restore',
          },
        ],
      },
    },
    entering: {
      always: [{ guard: 'isBegun', target: 'begun' }, { target: 'giving' }],
    },
    giving: {
      entry: 'give',
      on: {
        begun: {
          target: 'begun',
          actions: assign(({ context, event }) => ({ begun: replaced(context, event.begun) })),
        },
        refused: { target: 'refused', actions: assign(({ event }) => ({ refusal: event.refusal })) },
        previous: undefined,
        goto: undefined,
      },
    },
    /** The step cannot begin in the world as it is: back, or afresh. */
    refused: {},
    begun: {
      always: [
        { guard: 'onTheWay', target: 'passing' },
        { guard: 'asks', target: 'asking' },
        { guard: 'acts', target: 'acting' },
        { target: 'playing' },
      ],
    },
    /** On the way to a later step: nothing is asked, what the learner would do is done. */
    passing: {
      entry: [{ type: 'suggest', params: { onlyIfWaiting: true } }],
      always: { guard: 'isEnded', target: 'entering', actions: ['jumpToEnd', 'goOn'] },
      on: { found: { actions: 'noteEnd' } },
    },
    asking: {
      on: {
        answer: {
          target: 'answered',
          actions: assign(({ context, event }) => ({ answers: { ...context.answers, [context.index]: event.choice } })),
        },
        reveal: {
          target: 'answered',
          actions: assign(({ context }) => ({ answers: { ...context.answers, [context.index]: NOBODYS } })),
        },
      },
    },
    answered: {
      on: {
        next: [{ guard: 'acts', target: 'acting' }, { target: 'playing' }],
      },
    },
    acting: {
      on: {
        hint: {
          guard: ({ context }) => context.hints < (stepOf(context)?.action?.hints ?? 0),
          actions: assign(({ context }) => ({ hints: context.hints + 1 })),
        },
        suggest: { actions: { type: 'suggest', params: { onlyIfWaiting: false } } },
        branched: {
          actions: assign(({ context, event }) => {
            const begun = begunOf(context);
            return begun === null
              ? {}
              : { begun: replaced(context, { ...begun, seq: Math.min(begun.seq, event.seq) }) };
          }),
        },
        done: 'playing',
        refused: { actions: assign(({ event }) => ({ refusal: event.refusal })) },
      },
    },
    playing: {
      entry: 'playOn',
      on: {
        found: { actions: ['noteEnd', 'playOn'] },
        arrived: 'shown',
        next: { guard: 'isEnded', target: 'shown', actions: 'jumpToEnd' },
      },
    },
    /** A shared moment in the middle of a step: nothing moves until the learner says so. */
    held: {
      on: { arrived: 'shown', next: 'begun' },
    },
    shown: {
      entry: 'settle',
      on: {
        next: [
          { guard: 'isLast', target: 'finished' },
          { target: 'entering', actions: 'goOn' },
        ],
      },
    },
    finished: { entry: 'finish', on: { previous: { target: 'shown', actions: 'jumpToEnd' } } },
  },
});
