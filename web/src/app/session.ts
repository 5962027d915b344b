/**
 * What is open: a scene, its words, its player, and how it came to be open (an address, a link, a file).
 * Composes lab, lesson and interface; knows no React.
 */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { chooseLanguage } from '../i18n/language.ts';
import type { Language } from '../i18n/language.ts';
import type { Translate } from '../i18n/translate.ts';
import { browserStorage, keepProgress } from '../lesson/progress.ts';
import type { ProgressKeeper } from '../lesson/progress.ts';
import { createScenePlayer, restoreBegun } from '../lesson/scene-player.ts';
import type { ScenePlayer } from '../lesson/scene-player.ts';
import type { Kin } from '../link/kin.ts';
import { createLab } from '../link/lab.ts';
import type { Lab } from '../link/lab.ts';
import type { Refusal } from '../link/react/lab-context.tsx';
import { decodeMoment, readMoment, SANDBOX } from '../link/share-link.ts';
import type { SharedMoment } from '../link/share-link.ts';
import { traceChecksum, traceChecksumInPieces } from '../link/trace-checksum.ts';
import { createWorkBoard } from '../link/work-board.ts';
import { restartingHost, startWorkerHost } from '../link/worker-host.ts';
import { isBuilt, loadProse, loadScene, SceneNotFetched } from '../scenes/catalog.ts';
import { FIRST_SCENE, isSceneId, sceneBeside } from '../scenes/course.ts';
import { networkAt } from '../scenes/scene-network.ts';
import type { Network, Scene } from '../scenes/scene.ts';
import type { Command } from '../sim/protocol/commands.ts';
import { dockOf, formatAddress, formatBesideAddress, parseAddress, type PlaceAddress } from './address.ts';
import { comparedHash, comparedIn } from './branches/branch-address.ts';
import { InsideDesk } from './inside-desk.ts';
import { createInterface } from './interface-store.ts';
import type { InterfaceStore } from './interface-store.ts';
import { loadWords } from './load-words.ts';
import { PresentDesk } from './present/present-desk.ts';
import { isInterrupted, recoveryOf } from './progress/recovery.ts';
import { SandboxDesk } from './sandbox/sandbox-desk.ts';
import type { SessionState } from './session-state.ts';
import { isShownOtherwise, LookDesk } from './look-desk.ts';

const refusal = (code: string, params: Refusal['params'] = {}): Refusal => ({ code, params, where: '' });

export class Session {
  readonly lab: Lab;
  readonly ui: InterfaceStore;
  readonly progress: ProgressKeeper;
  readonly store: StoreApi<SessionState>;
  readonly work = createWorkBoard(() => performance.now());
  readonly recovery = recoveryOf(this);
  readonly inside: InsideDesk;
  readonly present = new PresentDesk();
  /** Networks of one's own. */
  readonly sandbox: SandboxDesk;
  /** Counts what was asked to be opened: an answer to an earlier wish is dropped. */
  private wish = 0;
  private written = '';
  readonly look: LookDesk;
  private readonly loadStage: () => Promise<unknown>;

  /** @param loadStage resolves when what draws the network is there */
  constructor(loadStage: () => Promise<unknown>) {
    this.loadStage = loadStage;
    const address = parseAddress(location.hash);
    const asked = address.type === 'moment' ? null : address.language;
    this.ui = createInterface(asked ?? chooseLanguage(navigator.languages));
    const start = (onDeath: (text: string) => void) => startWorkerHost(onDeath, this.work);
    this.lab = createLab(restartingHost(start, (text) => this.lab.link.fail(text)));
    this.progress = keepProgress(browserStorage);
    this.store = createStore<SessionState>(() => ({
      status: 'loading',
      sceneId: FIRST_SCENE,
      scene: null,
      prose: null,
      player: null,
      translate: null,
      isWordless: false,
      trouble: null,
      beside: null,
      failure: '',
    }));
    this.inside = new InsideDesk({ lab: this.lab, ui: this.ui, complain: (problem) => this.complain(problem, null) });
    this.look = new LookDesk(this);
    this.sandbox = new SandboxDesk(this);
    addEventListener('hashchange', () => {
      if (!this.compareAsAddressed()) this.openAddress();
    });
    this.ui.subscribe((state, before) => {
      if (state.language !== before.language) void this.speak(state.language);
      if (isShownOtherwise(state, before)) this.writeAddress();
    });
  }

