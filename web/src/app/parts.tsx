/** The heavy parts, each loaded when first shown. */
import { lazyPart } from '../ui/lazy-part.ts';

export const LazyDock = lazyPart(() => import('../panels/Dock.tsx').then((part) => part.Dock));
export const LazyInspector = lazyPart(() => import('../panels/Inspector.tsx').then((part) => part.Inspector));
const importStage = () => import('../stage/Stage.tsx').then(({ Stage }) => Stage);
export const LazyStage = lazyPart(importStage);

/** Fetches the stage while the network is being brought up, so that it is there when there is something to show. */
export const preloadStage = (): Promise<unknown> => importStage();
export const LazyInside = lazyPart(() => import('../inside/InsideView.tsx').then((part) => part.InsideView));
export const LazyShareDialog = lazyPart(() => import('./share/ShareDialog.tsx').then((part) => part.ShareDialog));
export const LazyExtendDialog = lazyPart(() => import('./sandbox/ExtendDialog.tsx').then((part) => part.ExtendDialog));
export const LazySandboxBar = lazyPart(() => import('./sandbox/SandboxBar.tsx').then((part) => part.SandboxBar));
export const LazyContractDialog = lazyPart(() => import('./do/ContractDialog.tsx').then((part) => part.ContractDialog));
export const LazyFaultsDialog = lazyPart(() => import('./faults/FaultsDialog.tsx').then((part) => part.FaultsDialog));
export const LazyExplainDialog = lazyPart(() => import('./do/ExplainDialog.tsx').then((part) => part.ExplainDialog));
export const LazyDoDialog = lazyPart(() => import('./do/DoDialog.tsx').then((part) => part.DoDialog));
export const LazyInstruments = lazyPart(() => import('./present/Instruments.tsx').then((part) => part.Instruments));
