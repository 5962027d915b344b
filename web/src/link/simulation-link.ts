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
import type { BlockFile } from '../sim/protocol/block-file.ts';
import type { InsideTarget, InsideThing } from '../sim/protocol/inside.ts';
import type { Recording } from '../sim/protocol/recording.ts';
import type { Branch, Frame, Inspection, InspectTarget, SimulationHost } from '../sim/protocol/requests.ts';
import type { Entry } from '../sim/trace/facts.ts';
import type { Kin } from './kin.ts';
import { applyFrame, EMPTY_MIRROR, withoutBranch } from './mirror.ts';
import type { BranchMirror, Mirror } from './mirror.ts';

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
  /** What branches are called by whoever made them; the others go by what was done in them first. */
  readonly names: Readonly<Record<string, string>>;
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
  names: {},
  world: 0,
};

export interface SimulationLink {
  readonly store: StoreApi<LinkState>;
  /** Replaces the world; `kin` are the branches it had in an earlier worker. Refusals leave the earlier one as it was. */
  readonly open: (recording: Recording, script: readonly Command[], kin?: Kin | null) => Promise<Result<null, Refusal>>;
  /** Runs the current branch on to `until`; a call while another is under way does nothing. */
  readonly advance: (until: Micros) => Promise<void>;
  /** Resolves when no advance is under way, so that the mirror's horizon is the worker's. */
  readonly quiet: () => Promise<void>;
  /** Gives a command at `at` in the current branch; if that forks, the new branch becomes the current one. */
  readonly perform: (at: Micros | 'horizon', command: Command) => Promise<Result<null, Refusal>>;
  /**
   * Makes a branch current that leaves `branch` right before its command number `command` and has nothing done in it yet.
   * The branch that was current is forgotten if nothing was done in it either.
   */
  readonly fork: (branch: string, command: number) => Promise<void>;
  readonly switchBranch: (branch: string) => void;
  /** Calls a branch by a name; an empty one takes the name away. */
  readonly rename: (branch: string, name: string) => void;
  /** Forgets a branch. Refused for the one shown, the first one, and one that others left. */
  readonly discard: (branch: string) => Promise<Result<null, Refusal>>;
  /** What is held of any branch; undefined: there is none of that name. */
  readonly held: (branch: string) => BranchMirror | undefined;
  /** Runs any branch on to `until`; the one shown stays the one shown. */
  readonly advanceIn: (branch: string, until: Micros) => Promise<void>;
  readonly inspect: (at: Micros, target: InspectTarget) => Promise<Result<Inspection, Refusal>>;
  readonly lookInside: (at: Micros, target: InsideTarget) => Promise<Result<InsideThing, Refusal>>;
  /** What the command would lead to, without giving it: the entries that would follow it. */
  readonly tryOut: (at: Micros, command: Command) => Promise<Result<readonly Entry[], Refusal>>;
  /** Opens a block from a file, of this network or of any other. */
  readonly readBlock: (bytes: Uint8Array) => Promise<Result<BlockFile, Refusal>>;
  readonly digest: () => Promise<string>;
  /** To be told that the worker died. */
  readonly fail: (text: string) => void;
}

const failureOf = (error: unknown): Refusal => ({
  code: 'workerDied',
  params: { text: error instanceof Error ? error.message : String(error) },
  where: '',
});

/** An answer that may itself be a refusal, as one result. */
function flatten<T>(asked: Result<Result<T, Refusal>, Refusal>): Result<null, Refusal> {
  if (!asked.ok) return asked;
  return asked.value.ok ? { ok: true, value: null } : asked.value;
}

/** Entries taken at once when a world is opened: some 25 ms of filing on a slow laptop. */
const PIECE = 5_000;

/** Lets the page draw and answer before going on. */
const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

class Link implements SimulationLink {
  readonly store = createStore<LinkState>(() => IDLE);
  private readonly host: SimulationHost;
  private mirror: Mirror = EMPTY_MIRROR;
  private advancing: Promise<unknown> | null = null;

  constructor(host: SimulationHost) {
    this.host = host;
  }

  fail = (text: string): void => this.store.setState({ status: 'failed', failure: text, performing: 0 });

  open: SimulationLink['open'] = async (recording, script, kin = null) => {
    const before = this.store.getState();
    this.store.setState({ status: 'opening', failure: '', performing: 0, world: before.world + 1 });
    const answer = await this.ask(this.host.open(recording, script), (result) => {
      if (!result.ok) {
        this.store.setState({ status: before.recording === null ? 'idle' : 'ready' });
        return;
      }
      this.mirror = EMPTY_MIRROR;
      this.store.setState({ names: {} });
    });
    if (!answer.ok || !answer.value.ok) return flatten(answer);
    if (kin !== null) return this.bringBack(kin, answer.value.value, before.world + 1);
    await this.takeInPieces(answer.value.value, before.world + 1);
    return flatten(answer);
  };

  advance: SimulationLink['advance'] = async (until) => {
    const { branch, horizon, status } = this.store.getState();
    if (this.advancing !== null || status !== 'ready' || until <= horizon) return;
    this.advancing = this.ask(this.host.advance(branch, until), (frame) => this.take(frame, false));
    await this.advancing;
    this.advancing = null;
  };

  quiet: SimulationLink['quiet'] = async () => {
    await this.advancing;
  };

  perform: SimulationLink['perform'] = async (at, command) => {
    const { branch } = this.store.getState();
    const count = (by: number): void =>
      this.store.setState((state) => ({ performing: Math.max(0, state.performing + by) }));
    count(1);
    const answer = await this.ask(this.host.perform(branch, at, command), (result) => {
      count(-1);
      if (result.ok) this.take(result.value, true);
    });
    return flatten(answer);
  };

