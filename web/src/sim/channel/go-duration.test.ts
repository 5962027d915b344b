import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseGoDuration, printGoDuration } from './go-duration.ts';

describe('Go durations', () => {
  it.each<[text: string, micros: number, printed: string]>([
    ['2s', 2_000_000, '2s'],
    ['500ms', 500_000, '500ms'],
    ['1500ms', 1_500_000, '1.5s'],
    ['1.25s', 1_250_000, '1.25s'],
    ['60s', 60_000_000, '1m0s'],
    ['1h30m', 5_400_000_000, '1h30m0s'],
    ['250us', 250, '250µs'],
    ['1500µs', 1500, '1.5ms'],
    ['.5s', 500_000, '500ms'],
    ['1.s', 1_000_000, '1s'],
    ['8193.000001s', 8_193_000_001, '2h16m33.000001s'],
    ['0', 0, '0s'],
    ['-2s', -2_000_000, '-2s'],
  ])('%s', (text, micros, printed) => {
    expect(parseGoDuration(text)).toEqual({ ok: true, value: micros });
    expect(printGoDuration(micros)).toBe(printed);
  });

  it.each([
    ['', 'time: invalid duration ""'],
    ['2', 'time: missing unit in duration "2"'],
    ['2 s', 'time: unknown unit " s" in duration "2 s"'],
    ['fast', 'time: invalid duration "fast"'],
    ['9999999h', 'time: invalid duration "9999999h"'],
    ['1x', 'time: unknown unit "x" in duration "1x"'],
  ])('refuses %j', (text, error) => {
    expect(parseGoDuration(text)).toEqual({ ok: false, error });
  });

  it('are read as they were printed', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (micros) => {
        expect(parseGoDuration(printGoDuration(micros))).toEqual({ ok: true, value: micros });
      }),
    );
  });
});
