/** Keeps the detail of the cards and the size of their words in step with the zoom. */
import { useStore } from '@xyflow/react';
import { type RefObject, useEffect } from 'react';
import { detailAt, unzoomAt } from './detail.ts';
import type { StageStore } from './stage-store.tsx';

export function useDetail(element: RefObject<HTMLElement | null>, store: StageStore): void {
  // The camera moves with every frame of a pinch; these two change seldom.
  const detail = useStore(({ transform }) => detailAt(transform[2]));
  const unzoom = useStore(({ transform }) => unzoomAt(transform[2]));
  useEffect(() => {
    store.setState({ detail });
  }, [store, detail]);
  useEffect(() => {
    const stage = element.current;
    if (stage === null) return;
    stage.dataset['detail'] = detail;
    stage.style.setProperty('--unzoom', String(unzoom));
  }, [element, detail, unzoom]);
}
