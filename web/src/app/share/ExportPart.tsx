/** Files to take away: the picture, the sequence, blocks, the recording, the trace; all of the moment on the screen. */
import { useRef, useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useTrace } from '../../link/react/lab-context.tsx';
import type { Translate } from '../../i18n/translate.ts';
import { clock } from '../../panels/figures.ts';
import { useSentences } from '../../panels/use-sentences.ts';
import { growthOf } from '../../sim/protocol/growth.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { themeColours } from '../../ui/theme-colours.ts';
import { VARIANTS } from '../../view/layout.ts';
import type { TraceIndex } from '../../view/trace-index.ts';
import type { Session } from '../session.ts';
import { useInterface, useSession } from '../session-context.tsx';
import { focusOf } from '../use-focus.ts';
import { blocksZip, pngOf, type Progress, Stopped, wholeTraceCsv } from './export-files.ts';

interface Made {
  readonly file: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/** null: there is nothing to save, which `t` says. */
type Maker = (progress: Progress) => Promise<Made | { readonly nothing: string }>;

type Status =
  | { readonly type: 'idle' }
  | { readonly type: 'working'; readonly done: number; readonly count: number }
  | { readonly type: 'saved'; readonly file: string }
  | { readonly type: 'failed'; readonly text: string };

/** Progress is drawn at most this often. */
const TELL_EVERY_MILLIS = 120;

function useExport() {
  const t = useText();
  const [status, setStatus] = useState<Status>({ type: 'idle' });
  const stopped = useRef(false);
  const run = async (make: Maker): Promise<void> => {
    stopped.current = false;
    setStatus({ type: 'working', done: 0, count: 0 });
    let told = 0;
    try {
      const made = await make((done, count) => {
        if (stopped.current) throw new Stopped();
        if (performance.now() - told < TELL_EVERY_MILLIS) return;
        told = performance.now();
        setStatus({ type: 'working', done, count });
      });
      if ('nothing' in made) {
        setStatus({ type: 'failed', text: made.nothing });
        return;
      }
      saveFile(made.file, made.content, made.type);
      setStatus({ type: 'saved', file: made.file });
    } catch (error) {
      if (error instanceof Stopped) setStatus({ type: 'idle' });
      else setStatus({ type: 'failed', text: t('exports.failed', { text: String(error) }) });
    }
  };
  return { status, run, stop: () => (stopped.current = true) };
}

const SVG = 'image/svg+xml';

/** The stage as it is laid out on the page, at the playhead. */
async function stagePicture(session: Session, trace: TraceIndex, t: Translate): Promise<string> {
  const { stageSvg } = await import('./picture/stage-svg.ts');
  const shown = document.querySelector<HTMLElement>('.stage')?.dataset['variant'];
  const { time } = session.lab.playhead.store.getState();
  const { drags, mode } = session.ui.getState();
  const { recording } = session.lab.link.store.getState();
  const { player } = session.store.getState();
  return stageSvg({
    trace,
    time,
    variant: VARIANTS.find((variant) => variant === shown) ?? 'wide',
    drags,
    grownFrom: recording === null ? [] : growthOf(recording),
    focus: mode === 'learn' ? focusOf(player) : [],
    colour: themeColours(),
    t,
  });
}

interface MakerScene {
  readonly session: Session;
  readonly trace: TraceIndex;
  readonly t: Translate;
  readonly sentences: ReturnType<typeof useSentences>;
}

function makersOf({ session, trace, t, sentences }: MakerScene) {
  const { lab } = session;
  const scene = session.store.getState().sceneId;
  const { time } = lab.playhead.store.getState();
  const name = (part: string): string => `fabriscope-${scene}-${part}`;
  const moment = clock(time).replaceAll(/[:.]/g, '-');
  return {
    stageSvg: async () => ({ file: name(`${moment}.svg`), content: await stagePicture(session, trace, t), type: SVG }),
    stagePng: async () => ({
      file: name(`${moment}.png`),
      content: await pngOf(await stagePicture(session, trace, t)),
      type: 'image/png',
    }),
    sequence: async () => {
      const { sequenceSvg } = await import('../../panels/sequence/sequence-svg.ts');
      const { horizon } = lab.link.store.getState();
      // Before the first message there are only files being made.
      const from = trace.flights.between(0, horizon)[0]?.sentAt ?? 0;
      const range = { trace, horizon, from, to: horizon, chatter: false };
      return { file: name('sequence.svg'), content: sequenceSvg({ ...range, colour: themeColours(), t }), type: SVG };
    },
    trace: async (progress: Progress) => {
      const names = (['seq', 'time', 'node', 'fact', 'sentence'] as const).map((column) => t(`exports.csv.${column}`));
      const content = await wholeTraceCsv(trace.entries, names, sentences, progress);
      return { file: name('trace.csv'), content, type: 'text/csv' };
    },
    recording: () => {
      const { recording } = lab.link.store.getState();
      const content = JSON.stringify(recording, null, 1);
      return Promise.resolve({ file: name('recording.json'), content, type: 'application/json' });
    },
    blocksOf: (channel: string) => async (progress: Progress) => {
      const content = await blocksZip(lab, trace.worlds.at(time), channel, progress);
      if (content === null) return { nothing: t('exports.noBlocks', { channel }) };
      return { file: name(`${channel}-blocks.zip`), content, type: 'application/zip' };
    },
  };
}

const KINDS = ['stagePng', 'stageSvg', 'sequence', 'trace', 'recording'] as const;

export function ExportPart() {
  const t = useText();
  const session = useSession();
  const trace = useTrace();
  const sentences = useSentences();
  const language = useInterface((state) => state.language);
  const { status, run, stop } = useExport();
  const channels = [...(trace?.topology.channels ?? []), trace?.topology.systemChannel].flatMap((one) => one?.id ?? []);
  const [channel, setChannel] = useState(channels[0] ?? '');
  if (trace === null) return null;
  const makers = makersOf({ session, trace, t, sentences });
  const busy = status.type === 'working';
  return (
    <section className="export" lang={language}>
      <h3>{t('exports.title')}</h3>
      <div className="share__row">
        {KINDS.map((kind) => (
          <Button key={kind} icon="download" disabled={busy} onClick={() => void run(makers[kind])}>
            {t(`exports.${kind}`)}
          </Button>
        ))}
        <Button icon="download" disabled={busy} onClick={() => void run(makers.blocksOf(channel))}>
          {t('exports.blocks')}
        </Button>
        {channels.length > 1 ? (
          <select
            aria-label={t('exports.blocksOf')}
            value={channel}
            onChange={(event) => setChannel(event.target.value)}
          >
            {channels.map((id) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        ) : null}
      </div>
      <ExportStatus status={status} onStop={stop} />
    </section>
  );
}

function ExportStatus({ status, onStop }: { readonly status: Status; readonly onStop: () => void }) {
  const t = useText();
  if (status.type === 'failed') return <Notice tone="bad">{status.text}</Notice>;
  return (
    <div className="export__status" role="status">
      {status.type === 'saved' ? t('exports.saved', { file: status.file }) : null}
      {status.type === 'working' ? (
        <>
          <progress
            aria-label={t('exports.working')}
            {...(status.count > 0 && { max: status.count, value: status.done })}
          />
          <span>
            {status.count > 0 ? t('exports.counted', { done: status.done, count: status.count }) : t('exports.working')}
          </span>
          <Button tone="quiet" onClick={onStop}>
            {t('exports.cancel')}
          </Button>
        </>
      ) : null}
    </div>
  );
}
