import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LONG_PRESS_MILLIS, longPress } from './long-press.ts';

type Event = Parameters<ReturnType<typeof longPress>['onPointerDown']>[0];

const at = (x: number, y: number, rest: Partial<Event> = {}): Event =>
  ({ pointerType: 'touch', isPrimary: true, clientX: x, clientY: y, target: null, ...rest }) as Event;

describe('a long press', () => {
  const pressed = vi.fn();
  const press = longPress(pressed);
  const wait = (millis: number): void => {
    vi.advanceTimersByTime(millis);
  };
  beforeEach(() => {
    vi.useFakeTimers();
    pressed.mockClear();
  });
  afterEach(() => vi.useRealTimers());

  it('is a finger that rests', () => {
    press.onPointerDown(at(5, 6));
    press.onPointerMove(at(9, 9));
    wait(LONG_PRESS_MILLIS);
    expect(pressed).toHaveBeenCalledExactlyOnceWith({ clientX: 5, clientY: 6, target: null });
  });

  it.each<readonly [string, () => void]>([
    ['a tap', () => (press.onPointerDown(at(5, 5)), wait(100), press.end())],
    ['a swipe', () => (press.onPointerDown(at(5, 5)), press.onPointerMove(at(5, 30)))],
    ['a second finger', () => (press.onPointerDown(at(5, 5)), press.onPointerDown(at(50, 5, { isPrimary: false })))],
    ['a mouse button', () => press.onPointerDown(at(5, 5, { pointerType: 'mouse' }))],
    ["the browser's own menu", () => (press.onPointerDown(at(5, 5)), wait(500), press.end())],
  ])('is not %s', (_, happen) => {
    happen();
    wait(2 * LONG_PRESS_MILLIS);
    expect(pressed).not.toHaveBeenCalled();
  });
});
