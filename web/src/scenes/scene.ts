/**
 * What a scene is: data that says which network, which commands and which facts its steps stand on.
 * It holds no sentence; prose lives beside it in `ko.md` and `en.md` under headings that are step ids.
 */
import type { Command, CommandType } from '../sim/protocol/commands.ts';
import type { ContractFolder } from '../sim/protocol/recording.ts';
import type { Generation, Topology } from '../sim/protocol/topology-spec.ts';
import type { Entry, FactType, NodeId } from '../sim/trace/facts.ts';

/** What fields of a fact must say: equal; of a list, a text must be in it, and a number is how many there are. */
export type FieldsSought = Readonly<Record<string, string | number | boolean>>;

/** A fact looked for in the trace: type, optionally the node and what fields must say, and which occurrence (1 = first). */
export interface Anchor {
  /** Several: any of them. */
  readonly fact: FactType | readonly FactType[];
  /** Several: any of them. */
  readonly node?: NodeId | readonly NodeId[];
  /** Only at the node that leads this channel when it happens, whichever that is. */
  readonly leads?: string;
  readonly fields?: FieldsSought;
  /** Only of a transaction (by its id) that was proposed in this step with `proposalCreated` saying so. */
  readonly proposal?: FieldsSought;
  /** Counted from the beginning of the step; 1 when left out. */
  readonly occurrence?: number;
}

/** A question asked before the step plays. Texts of options and why each wrong one is wrong stand in the prose files. */
export type Question =
  | { readonly kind: 'choice'; readonly options: readonly string[]; readonly answer: string }
  | { readonly kind: 'node'; readonly answers: readonly NodeId[] };

/** A command to whoever it concerns by then (see `whoever.ts`), one for each; nobody: none. */
export interface ChosenCommand {
  readonly type: CommandType;
  readonly choose: (past: readonly Entry[]) => readonly Command[];
}

export type StepCommand = Command | ChosenCommand;

/** Something the learner does; the step waits for it. `hints` graded hints stand in the prose files. */
export interface LearnerAction {
  /** What counts as having done it. */
  readonly done: Anchor;
  /** The button offered for it gives these commands, in order; other ways to the same fact count too. */
  readonly solution: readonly [StepCommand, ...StepCommand[]];
  readonly hints: number;
}

export interface Step {
  /** Heading in the prose files. */
  readonly id: string;
  /** Given in order on entering the step, each once the one before has settled. */
  readonly commands: readonly StepCommand[];
  /** The step has been shown when this has happened; null: nothing moves in this step. */
  readonly until: Anchor | null;
  /** What is not named is dimmed; empty: nothing is dimmed. */
  readonly focus: readonly NodeId[];
  /** Opened in the inspector when the step has been shown. */
  readonly inspect?:
    | { readonly type: 'node'; readonly node: NodeId }
    | { readonly type: 'messageOf'; readonly anchor: Anchor };
  readonly question?: Question;
  readonly action?: LearnerAction;
  /** Playback speed that suits the step: simulated seconds per real second; the default is 1/120 for message flights. */
  readonly pace?: number;
}

/**
 * How the scene is laid beside another that does the same in another way: picture by picture, each with the steps of both
 * that belong to it. A side without a step has no counterpart. Headings and lines stand in the prose files of this scene.
 */
export interface Beside {
  readonly scene: string;
  readonly pairs: readonly PicturePair[];
  /** Steps that belong to no picture. They are performed on the way to the next one; after the last, not at all. */
  readonly unpaired?: Omit<PicturePair, 'picture'>;
}

export interface PicturePair {
  /** Heading in the prose files, part of the address. */
  readonly picture: string;
  /** Ids of this scene's steps, in their order. */
  readonly here: readonly string[];
  /** Ids of the other scene's steps, in their order. */
  readonly there: readonly string[];
}

/** What a lesson stands on. */
export interface Network {
  readonly generation: Generation;
  readonly seed: string;
  readonly topology: Topology;
  readonly contracts: Readonly<Record<string, ContractFolder>>;
  /** Run before the first step on it; the lesson goes on when all of it has settled. */
  readonly setup: readonly Command[];
}

export interface Scene extends Network {
  readonly id: string;
  readonly day: 1 | 2 | 3;
  readonly steps: readonly Step[];
  /** Networks the scene moves on to, in order: each begins with a step, and what was there before is left behind. */
  readonly further?: readonly (Network & { readonly from: string })[];
  /** Commands the sandbox menu offers in this scene; null: all. */
  readonly offered: readonly CommandType[] | null;
  readonly beside?: Beside;
}
