/**
 * Keys that work anywhere on the page. By `event.code`: what a Korean input method makes of a key does not matter.
 * A key typed into a field, or used by a control that has the focus, is not ours.
 */
import { answerWithNumber } from '../lesson/question.ts';
import type { PlayerState } from '../lesson/scene-player.ts';
import { sceneAfter } from './next-scene.ts';
import { endPresenting, toggleFullscreen } from './presenting.ts';
import { jumpToQuestion } from './question-jump.ts';
import type { Session } from './session.ts';

/** React Flow calls itself an application, but the stage takes its own keys first and leaves the others. */
const FIELDS = 'input, textarea, select, [contenteditable], [role="application"]:not(.react-flow)';

const isField = (target: EventTarget | null): boolean => target instanceof Element && target.closest(FIELDS) !== null;

/** The stage takes keys of its own, but no text. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;

const isControl = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('button, a, summary, [role="tab"], [role="slider"], [tabindex="0"]') !== null;

/** Something lies over the frame that has keys of its own. */
function isCovered(session: Session): boolean {
  const { overlay, explained } = session.ui.getState();
  return overlay !== null || explained !== null;
}

function goOn(session: Session): void {
  const { player, sceneId } = session.store.getState();
  if (player === null) return;
  const { at, away } = player.store.getState();
  const scene = at === 'finished' ? sceneAfter(sceneId) : null;
  // From a branch of one's own, on is back to the lesson.
  if (away) player.comeBack();
  else if (scene !== null) void session.openScene(scene, null);
  else player.send({ type: ONWARDS[at] ?? 'next' });
}

/** What a clicker's one button does where it is not going to the next step. */
const ONWARDS: Readonly<Partial<Record<PlayerState['at'], 'suggest' | 'reveal'>>> = {
  acting: 'suggest',
  asking: 'reveal',
};

/** Whether something is to be done or answered now. */
function isAsked(session: Session): boolean {
  const at = session.store.getState().player?.store.getState().at;
  return at !== undefined && ONWARDS[at] !== undefined;
}

function presentKey(session: Session, code: string): boolean {
  switch (code) {
    case 'PageDown':
    case 'ArrowRight':
    case 'ArrowDown':
    case 'Space':
      goOn(session);
      return true;
    case 'PageUp':
    case 'ArrowLeft':
    case 'ArrowUp':
      session.store.getState().player?.send({ type: 'previous' });
      return true;
    case 'KeyB':
    case 'Period':
      session.ui.setState({ blanked: true });
      return true;
    case 'KeyF':
      toggleFullscreen();
      return true;
    case 'Escape':
      endPresenting(session);
      return true;
    default:
      return false;
  }
}

function jump({ lab }: Session, kind: 'block' | 'error', forward: boolean): void {
  if (forward) void lab.stepForward(kind, false);
  else lab.stepBack(kind);
}

function askAgain(session: Session, forward: boolean): void {
  const { player } = session.store.getState();
  if (player !== null) jumpToQuestion(player, forward);
}

function labKey(session: Session, code: string): boolean {
  const { playhead } = session.lab;
  switch (code) {
    case 'PageDown':
      // What the learner is to do or to answer, no key does for them.
      if (!isAsked(session)) goOn(session);
      return true;
    case 'PageUp':
      session.store.getState().player?.send({ type: 'previous' });
      return true;
    case 'Space':
      if (playhead.store.getState().playing) playhead.pause();
      else playhead.play();
      return true;
    case 'BracketLeft':
    case 'BracketRight':
      jump(session, 'block', code === 'BracketRight');
      return true;
    case 'Semicolon':
    case 'Quote':
      jump(session, 'error', code === 'Quote');
      return true;
    case 'KeyQ':
    case 'KeyW':
      askAgain(session, code === 'KeyW');
      return true;
    case 'Comma':
      session.lab.stepBack('any');
      return true;
    case 'Period':
      void session.lab.stepForward('any', !matchMedia('(prefers-reduced-motion: reduce)').matches);
      return true;
    default:
      return false;
  }
}

/** Undoing is for networks of one's own: in a lesson the steps are what is gone through. */
function chordKey(session: Session, { code, ctrlKey, metaKey, shiftKey, altKey, target }: KeyboardEvent): boolean {
  if (!ctrlKey && !metaKey) return false;
  const { sandbox } = session;
  const { open, view } = sandbox.store.getState();
  if (code === 'KeyK') {
    if (session.store.getState().status === 'ready' && view === null)
      session.ui.setState({ overlay: 'do', actor: null });
    return true;
  }
  if (open === null || view !== null || altKey || isCovered(session) || isTyping(target)) return false;
  if (code === 'KeyZ' && !shiftKey) void sandbox.runner.undo();
  else if (code === 'KeyY' || code === 'KeyZ') void sandbox.runner.redo();
  else return false;
  return true;
}

function handle(session: Session, event: KeyboardEvent): boolean {
  const { code } = event;
  const { presenting, blanked } = session.ui.getState();
  if (event.ctrlKey || event.metaKey || event.altKey) return chordKey(session, event);
  if (isCovered(session) || isField(event.target)) return false;
  if (blanked) {
    session.ui.setState({ blanked: false });
    return true;
  }
  if (code === 'Slash') {
    session.ui.setState({ overlay: 'keys' });
    return true;
  }
  // One level out, wherever in it the focus is; what lies on top of it has taken its own Escape already.
  if (code === 'Escape' && session.inside.out()) return true;
  const { player } = session.store.getState();
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1];
  if (digit !== undefined) return player !== null && answerWithNumber(player, Number(digit) - 1);
  // A clicker's page keys are never a control's; Space and arrows belong to the control that has the focus.
  if (isControl(event.target) && !code.startsWith('Page') && !(presenting && code === 'Escape')) return false;
  return presenting ? presentKey(session, code) : labKey(session, code);
}

/** Listens until the returned function is called. */
export function listenToKeys(session: Session): () => void {
  const listener = (event: KeyboardEvent): void => {
    if (!event.defaultPrevented && handle(session, event)) event.preventDefault();
  };
  addEventListener('keydown', listener);
  return () => removeEventListener('keydown', listener);
}
