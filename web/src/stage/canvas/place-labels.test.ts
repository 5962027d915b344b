import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlap, type Rect } from '../../view/geometry.ts';
import { type LabelWish, placeLabels } from './place-labels.ts';

const VIEW: Rect = { x: 0, y: 0, width: 800, height: 600 };
const wish = (id: number, x: number, y: number, more: Partial<LabelWish> = {}): LabelWish => ({
  id,
  x,
  y,
  reach: 10,
  width: 60,
  height: 20,
  priority: 0,
  goesLeft: false,
  insists: false,
  ...more,
});

describe('words beside messages', () => {
  it('never overlap each other or a card, and stay in view', () => {
    const any = fc.record({
      x: fc.integer({ min: 0, max: 800 }),
      y: fc.integer({ min: 0, max: 600 }),
      priority: fc.nat(9),
    });
    const cards: readonly Rect[] = [
      { x: 100, y: 100, width: 176, height: 108 },
      { x: 400, y: 300, width: 196, height: 88 },
    ];
    fc.assert(
      fc.property(fc.array(any, { maxLength: 60 }), (messages) => {
        const wishes = messages.map(({ x, y, priority }, id) => wish(id, x, y, { priority }));
        const placed = [...placeLabels(wishes, cards, [], VIEW).values()];
        placed.forEach((label, index) => {
          for (const other of placed.slice(index + 1)) expect(overlap(label, other)).toBe(false);
          for (const card of cards) expect(overlap(label, card)).toBe(false);
          expect(label.x >= 0 && label.y >= 0 && label.x + label.width <= 800 && label.y + label.height <= 600).toBe(
            true,
          );
        });
      }),
    );
  });

  it('let the more important message choose first', () => {
    const walls: readonly Rect[] = [
      { x: 0, y: 0, width: 800, height: 289 },
      { x: 0, y: 311, width: 800, height: 289 },
    ];
    const both = [wish(1, 400, 300, { priority: 1 }), wish(2, 398, 300, { priority: 5 })];
    expect(placeLabels(both, [...walls, { x: 0, y: 0, width: 390, height: 600 }], [], VIEW).has(2)).toBe(true);
    expect(placeLabels(both, [...walls, { x: 0, y: 0, width: 390, height: 600 }], [], VIEW).has(1)).toBe(false);
  });

  it('cover a card only for what the user pointed at', () => {
    const everywhere = [VIEW];
    expect(placeLabels([wish(1, 300, 300)], everywhere, [], VIEW).size).toBe(0);
    expect(placeLabels([wish(1, 300, 300, { insists: true })], everywhere, [], VIEW).size).toBe(1);
  });

  it('cover as little of a card as they can where they must, and nothing where there is room a little further', () => {
    const pointedAt = wish(1, 300, 300, { insists: true });
    const beside = [
      { x: 100, y: 260, width: 180, height: 80 },
      { x: 320, y: 260, width: 180, height: 80 },
    ];
    const between = placeLabels([pointedAt], beside, [], VIEW).get(1);
    expect(between).toMatchObject({ x: 270 });
    expect(beside.some((card) => between !== undefined && overlap(between, card))).toBe(false);
    const corridor = beside.map((card) => ({ ...card, y: 100, height: 400 }));
    // 10 of its 60 pixels over each card; beside the message it would be 46 over one.
    expect(placeLabels([pointedAt], corridor, [], VIEW).get(1)).toMatchObject({ x: 270, y: 266 });
  });

  it('go ahead of the message, its trail behind', () => {
    expect(placeLabels([wish(1, 300, 300)], [], [], VIEW).get(1)?.x).toBeGreaterThan(300);
    expect(placeLabels([wish(1, 300, 300, { goesLeft: true })], [], [], VIEW).get(1)?.x).toBeLessThan(300);
  });
});
