/**
 * The time line: a lane per node, a stroke per message, the playhead to drag. The same as a list for those who read it.
 */
import { useMemo, useState, useSyncExternalStore } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useLab, useLink, useTrace } from '../../link/react/lab-context.tsx';
import { Button } from '../../ui/Button.tsx';
import { type Lane, lanesOf } from '../../view/lanes.ts';
import { useCanvasPalette } from '../canvas-palette.ts';
import type { HoverProps, SelectionProps } from '../selection.ts';
import type { LessonMoments } from '../transport/Transport.tsx';
import type { Topology } from '../lab-types.ts';
import { LaneLabels } from './LaneLabels.tsx';
import { StepList } from './StepList.tsx';
import { TimelineCanvas } from './TimelineCanvas.tsx';
import { TimeScale } from './time-scale.ts';
import type { Picture } from './timeline-picture.ts';
import { useTimeline } from './use-timeline.ts';
import { ZOOM_STEP } from './time-window.ts';
import './timeline.css';

const LARGEST_LANE = 27;
const SMALLEST_LANE = 14;

/** CAs are at the end of the lanes; where none ever speaks, their lanes are left out. */
function lanesSeen(topology: Topology, speaksCa: boolean): readonly Lane[] {
  const lanes = lanesOf(topology);
  return speaksCa ? lanes : lanes.filter((lane) => lane.role !== 'ca');
}

/** Where this branch left another, and where others left it. */
function useForks(): Picture['forks'] {
  const branch = useLink((state) => state.branch);
  const branches = useLink((state) => state.branches);
  return useMemo(() => {
    const own = branches.find((one) => one.id === branch);
    const children = branches.filter((one) => one.parent === branch);
    const marks = own?.parent === null || own === undefined ? children : [own, ...children];
    return marks.map(({ forkedAt }) => ({ at: forkedAt }));
  }, [branch, branches]);
}

const NO_QUESTIONS: readonly number[] = [];
const NOTHING_PLANNED: Picture['planned'] = [];

/** Faults laid down for later. The list is one object until another plan is laid, so playing draws nothing anew. */
function usePlanned(): Picture['planned'] {
  const lab = useLab();
  return useSyncExternalStore(
    lab.playhead.store.subscribe,
    () => lab.trace.current()?.worlds.at(lab.playhead.store.getState().time).planned ?? NOTHING_PLANNED,
  );
}

interface TimelineProps extends SelectionProps, HoverProps {
  readonly height: number;
  readonly lesson: LessonMoments | null;
}

function usePicture(height: number, props: Omit<TimelineProps, 'height'>): Picture | null {
  const t = useText();
  const trace = useTrace();
  const horizon = useLink((state) => state.horizon);
  const palette = useCanvasPalette();
  const forks = useForks();
  const planned = usePlanned();
  const speaksCa = trace?.flights.has('ca') ?? false;
  const topology = trace?.topology;
  const lanes = useMemo(() => (topology === undefined ? [] : lanesSeen(topology, speaksCa)), [topology, speaksCa]);
  const scale = useMemo(() => (trace === null ? null : new TimeScale(trace.activity, horizon)), [trace, horizon]);
  const blockText = useMemo(() => (number: number) => t('panels.blockNumber', { number }), [t]);
  const laneHeight = Math.min(LARGEST_LANE, Math.max(SMALLEST_LANE, height / Math.max(1, lanes.length)));
  const selected = props.selection?.type === 'message' ? props.selection.message : null;
  const { hovered } = props;
  const questions = props.lesson?.questions ?? NO_QUESTIONS;
  return useMemo(
    () =>
      trace === null || scale === null
        ? null
        : { trace, scale, lanes, laneHeight, palette, forks, planned, questions, hovered, selected, blockText },
    [trace, scale, lanes, laneHeight, palette, forks, planned, questions, hovered, selected, blockText],
  );
}

export function Timeline({ height, ...props }: TimelineProps) {
  const t = useText();
  const [asList, setAsList] = useState(false);
  const picture = usePicture(height, props);
  const controls = useTimeline(asList ? null : picture);
  if (picture === null) return <p className="panel-empty">{t('panels.timeline.empty')}</p>;
  return (
    <div className="timeline">
      <div className="timeline__tools" role="toolbar" aria-label={t('panels.timeline.tools')}>
        {asList ? null : (
          <>
            <Button tone="quiet" label={t('panels.zoomOut')} onClick={() => controls.zoomBy(1 / ZOOM_STEP)}>
              {'−'}
            </Button>
            <Button tone="quiet" label={t('panels.zoomIn')} onClick={() => controls.zoomBy(ZOOM_STEP)}>
              {'+'}
            </Button>
            <Button tone="quiet" label={t('panels.zoomFit')} onClick={controls.fit}>
              {'↔'}
            </Button>
          </>
        )}
        <Button
          tone="quiet"
          icon="list"
          label={t('panels.timeline.asList')}
          aria-pressed={asList}
          onClick={() => setAsList(!asList)}
        />
      </div>
      {asList ? (
        <StepList onSelect={props.onSelect} selection={props.selection} />
      ) : (
        <>
          <LaneLabels lanes={picture.lanes} laneHeight={picture.laneHeight} onSelect={props.onSelect} />
          {picture.trace.entries.length === 0 ? (
            <p className="timeline__nothing">{t('panels.timeline.empty')}</p>
          ) : null}
          <TimelineCanvas
            controls={controls}
            onSelect={props.onSelect}
            hovered={props.hovered}
            onHover={props.onHover}
          />
        </>
      )}
    </div>
  );
}
