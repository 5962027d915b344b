/** The frame that fits the window: three columns over the dock, sheets below 900 px, one column on a phone. */
import { Suspense, useCallback, useEffect, useState } from 'react';
import { Panel, PanelGroup, PanelResizeHandle } from 'react-resizable-panels';
import type { ExplanationId } from '../explain/entries.ts';
import { useText } from '../i18n/text-context.tsx';
import { ExplainContext } from '../panels/explain-context.tsx';
import { InsideContext } from '../panels/inside-context.tsx';
import { lazyPart } from '../ui/lazy-part.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { useNarrow, usePhone } from '../ui/use-media.ts';
import type { Place } from '../view/place.ts';
import { BlankScreen } from './BlankScreen.tsx';
import { KeysDialog } from './KeysDialog.tsx';
import { listenToKeys } from './keys.ts';
import { MenuSettings } from './MenuSettings.tsx';
import { NarrationPane } from './NarrationPane.tsx';
import { DockPane, InspectorPane, OutlinePane } from './panes.tsx';
import {
  LazyContractDialog,
  LazyDoDialog,
  LazyExplainDialog,
  LazyExtendDialog,
  LazyFaultsDialog,
  LazyInstruments,
  LazyShareDialog,
} from './parts.tsx';
import { OverlayPart } from './OverlayPart.tsx';
import { Pane } from './Pane.tsx';
import { useSandbox } from './sandbox/use-sandbox.ts';
import { useInterface, useSession } from './session-context.tsx';
import { StageArea } from './StageArea.tsx';
import { TopBar } from './TopBar.tsx';

export function Frame() {
  const session = useSession();
  const narrow = useNarrow();
  const phone = usePhone();
  const presenting = useInterface((state) => state.presenting);
  const isPage = useSandbox((state) => state.view !== null);
  useEffect(() => listenToKeys(session), [session]);
  const explain = useCallback(
    (id: ExplanationId) => session.ui.setState({ explained: { type: 'entry', id } }),
    [session],
  );
  const goInside = useCallback(
    (path: readonly Place[]) => {
      session.inside.go(path);
      session.ui.setState({ overlay: null });
    },
    [session],
  );
  return (
    <InsideContext value={goInside}>
      <ExplainContext value={explain}>
        {isPage ? (
          <SandboxFrame />
        ) : presenting ? (
          <PresentFrame />
        ) : phone ? (
          <PhoneFrame />
        ) : narrow ? (
          <NarrowFrame />
        ) : (
          <WideFrame />
        )}
        <Overlays />
      </ExplainContext>
    </InsideContext>
  );
}

/** Widths of the design at 1440 × 900, as the shares the panels are kept in. */
const share = (pixels: number, whole: number): number => Math.min(40, Math.max(12, (pixels / whole) * 100));

function WideFrame() {
  const t = useText();
  const dock = share(208, innerHeight - 52);
  const [aside, setAside] = useState<HTMLElement | null>(null);
  const [collapsed, setCollapsed] = useState(false);
  return (
    <div className="frame">
      <a className="skip" href="#stage-region" onClick={focusStage}>
        {t('shell.skip')}
      </a>
      <TopBar />
      <PanelGroup direction="vertical" autoSaveId="fabriscope-rows" className="frame__rows">
        <Panel id="main" order={1} minSize={30}>
          <PanelGroup direction="horizontal" autoSaveId="fabriscope-columns">
            <Panel id="outline" order={1} defaultSize={share(252, innerWidth)} minSize={10} collapsible>
              <nav className="frame__outline" aria-label={t('shell.region.outline')}>
                <OutlinePane />
              </nav>
            </Panel>
            <Handle />
            <Panel id="stage" order={2} minSize={25}>
              <StageArea narration="card" aside={collapsed ? null : aside} />
            </Panel>
            <Handle />
            <Panel
              id="inspector"
              order={3}
              defaultSize={share(344, innerWidth)}
              minSize={14}
              collapsible
              onCollapse={() => {
                setCollapsed(true);
              }}
              onExpand={() => {
                setCollapsed(false);
              }}
            >
              <aside className="frame__inspector" aria-label={t('shell.region.inspector')}>
                <div className="asked" ref={setAside} />
                <InspectorPane />
              </aside>
            </Panel>
          </PanelGroup>
        </Panel>
        <Handle />
        <Panel id="dock" order={2} defaultSize={dock} minSize={6} collapsible>
          <section className="frame__dock" aria-label={t('shell.region.dock')}>
            <DockPane />
          </section>
        </Panel>
      </PanelGroup>
    </div>
  );
}

