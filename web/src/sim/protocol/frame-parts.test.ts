import { describe, expect, it } from 'vitest';
import { joinedAnswer, partedAnswer } from './frame-parts.ts';

const entry = (seq: number) => ({ seq, at: seq, node: 'n', cause: null, fact: { type: 'nodeCrashed' } });
const frame = (count: number) => ({ branch: 'main', entries: Array.from({ length: count }, (_, seq) => entry(seq)) });

describe('a long answer', () => {
  it.each<[reason: string, answer: unknown, parts: number]>([
    ['a short frame is one message', frame(10), 0],
    ['a long frame is several', frame(10_001), 2],
    ['also inside a result', { ok: true, value: frame(8_000) }, 1],
    ['a refusal is one', { ok: false, error: { code: 'seedEmpty' } }, 0],
    ['a text is one', 'digest', 0],
  ])('%s', (_, answer, count) => {
    const { parts, rest } = partedAnswer(answer);
    expect(parts).toHaveLength(count);
    expect(joinedAnswer(rest, parts)).toEqual(answer);
  });
});
