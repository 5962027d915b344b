/**
 * The page's side of the simulation: asks the host, keeps the mirror, and tells who listens.
 *
 * The mirror holds nothing that could not be had again from the recording.
 */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Refusal, Result } from '../sim/kernel/result.ts';
import type { Micros } from '../sim/kernel/time.ts';
import type { Command } from '../sim/protocol/commands.ts';
import type { Recording } from '../sim/protocol/recording.ts';
import type { Branch, Frame, Inspection, InspectTarget, SimulationHost } from '../sim/protocol/requests.ts';
import type { Entry } from '../sim/trace/facts.ts';
import { applyFrame, EMPTY_MIRROR } from './mirror.ts';
import type { Mirror } from './mirror.ts';

export interface LinkState {
  /** `failed`: the worker has died or a bug surfaced; the recording can still be saved. */
  readonly status: 'idle' | 'opening' | 'ready' | 'failed';
  /** Text of the failure; empty otherwise. */
  readonly failure: string;
  /** Commands given whose outcome is not here yet. */
  readonly performing: number;
  readonly branch: string;
  readonly branches: readonly Branch[];
  readonly recording: Recording | null;
  readonly entries: readonly Entry[];
  readonly horizon: Micros;
  /** Counts worlds opened: everything derived from an earlier one is void. */
  readonly world: number;
}

const IDLE: LinkState = {
  status: 'idle',
  failure: '',
  performing: 0,
  branch: 'main',
  branches: [],
  recording: null,
  entries: [],
  horizon: 0,
  world: 0,
};

export interface SimulationLink {
  readonly store: StoreApi<LinkState>;
  /** Replaces the world. Refusals leave the earlier one as it was. */
  readonly open: (recording: Recording, script: readonly Command[]) => Promise<Result<null, Refusal>>;
  /** Runs the current branch on to `until`; a call while another is under way does nothing. */
  readonly advance: (until: Micros) => Promise<void>;
  /** Resolves when no advance is under way, so that the mirror's horizon is the worker's. */
  readonly quiet: () => Promise<void>;
  /** Gives a command at `at` in the current branch; if that forks, the new branch becomes the current one. */
  readonly perform: (at: Micros, command: Command) => Promise<Result<null, Refusal>>;
  readonly switchBranch: (branch: string) => void;
  readonly inspect: (at: Micros, target: InspectTarget) => Promise<Result<Inspection, Refusal>>;
  readonly digest: () => Promise<string>;
  /** To be told that the worker died. */
  readonly fail: (text: string) => void;
}

const failureOf = (error: unknown): Refusal => ({
  code: 'workerDied',
  params: { text: error instanceof Error ? error.message : String(error) },
  where: '',
});

export function createSimulationLink(host: SimulationHost): SimulationLink {
  const store = createStore<LinkState>(() => IDLE);
  let mirror: Mirror = EMPTY_MIRROR;
  let advancing: Promise<unknown> | null = null;

  const fail = (text: string): void => store.setState({ status: 'failed', failure: text, performing: 0 });

  const show = (branch: string): void => {
    const shown = mirror.byBranch[branch];
    if (shown === undefined) return;
    store.setState({ branch, branches: mirror.branches, ...shown });
  };

  const take = (frame: Frame, current: boolean): void => {
    mirror = applyFrame(mirror, frame);
    if (current || frame.branch === store.getState().branch) show(frame.branch);
    else store.setState({ branches: mirror.branches });
  };

  /** Runs `request`; what comes back for a world since replaced is dropped; a rejection is a bug of ours and stops the lab. */
  const ask = async <T>(request: Promise<T>, receive: (value: T) => void): Promise<Result<T, Refusal>> => {
    const { world } = store.getState();
    try {
      const value = await request;
      if (store.getState().world === world) receive(value);
      return { ok: true, value };
    } catch (error) {
      if (store.getState().world === world) fail(failureOf(error).params['text']?.toString() ?? '');
      return { ok: false, error: failureOf(error) };
    }
  };

  const flatten = <T>(asked: Result<Result<T, Refusal>, Refusal>): Result<null, Refusal> => {
    if (!asked.ok) return asked;
    return asked.value.ok ? { ok: true, value: null } : asked.value;
  };

  return {
    store,
    fail,
    open: async (recording, script) => {
      const before = store.getState();
      store.setState({ status: 'opening', failure: '', performing: 0, world: before.world + 1 });
      const answer = await ask(host.open(recording, script), (result) => {
        if (!result.ok) {
          store.setState({ status: before.recording === null ? 'idle' : 'ready' });
          return;
        }
        mirror = EMPTY_MIRROR;
        take(result.value, true);
        store.setState({ status: 'ready' });
      });
      return flatten(answer);
    },
    advance: async (until) => {
      const { branch, horizon, status } = store.getState();
      if (advancing !== null || status !== 'ready' || until <= horizon) return;
      advancing = ask(host.advance(branch, until), (frame) => take(frame, false));
      await advancing;
      advancing = null;
    },
    quiet: async () => {
      await advancing;
    },
    perform: async (at, command) => {
      const { branch } = store.getState();
      const count = (by: number): void =>
        store.setState((state) => ({ performing: Math.max(0, state.performing + by) }));
      count(1);
      const answer = await ask(host.perform(branch, at, command), (result) => {
        count(-1);
        if (result.ok) take(result.value, true);
      });
      return flatten(answer);
    },
    switchBranch: show,
    inspect: async (at, target) => {
      try {
        return await host.inspect(store.getState().branch, at, target);
      } catch (error) {
        return { ok: false, error: failureOf(error) };
      }
    },
    digest: () => host.digest(store.getState().branch),
  };
}
