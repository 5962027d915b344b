import { describe, expect, it } from 'vitest';
import { presentActionOf, readAction } from './present-actions.ts';
import type { PresentAction } from './present-actions.ts';

const key = (code: string, shiftKey = false, repeat = false) => ({ code, shiftKey, repeat });

describe('a key', () => {
  it.each([
    ['a clicker’s forward', key('PageDown'), { type: 'forward' }],
    ['a clicker’s back', key('PageUp'), { type: 'back' }],
    ['some clickers blank with a full stop', key('Period'), { type: 'blank' }],
    ['a digit counts', key('Digit3'), { type: 'handUp', choice: 2 }],
    ['so does one of the number pad', key('Numpad1'), { type: 'handUp', choice: 0 }],
    ['with Shift it takes one back', key('Digit3', true), { type: 'handDown', choice: 2 }],
    ['a digit held down has counted already', key('Digit3', false, true), null],
    ['there is no choice 0', key('Digit0'), null],
    ['a letter that does nothing', key('KeyQ'), null],
    ['what every object has is no key', key('toString'), null],
  ] as const)('%s', (_reason, pressed, expected) => {
    expect(presentActionOf(pressed)).toEqual(expected);
  });
});

describe('what another window asks for', () => {
  it.each<readonly [string, unknown, PresentAction | null]>([
    ['to go on', { type: 'forward', more: 1 }, { type: 'forward' }],
    ['to count a hand', { type: 'handUp', choice: 1 }, { type: 'handUp', choice: 1 }],
    ['full screen is not for another window to ask', { type: 'fullscreen' }, null],
    ['nor is the end of presenting', { type: 'end' }, null],
    ['a hand for no choice', { type: 'handUp' }, null],
    ['a hand for half a choice', { type: 'handUp', choice: 0.5 }, null],
    ['nothing', null, null],
    ['a word', 'forward', null],
  ])('%s', (_reason, said, expected) => {
    expect(readAction(said)).toEqual(expected);
  });
});
