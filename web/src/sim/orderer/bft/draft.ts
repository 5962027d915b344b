/**
 * One step's working copy of a consenter: opened from a state, changed in place, sealed into the next state. Parts that
 * run side by side in SmartBFT leave each other tasks here instead of calling each other.
 *
 * @fabric vendor/github.com/hyperledger-labs/SmartBFT/internal/bft/controller.go (channels between its goroutines)
 */
import type { Micros } from '../../kernel/time.ts';
import type { BftConfig } from './bft-config.ts';
import type { BftMessage } from './bft-message.ts';
import { viewMetadata } from './bft-wire.ts';
import type {
  Application,
  BftDurable,
  BftEvent,
  BftOutput,
  BftState,
  BftTimer,
  BftTransition,
  Decision,
  Saved,
  Suspicion,
} from './bft-state.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What one part wants of another. */
export type Task =
  | { readonly type: 'complain'; readonly view: number; readonly stopView: boolean; readonly why: Suspicion }
  | { readonly type: 'sync' }
  | { readonly type: 'decide'; readonly decision: Decision }
  | { readonly type: 'reconfigure'; readonly config: BftConfig }
  | { readonly type: 'abortView'; readonly view: number }
  | { readonly type: 'viewChanged'; readonly view: number; readonly seq: number }
  | { readonly type: 'propose' };

export interface Draft {
  readonly state: Mutable<BftState>;
  application: Application;
  readonly now: Micros;
  readonly tasks: Task[];
  readonly outputs: BftOutput[];
  /** Outputs that wait for what this step has saved. */
  readonly held: BftOutput[];
  saving: boolean;
}

export const openDraft = (state: BftState, application: Application, now: Micros): Draft => ({
  state: { ...state },
  application,
  now,
  tasks: [],
  outputs: [],
  held: [],
  saving: false,
});

export function sealDraft({ state, application, outputs, held, saving }: Draft): BftTransition {
  if (!saving) return { state, application, outputs };
  const persist: BftOutput = { type: 'persist', durable: state.durable };
  return { state: { ...state, awaiting: [...state.awaiting, held] }, application, outputs: [...outputs, persist] };
}

/** Nothing is said after something was saved in the same step until the disk has it. */
const say = (draft: Draft, output: BftOutput): void => {
  (draft.saving ? draft.held : draft.outputs).push(output);
};

export const send = (draft: Draft, to: number, message: BftMessage): void => {
  say(draft, { type: 'send', to, message });
};

export function broadcast(draft: Draft, message: BftMessage): void {
  const { self, nodes } = draft.state.config;
  for (const to of nodes) if (to !== self) send(draft, to, message);
  const isOfView = message.type === 'PrePrepare' || message.type === 'Prepare' || message.type === 'Commit';
  // Whoever hears a leader agree need not hear its heartbeat.
  if (isOfView && draft.state.view.leader === self)
    draft.state.heartbeat = { ...draft.state.heartbeat, last: draft.now };
}

export const forward = (draft: Draft, to: number, request: Uint8Array): void => {
  say(draft, { type: 'forward', to, request });
};

export const tell = (draft: Draft, event: BftEvent): void => {
  draft.outputs.push({ type: 'tell', event });
};

export const setTimer = (draft: Draft, timer: BftTimer, after: Micros): void => {
  draft.outputs.push({ type: 'setTimer', timer, after });
};

export const cancelTimer = (draft: Draft, timer: BftTimer): void => {
  draft.outputs.push({ type: 'cancelTimer', timer });
};

/** Writes the log: what follows is said when that is done. */
export function save(draft: Draft, saved: Saved): void {
  draft.state.durable = { saved, inFlight: inFlightWith(draft.state.durable, saved) };
  draft.saving = true;
}

function inFlightWith({ inFlight }: BftDurable, saved: Saved): BftDurable['inFlight'] {
  if (saved.type === 'proposed') return { proposal: saved.prePrepare.proposal, prepared: false };
  if (saved.type === 'committing') return { proposal: saved.prePrepare.proposal, prepared: true };
  return inFlight;
}

export function setCheckpoint({ state }: Draft, decision: Decision): void {
  state.checkpoint = decision;
  state.latest = viewMetadata(decision.proposal.metadata);
}
