import { describe, expect, it } from 'vitest';
import type { Entry } from '../sim/trace/facts.ts';
import { FNV_START, mix, traceChecksum, traceChecksumInPieces } from './trace-checksum.ts';

const COUNT = 9_500;
const entry = (seq: number): Entry => ({ seq, at: seq * 10, node: 'n', cause: null, fact: { type: 'nodeCrashed' } });
const entries = Array.from({ length: COUNT }, (_, seq) => entry(seq));

/** Written the plainest way: what links made long ago carry. */
function plain(until: number): string {
  let hash = FNV_START;
  for (const { seq, at } of entries)
    if (at <= until)
      hash = mix(
        hash,
        `{"at":${String(at)},"cause":null,"fact":{"type":"nodeCrashed"},"node":"n","seq":${String(seq)}}`,
      );
  return hash.toString(16).padStart(8, '0');
}

describe('the checksum of a long trace', () => {
  it.each<[until: number, reason: string]>([
    [-1, 'nothing yet'],
    [95_000, 'all of it, and states are remembered'],
    [40_000, 'from a state that is remembered'],
    [39_999, 'right before it'],
    [10, 'before the first one'],
  ])('up to %i is what it has always been: %s', async (until) => {
    expect(traceChecksum(entries, until)).toBe(plain(until));
    expect(await traceChecksumInPieces(entries, until)).toBe(plain(until));
  });

  it('of another branch is another, though its beginning is shared', () => {
    const other = [
      ...entries.slice(0, 4_500),
      ...entries.slice(4_500).map(({ seq }) => ({ ...entry(seq), node: 'm' })),
    ];
    expect(traceChecksum(other, 45_000 - 10)).toBe(plain(45_000 - 10));
    expect(traceChecksum(other, 95_000)).not.toBe(plain(95_000));
  });
});
