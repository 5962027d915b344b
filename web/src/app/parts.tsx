/** The heavy parts, each loaded when first shown. */
import { lazy } from 'react';

export const LazyDock = lazy(() => import('../panels/Dock.tsx').then(({ Dock }) => ({ default: Dock })));
export const LazyInspector = lazy(() =>
  import('../panels/Inspector.tsx').then(({ Inspector }) => ({ default: Inspector })),
);
const importStage = () => import('../stage/Stage.tsx').then(({ Stage }) => ({ default: Stage }));
export const LazyStage = lazy(importStage);

/** Fetches the stage while the network is being brought up, so that it is there when there is something to show. */
export const preloadStage = (): Promise<unknown> => importStage();
export const LazyInside = lazy(() =>
  import('../inside/InsideView.tsx').then(({ InsideView }) => ({ default: InsideView })),
);
export const LazyShareDialog = lazy(() =>
  import('./share/ShareDialog.tsx').then((part) => ({ default: part.ShareDialog })),
);
export const LazyExtendDialog = lazy(() =>
  import('./sandbox/ExtendDialog.tsx').then((part) => ({ default: part.ExtendDialog })),
);
export const LazySandboxBar = lazy(() =>
  import('./sandbox/SandboxBar.tsx').then((part) => ({ default: part.SandboxBar })),
);
export const LazyContractDialog = lazy(() =>
  import('./do/ContractDialog.tsx').then((part) => ({ default: part.ContractDialog })),
);
export const LazyFaultsDialog = lazy(() =>
  import('./faults/FaultsDialog.tsx').then((part) => ({ default: part.FaultsDialog })),
);
export const LazyExplainDialog = lazy(() =>
  import('./do/ExplainDialog.tsx').then((part) => ({ default: part.ExplainDialog })),
);
export const LazyDoDialog = lazy(() => import('./do/DoDialog.tsx').then((part) => ({ default: part.DoDialog })));
