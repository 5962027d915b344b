/**
 * Multiples of P-256's base point by table: what a signature is mostly made of, a few times faster than the library's
 * way. That one takes equally long for every scalar so that nobody can learn a key from the time it takes; here keys
 * follow from a public seed and there is nothing to learn.
 */
import { FpInvertBatch } from '@noble/curves/abstract/modular.js';
import { p256 } from '@noble/curves/nist.js';

const PRIME = p256.Point.Fp.ORDER;
const ORDER = p256.Point.CURVE().n;
/** Wider windows make signing faster and the table slower; it is made with the first signature. */
const WINDOW_BITS = 8;
const WINDOWS = 256 / WINDOW_BITS;
const WIDTH = 1 << WINDOW_BITS;
/** Digits run from minus this to this, because the opposite of a point costs nothing: half the table. */
const LARGEST_DIGIT = WIDTH / 2;

interface Affine {
  readonly x: bigint;
  readonly y: bigint;
}

/** By window and digit: digit · 256^window · G. Digit 0 is not there. */
let table: readonly (readonly Affine[])[] | undefined;

function makeTable(): readonly (readonly Affine[])[] {
  const points: (typeof p256.Point.BASE)[] = [];
  let unit = p256.Point.BASE;
  for (let window = 0; window < WINDOWS; window++) {
    let multiple = unit;
    for (let digit = 1; digit < LARGEST_DIGIT; digit++) {
      points.push(multiple);
      multiple = multiple.add(unit);
    }
    points.push(multiple);
    unit = multiple.double();
  }
  const inverses = FpInvertBatch(
    p256.Point.Fp,
    points.map(({ Z }) => Z),
  );
  const affine = points.map(({ X, Y }, index) => {
    const inverseZ = inverses[index] ?? 0n;
    return { x: (X * inverseZ) % PRIME, y: (Y * inverseZ) % PRIME };
  });
  return Array.from({ length: WINDOWS }, (_, window) =>
    affine.slice(window * LARGEST_DIGIT, (window + 1) * LARGEST_DIGIT),
  );
}

const mod = (value: bigint): bigint => {
  const rest = value % PRIME;
  return rest < 0n ? rest + PRIME : rest;
};

/** The inverse of `value` modulo the prime `modulus`, by Euclid. */
export function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b] = [value % modulus, modulus];
  let [x, y] = [1n, 0n];
  while (a !== 0n) {
    const quotient = b / a;
    [a, b] = [b - quotient * a, a];
    [x, y] = [y - quotient * x, x];
  }
  return y < 0n ? y + modulus : y;
}

/**
 * x of `scalar` · G, for 0 < scalar < order.
 *
 * Adds one entry of the table, or its opposite, for each digit of the scalar, in Jacobian coordinates (x = X/Z²,
 * y = Y/Z³). Two summands are never the same point or its opposite: the sum so far is smaller than the next entry's
 * multiple. A scalar and its opposite have the same x, so the smaller one is taken, which leaves nothing to carry over
 * the last digit.
 */
export function xOfMultiple(scalar: bigint): bigint {
  table ??= makeTable();
  let [sumX, sumY, sumZ] = [0n, 0n, 0n];
  let rest = scalar > ORDER >> 1n ? ORDER - scalar : scalar;
  for (const row of table) {
    let digit = Number(BigInt.asUintN(WINDOW_BITS, rest));
    rest >>= BigInt(WINDOW_BITS);
    if (digit > LARGEST_DIGIT) {
      digit -= WIDTH;
      rest += 1n;
    }
    const entry = row[Math.abs(digit) - 1];
    if (!entry) continue;
    const entryY = digit < 0 ? -entry.y : entry.y;
    if (sumZ === 0n) {
      [sumX, sumY, sumZ] = [entry.x, entryY, 1n];
      continue;
    }
    const zz = (sumZ * sumZ) % PRIME;
    const h = (entry.x * zz - sumX) % PRIME;
    const r = (((entryY * zz) % PRIME) * sumZ - sumY) % PRIME;
    const hh = (h * h) % PRIME;
    const hhh = (hh * h) % PRIME;
    const v = (sumX * hh) % PRIME;
    sumX = (r * r - hhh - 2n * v) % PRIME;
    sumY = (r * (v - sumX) - sumY * hhh) % PRIME;
    sumZ = (sumZ * h) % PRIME;
  }
  const inverseZ = inverse(mod(sumZ), PRIME);
  return mod(sumX * ((inverseZ * inverseZ) % PRIME));
}
