import { expect, it } from 'vitest';
import { unicodeRange } from './build-fonts.ts';

it.each([
  [[0x41], 'U+41', 'one character'],
  [[0x41, 0x42, 0x43], 'U+41-43', 'a run'],
  [[0x20, 0x22, 0x23, 0xac00], 'U+20, U+22-23, U+ac00', 'runs and single ones'],
])('%j → %s (%s)', (points, range) => {
  expect(unicodeRange(points)).toBe(range);
});
