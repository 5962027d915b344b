/** Keys while two branches are compared, by `event.code`: steps of either side, playing, and the way back. */
import type { BranchPair } from './branch-sides.ts';

const uses = (target: EventTarget | null, selector: string): boolean =>
  target instanceof Element && target.closest(selector) !== null;

const FIELDS = 'input, select, textarea, [role="menu"], [role="dialog"], [role="application"], [role="slider"]';
const PRESSED = 'button, a, summary, [role="button"]';

function handle(
  { sides: [{ playhead }], step }: BranchPair,
  { code, target }: KeyboardEvent,
  leave: () => void,
): boolean {
  if (uses(target, FIELDS)) return false;
  switch (code) {
    case 'Escape':
      leave();
      return true;
    case 'Comma':
    case 'PageUp':
      return step(false);
    case 'Period':
    case 'PageDown':
      return step(true);
    case 'ArrowLeft':
    case 'ArrowRight':
      return uses(target, '[data-node]') ? false : step(code === 'ArrowRight');
    case 'Space':
      if (uses(target, PRESSED)) return false;
      if (playhead.store.getState().playing) playhead.pause();
      else playhead.play();
      return true;
    default:
      return false;
  }
}

/** Listens until the returned function is called. */
export function listenToCompareKeys(pair: BranchPair, leave: () => void): () => void {
  const listener = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (handle(pair, event, leave)) event.preventDefault();
  };
  addEventListener('keydown', listener);
  return () => removeEventListener('keydown', listener);
}
