/**
 * For tests: what bad disks, bad networks and bad people make of bytes.
 */
import { concatBytes } from './bytes.ts';

/** Longest piece that is doubled, lost or overwritten. */
const PIECE = 24;

/** A number below `bound`, and what the next one is drawn from. */
const drawn = (seed: number, bound: number): readonly [value: number, next: number] => {
  const mixed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) ^ Math.imul(seed + 0x9e3779b9, 0x297a2d39);
  const next = (mixed ^ (mixed >>> 13)) >>> 0;
  return [next % Math.max(1, bound), next];
};

/** `bytes` with one damage, always the same for the same seed: bits turned over, an end cut off, a piece doubled, lost, or overwritten. */
export function damagedBytes(bytes: Uint8Array, seed: number): Uint8Array {
  const [kind, afterKind] = drawn(seed, 6);
  const [at, afterAt] = drawn(afterKind, bytes.length);
  const [size, afterSize] = drawn(afterAt, PIECE);
  const [before, piece, after] = [bytes.subarray(0, at), bytes.subarray(at, at + size), bytes.subarray(at + size)];
  switch (kind) {
    case 0:
      return before.slice();
    case 1:
      return concatBytes(before, after);
    case 2:
      return concatBytes(before, piece, piece, after);
    case 3:
      // Lengths and numbers as big as they can be written.
      return concatBytes(before, new Uint8Array(piece.length).fill(0xff), after);
    default: {
      const copy = bytes.slice();
      let next = afterSize;
      for (let flips = 0; flips <= kind - 4; flips++) {
        const [bit, later] = drawn(next, bytes.length * 8);
        copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        next = later;
      }
      return copy;
    }
  }
}
