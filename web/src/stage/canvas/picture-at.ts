/** The picture for the canvas at a time: sprites, timers, and what words must leave free. */
import type { Micros } from '../../sim/trace/facts.ts';
import type { Camera } from '../../view/fit-view.ts';
import type { Rect } from '../../view/geometry.ts';
import type { StageLayout } from '../../view/layout.ts';
import type { Ribbon } from '../../view/ribbons.ts';
import type { StagePaths } from '../../view/stage-paths.ts';
import type { TraceIndex } from '../../view/trace-index.ts';
import type { WorldView } from '../../view/world-model.ts';
import type { StageState } from '../stage-store.tsx';
import { type Sprite, spritesOf } from './flight-sprites.ts';
import type { Picture } from './paint-flights.ts';

export interface PictureScene {
  readonly trace: TraceIndex;
  readonly layout: StageLayout;
  readonly paths: StagePaths;
  readonly ribbons: readonly Ribbon[];
  readonly covered: Rect | null;
  readonly stepped: boolean;
  readonly state: Pick<StageState, 'focus' | 'selectedMessage' | 'hoveredMessage'>;
}

const BAR = { width: 64, height: 4, below: 6 };

const seen = (rect: Rect, { x, y, zoom }: Camera): Rect => ({
  x: rect.x * zoom + x,
  y: rect.y * zoom + y,
  width: rect.width * zoom,
  height: rect.height * zoom,
});

/** A bar under each leader whose batch timer runs. */
function timersOf(world: WorldView, layout: StageLayout, time: Micros, camera: Camera): Picture['timers'] {
  return Object.values(world.channels).flatMap(({ batch }) => {
    const node = layout.nodes.find(({ info }) => info.id === batch?.leader);
    if (!batch || batch.timerSetAt === null || batch.firesAt === null || node === undefined) return [];
    const length = Math.max(1, batch.firesAt - batch.timerSetAt);
    const rect = {
      x: node.rect.x + (node.rect.width - BAR.width) / 2,
      y: node.rect.y + node.rect.height - BAR.below - BAR.height,
      width: BAR.width,
      height: BAR.height,
    };
    return [{ rect: seen(rect, camera), share: Math.min(1, Math.max(0, (time - batch.timerSetAt) / length)) }];
  });
}

/** What words must not cover; a node that is only planned has a card too. */
function takenBy({ layout, ribbons, covered }: PictureScene, camera: Camera): readonly Rect[] {
  const cards = layout.nodes.map(({ rect }) => rect);
  const titles = layout.zones.flatMap((zone) => zone.titles);
  const onStage = [...cards, ...titles, ...ribbons.map(({ label }) => label)].map((rect) => seen(rect, camera));
  return covered === null ? onStage : [...onStage, covered];
}

export function pictureAt(
  time: Micros,
  camera: Camera,
  view: Rect,
  scene: PictureScene,
  wordOf: (sprite: Sprite) => string,
): Picture {
  const { trace, layout, paths, state } = scene;
  const world = trace.worlds.at(time);
  const sprites = spritesOf(trace.flights.at(time), {
    camera,
    pathOf: (from, to) => paths.between(from, to),
    focus: state.focus,
    selected: state.selectedMessage,
    hovered: state.hoveredMessage,
    stepped: scene.stepped,
  });
  return {
    sprites,
    camera,
    view,
    taken: takenBy(scene, camera),
    timers: timersOf(world, layout, time, camera),
    wordOf,
  };
}
