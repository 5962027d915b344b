/**
 * The time line on its canvas. Driven by whoever owns the canvas: `show` says what to draw, `draw` draws it for a time.
 *
 * Messages and marks are painted once on a layer wider than what is seen; a frame of playing only copies from it, in
 * full before the playhead and faded behind it.
 */
import { type Lane, marksBetween, strokesBetween } from '../../view/lanes.ts';
import type { TraceIndex } from '../../view/trace-index.ts';
import type { CanvasPalette } from '../canvas-palette.ts';
import type { MessageId, Micros } from '../lab-types.ts';
import { type Hit, hitAt, REACH } from './hit-test.ts';
import { paintGlyph, paintMarks, paintStrokes, type TracePlacement } from './paint-trace.ts';
import type { TimeScale } from './time-scale.ts';
import { lengthAtPixel, pixelAt, type TimeWindow } from './time-window.ts';

export interface ForkMark {
  readonly at: Micros;
}

export interface Picture {
  readonly trace: TraceIndex;
  readonly scale: TimeScale;
  readonly lanes: readonly Lane[];
  readonly laneHeight: number;
  readonly palette: CanvasPalette;
  readonly forks: readonly ForkMark[];
  /** When something is to break by itself; what lies behind the horizon stands at the end. */
  readonly planned: readonly { readonly at: Micros }[];
  /** When the lesson asked something. */
  readonly questions: readonly Micros[];
  readonly hovered: MessageId | null;
  readonly selected: MessageId | null;
  /** What a block's number is written as on the axis. */
  readonly blockText: (number: number) => string;
}

/** Room below the lanes for block numbers, and to the left and right of the layer, as shares of the window. */
export const AXIS_HEIGHT = 20;
/** Room above them for the playhead's knob. */
export const LANES_TOP = 6;
const MARGIN = 0.5;
const FUTURE_ALPHA = 0.33;

interface Layer {
  readonly canvas: HTMLCanvasElement;
  readonly window: TimeWindow;
  readonly picture: Picture;
}