/** Here and not among the parts: it is made of them itself. */
const LazySandboxPage = lazyPart(() => import('./sandbox/SandboxPage.tsx').then((part) => part.SandboxPage));

/** What a sandbox begins with, in place of a network. */
function SandboxFrame() {
  return (
    <div className="frame frame--sandbox">
      <TopBar />
      <Pane loading="shell.loading.panel">
        <LazySandboxPage />
      </Pane>
    </div>
  );
}

function Handle() {
  const t = useText();
  return <PanelResizeHandle className="handle" aria-label={t('shell.region.resize')} />;
}

function focusStage(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById('stage-region')?.focus();
}

function NarrowFrame() {
  const t = useText();
  return (
    <div className="frame frame--narrow">
      <TopBar />
      <StageArea narration="card" />
      <section className="frame__dock" aria-label={t('shell.region.dock')}>
        <DockPane />
      </section>
    </div>
  );
}

function PhoneFrame() {
  const t = useText();
  return (
    <div className="frame frame--phone">
      <TopBar />
      <StageArea narration={null} />
      <section className="frame__dock" aria-label={t('shell.region.dock')}>
        <DockPane />
      </section>
      <NarrationPane variant="sheet" />
    </div>
  );
}

function PresentFrame() {
  const t = useText();
  return (
    <div className="frame frame--present" data-contrast="high">
      <header className="ui-hidden">
        <h1>{t('shell.name')}</h1>
      </header>
      <StageArea narration={null} />
      <Suspense fallback={null}>
        <LazyInstruments />
      </Suspense>
      <NarrationPane variant="band" />
      <BlankScreen />
    </div>
  );
}

/** Everything that lies over the frame. */
function Overlays() {
  const t = useText();
  const session = useSession();
  const overlay = useInterface((state) => state.overlay);
  const explained = useInterface((state) => state.explained);
  // The browser tells a moment later that a dialog was closed: what was opened since then stays.
  const closing = (which: NonNullable<typeof overlay>) => (): void =>
    session.ui.setState((state) => (state.overlay === which ? { overlay: null } : state));
  return (
    <>
      <Sheet
        from="left"
        open={overlay === 'outline'}
        title={t('shell.top.outline')}
        closeLabel={t('shell.close')}
        onClose={closing('outline')}
      >
        <MenuSettings />
        <nav aria-label={t('shell.region.outline')} className="sheet__outline">
          <OutlinePane />
        </nav>
      </Sheet>
      <Sheet
        from="right"
        open={overlay === 'inspector'}
        title={t('shell.top.inspector')}
        closeLabel={t('shell.close')}
        onClose={closing('inspector')}
      >
        <InspectorPane />
      </Sheet>
      <KeysDialog open={overlay === 'keys'} onClose={closing('keys')} />
      <OverlayPart>
        {overlay === 'share' ? <LazyShareDialog onClose={closing('share')} /> : null}
        {overlay === 'faults' ? <LazyFaultsDialog onClose={closing('faults')} /> : null}
        {overlay === 'contract' ? <LazyContractDialog onClose={closing('contract')} /> : null}
        {overlay === 'extend' ? <LazyExtendDialog onClose={closing('extend')} /> : null}
        {overlay === 'do' ? <LazyDoDialog onClose={closing('do')} /> : null}
        {explained === null ? null : (
          <LazyExplainDialog explained={explained} onClose={() => session.ui.setState({ explained: null })} />
        )}
      </OverlayPart>
    </>
  );
}
