/**
 * The stage at one moment as an SVG file: the whole network where the learner has put it, with what flies just then.
 * A function of the trace and the time, like the stage itself; nothing is read from the page but colours.
 */
import type { Translate } from '../../../i18n/translate.ts';
import type { Topology } from '../../../sim/protocol/topology-spec.ts';
import { wordOf } from '../../../stage/canvas/flight-words.ts';
import { pictureAt } from '../../../stage/canvas/picture-at.ts';
import type { Colours } from '../../../view/colours.ts';
import { around, grown } from '../../../view/geometry.ts';
import { layoutThrough } from '../../../view/grown-layout.ts';
import type { Drags, LayoutVariant } from '../../../view/layout.ts';
import { ribbonsOf } from '../../../view/ribbons.ts';
import { tell } from '../../../view/sentence.ts';
import { StagePaths } from '../../../view/stage-paths.ts';
import { sentenceOf } from '../../../view/story.ts';
import { svgDocument, svgTag } from '../../../view/svg.ts';
import type { TraceIndex } from '../../../view/trace-index.ts';
import type { WorldView } from '../../../view/world-model.ts';
import { cardSvg } from './card-svg.ts';
import { flightsSvg } from './flights-svg.ts';
import { linkWordsSvg, ribbonLabelSvg, ribbonSvg, routesSvg, zoneSvg } from './ground-svg.ts';

export interface StageMoment {
  readonly trace: TraceIndex;
  /** Simulated microseconds. */
  readonly time: number;
  readonly variant: LayoutVariant;
  readonly drags: Drags;
  /** Networks the present one has grown from, the first one first. */
  readonly grownFrom: readonly Topology[];
  /** Nodes of the present step; what is not part of it is dimmed. Empty: nothing is. */
  readonly focus: readonly string[];
  readonly colour: Colours;
  readonly t: Translate;
}

const MARGIN = 24;

const membersOf = (world: WorldView, channel: string): readonly string[] =>
  Object.values(world.nodes)
    .filter(({ info, channels }) => info.role === 'peer' && channels[channel] !== undefined)
    .map(({ info }) => info.id);

/** What has just happened, in words: the picture's description. */
function storyAt({ trace, time, t }: StageMoment, world: WorldView): string {
  const seq = trace.steps.current(time)?.seq;
  const entry = seq === undefined ? undefined : trace.entries[seq];
  return entry === undefined ? '' : tell(t, sentenceOf(entry, world));
}

export function stageSvg(moment: StageMoment): string {
  const { trace, time, variant, drags, grownFrom, colour, t } = moment;
  const focus = new Set(moment.focus);
  const world = trace.worlds.at(time);
  const layout = layoutThrough([...grownFrom, trace.topology], variant, drags);
  const paths = new StagePaths(layout);
  const channels = trace.topology.channels.map(({ id }) => ({ channel: id, members: membersOf(world, id) }));
  const ribbons = ribbonsOf(layout, channels);
  const view = grown(
    around([layout.bounds, ...layout.nodes.map(({ rect }) => rect), ...ribbons.map(({ label }) => label)]),
    MARGIN,
  );
  const picture = pictureAt(
    time,
    { x: 0, y: 0, zoom: 1 },
    view,
    {
      trace,
      layout,
      paths,
      ribbons,
      covered: null,
      stepped: false,
      state: { focus, selectedMessage: null, hoveredMessage: null },
    },
    (sprite) => wordOf(t, sprite.now),
  );
  const ground = { t, colour, world, focus };
  const body = [
    ...layout.zones.map((zone) => zoneSvg(ground, zone)),
    ...ribbons.map((ribbon) => ribbonSvg(ground, ribbon)),
    routesSvg(ground, paths),
    linkWordsSvg(ground, paths),
    ...ribbons.map((ribbon) => ribbonLabelSvg(ground, ribbon)),
    ...layout.nodes.map((placed) => cardSvg(ground, placed)),
    flightsSvg(colour, picture),
  ];
  const head = {
    width: view.width,
    height: view.height,
    background: colour('paper'),
    title: t('stage.label'),
    description: storyAt(moment, world),
  };
  return svgDocument(head, svgTag('g', { transform: `translate(${String(-view.x)} ${String(-view.y)})` }, ...body));
}
