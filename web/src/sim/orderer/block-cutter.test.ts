import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BlockCutter, cut, emptyBlockCutter, order } from './block-cutter.ts';
import cases from './testdata/blockcutter.json' with { type: 'json' };

interface Message {
  readonly id: number;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

const message = (id: number, payloadBytes: number, signatureBytes = 0): Message => ({
  id,
  payload: new Uint8Array(payloadBytes),
  signature: new Uint8Array(signatureBytes),
});
const ids = (batch: readonly Message[]): number[] => batch.map(({ id }) => id);

it.each(cases.map((one, i) => [i, one] as const))('cuts as Fabric does: case %i', (_, settings) => {
  let cutter = emptyBlockCutter<Message>();
  for (const step of settings.steps) {
    if (step.do === 'timeout') {
      const result = cut(cutter);
      cutter = result.cutter;
      expect(ids(result.batch)).toEqual(step.batch ?? []);
    } else {
      const { id = -1, payloadBytes = 0, signatureBytes = 0 } = step;
      const result = order(cutter, message(id, payloadBytes, signatureBytes), settings);
      cutter = result.cutter;
      expect({ batches: result.batches.map(ids), pending: result.pending }).toEqual({
        batches: step.batches,
        pending: step.pending,
      });
    }
  }
});

describe('where a batch ends', () => {
  const batchSize = { maxMessageCount: 3, preferredMaxBytes: 100 };
  it.each([
    ['exactly the maximum count cuts at once', [10, 10, 10], [[0, 1, 2]], false],
    ['exactly the preferred size is not too much', [50, 50], [], true],
    ['one byte more cuts what was there before', [50, 51], [[0]], true],
    ['an oversized message flushes the batch, then goes alone', [10, 101], [[0], [1]], false],
    ['an oversized message with nothing pending goes alone', [101], [[0]], false],
  ])('%s', (_, sizes, batches, pending) => {
    let cutter: BlockCutter<Message> = emptyBlockCutter();
    const got: number[][] = [];
    sizes.forEach((size, id) => {
      const ordered = order(cutter, message(id, size), batchSize);
      cutter = ordered.cutter;
      got.push(...ordered.batches.map(ids));
      expect(ordered.pending).toBe(cutter.pending.length > 0);
    });
    expect(got).toEqual(batches);
    expect(cutter.pending.length > 0).toBe(pending);
  });

  it('counts the signature', () => {
    const { cutter } = order(emptyBlockCutter<Message>(), message(0, 50), batchSize);
    expect(order(cutter, message(1, 0, 51), batchSize).batches.map(ids)).toEqual([[0]]);
  });
});

it('loses, repeats and reorders nothing, and never makes a batch too big', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(150)), fc.integer({ min: 1, max: 5 }), (sizes, maxMessageCount) => {
      let cutter = emptyBlockCutter<Message>();
      const batches: (readonly Message[])[] = [];
      sizes.forEach((size, id) => {
        const ordered = order(cutter, message(id, size), { maxMessageCount, preferredMaxBytes: 100 });
        cutter = ordered.cutter;
        batches.push(...ordered.batches);
      });
      expect([...batches, cut(cutter).batch].flatMap(ids)).toEqual(sizes.map((_, id) => id));
      for (const batch of batches) {
        expect(batch.length).toBeGreaterThan(0);
        expect(batch.length).toBeLessThanOrEqual(maxMessageCount);
        const bytes = batch.reduce((sum, { payload }) => sum + payload.length, 0);
        expect(bytes <= 100 || batch.length === 1).toBe(true);
      }
    }),
  );
});
