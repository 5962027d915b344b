/**
 * The stage: the network at the playhead with its messages in flight. A chunk of its own, loaded when it is first shown.
 */
import '@xyflow/react/dist/base.css';
import './stage.css';
import './detail.css';
import { ReactFlowProvider } from '@xyflow/react';
import { useCallback, useId, useMemo, useRef, useState } from 'react';
import { useText } from '../i18n/text-context.tsx';
import type { NodeId } from '../sim/trace/facts.ts';
import type { ViewSize } from '../view/fit-view.ts';
import { grown, type Point, type Rect } from '../view/geometry.ts';
import { variantFor } from '../view/layout.ts';
import { StagePaths } from '../view/stage-paths.ts';
import type { Sprite } from './canvas/flight-sprites.ts';
import { StageCanvas } from './canvas/StageCanvas.tsx';
import { FaultsNow } from './FaultsNow.tsx';
import { LiveMove } from './LiveMove.tsx';
import { LiveStory } from './LiveStory.tsx';
import { useRibbons } from './layers/RibbonLayer.tsx';
import { NodeMenu } from './NodeMenu.tsx';
import { StageFlow } from './StageFlow.tsx';
import type { Inset, StageProps } from './stage-props.ts';
import { type OpenMenu, StageProvider } from './stage-store.tsx';
import { StageTools } from './StageTools.tsx';
import { useCamera } from './use-camera.ts';
import { useDetail } from './use-detail.ts';
import { useElementSize } from './use-element-size.ts';
import { useLayout } from './use-layout.ts';
import { usePointing } from './use-pointing.ts';
import { openerOf } from './name-button.ts';
import { useStageKeys } from './use-stage-keys.ts';
import { useStageSync } from './use-stage-sync.ts';

export type { StageProps } from './stage-props.ts';

const NOTHING_DRAWN: readonly Sprite[] = [];
const EVERYTHING: readonly NodeId[] = [];

function coveredBy(inset: Inset | null | undefined, { width, height }: ViewSize): Rect | null {
  if (!inset || width === 0) return null;
  const rect = { x: inset.left, y: height - inset.bottom - inset.height, width: inset.width, height: inset.height };
  return grown(rect, 10);
}

export function Stage(props: StageProps) {
  return (
    <ReactFlowProvider>
      <StageBody {...props} />
    </ReactFlowProvider>
  );
}

/** Where a card is while it is being dragged; the app hears of it when it is dropped. */
function useDragging({ drags, onDrag }: StageProps) {
  const [live, setLive] = useState<{ readonly node: NodeId; readonly corner: Point } | null>(null);
  const onDragging = useCallback(
    (node: NodeId, corner: Point, done: boolean) => {
      const whole = { x: Math.round(corner.x), y: Math.round(corner.y) };
      setLive(done ? null : { node, corner: whole });
      if (done) onDrag(node, whole);
    },
    [onDrag],
  );
  const all = useMemo(() => (live === null ? drags : { ...drags, [live.node]: live.corner }), [drags, live]);
  return { drags: all, onDragging };
}

function StageBody(props: StageProps) {
  const { trace, time, name, inset, variant, offered = null, onSelect, onOpen, onCommand, onPainted } = props;
  const t = useText();
  const keysId = useId();
  const element = useRef<HTMLDivElement>(null);
  const drawn = useRef(NOTHING_DRAWN);
  const store = useStageSync(props);
  const size = useElementSize(element);
  const { drags, onDragging } = useDragging(props);
  const shape = variant ?? variantFor(size, props.overBand);
  const { topology } = trace;
  const layout = useLayout(topology, props.grownFrom, shape, drags);
  const paths = useMemo(() => new StagePaths(layout), [layout]);
  const channels = useMemo(() => topology.channels.map(({ id }) => id), [topology]);
  const ribbons = useRibbons(layout, channels, store);
  const covered = useMemo(() => coveredBy(inset, size), [inset, size]);
  const camera = useCamera({ layout, channels, size, covered, closeUp: props.closeUp ?? EVERYTHING });
  useDetail(element, store);
  const onKeyDown = useStageKeys({ element, store, layout, camera, onDrag: props.onDrag, onSelect, onOpen });
  const pointing = usePointing({ element, store, drawn }, props);
  const onClosed = useCallback((menu: OpenMenu) => openerOf(element.current, menu)?.focus(), []);
  return (
    <StageProvider store={store}>
      <div
        ref={element}
        className="stage"
        data-variant={shape}
        role="group"
        aria-label={name === undefined ? t('stage.label') : t('stage.labelNamed', { name })}
        aria-describedby={keysId}
        onKeyDown={onKeyDown}
        {...pointing}
      >
        <p id={keysId} className="stage-hidden">
          {t('stage.hint.keys')}
        </p>
        <StageFlow layout={layout} paths={paths} ribbons={ribbons} camera={camera} onDragging={onDragging} />
        <StageCanvas {...{ trace, time, layout, paths, ribbons, covered, drawn, onPainted }} />
        <StageTools camera={camera} />
        <FaultsNow isBrief={!camera.isCornerFree} onCommand={onCommand} onFaults={props.onFaults} />
        <NodeMenu
          {...{ offered, size, onOpen, onCommand, onClosed }}
          onForm={props.onForm}
          onFaults={props.onFaults}
          onGround={props.onGround}
          onChannel={props.onChannel}
          onLook={props.onLook}
        />
        <LiveMove />
        <LiveStory trace={trace} time={time} name={name} />
      </div>
    </StageProvider>
  );
}
