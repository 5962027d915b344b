/**
 * The sandbox: networks of one's own, without a lesson. Which of its pages is shown, which network is open, and what is
 * kept in the browser.
 */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Kin } from '../../link/kin.ts';
import type { Lab, Refusal } from '../../link/react/lab-context.tsx';
import { momentFile, readMoment, SANDBOX } from '../../link/share-link.ts';
import type { SharedMoment } from '../../link/share-link.ts';
import { traceChecksum, traceChecksumInPieces } from '../../link/trace-checksum.ts';
import { FIRST_SCENE } from '../../scenes/course.ts';
import type { Command } from '../../sim/protocol/commands.ts';
import type { Recording } from '../../sim/protocol/recording.ts';
import { dockOf } from '../address.ts';
import type { InterfaceStore } from '../interface-store.ts';
import type { LookDesk } from '../look-desk.ts';
import type { SessionState } from '../session-state.ts';
import { EMPTY_DRAFT, recordingOf } from './network-draft.ts';
import type { NetworkDraft } from './network-draft.ts';
import { NetworkRun, type RunState } from './network-run.ts';
import { browserSandboxes, LAST } from './sandbox-storage.ts';
import type { KeptSandbox, SandboxStorage } from './sandbox-storage.ts';

export interface DeskState extends RunState {
  /** In place of the stage; null: the network. */
  readonly view: 'start' | 'builder' | null;
  readonly draft: NetworkDraft;
  /** What the lab does otherwise than the files say that the draft came from. */
  readonly remarks: readonly string[];
  /** `id` null: not kept under a name yet. */
  readonly open: { readonly name: string; readonly id: string | null } | null;
  readonly kept: readonly KeptSandbox[];
  /** Whether all that was done in it is in what is kept under its name. */
  readonly isSaved: boolean;
  /** Files are read, or could not be. */
  readonly storageFails: boolean;
}

const CLOSED = { open: null, run: null, rest: [], isSaved: false } as const;
/** Longer than a burst of commands takes to be recorded. */
const REST_MILLIS = 600;

/** What it needs of whoever opens things. */
interface Opener {
  readonly lab: Lab;
  readonly ui: InterfaceStore;
  readonly store: StoreApi<SessionState>;
  readonly look: Pick<LookDesk, 'enter' | 'shownInMoment'>;
  readonly openScene: (id: string, step: string | null) => Promise<unknown>;
  readonly leaveFor: (sceneId: string) => number;
  readonly leaveLesson: () => void;
  readonly isWanted: (wish: number) => boolean;
  readonly stepId: () => string | null;
  readonly complain: (problem: Refusal, instead: string | null) => void;
  readonly writeAddress: () => void;
}

export class SandboxDesk {
  readonly store: StoreApi<DeskState>;
  readonly runner: NetworkRun;
  private readonly session: Opener;
  private readonly storage: SandboxStorage;
  private contract: string | null = null;
  private resting: ReturnType<typeof setTimeout> | undefined;
  /** Where the course was left. */
  private left: { readonly scene: string; readonly step: string | null } | null = null;

  constructor(session: Opener, storage: SandboxStorage = browserSandboxes) {
    this.session = session;
    this.storage = storage;
    this.store = createStore<DeskState>(() => ({
      view: null,
      draft: EMPTY_DRAFT,
      remarks: [],
      kept: [],
      storageFails: false,
      ...CLOSED,
    }));
    this.runner = new NetworkRun(session, this.store);
    session.lab.link.store.subscribe((state, before) => {
      if (state.recording !== before.recording && this.store.getState().open !== null) this.noteChange();
    });
    addEventListener('pagehide', () => void this.keepLast(true));
  }

  /** Where one begins: what to start from, and what was kept. The network that is open stays open behind it. */
  showStart(): void {
    this.session.lab.playhead.pause();
    this.session.ui.setState({ mode: 'sandbox', overlay: null });
    this.store.setState({ view: 'start' });
    this.session.writeAddress();
    void this.keepLast().then(() => this.look());
  }