export class TimelinePicture {
  private readonly canvas: HTMLCanvasElement;
  private picture: Picture | null = null;
  private window: TimeWindow = { zoom: 0.06, left: 0, width: 1 };
  private layer: Layer | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
  }

  show(picture: Picture, window: TimeWindow): void {
    this.picture = picture;
    this.window = window;
  }

  get view(): TimeWindow {
    return this.window;
  }

  private placement(picture: Picture, window: TimeWindow): TracePlacement {
    return {
      x: (time) => pixelAt(window, picture.scale.lengthAt(time)),
      y: (lane) => LANES_TOP + (lane + 0.5) * picture.laneHeight,
      zoom: window.zoom,
    };
  }

  timeAtPixel(x: number): Micros {
    return this.picture?.scale.timeAt(lengthAtPixel(this.window, x)) ?? 0;
  }

  hit(x: number, y: number): Hit | null {
    const { picture } = this;
    if (picture === null) return null;
    const from = this.timeAtPixel(x - REACH - 6);
    const to = this.timeAtPixel(x + REACH + 6);
    const marks = marksBetween(picture.trace, picture.lanes, from, to).filter((mark) => mark.type !== 'command');
    const strokes = strokesBetween(picture.trace, picture.lanes, from, to);
    return hitAt({ x, y }, marks, strokes, this.placement(picture, this.window));
  }

  draw(time: Micros): void {
    const { picture, window } = this;
    const context = this.canvas.getContext('2d');
    if (picture === null || context === null) return;
    const ratio = devicePixelRatio;
    const height = LANES_TOP + picture.lanes.length * picture.laneHeight + AXIS_HEIGHT;
    this.resize(this.canvas, window.width, height, ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, window.width, height);
    this.paintLanes(context, picture);
    const playhead = pixelAt(window, picture.scale.lengthAt(time));
    this.copyLayer(context, this.layerFor(picture, window, height, ratio), { playhead, height });
    this.paintForks(context, picture, height);
    this.paintPlanned(context, picture, height);
    this.paintQuestions(context, picture);
    this.paintPointed(context, picture);
    paintPlayhead(context, picture.palette.colour('bad'), playhead, height - AXIS_HEIGHT + 4);
  }

  private resize(canvas: HTMLCanvasElement, width: number, height: number, ratio: number): void {
    const [wide, high] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
    if (canvas.width === wide && canvas.height === high) return;
    canvas.width = wide;
    canvas.height = high;
  }

  private paintLanes(context: CanvasRenderingContext2D, picture: Picture): void {
    context.strokeStyle = picture.palette.colour('line');
    context.lineWidth = 1;
    context.beginPath();
    picture.lanes.forEach((_, lane) => {
      const y = Math.round(LANES_TOP + (lane + 0.5) * picture.laneHeight) + 0.5;
      context.moveTo(0, y);
      context.lineTo(this.window.width, y);
    });
    context.stroke();
  }

  private layerFor(picture: Picture, window: TimeWindow, height: number, ratio: number): Layer {
    const margin = (window.width * MARGIN) / window.zoom;
    const known = this.layer;
    const inside =
      known !== null &&
      sameDrawing(known.picture, picture) &&
      known.window.zoom === window.zoom &&
      known.canvas.height === Math.round(height * ratio) &&
      window.left >= known.window.left - 1e-6 &&
      window.left + window.width / window.zoom <= known.window.left + known.window.width / window.zoom + 1e-6;
    if (inside) return known;
    const wide = { zoom: window.zoom, left: window.left - margin, width: window.width * (1 + 2 * MARGIN) };
    const canvas = known?.canvas ?? document.createElement('canvas');
    this.resize(canvas, wide.width, height, ratio);
    this.layer = { canvas, window: wide, picture };
    const context = canvas.getContext('2d');
    if (context !== null) this.paintLayer(context, this.layer, height, ratio);
    return this.layer;
  }

  private paintLayer(
    context: CanvasRenderingContext2D,
    { picture, window }: Layer,
    height: number,
    ratio: number,
  ): void {
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, window.width, height);
    const from = picture.scale.timeAt(window.left);
    const to = picture.scale.timeAt(lengthAtPixel(window, window.width));
    const place = this.placement(picture, window);
    const marks = marksBetween(picture.trace, picture.lanes, from, to);
    paintStrokes(context, picture.palette, strokesBetween(picture.trace, picture.lanes, from, to), place);
    paintMarks(context, picture.palette, marks, place);
    context.fillStyle = picture.palette.colour('ink-2');
    context.font = `11.5px ${picture.palette.font}`;
    let free = Number.NEGATIVE_INFINITY;
    for (const mark of marks) {
      const x = place.x(mark.at);
      if (mark.type !== 'blockCut' || mark.number === null || x < free) continue;
      const text = picture.blockText(mark.number);
      context.fillText(text, x - 6, height - 6);
      free = x + context.measureText(text).width + 10;
    }
  }

  private copyLayer(
    context: CanvasRenderingContext2D,
    layer: Layer,
    { playhead, height }: { readonly playhead: number; readonly height: number },
  ): void {
    const { width } = this.window;
    const offset = pixelAt(this.window, layer.window.left);
    const parts = [
      { from: 0, to: Math.min(width, playhead), alpha: 1 },
      { from: Math.max(0, playhead), to: width, alpha: FUTURE_ALPHA },
    ];
    for (const { from, to, alpha } of parts) {
      if (to <= from) continue;
      context.save();
      context.globalAlpha = alpha;
      context.beginPath();
      context.rect(from, 0, to - from, height);
      context.clip();
      context.drawImage(layer.canvas, offset, 0, layer.window.width, height);
      context.restore();
    }
  }

  private paintForks(context: CanvasRenderingContext2D, picture: Picture, height: number): void {
    context.strokeStyle = picture.palette.colour('config');
    context.lineWidth = 1.5;
    context.setLineDash([4, 4]);
    for (const { at } of picture.forks) {
      const x = Math.round(pixelAt(this.window, picture.scale.lengthAt(at))) + 0.5;
      context.beginPath();
      context.moveTo(x, 0);
      context.lineTo(x, height - AXIS_HEIGHT);
      context.stroke();
    }
    context.setLineDash([]);
  }

  /** A bolt and a dotted line: it has not happened, or it happened because it was planned. */
  private paintPlanned(context: CanvasRenderingContext2D, picture: Picture, height: number): void {
    context.strokeStyle = picture.palette.colour('bad');
    context.fillStyle = picture.palette.colour('bad');
    context.lineWidth = 1.5;
    const places = new Set(picture.planned.map(({ at }) => pixelAt(this.window, picture.scale.lengthAt(at))));
    for (const x of [...places].map((place) => Math.round(place) - 0.5)) {
      context.setLineDash([2, 4]);
      context.beginPath();
      context.moveTo(x, LANES_TOP + 12);
      context.lineTo(x, height - AXIS_HEIGHT);
      context.stroke();
      context.setLineDash([]);
      context.fill(new Path2D(`M${x + 2} 1l-6 8h4l-1 6 6-8h-4z`));
    }
  }

  /** Above the lanes, where nothing else stands. */
  private paintQuestions(context: CanvasRenderingContext2D, picture: Picture): void {
    context.font = `700 11px ${picture.palette.font}`;
    context.textAlign = 'center';
    for (const at of picture.questions) {
      const x = pixelAt(this.window, picture.scale.lengthAt(at));
      context.fillStyle = picture.palette.colour('ink');
      context.beginPath();
      context.arc(x, 8, 7, 0, 2 * Math.PI);
      context.fill();
      context.fillStyle = picture.palette.colour('surface');
      context.fillText('?', x, 12);
    }
    context.textAlign = 'start';
  }

  /** The messages pointed at and selected, above everything. */
  private paintPointed(context: CanvasRenderingContext2D, picture: Picture): void {
    const place = this.placement(picture, this.window);
    for (const message of [picture.selected, picture.hovered]) {
      const flight = message === null ? null : picture.trace.flights.of(message);
      if (flight === null) continue;
      const from = picture.lanes.findIndex((lane) => lane.node === flight.from);
      const to = picture.lanes.findIndex((lane) => lane.node === flight.to);
      if (from < 0 || to < 0) continue;
      const end = { x: place.x(flight.arrivesAt), y: place.y(to) };
      context.strokeStyle = picture.palette.kind(flight.kind);
      context.lineWidth = 3.5;
      context.beginPath();
      context.moveTo(place.x(flight.sentAt), place.y(from));
      context.lineTo(end.x, end.y);
      context.stroke();
      paintGlyph(context, picture.palette, flight.kind, { ...end, size: 14 });
    }
  }
}

const sameDrawing = (a: Picture, b: Picture): boolean =>
  a.trace === b.trace &&
  a.scale === b.scale &&
  a.lanes === b.lanes &&
  a.laneHeight === b.laneHeight &&
  a.palette === b.palette &&
  a.blockText === b.blockText;

function paintPlayhead(context: CanvasRenderingContext2D, colour: string, x: number, until: number): void {
  context.fillStyle = colour;
  context.fillRect(x - 1, 4, 2, until - 4);
  context.beginPath();
  context.arc(x, 6, 5, 0, 2 * Math.PI);
  context.fill();
}
