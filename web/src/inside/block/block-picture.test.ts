import { describe, expect, it } from 'vitest';
import { agreement, type BlockCopy, flagsOf, gaugesOf, healthOf, isOversized } from './block-picture.ts';

const LIMITS = { maxMessageCount: 10, preferredMaxBytes: 1_000, absoluteMaxBytes: 10_000 };

describe('how full a block is', () => {
  it('counts envelopes and their bytes against the limits of the channel', () => {
    const gauges = gaugesOf({ limits: LIMITS, envelopeSizes: [400, 350] });
    expect(gauges.map(({ kind, value, share }) => [kind, value, share])).toEqual([
      ['messages', 2, 0.2],
      ['preferred', 750, 0.75],
      ['absolute', 750, 0.075],
    ]);
    expect(isOversized(gauges)).toBe(false);
  });

  it('a lone envelope above the preferred size fills the bar and is said to be oversized', () => {
    const gauges = gaugesOf({ limits: LIMITS, envelopeSizes: [4_000] });
    expect(gauges[1]).toMatchObject({ value: 4_000, share: 1 });
    expect(isOversized(gauges)).toBe(true);
  });

  it('says nothing where no configuration is known', () => {
    expect(gaugesOf({ limits: null, envelopeSizes: [1] })).toEqual([]);
  });
});

describe('whether a block is whole', () => {
  const block = { defect: '', dataHash: 'aa', computedDataHash: 'aa' } as Parameters<typeof healthOf>[0]['block'];
  const fits = { number: 4, hash: 'ee', fits: true };
  const next = { number: 6, previousHash: 'ee', fits: true };
  it.each([
    ['its hashes fit', { block, previous: fits, next }, 'whole'],
    ['the newest has no next', { block, previous: fits, next: null }, 'whole'],
    [
      'its transactions were changed',
      { block: { ...block, computedDataHash: 'bb' }, previous: fits, next },
      'dataChanged',
    ],
    [
      'it was made to fit, and the next names another',
      { block, previous: fits, next: { ...next, fits: false } },
      'unlinked',
    ],
    ['it names another block before it', { block, previous: { ...fits, fits: false }, next }, 'unlinked'],
    ['Fabric would not read it', { block: { ...block, defect: 'empty block' }, previous: fits, next }, 'defect'],
  ])('%s', (_, data, expected) => {
    expect(healthOf(data)).toBe(expected);
  });
});

it('counts who has the same block', () => {
  const copy = (state: BlockCopy['state']) => ({ state }) as BlockCopy;
  expect(agreement([copy('same'), copy('same'), copy('differs'), copy('absent'), copy('pruned')])).toEqual({
    same: 2,
    differs: 1,
    absent: 1,
  });
});

it('takes the flags apart, a byte a transaction', () => {
  expect(flagsOf('000bfe')).toEqual(['00', '0b', 'fe']);
  expect(flagsOf('')).toEqual([]);
});
