/** Keeps the stage's store in step with the playhead and with what the app passes in. */
import { useEffect, useRef, useState } from 'react';
import type { StageProps } from './stage-props.ts';
import { createStageStore, linkKey, type StageStore } from './stage-store.tsx';

/** The world at the playhead: the store changes when an entry is crossed, not every frame. */
function useWorldInto(store: StageStore, { trace, time }: StageProps): void {
  useEffect(() => {
    const look = (): void => {
      const world = trace.worlds.at(time.now());
      const { tabStop, world: before } = store.getState();
      if (world === before && tabStop !== null) return;
      const kept = tabStop !== null && world.nodes[tabStop] !== undefined;
      store.setState({ world, tabStop: kept ? tabStop : (Object.keys(world.nodes)[0] ?? null) });
    };
    look();
    return time.subscribe(look);
  }, [store, trace, time]);
}

export function useStageSync(props: StageProps): StageStore {
  const { trace, time, selection, hovered, focus } = props;
  const [zones, channels] = [props.onGround !== undefined, props.onChannel !== undefined];
  const [store] = useState(() => createStageStore(trace.worlds.at(time.now())));
  useWorldInto(store, props);

  useEffect(() => {
    store.setState({
      hasSelection: selection !== null,
      selectedNode: selection !== null && 'node' in selection ? selection.node : null,
      selectedMessage: selection?.type === 'message' ? selection.message : null,
      selectedLink: selection?.type === 'link' ? linkKey(selection.from, selection.to) : null,
    });
  }, [store, selection]);

  // What is pointed at elsewhere; pointing on the stage itself sets it directly and tells the app.
  const before = useRef(hovered);
  useEffect(() => {
    if (before.current !== hovered) store.setState({ hoveredMessage: hovered ?? null });
    before.current = hovered;
  }, [store, hovered]);

  useEffect(() => store.setState({ named: { zones, channels } }), [store, zones, channels]);

  const focused = focus.join(' ');
  useEffect(() => {
    store.setState({ focus: new Set(focused === '' ? [] : focused.split(' ')) });
  }, [store, focused]);
  return store;
}
