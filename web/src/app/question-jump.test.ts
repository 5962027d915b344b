import { describe, expect, it } from 'vitest';
import { questionBeside } from './question-jump.ts';

const scene = { steps: [{}, { question: {} }, {}, { question: {} }, {}] };

describe('the question beside a step', () => {
  it.each<[index: number, forward: boolean, found: number | null, reason: string]>([
    [0, true, 1, 'the first'],
    [1, true, 3, 'not the one the step itself asks'],
    [3, true, null, 'none after the last'],
    [4, false, 3, 'the one before'],
    [3, false, 1, 'nor back to its own'],
    [1, false, null, 'none before the first'],
  ])('from %i, forward %s: %s (%s)', (index, forward, found) => {
    expect(questionBeside({ scene }, index, forward)).toBe(found);
  });
});