  fork: SimulationLink['fork'] = async (branch, command) => {
    await this.ask(this.host.fork(branch, command, this.store.getState().branch), (frame) => this.take(frame, true));
  };

  switchBranch = (branch: string): void => {
    const shown = this.mirror.byBranch[branch];
    if (shown !== undefined) this.store.setState({ branch, branches: this.mirror.branches, ...shown });
  };

  rename = (branch: string, name: string): void => {
    const { [branch]: _before, ...names } = this.store.getState().names;
    const called = name.trim();
    this.store.setState({ names: called === '' ? names : { ...names, [branch]: called } });
  };

  discard: SimulationLink['discard'] = async (branch) => {
    if (branch === this.store.getState().branch)
      return { ok: false, error: { code: 'branchShown', params: {}, where: 'branch' } };
    const answer = await this.ask(this.host.discard(branch), (result) => {
      if (!result.ok) return;
      this.mirror = withoutBranch(this.mirror, branch, result.value);
      this.store.setState({ branches: result.value });
      this.rename(branch, '');
    });
    return flatten(answer);
  };

  held = (branch: string): BranchMirror | undefined => this.mirror.byBranch[branch];

  advanceIn: SimulationLink['advanceIn'] = async (branch, until) => {
    const known = this.held(branch);
    if (known === undefined || until <= known.horizon) return;
    await this.quiet();
    await this.ask(this.host.advance(branch, until), (frame) => this.take(frame, false));
  };

  inspect: SimulationLink['inspect'] = async (at, target) => {
    try {
      return await this.host.inspect(this.store.getState().branch, at, target);
    } catch (error) {
      return { ok: false, error: failureOf(error) };
    }
  };

  lookInside: SimulationLink['lookInside'] = async (at, target) => {
    try {
      return await this.host.lookInside(this.store.getState().branch, at, target);
    } catch (error) {
      return { ok: false, error: failureOf(error) };
    }
  };

  tryOut: SimulationLink['tryOut'] = async (at, command) => {
    try {
      return await this.host.tryOut(this.store.getState().branch, at, command);
    } catch (error) {
      return { ok: false, error: failureOf(error) };
    }
  };

  readBlock: SimulationLink['readBlock'] = async (bytes) => {
    try {
      return await this.host.readBlock(bytes);
    } catch (error) {
      return { ok: false, error: failureOf(error) };
    }
  };

  digest = (): Promise<string> => this.host.digest(this.store.getState().branch);

  private take(frame: Frame, current: boolean): void {
    this.mirror = applyFrame(this.mirror, frame);
    if (current || frame.branch === this.store.getState().branch) this.switchBranch(frame.branch);
    else this.store.setState({ branches: this.mirror.branches });
  }

  /** The one shown comes last, piece by piece: until then there is nothing to draw. */
  private async bringBack(
    { shown, lost, names, onBranch }: Kin,
    opened: Frame,
    world: number,
  ): Promise<Result<null, Refusal>> {
    const frames = new Map<string, Frame>();
    for (const one of [...lost].sort((a, b) => Number(b.branch.id === shown) - Number(a.branch.id === shown))) {
      const { id, forkedAtSeq: fromSeq } = one.branch;
      onBranch(id);
      const answer = await this.ask(this.host.revive(one), () => undefined);
      if (!answer.ok || !answer.value.ok) return flatten(answer);
      const frame = answer.value.value;
      const entries = id === shown ? opened.entries.concat(frame.entries).slice(fromSeq) : frame.entries;
      frames.set(id, { ...frame, fromSeq, entries });
    }
    const branches = [...frames.values()].at(-1)?.branches ?? [];
    const inOrder = lost.flatMap(({ branch }) => frames.get(branch.id) ?? []);
    if (this.store.getState().world !== world) return { ok: true, value: null };
    const mirror = inOrder.reduce((known, frame) => applyFrame(known, { ...frame, branches }), EMPTY_MIRROR);
    const { [shown]: first, ...byBranch } = mirror.byBranch;
    this.mirror = { branches, byBranch };
    this.store.setState({ names });
    if (first !== undefined) await this.takeInPieces({ branch: shown, fromSeq: 0, ...first, branches }, world);
    return { ok: true, value: null };
  }

  /** A long trace is taken piece by piece, so that whoever files it (see `TraceSource`) never holds up the page. */
  private async takeInPieces(frame: Frame, world: number): Promise<void> {
    const { entries } = frame;
    for (let from = 0; from === 0 || from < entries.length; from += PIECE) {
      if (from > 0) await nextTask();
      if (this.store.getState().world !== world) return;
      this.take({ ...frame, fromSeq: from, entries: entries.slice(from, from + PIECE) }, true);
    }
    this.store.setState({ status: 'ready' });
  }

  /** What comes back for a world since replaced is dropped; a rejection is a bug of ours and stops the lab. */
  private async ask<T>(request: Promise<T>, receive: (value: T) => void): Promise<Result<T, Refusal>> {
    const { world } = this.store.getState();
    const current = (): boolean => this.store.getState().world === world;
    try {
      const value = await request;
      if (current()) receive(value);
      return { ok: true, value };
    } catch (error) {
      const failure = failureOf(error);
      if (current()) this.fail(String(failure.params['text']));
      return { ok: false, error: failure };
    }
  }
}

export const createSimulationLink = (host: SimulationHost): SimulationLink => new Link(host);