  /** Opens what the address bar says. */
  start(): void {
    void this.speak(this.ui.getState().language);
    this.lab.playhead.start();
    this.openAddress();
  }

  /** Whether the address is still that of what is open: then at most the branches it compares have changed. */
  private compareAsAddressed(): boolean {
    const compared = comparedIn(location.hash);
    const known = [compared?.left, compared?.right].every(
      (id) => id === undefined || this.lab.link.held(id) !== undefined,
    );
    if (comparedHash(location.hash, null) !== this.written || !known) return false;
    this.ui.setState({ compared });
    return true;
  }

  /** The open scene from its beginning, or the sandbox's first page. */
  reopen(): void {
    const { sceneId } = this.store.getState();
    if (sceneId === SANDBOX) this.sandbox.showStart();
    else void this.openScene(sceneId, null);
  }

  private openAddress(): void {
    const address = parseAddress(location.hash);
    if (address.type === 'none') {
      if (address.language !== null) this.ui.setState({ language: address.language });
      void this.openScene(FIRST_SCENE, null);
    } else if (address.type === 'moment') void this.openMomentText(address.text);
    else {
      if (address.language !== null) this.ui.setState({ language: address.language });
      if (address.type === 'beside') this.openBeside(address.scene, address.other, address.picture);
      else if (address.scene === SANDBOX && address.step === null) this.sandbox.showStart();
      else if (address.scene === SANDBOX) void this.sandbox.openLast();
      else void this.openPlace(address);
      if (address.type === 'place' && address.dock !== undefined) this.ui.setState({ dock: address.dock });
    }
  }

  private async openPlace({ scene: id, step, inside, look = [] }: PlaceAddress): Promise<void> {
    if (isSceneId(id) && isBuilt(id)) {
      this.look.await(look);
      if (await this.openScene(id, step)) this.look.enter(inside, look);
      return;
    }
    const code = isSceneId(id) ? 'sceneComing' : 'linkUnknownScene';
    await this.openScene(FIRST_SCENE, null, refusal(code, { scene: id }));
  }

  /** Shows two scenes side by side; the open one waits meanwhile. */
  openBeside(scene: string, other: string, picture: string | null): void {
    if (sceneBeside(scene) !== other || !isBuilt(scene) || !isBuilt(other)) {
      void this.openInstead(scene, refusal('linkNotBeside', { scene, other }));
      return;
    }
    this.lab.playhead.pause();
    this.ui.setState({ selection: null, hovered: null, overlay: null, inside: [] });
    this.store.setState({ beside: { scene, other, picture }, trouble: null });
    this.writeAddress();
  }

  /** The comparison stands at another picture. */
  showPicture(picture: string): void {
    const { beside } = this.store.getState();
    if (beside === null || beside.picture === picture) return;
    this.store.setState({ beside: { ...beside, picture } });
    this.writeAddress();
  }

  /** From two scenes side by side back to the open one, or to the first of the two when none was open. */
  leaveBeside(): void {
    const { beside, scene } = this.store.getState();
    this.store.setState({ beside: null });
    if (scene !== null) this.writeAddress();
    else if (beside !== null) void this.openScene(beside.scene, null);
  }

  /** Texts, and the words of the open scene, in `language`. */
  private async speak(language: Language): Promise<void> {
    const { scene } = this.store.getState();
    const words = await loadWords(language, scene);
    if (this.ui.getState().language !== language) return;
    if (words === null) return this.stayWith(this.store.getState().translate);
    const { translate, prose } = words;
    document.title = translate('shell.title');
    this.store.setState((now) => (prose !== null && now.scene === scene ? { translate, prose } : { translate }));
    this.writeAddress();
  }

  /** The language asked for could not be fetched: it stays the one there is, if there is one. */
  private stayWith(translate: Translate | null): void {
    this.store.setState({ isWordless: translate === null });
    if (translate === null) return;
    this.complain(refusal('notFetched'), null);
    this.ui.setState({ language: translate.language });
  }