  /** Draws up a network. */
  showBuilder(draft: NetworkDraft, remarks: readonly string[] = []): void {
    this.session.ui.setState({ mode: 'sandbox' });
    this.store.setState({ view: 'builder', draft, remarks });
  }

  edit(draft: NetworkDraft): void {
    this.store.setState({ draft });
  }

  /** Back to the network, when there is one. */
  closePages(): void {
    this.store.setState({ view: null });
    if (this.store.getState().open === null) this.session.ui.setState({ mode: 'learn' });
    this.session.writeAddress();
  }

  /** Something else was opened. */
  closed(): void {
    this.runner.drop();
    this.store.setState({ view: null, ...CLOSED });
    this.session.ui.setState({ mode: 'learn' });
  }

  /** Back to the course, where it was left. */
  leave(): void {
    const { scene } = this.session.store.getState();
    void this.keepLast();
    if (scene !== null) this.closed();
    else void this.session.openScene(this.left?.scene ?? FIRST_SCENE, this.left?.step ?? null);
  }

  /** The network of the open scene as it is now, without its lesson. */
  carryOn(name: string): void {
    const { scene, status } = this.session.store.getState();
    if (scene === null || status !== 'ready') return;
    this.left = { scene: scene.id, step: this.session.stepId() };
    this.session.leaveLesson();
    this.session.ui.setState({ mode: 'sandbox' });
    this.store.setState({ view: null, ...CLOSED, open: { name, id: null } });
    this.session.writeAddress();
    this.noteChange();
  }

  /** Opens a network in which nothing has been done, and gives `script`, a command after the other. */
  async openNetwork(draft: NetworkDraft, script: readonly Command[]): Promise<void> {
    if (!(await this.openRecording(recordingOf(draft), { name: draft.name, id: null }, null))) return;
    await this.runner.give(script);
    this.showContract();
  }

  /** From a file: after the last of its commands. */
  async openRecorded(name: string, recording: Recording): Promise<void> {
    await this.openRecording(recording, { name, id: null }, recording.commands.at(-1)?.at ?? 0);
  }

  /** A contract of the learner's own came in: it is shown as soon as there is a network for it. */
  bringContract(name: string): void {
    this.contract = name;
    const { open } = this.store.getState();
    if (open === null) return;
    this.closePages();
    this.showContract();
  }

  private showContract(): void {
    const { contract } = this;
    this.contract = null;
    if (contract !== null)
      this.session.ui.setState({ overlay: 'contract', workshop: { page: 'code', contract, chaincode: null } });
  }

  /** From a link, a file, or what was kept. */
  async openMoment(moment: SharedMoment, id: string | null = null, kin: Kin | null = null): Promise<void> {
    const { recording, playhead, step: name } = moment;
    if (!(await this.openRecording(recording, { name, id }, playhead, kin))) return;
    const language = id === null ? moment.language : this.language();
    this.session.ui.setState({ drags: moment.drags, language, dock: dockOf(moment) });
    this.session.look.enter(moment.inside ?? [], moment.look ?? []);
    this.store.setState({ isSaved: id !== null });
    const { entries, world } = this.session.lab.link.store.getState();
    // Meanwhile the learner looks at it already.
    void traceChecksumInPieces(entries, playhead).then((checksum) => {
      const isOpen = this.session.lab.link.store.getState().world === world;
      if (isOpen && checksum !== moment.checksum)
        this.session.complain({ code: 'linkChecksum', params: {}, where: '' }, null);
    });
  }

  private language = () => this.session.ui.getState().language;

  private async openRecording(
    recording: Recording,
    open: NonNullable<DeskState['open']>,
    playhead: number | null,
    kin: Kin | null = null,
  ): Promise<boolean> {
    const { session } = this;
    const { link } = session.lab;
    this.noteCourse();
    const wish = session.leaveFor(SANDBOX);
    session.ui.setState({ mode: 'sandbox', drags: {}, refused: null });
    this.store.setState({ view: null, ...CLOSED, open });
    const opened = await link.open(recording, [], kin);
    if (!session.isWanted(wish)) return false;
    if (!opened.ok) {
      session.store.setState({ status: 'ready' });
      session.complain({ ...opened.error, code: 'linkInvalid', params: { where: opened.error.where } }, null);
      this.store.setState(CLOSED);
      this.showStart();
      return false;
    }
    if (playhead !== null) await link.advance(playhead);
    session.lab.playhead.jump(playhead ?? 0);
    session.store.setState({ status: 'ready' });
    session.writeAddress();
    return true;
  }

