/** Keys of the comparison: those of a clicker and of present mode, by `event.code`. */
import { endPresenting, toggleFullscreen } from '../presenting.ts';
import type { Session } from '../session.ts';
import type { Comparison } from './comparison.ts';

/** A key used by the control that has the focus is not ours. */
const uses = (target: EventTarget | null, selector: string): boolean =>
  target instanceof Element && target.closest(selector) !== null;

const FIELDS = 'input, select, textarea, [contenteditable], [role="menu"], [role="dialog"]';
const PRESSED_BY_SPACE = 'button, a, summary, [role="button"]';
const MOVED_BY_ARROWS = '[role="radio"], [role="button"]';

function pictureKey(comparison: Comparison, code: string, target: EventTarget | null): boolean {
  if (code === 'PageDown' || code === 'PageUp') {
    if (code === 'PageDown') comparison.next();
    else comparison.previous();
    return true;
  }
  if (code === 'ArrowRight' || code === 'ArrowLeft') {
    if (uses(target, MOVED_BY_ARROWS)) return false;
    if (code === 'ArrowRight') comparison.next();
    else comparison.previous();
    return true;
  }
  if (code !== 'Space' || uses(target, PRESSED_BY_SPACE)) return false;
  comparison.toggle();
  return true;
}

function presentKey(session: Session, code: string): boolean {
  if (code === 'Escape') endPresenting(session);
  else if (code === 'KeyB' || code === 'Period') session.ui.setState({ blanked: true });
  else if (code === 'KeyF') toggleFullscreen();
  else return false;
  return true;
}

function handle(session: Session, comparison: Comparison, { code, target }: KeyboardEvent): boolean {
  const { presenting, blanked, overlay } = session.ui.getState();
  if (overlay !== null || uses(target, FIELDS)) return false;
  if (blanked) {
    session.ui.setState({ blanked: false });
    return true;
  }
  if (code === 'Slash') {
    session.ui.setState({ overlay: 'keys' });
    return true;
  }
  return (presenting && presentKey(session, code)) || pictureKey(comparison, code, target);
}

/** Listens until the returned function is called. */
export function listenToBesideKeys(session: Session, comparison: Comparison): () => void {
  const listener = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (handle(session, comparison, event)) event.preventDefault();
  };
  addEventListener('keydown', listener);
  return () => removeEventListener('keydown', listener);
}