  /** Opens a built scene, at a step if there is one; `trouble` says why it is this one. false: something else is open. */
  async openScene(id: string, step: string | null, trouble: Refusal | null = null): Promise<boolean> {
    const loaded = await this.load(id, trouble === null ? null : { refusal: trouble, instead: id });
    if (loaded === null) return false;
    const { scene, wish } = loaded;
    const index = step === null ? 0 : scene.steps.findIndex((candidate) => candidate.id === step);
    const opening = this.bringUp(networkAt(scene, Math.max(0, index)), wish);
    // Nothing plays before it can be seen. A stage that cannot be loaded says so in its own place.
    await this.loadStage().catch(() => undefined);
    if (!(await opening)) return false;
    if (index === -1) this.complain(refusal('linkUnknownStep', { scene: id, step: step ?? '' }), null);
    const player = this.play(scene, Math.max(0, index));
    this.store.setState({ status: 'ready', player });
    player.send({ type: 'opened' });
    return true;
  }

  /** Opens a network and stands after its setup; false when something else was opened meanwhile, or it could not be. */
  private async bringUp(network: Network, wish: number): Promise<boolean> {
    const { generation, seed, topology, contracts, setup } = network;
    const recording = { formatVersion: 1, generation, seed, topology, contracts, commands: [] } as const;
    const opened = await this.lab.link.open(recording, setup);
    if (wish !== this.wish) return false;
    if (opened.ok) this.lab.playhead.jump(this.lab.link.store.getState().entries.at(-1)?.at ?? 0);
    else this.store.setState({ status: 'failed', failure: opened.error.code });
    return opened.ok;
  }

  /** From one network of the open scene to the next. */
  private async moveOn(network: Network): Promise<boolean> {
    const { wish } = this;
    this.lab.playhead.pause();
    this.ui.setState({ selection: null, hovered: null, inside: [] });
    this.store.setState({ status: 'opening' });
    await this.lab.link.quiet();
    const isUp = await this.bringUp(network, wish);
    if (isUp) this.store.setState({ status: 'ready' });
    return isUp;
  }

  /** Opens a link's text, or says what is wrong with it and opens the nearest thing that works. */
  async openMomentText(text: string): Promise<void> {
    const read = decodeMoment(text);
    if (read.ok) return this.openMoment(read.value);
    return this.openInstead(read.error.scene, read.error.refusal);
  }

  /** Opens a file made by the share dialog. */
  async openFile(text: string): Promise<void> {
    const read = readMoment(text);
    if (read.ok) return this.openMoment(read.value);
    const { code } = read.error.refusal;
    return this.openInstead(read.error.scene, code === 'linkDamaged' ? refusal('fileUnreadable') : read.error.refusal);
  }

  private async openInstead(scene: string | null, trouble: Refusal): Promise<void> {
    if (scene === SANDBOX) {
      this.complain(trouble, null);
      return this.sandbox.showStart();
    }
    const nearest = scene !== null && isSceneId(scene) && isBuilt(scene) ? scene : FIRST_SCENE;
    await this.openScene(nearest, null, trouble);
    return undefined;
  }

  /** @param kin branches of time that are to be there beside the moment's own */
  async openMoment(moment: SharedMoment, kin: Kin | null = null): Promise<void> {
    const { scene: id, recording, playhead } = moment;
    if (id === SANDBOX) return this.sandbox.openMoment(moment, null, kin);
    if (!isSceneId(id) || !isBuilt(id)) return this.openInstead(null, refusal('linkUnknownScene', { scene: id }));
    this.ui.setState({ language: moment.language, drags: moment.drags, dock: dockOf(moment) });
    const loaded = await this.load(id, null);
    if (loaded === null) return undefined;
    const { scene, wish } = loaded;
    const { link } = this.lab;
    const opened = await link.open(recording, [], kin);
    if (wish !== this.wish) return undefined;
    if (!opened.ok && isInterrupted(opened.error)) {
      this.store.setState({ status: 'failed', failure: opened.error.code });
      return undefined;
    }
    if (!opened.ok)
      return this.openInstead(id, { ...opened.error, code: 'linkInvalid', params: { where: opened.error.where } });
    await link.advance(playhead);
    this.lab.playhead.jump(playhead);
    const { entries } = link.store.getState();
    // Meanwhile the learner looks at it already.
    void traceChecksumInPieces(entries, playhead).then((checksum) => {
      if (wish === this.wish && checksum !== moment.checksum) this.complain(refusal('linkChecksum'), null);
    });
    const index = Math.max(
      0,
      scene.steps.findIndex((step) => step.id === moment.step),
    );
    this.look.await(moment.look ?? []);
    const player = this.play(scene, index);
    this.store.setState({ status: 'ready', player });
    const begun = restoreBegun(scene, entries, { begun: moment.begun, index });
    const end = begun[index]?.end ?? null;
    player.send({ type: 'restored', begun, index, arrived: end !== null && end.at <= playhead });
    this.look.enter(moment.inside ?? [], moment.look ?? []);
    return undefined;
  }

