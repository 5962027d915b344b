/**
 * Keys that work anywhere on the page. By `event.code`: what a Korean input method makes of a key does not matter.
 * A key typed into a field, or used by a control that has the focus, is not ours.
 */
import { answerWithNumber } from '../lesson/question.ts';
import { goOn, ONWARDS, performAction } from './present/perform-action.ts';
import { presentActionOf } from './present/present-actions.ts';
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

/** Whether something is to be done or answered now. */
function isAsked(session: Session): boolean {
  const at = session.store.getState().player?.store.getState().at;
  return at !== undefined && ONWARDS[at] !== undefined;
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

/** A clicker's page keys and the letters are never a control's; Space, arrows and Enter belong to the one that has the focus. */
const isControls = (code: string): boolean => /^(?:Space|Enter|NumpadEnter|Arrow|Home|End)/.test(code);

function presentKey(session: Session, event: KeyboardEvent): boolean {
  const action = presentActionOf(event);
  if (action === null || (isControls(event.code) && isControl(event.target))) return false;
  return performAction(session, action);
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
  if (presenting) return presentKey(session, event);
  const { player } = session.store.getState();
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1];
  if (digit !== undefined) return player !== null && answerWithNumber(player, Number(digit) - 1);
  // A clicker's page keys are never a control's; Space and arrows belong to the control that has the focus.
  if (isControl(event.target) && !code.startsWith('Page')) return false;
  return labKey(session, code);
}

/** Listens until the returned function is called. */
export function listenToKeys(session: Session): () => void {
  const listener = (event: KeyboardEvent): void => {
    if (!event.defaultPrevented && handle(session, event)) event.preventDefault();
  };
  addEventListener('keydown', listener);
  return () => removeEventListener('keydown', listener);
}
