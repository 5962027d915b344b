import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareUtf8, SortedMap } from './sorted-map.ts';

/** Few letters so that keys collide, with every width of UTF-8 among them. */
const key = fc.string({ unit: fc.constantFrom('\u0000', 'a', 'b', 'é', '\uffee', '😀', '\u{10ffff}'), maxLength: 4 });
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe('compareUtf8', () => {
  it('agrees with the order of the encoded bytes', () => {
    fc.assert(fc.property(key, key, (a, b) => Math.sign(compareUtf8(a, b)) === byBytes(a, b)));
  });

  it('puts characters above U+FFFF behind U+FFEE, where JavaScript does not', () => {
    expect('😀' < '\uffee').toBe(true);
    expect(compareUtf8('😀', '\uffee')).toBeGreaterThan(0);
  });
});

const operation = fc.oneof(fc.record({ set: key, value: fc.nat() }), fc.record({ delete: key }));

function play(operations: readonly ({ set: string; value: number } | { delete: string })[]) {
  let map = SortedMap.empty<number>();
  const twin = new Map<string, number>();
  for (const step of operations) {
    if ('set' in step) {
      map = map.set(step.set, step.value);
      twin.set(step.set, step.value);
    } else {
      map = map.delete(step.delete);
      twin.delete(step.delete);
    }
  }
  return { map, twin: [...twin].sort(([a], [b]) => byBytes(a, b)) };
}

describe('SortedMap against a sorted array', () => {
  it('holds the same entries in byte order', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 80 }), (operations) => {
        const { map, twin } = play(operations);
        expect([...map]).toEqual(twin);
        expect(map.size).toBe(twin.length);
        for (const [k, v] of twin) expect(map.get(k)).toBe(v);
      }),
    );
  });

  it('scans ranges, start included and end excluded, and finds the ceiling', () => {
    fc.assert(
      fc.property(
        fc.array(operation, { maxLength: 60 }),
        key,
        fc.option(key, { nil: undefined }),
        (ops, start, end) => {
          const { map, twin } = play(ops);
          const from = twin.filter(([k]) => byBytes(k, start) >= 0);
          expect([...map.range(start, end)]).toEqual(from.filter(([k]) => end === undefined || byBytes(k, end) < 0));
          expect(map.ceiling(start)).toEqual(from[0]);
        },
      ),
    );
  });

  it('leaves older versions untouched', () => {
    const old = SortedMap.of([
      ['a', 1],
      ['b', 2],
    ]);
    old.set('a', 9).delete('b').set('c', 3);
    expect([...old]).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  it('stays balanced when keys arrive in order', () => {
    let map = SortedMap.empty<number>();
    for (let i = 0; i < 4096; i++) map = map.set(String(i).padStart(5, '0'), i);
    for (let i = 0; i < 4000; i++) map = map.delete(String(i).padStart(5, '0'));
    expect(depth((map as unknown as { root: Tree }).root)).toBeLessThan(14);
  });
});

type Tree = { left: Tree; right: Tree } | undefined;
const depth = (tree: Tree): number => (tree ? 1 + Math.max(depth(tree.left), depth(tree.right)) : 0);
