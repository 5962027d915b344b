/**
 * The page `stage.ts` measures: the lab's own stage with a busy network, played at one simulated second a second. It is
 * built apart and is no part of the lab.
 */
import '../../../web/src/ui/tokens.css';
import '../../../web/src/ui/base.css';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { TextProvider } from '../../../web/src/i18n/text-context.tsx';
import { loadTranslate } from '../../../web/src/i18n/translate.ts';
import { Stage } from '../../../web/src/stage/Stage.tsx';
import type { TimeSource } from '../../../web/src/link/react/use-time-source.ts';
import { TraceIndex } from '../../../web/src/view/trace-index.ts';
import { busyTrace, HUNDRED_NODES } from './busy-network.ts';

const PER_SECOND = 1_000;
const WARM_UP_MILLIS = 2_000;
const MEASURED_MILLIS = 8_000;
/** The first picture may take long, and time goes on meanwhile. */
const SPARE_SECONDS = 20;

/** What the page leaves in `window.measured` when it is done. */
export interface StageMeasurement {
  /** Milliseconds from frame to frame. */
  readonly frames: readonly number[];
  /** Milliseconds each picture of the messages took. */
  readonly paints: readonly number[];
  /** Milliseconds of the first picture, which has to find every line. */
  readonly firstPaint: number;
  /** Messages in the pictures, on average. */
  readonly flights: number;
  readonly cards: number;
}

interface Recorder {
  readonly frames: number[];
  readonly paints: number[];
  firstPaint: number;
  flights: number;
}

/** Time that begins when the first second of messages is under way, and follows the clock from the first frame on. */
class Clock implements TimeSource {
  private micros = 1_000_000;
  private readonly listeners = new Set<() => void>();

  readonly now = (): number => this.micros;

  readonly subscribe = (changed: () => void): (() => void) => {
    this.listeners.add(changed);
    return () => this.listeners.delete(changed);
  };

  advance(millis: number): void {
    this.micros += Math.round(millis * 1_000);
    for (const changed of this.listeners) changed();
  }
}

const ignore = (): void => undefined;

function measure(clock: Clock, recorder: Recorder, done: (measurement: StageMeasurement) => void): void {
  let begun = 0;
  let last = 0;
  const frame = (now: number): void => {
    // It begins once the first picture is there.
    if (recorder.firstPaint === 0 || begun === 0) [begun, last] = [now, now];
    const millis = now - last;
    last = now;
    clock.advance(millis);
    if (now - begun < WARM_UP_MILLIS) {
      recorder.paints.length = 0;
      recorder.flights = 0;
    } else recorder.frames.push(millis);
    if (now - begun < WARM_UP_MILLIS + MEASURED_MILLIS) requestAnimationFrame(frame);
    else {
      const { frames, paints, firstPaint, flights } = recorder;
      const cards = document.querySelectorAll('.react-flow__node').length;
      done({ frames, paints, firstPaint, flights: flights / Math.max(1, paints.length), cards });
    }
  };
  requestAnimationFrame(frame);
}

async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (root === null) throw new Error('the page has no #root');
  const translate = await loadTranslate('en');
  const seconds = (WARM_UP_MILLIS + MEASURED_MILLIS) / 1_000 + SPARE_SECONDS;
  const trace = TraceIndex.empty(HUNDRED_NODES, '3.x').updated(busyTrace(PER_SECOND, seconds), 0);
  const clock = new Clock();
  const recorder: Recorder = { frames: [], paints: [], firstPaint: 0, flights: 0 };
  const stage = createElement(Stage, {
    trace,
    time: clock,
    selection: null,
    focus: [],
    drags: {},
    onSelect: ignore,
    onOpen: ignore,
    onCommand: ignore,
    onDrag: ignore,
    onPainted: (millis, flights) => {
      if (recorder.firstPaint === 0) recorder.firstPaint = millis;
      recorder.paints.push(millis);
      recorder.flights += flights;
    },
  });
  createRoot(root).render(createElement(TextProvider, { translate, children: stage }));
  measure(clock, recorder, (measurement) => Object.assign(window, { measured: measurement }));
}

void start();