  /** Gives a command now; a refusal is shown over the stage. */
  async act(command: Command): Promise<void> {
    const given = await this.lab.act(command);
    this.ui.setState({ refused: given.ok ? null : given.error });
  }

  /** The moment on the screen. */
  moment(): SharedMoment | null {
    const { recording, entries } = this.lab.link.store.getState();
    const { scene, player } = this.store.getState();
    if (recording === null || scene === null || player === null) return this.sandbox.moment();
    const { time } = this.lab.playhead.store.getState();
    const { language, drags } = this.ui.getState();
    return {
      scene: scene.id,
      step: this.stepId() ?? '',
      language,
      playhead: time,
      begun: player.begunSeqs(),
      drags,
      ...this.look.shownInMoment(),
      recording,
      checksum: traceChecksum(entries, time),
    };
  }

  private async load(
    id: string,
    trouble: SessionState['trouble'],
  ): Promise<{ readonly scene: Scene; readonly wish: number } | null> {
    const wish = this.leaveFor(id, trouble);
    this.sandbox.closed();
    try {
      const [scene, prose] = await Promise.all([loadScene(id), loadProse(id, this.ui.getState().language)]);
      if (wish !== this.wish) return null;
      this.store.setState({ status: 'opening', scene, prose });
      return { scene, wish };
    } catch (error) {
      if (wish !== this.wish) return null;
      const text = error instanceof Error ? error.message : String(error);
      this.store.setState({ status: 'failed', failure: error instanceof SceneNotFetched ? 'notFetched' : text });
      return null;
    }
  }

  /** Closes what is open, for something else; the answer is for {@link isWanted}. */
  leaveFor(sceneId: string, trouble: SessionState['trouble'] = null): number {
    this.leaveLesson();
    this.lab.playhead.pause();
    this.store.setState({ status: 'loading', sceneId, trouble, beside: null, failure: '' });
    // After it: what was looked into was in the scene that is gone, and the address must not name that again.
    this.ui.setState({ selection: null, hovered: null, inside: [], compared: null });
    return ++this.wish;
  }

  /** The network stays as it is, without its lesson. */
  leaveLesson(): void {
    this.store.getState().player?.stop();
    this.store.setState({ sceneId: SANDBOX, player: null, scene: null, prose: null });
  }

  /** Whether nothing else was asked for since. */
  isWanted = (wish: number): boolean => wish === this.wish;

  private play(scene: Scene, target: number): ScenePlayer {
    const player = createScenePlayer({
      lab: this.lab,
      scene,
      target,
      onProgress: (shown) => this.progress.note(scene.id, shown, scene.steps.length),
      openNetwork: (network) => this.moveOn(network),
      onInspect: (step, begun) => this.look.openStep(step, begun),
    });
    player.store.subscribe((state, before) => {
      if (state.context.index !== before.context.index || state.at !== before.at) this.writeAddress();
    });
    return player;
  }

  complain(problem: Refusal, instead: string | null): void {
    this.store.setState({ trouble: { refusal: problem, instead } });
  }

  stepId(): string | null {
    const { scene, player } = this.store.getState();
    const index = player?.store.getState().context.index ?? 0;
    return scene?.steps[index]?.id ?? null;
  }

  /** The address bar always holds a link to this scene and step. */
  writeAddress(): void {
    const { scene, beside } = this.store.getState();
    const { language, dock } = this.ui.getState();
    const { view, open } = this.sandbox.store.getState();
    if (view !== null) this.written = formatAddress(SANDBOX, null, language);
    else if (beside !== null) this.written = formatBesideAddress(beside, language);
    else if (scene !== null) this.written = formatAddress(scene.id, this.stepId(), language, this.look.shown());
    else if (open !== null) this.written = formatAddress(SANDBOX, 'now', language, { dock });
    else return;
    history.replaceState(null, '', comparedHash(this.written, this.ui.getState().compared));
  }
}
