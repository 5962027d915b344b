/** Arrow-key movement inside a group that is one tab stop (tabs, radio groups). */
import type { KeyboardEvent } from 'react';

const STEP: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Index the key leads to from `current` among `count`, round the ends; null when the key is not ours. */
export function rovingTarget(code: string, current: number, count: number): number | null {
  if (count === 0) return null;
  if (code === 'Home') return 0;
  if (code === 'End') return count - 1;
  const step = STEP[code];
  return step === undefined ? null : (current + step + count) % count;
}

/** Handles a key in a group of `<button>`s: moves the focus and returns the new index, or null. */
export function moveFocus(event: KeyboardEvent<HTMLElement>, current: number): number | null {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')];
  const all = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button')];
  const from = buttons.indexOf(all[current] as HTMLButtonElement);
  const target = rovingTarget(event.code, Math.max(from, 0), buttons.length);
  if (target === null) return null;
  const button = buttons[target];
  if (button === undefined) return null;
  event.preventDefault();
  button.focus();
  return all.indexOf(button);
}
