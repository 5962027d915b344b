import { describe, expect, it } from 'vitest';
import { cameraWithRoom, fittingCamera } from './fit-view.ts';
import { overlap, type Rect } from './geometry.ts';
import { layoutOf, variantFor } from './layout.ts';
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

  const CORNER: Rect = { x: 6, y: 6, width: 128, height: 40 };
  const standpoint = (orderers: number, view = VIEW) => {
    const layout = layoutOf(network({ orgs: 2, peers: 1, orderers }), 'wide');
    const all = [...layout.nodes.map(({ rect }) => rect), ...layout.zones.flatMap(({ titles }) => titles)];
    const camera = cameraWithRoom(all, layout.bounds, view, [], CORNER);
    return { camera, all, plain: fittingCamera(all, layout.bounds, view, []) };
  };

  it.each([
    [3, VIEW, 'a small network moves aside'],
    [6, VIEW, 'a wide one has free ground above it'],
  ])('keeps the corner clear of cards and titles of %i orderers (%s)', (orderers, view) => {
    const { camera, all, plain } = standpoint(orderers, view);
    if (camera === null) throw new Error('no room');
    for (const { x, y, width, height } of all) {
      const { zoom } = camera;
      const onScreen = { x: x * zoom + camera.x, y: y * zoom + camera.y, width: width * zoom, height: height * zoom };
      expect(overlap(onScreen, CORNER)).toBe(false);
    }
    expect(camera.zoom).toBeGreaterThanOrEqual(plain.zoom * 0.95);
  });

  it('does not make the network small for the corner', () => {
    expect(standpoint(6, { width: 800, height: 500 }).camera).toBe(null);
  });
});

describe('a projector', () => {
  const STAGES = [
    { width: 1920, height: 660 },
    { width: 1920, height: 800 },
    { width: 1440, height: 520 },
  ];

  it.each(STAGES)('shows the network at least a quarter larger with the clients beside it: %o', (view) => {
    const zoomOf = (variant: 'wide' | 'flat'): number => {
      const layout = layoutOf(network({ orgs: 2, peers: 1, orderers: 4 }), variant);
      const cards = layout.nodes.map(({ rect }) => rect);
      return fittingCamera(cards, layout.bounds, view, []).zoom;
    };
    expect(zoomOf('flat')).toBeGreaterThan(1.25 * zoomOf('wide'));
  });

  it('does not rearrange the network when the narration gets longer', () => {
    const shapes = STAGES.map((stage) => variantFor(stage, true));
    expect(shapes).toEqual(['flat', 'flat', 'flat']);
    expect(variantFor({ width: 390, height: 500 }, true)).toBe('portrait');
    expect(variantFor({ width: 1920, height: 660 })).toBe('wide');
  });
});
