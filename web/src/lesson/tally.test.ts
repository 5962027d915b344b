import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canCountAgain,
  countAgain,
  createTallyBook,
  fullBar,
  handDown,
  handsFor,
  handUp,
  isSecondUntouched,
  NO_HANDS,
  takeBack,
} from './tally.ts';
import type { Tally } from './tally.ts';

const CHOICES = ['now', 'later', 'never'] as const;

const hands = (tally: Tally) => CHOICES.map((choice) => handsFor(tally, choice));
const after = (...steps: readonly ((tally: Tally) => Tally)[]): Tally =>
  steps.reduce((tally, step) => step(tally), NO_HANDS);
const up = (choice: string) => (tally: Tally) => handUp(tally, choice);
const down = (choice: string) => (tally: Tally) => handDown(tally, choice);

describe('a tally', () => {
  it.each([
    [
      'a second count begins at nothing and keeps the first',
      [up('now'), countAgain, up('later')],
      [
        [1, 0],
        [0, 1],
        [0, 0],
      ],
    ],
    ['without a first count there is nothing to count again', [countAgain, up('now')], [[1], [0], [0]]],
    [
      'a third count there is not',
      [up('now'), countAgain, up('now'), countAgain],
      [
        [1, 1],
        [0, 0],
        [0, 0],
      ],
    ],
    ['a choice without hands has none to give back', [up('now'), down('later')], [[1], [0], [0]]],
    [
      'hands of the first count are not given back in the second',
      [up('now'), countAgain, down('now')],
      [
        [1, 0],
        [0, 0],
        [0, 0],
      ],
    ],
    ['what was counted last is taken back first', [up('now'), up('later'), takeBack], [[1], [0], [0]]],
    ['a second count nobody was counted in is taken back itself', [up('now'), countAgain, takeBack], [[1], [0], [0]]],
    ['before any hand there is nothing to take back', [takeBack], [[0], [0], [0]]],
  ] as const)('%s', (_reason, steps, expected) => {
    expect(hands(after(...steps))).toEqual(expected);
  });

  it('tells which figure has changed last, by being counted or taken back', () => {
    expect(after(up('now'), up('later'), down('now')).touched).toBe('now');
    expect(after(up('now'), up('later'), takeBack).touched).toBe('later');
    expect(after(up('now'), countAgain).touched).toBeNull();
  });

  it('is begun again only once, and left again only while nobody was counted', () => {
    expect(canCountAgain(NO_HANDS)).toBe(false);
    expect(canCountAgain(after(up('now')))).toBe(true);
    expect(canCountAgain(after(up('now'), countAgain))).toBe(false);
    expect(isSecondUntouched(after(up('now')))).toBe(false);
    expect(isSecondUntouched(after(up('now'), countAgain))).toBe(true);
    expect(isSecondUntouched(after(up('now'), countAgain, up('now')))).toBe(false);
  });

  const choice = fc.constantFrom(...CHOICES);
  const anyTally = fc
    .array(fc.oneof(choice.map(up), choice.map(down), fc.constant(countAgain), fc.constant(takeBack)))
    .map((steps) => after(...steps));

  it('is as before when a hand is counted and taken back, whichever way', () => {
    fc.assert(
      fc.property(anyTally, choice, (tally, chosen) => {
        expect(hands(takeBack(handUp(tally, chosen)))).toEqual(hands(tally));
        expect(hands(handDown(handUp(tally, chosen), chosen))).toEqual(hands(tally));
      }),
    );
  });

  it('has no bar longer than its place', () => {
    fc.assert(
      fc.property(anyTally, (tally) => {
        expect(Math.max(...hands(tally).flat())).toBeLessThanOrEqual(fullBar(tally, CHOICES));
      }),
    );
    expect(fullBar(after(up('now')), CHOICES)).toBe(10);
  });
});

it('is kept by question', () => {
  const book = createTallyBook();
  book.change('scene/one', up('now'));
  expect(handsFor(book.of('scene/one'), 'now')).toEqual([1]);
  expect(handsFor(book.of('scene/two'), 'now')).toEqual([0]);
});
