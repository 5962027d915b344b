import { describe, expect, it } from 'vitest';
import { fittingCamera } from './fit-view.ts';
import { overlap, type Rect } from './geometry.ts';
import { layoutOf } from './layout.ts';
import { channelNames } from './ribbons.ts';
import { network } from './testdata/network.ts';

const NARRATION: Rect = { x: 20, y: 438, width: 430, height: 184 };
const VIEW = { width: 844, height: 640 };

describe('the camera', () => {
  it.each([
    [{ orgs: 2, peers: 2, orderers: 3 }, 0.85],
    [{ orgs: 2, peers: 1, orderers: 1 }, 0.8],
    [{ orgs: 3, peers: 2, orderers: 3 }, 0.6],
    [{ orgs: 1, peers: 1, orderers: 1 }, 1],
  ])('shows every card of %o beside the narration at 1440×900, at a zoom of at least %d', (size, least) => {
    const layout = layoutOf(network(size), 'wide');
    const cards = layout.nodes.map(({ rect }) => rect);
    const camera = fittingCamera(cards, layout.bounds, VIEW, [NARRATION]);
    expect(camera.zoom).toBeGreaterThanOrEqual(least);
    for (const card of cards) {
      const seen = {
        x: card.x * camera.zoom + camera.x,
        y: card.y * camera.zoom + camera.y,
        width: card.width * camera.zoom,
        height: card.height * camera.zoom,
      };
      expect(overlap(seen, NARRATION)).toBe(false);
      expect(
        seen.x >= 0 && seen.y >= 0 && seen.x + seen.width <= VIEW.width && seen.y + seen.height <= VIEW.height,
      ).toBe(true);
    }
  });

  it('shows the name of the channel where one peer an organisation leaves it little room', () => {
    const layout = layoutOf(
      { ...network({ orgs: 2, peers: 1, orderers: 3 }), kafka: { brokers: 4, zooKeepers: 3 } },
      'wide',
    );
    const names = channelNames(layout, ['mychannel']);
    const camera = fittingCamera([...layout.nodes.map(({ rect }) => rect), ...names], layout.bounds, VIEW, [NARRATION]);
    expect(names).toHaveLength(1);
    for (const name of names)
      expect(
        overlap(
          {
            x: name.x * camera.zoom + camera.x,
            y: name.y * camera.zoom + camera.y,
            width: name.width * camera.zoom,
            height: name.height * camera.zoom,
          },
          NARRATION,
        ),
      ).toBe(false);
  });

  it('gives a finite answer before the element has a size', () => {
    const layout = layoutOf(network({ orgs: 2, peers: 2, orderers: 3 }), 'wide');
    expect(Object.values(fittingCamera([], layout.bounds, { width: 0, height: 0 }, [])).every(Number.isFinite)).toBe(
      true,
    );
  });
});
