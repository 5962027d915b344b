/**
 * Chance in a container: sfc32, seeded per container, so that peers disagree and a replay does not.
 */
import { look } from './sight.ts';

let state: [number, number, number, number] = [1, 2, 3, 4];

/** `seed`: at least 16 bytes. */
export function seedDice(seed: Uint8Array): void {
  const view = new DataView(seed.buffer, seed.byteOffset, 16);
  state = [view.getUint32(0), view.getUint32(4), view.getUint32(8), view.getUint32(12)];
  for (let i = 0; i < 12; i++) next();
}

function next(): number {
  const [a, b, c, counter] = state;
  const sum = (a + b + counter) | 0;
  state = [b ^ (b >>> 9), (c + (c << 3)) | 0, (((c << 21) | (c >>> 11)) + sum) | 0, (counter + 1) | 0];
  return sum >>> 0;
}

/** In [0, 1), with 53 bits as Math.random has. */
export function random(): number {
  look();
  return ((next() >>> 5) * 0x4000000 + (next() >>> 6)) / 0x20000000000000;
}

export function randomBytes(length: number): Uint8Array {
  look();
  return Uint8Array.from({ length }, () => next() >>> 24);
}