  private noteCourse(): void {
    const { scene } = this.session.store.getState();
    if (scene !== null) this.left = { scene: scene.id, step: this.session.stepId() };
  }

  /** What is open, as it is shared, saved and kept; null when nothing is. */
  moment(): SharedMoment | null {
    const { open } = this.store.getState();
    const { recording, entries } = this.session.lab.link.store.getState();
    if (open === null || recording === null) return null;
    const { time } = this.session.lab.playhead.store.getState();
    const { language, drags } = this.session.ui.getState();
    const shown = { language, playhead: time, drags, ...this.session.look.shownInMoment() };
    return { scene: SANDBOX, step: open.name, begun: [], ...shown, recording, checksum: traceChecksum(entries, time) };
  }

  /** Keeps what is open under a name: its own again, or a new one. */
  async save(name: string): Promise<void> {
    const { open } = this.store.getState();
    if (open === null) return;
    const id = open.id ?? crypto.randomUUID();
    this.store.setState({ open: { name, id } });
    if (await this.write(id)) this.store.setState({ isSaved: true });
  }

  async openKept(id: string): Promise<boolean> {
    const text = await this.storage.read(id).catch(() => null);
    const read = text === null ? null : readMoment(text);
    if (read?.ok !== true) return false;
    const name = this.store.getState().kept.find((kept) => kept.id === id)?.name ?? read.value.step;
    await this.openMoment({ ...read.value, step: name }, id === LAST ? null : id);
    return true;
  }

  /** What was open last, or the page to begin at. */
  async openLast(): Promise<void> {
    if (!(await this.openKept(LAST))) this.showStart();
  }

  async rename(id: string, name: string): Promise<void> {
    const { open } = this.store.getState();
    if (open?.id === id) this.store.setState({ open: { name, id } });
    await this.storage.rename(id, name).catch(this.noteFailure);
    await this.look();
  }

  async remove(id: string): Promise<void> {
    const { open } = this.store.getState();
    if (open?.id === id) this.store.setState({ open: { ...open, id: null }, isSaved: false });
    await this.storage.remove(id).catch(this.noteFailure);
    await this.look();
  }

  /** The file of one that is kept; null when it is gone. */
  fileOf = (id: string): Promise<string | null> => this.storage.read(id).catch(() => null);

  private look = async (): Promise<void> => {
    const kept = await this.storage.list().catch(() => null);
    this.store.setState(kept === null ? { storageFails: true } : { kept });
  };

  private noteFailure = (): void => this.store.setState({ storageFails: true });

  private noteChange(): void {
    this.store.setState({ isSaved: false });
    clearTimeout(this.resting);
    this.resting = setTimeout(() => void this.keepLast(), REST_MILLIS);
  }

  /** Work is not lost with the page. In haste when it is about to go. */
  private async keepLast(inHaste = false): Promise<void> {
    clearTimeout(this.resting);
    const { recording, entries, world } = this.session.lab.link.store.getState();
    if (this.store.getState().open === null || recording === null) return;
    if (!inHaste) {
      // What was hashed is remembered: the moment is then made at once.
      await traceChecksumInPieces(entries, this.session.lab.playhead.store.getState().time);
      if (this.session.lab.link.store.getState().world !== world) return;
    }
    await this.write(LAST);
  }

  private async write(id: string): Promise<boolean> {
    const moment = this.moment();
    if (moment === null) return false;
    const kept = { id, name: moment.step, at: Date.now(), commands: moment.recording.commands.length };
    try {
      await this.storage.write(kept, momentFile(moment));
      return true;
    } catch {
      this.noteFailure();
      return false;
    }
  }
}
