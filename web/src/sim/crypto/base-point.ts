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

/** Bits of the two numbers that are looked at together, and how far they may shrink before more are looked at. */
const LOOK_BITS = 48;
const SHRUNK = 1 << 24;

/**
 * The inverse of `value` modulo the prime `modulus`, below 2^256, by Euclid; after Lehmer most steps are done on the leading
 * bits alone, which fit an ordinary number, and are carried over to the long numbers together.
 */
export function inverse(value: bigint, modulus: bigint): bigint {
  let [u, v] = [modulus, value % modulus];
  let [x, y] = [0n, 1n];
  let shift = 256 - LOOK_BITS;
  while (v !== 0n) {
    const high = Number(u >> BigInt(shift));
    if (shift > 0 && high < SHRUNK) {
      shift = Math.max(0, shift - 24);
      continue;
    }
    const steps = leadingSteps(high, Number(v >> BigInt(shift)));
    if (steps) {
      const [a, b, c, d] = steps;
      [u, v] = [a * u + b * v, c * u + d * v];
      [x, y] = [a * x + b * y, c * x + d * y];
    } else {
      const quotient = u / v;
      [u, v] = [v, u - quotient * v];
      [x, y] = [y, x - quotient * y];
    }
  }
  return x < 0n ? x + modulus : x;
}

/** What Euclid does to any two numbers that begin with `high` and `low`, as a matrix; undefined: their ends decide. */
function leadingSteps(high: number, low: number): readonly [bigint, bigint, bigint, bigint] | undefined {
  let [a, b, c, d] = [1, 0, 0, 1];
  while (low + c !== 0 && low + d !== 0) {
    const quotient = Math.floor((high + a) / (low + c));
    if (quotient !== Math.floor((high + b) / (low + d))) break;
    [a, c] = [c, a - quotient * c];
    [b, d] = [d, b - quotient * d];
    [high, low] = [low, high - quotient * low];
  }
  return b === 0 ? undefined : [BigInt(a), BigInt(b), BigInt(c), BigInt(d)];
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
