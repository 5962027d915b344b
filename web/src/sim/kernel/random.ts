/**
 * One stream of dice per label: what one link draws never changes what another draws, so adding a node to a network
 * leaves the rest of the recording as it was.
 *
 * sfc32 over 32-bit integer arithmetic: the same numbers in every engine.
 */
export interface Stream {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly counter: number;
}

/** The stream of `label` in the world of `seed`. */
export function streamOf(seed: string, label: string): Stream {
  let stream: Stream = {
    a: hash(seed, 0x9e3779b9),
    b: hash(label, 0x85ebca6b),
    c: hash(`${label}\0${seed}`, 0xc2b2ae35),
    counter: 1,
  };
  // The first draws still show the seed's structure; sfc32's author throws twelve away.
  for (let i = 0; i < 12; i++) stream = next(stream);
  return stream;
}

/** The stream after one draw; the number drawn is {@link valueOf}. */
export function next({ a, b, c, counter }: Stream): Stream {
  const sum = (a + b + counter) | 0;
  return {
    a: b ^ (b >>> 9),
    b: (c + (c << 3)) | 0,
    c: (((c << 21) | (c >>> 11)) + sum) | 0,
    counter: (counter + 1) | 0,
  };
}

/** The number drawn last, uniform in [0, 1). */
export const unitOf = (stream: Stream): number => ((stream.c ^ stream.b) >>> 0) / 0x1_0000_0000;

/** The number drawn last as a whole number in [min, max]; both inclusive, max − min < 2³². */
export const betweenOf = (stream: Stream, min: number, max: number): number =>
  min + Math.floor(unitOf(stream) * (max - min + 1));

function hash(text: string, salt: number): number {
  let h = salt | 0;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    h ^= h >>> 15;
  }
  return h | 0;
}
