import { expect, it } from 'vitest';
import { daysLeft, validityBar } from './validity-bar.ts';

const DAY = 86_400;

it.each([
  ['in the middle of its life', { notBefore: 0, notAfter: 10 * DAY, now: 5 * DAY }, { start: 0, width: 1, now: 0.5 }],
  ['at the very end', { notBefore: 0, notAfter: 10 * DAY, now: 10 * DAY }, { start: 0, width: 1, now: 1 }],
  [
    'a life without length does not divide by nothing',
    { notBefore: 5, notAfter: 5, now: 5 },
    { start: 0, width: 1, now: 0 },
  ],
])('%s', (_, validity, expected) => {
  expect(validityBar(validity)).toEqual(expected);
});

it('shows now before or behind a life it lies outside of', () => {
  const early = validityBar({ notBefore: 100, notAfter: 200, now: 50 });
  expect(early.now).toBeLessThan(early.start);
  const late = validityBar({ notBefore: 100, notAfter: 200, now: 300 });
  expect(late.now).toBeGreaterThan(late.start + late.width);
});

it('counts whole days', () => {
  expect(daysLeft({ notAfter: 3 * DAY, now: DAY / 2 })).toBe(2);
  expect(daysLeft({ notAfter: 0, now: 1 })).toBe(-1);
});
