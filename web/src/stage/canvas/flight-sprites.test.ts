import { describe, expect, it } from 'vitest';
import { layoutOf } from '../../view/layout.ts';
import { StagePaths } from '../../view/stage-paths.ts';
import { network } from '../../view/testdata/network.ts';
import { CLIENT, ORDERER, PEER1, PEER2, TRANSACTION, trace } from '../../view/testdata/trace.ts';
import { TraceIndex } from '../../view/trace-index.ts';
import { spriteAt, type SpriteOptions, spritesOf } from './flight-sprites.ts';

const TOPOLOGY = network({ orgs: 2, peers: 1, orderers: 1 });
const layout = layoutOf(TOPOLOGY, 'wide');
const paths = new StagePaths(layout);
const index = TraceIndex.empty(TOPOLOGY, '3.x').updated(trace(TRANSACTION), 0);
const OPTIONS: SpriteOptions = {
  camera: { x: 10, y: 20, zoom: 0.9 },
  pathOf: (from, to) => paths.between(from, to),
  focus: new Set(),
  selected: null,
  hovered: null,
  stepped: false,
};
const at = (millis: number, options: Partial<SpriteOptions> = {}) =>
  spritesOf(index.flights.at(millis * 1_000), { ...OPTIONS, ...options });
const card = (id: string) => layout.nodes.find(({ info }) => info.id === id)?.rect;

describe('the picture of flights', () => {
  it('is the same at a time whichever way the time was reached', () => {
    const times = Array.from({ length: 60 }, (_, step) => 100 + step * 2);
    const forward = times.map((time) => at(time));
    const backward = times
      .toReversed()
      .map((time) => at(time))
      .reverse();
    expect(backward).toEqual(forward);
    expect(forward.flat().length).toBeGreaterThan(20);
  });

  it('begins at the sender’s card and ends at the receiver’s', () => {
    const border = (id: string, point: { readonly x: number; readonly y: number } | undefined): number => {
      const rect = card(id);
      if (rect === undefined || point === undefined) return Number.POSITIVE_INFINITY;
      const x = (point.x - 10) / 0.9;
      const y = (point.y - 20) / 0.9;
      return Math.max(rect.x - x, x - rect.x - rect.width, rect.y - y, y - rect.y - rect.height);
    };
    const first = at(100).find(({ now }) => now.flight.to === PEER1);
    const last = at(124.99).find(({ now }) => now.flight.to === PEER1);
    expect(Math.abs(border(CLIENT, first))).toBeLessThan(6);
    expect(Math.abs(border(PEER1, last))).toBeLessThan(6);
  });

  it('dims messages that do not run between nodes in focus, and what is selected stands out all the same', () => {
    const focus = new Set([CLIENT, PEER2]);
    const alpha = (to: string, options: Partial<SpriteOptions>) =>
      at(110, options).find(({ now }) => now.flight.to === to)?.alpha;
    expect(alpha(PEER2, { focus })).toBe(1);
    expect(alpha(PEER1, { focus })).toBeLessThan(0.5);
    expect(alpha(PEER1, { focus, selected: 1 })).toBe(1);
  });

  it('stands at three places of its way when motion is reduced', () => {
    const places = new Set(
      Array.from(
        { length: 24 },
        (_, step) => at(100 + step, { stepped: true }).find(({ now }) => now.flight.message === 1)?.x,
      ),
    );
    expect(places.size).toBe(3);
  });

  it('can be pointed at; of two the more important one', () => {
    const [sprite] = at(170);
    expect(sprite?.now.flight.to).toBe(ORDERER);
    if (sprite === undefined) return;
    expect(spriteAt(at(170), { x: sprite.x + 5, y: sprite.y - 5 })?.now.flight.message).toBe(4);
    expect(spriteAt(at(170), { x: sprite.x + 60, y: sprite.y })).toBeNull();
  });
});
