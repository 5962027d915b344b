import { describe, expect, it } from 'vitest';
import { nextCard } from './use-chain-keys.ts';

describe('keys along a chain', () => {
  it.each<[code: string, at: number, to: number | null, reason: string]>([
    ['ArrowRight', 3, 4, 'on'],
    ['ArrowRight', 9, null, 'the last block has none after it'],
    ['ArrowLeft', 0, null, 'nor the first one before it'],
    ['Home', 5, 0, 'the first'],
    ['End', 5, 9, 'the last'],
    ['End', 9, null, 'already there'],
    ['Enter', 5, null, 'chooses, and goes nowhere'],
  ])('%s at %i leads to %s: %s', (code, at, to) => {
    expect(nextCard(code, at, 10)).toBe(to);
  });
});
