import { gunzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../wire/bytes.ts';
import { goGzip } from './go-deflate.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** A small generator of bytes, the same everywhere; `alphabet` makes repetitions more or less likely. */
function bytesOf(length: number, alphabet: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 16) % alphabet;
  });
}

describe('what Go’s gzip writer gives', () => {
  // Outputs of Go programs. The ids of three packages that real peers made of public samples came out equal as well;
  // those samples are not ours to keep here.
  it.each([
    ['nothing', '', 'H4sIAAAAAAAA/wEAAP//AAAAAAAAAAA='],
    ['a few words', 'hello world', 'H4sIAAAAAAAA/8pIzcnJVyjPL8pJAQQAAP//hRFKDQsAAAA='],
  ])('is reached for %s', (_reason, text, expected) => {
    expect(base64(goGzip(utf8(text)))).toBe(expected);
  });

  it('is reached for long repetitions with little between', () => {
    const expected =
      'H4sIAAAAAAAA/2IYBfgAx0A7YBTgB4wD7YABAAID7QC6g5EYy8MEMA20A+gMFAbaAYMZDPXqlGWgHTAKRsEoGAWjgCzQQFjJkKqiiPAPAQAIAAD//5L7VQwAEAAA';
    expect(base64(goGzip(gunzipSync(Buffer.from(expected, 'base64'))))).toBe(expected);
  });

  it.each([
    ['[17]', [0x11], [18, 4, 4, 0, 0, 255, 255]],
    ['[17, 18]', [0x11, 0x12], [18, 20, 2, 4, 0, 0, 255, 255]],
    ['eight times 17', Array.from({ length: 8 }, () => 0x11), [18, 132, 2, 64, 0, 0, 0, 255, 255]],
  ])('is reached between header and checksum for %s', (_reason, input, expected) => {
    expect([...goGzip(Uint8Array.from(input)).slice(10, -8)]).toEqual(expected);
  });
});

describe('the compressed bytes', () => {
  it.each([
    ['more than two windows of text that repeats', 150_000, 3, '8e9620608a77f0b4'],
    ['more than a block of single bytes, hardly compressible', 70_000, 200, '03e09515d9ad9747'],
    ['what cannot be compressed', 40_000, 256, '7630583cf2bb3690'],
    // Our own outputs: a package that was made once must come out the same for ever.
  ])('are never others, and unpack: %s', (_reason, length, alphabet, expected) => {
    const input = bytesOf(length, alphabet);
    const packed = goGzip(input);
    expect(gunzipSync(packed).equals(input)).toBe(true);
    expect(packed.length).toBeLessThan(length + 100);
    expect(createHash('sha256').update(packed).digest('hex').slice(0, 16)).toBe(expected);
  });

  it('unpack to what went in', () => {
    const pieces = fc.array(
      fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.constant(utf8('the same again and again '))),
    );
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 40 }), (parts, times) => {
        const once = Buffer.concat(parts);
        const input = Buffer.concat(Array.from({ length: times }, () => once));
        expect(gunzipSync(goGzip(input)).equals(input)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
