import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ContentMemo, rememberedByContent } from './content-memo.ts';

const bytes = fc.uint8Array({ maxLength: 80 });

describe('a memo by content', () => {
  it('gives what the function gives, for any bytes in any order', () => {
    fc.assert(
      fc.property(fc.array(bytes), (asked) => {
        const text = rememberedByContent(3, (one) => one.join(','));
        for (const one of asked) expect(text(one)).toBe(one.join(','));
      }),
    );
  });

  it('computes once for equal bytes in other hands', () => {
    let computed = 0;
    const length = rememberedByContent(10, ({ length: size }) => {
      computed++;
      return size;
    });
    expect([length(Uint8Array.of(1, 2)), length(Uint8Array.of(1, 2))]).toEqual([2, 2]);
    expect(computed).toBe(1);
  });

  it('tells apart bytes that differ only where the fingerprint does not look', () => {
    const memo = new ContentMemo<string>(10);
    const long = new Uint8Array(1_000);
    // The fingerprint looks at the last byte and at every sixty-second before it.
    const other = long.with(0, 7);
    memo.set(long, 'zeros');
    expect(memo.get(other)).toBeUndefined();
    memo.set(other, 'seven');
    expect([memo.get(long), memo.get(other)]).toEqual(['zeros', 'seven']);
  });

  it('remembers the last as many as it may, and forgets what is older than twice as many', () => {
    const memo = new ContentMemo<number>(5);
    for (let i = 0; i < 50; i++) memo.set(Uint8Array.of(i), i);
    for (let i = 45; i < 50; i++) expect(memo.get(Uint8Array.of(i))).toBe(i);
    for (let i = 0; i < 40; i++) expect(memo.get(Uint8Array.of(i))).toBeUndefined();
  });
});
