/** The heavy parts, each loaded when first shown. */
import { lazy } from 'react';

export const LazyDock = lazy(() => import('../panels/Dock.tsx').then(({ Dock }) => ({ default: Dock })));
export const LazyInspector = lazy(() =>
  import('../panels/Inspector.tsx').then(({ Inspector }) => ({ default: Inspector })),
);
export const LazyStage = lazy(() => import('../stage/Stage.tsx').then(({ Stage }) => ({ default: Stage })));
export const LazyShareDialog = lazy(() =>
  import('./share/ShareDialog.tsx').then((part) => ({ default: part.ShareDialog })),
);
export const LazyDoDialog = lazy(() => import('./do/DoDialog.tsx').then((part) => ({ default: part.DoDialog })));
