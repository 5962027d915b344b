/** The dock below the stage: moving through time, and the ways to read what happened. */
import { Suspense, useId, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { useText } from '../i18n/text-context.tsx';
import { Boundary } from '../ui/Boundary.tsx';
import { Button } from '../ui/Button.tsx';
import { lazyPart } from '../ui/lazy-part.ts';
import { Pending } from '../ui/Pending.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { panelId, tabId, Tabs } from '../ui/Tabs.tsx';
import { useFlatDock } from '../ui/use-media.ts';
import type { WorkshopProps } from './chaincode/Chaincode.tsx';
import { DOCK_TABS, type DockTab } from './dock-tabs.ts';
import type { HoverProps, SelectionProps } from './selection.ts';
import { Timeline } from './timeline/Timeline.tsx';
import { Transport, type TransportProps } from './transport/Transport.tsx';
import './panels.css';
import './dock.css';

const LazySequence = lazyPart(() => import('./sequence/Sequence.tsx').then((part) => part.Sequence));
const LazyBlocks = lazyPart(() => import('./blocks/Blocks.tsx').then((part) => part.Blocks));
const LazyLogs = lazyPart(() => import('./logs/Logs.tsx').then((part) => part.Logs));
const LazyCharts = lazyPart(() => import('./charts/Charts.tsx').then((part) => part.Charts));
const LazyTerminal = lazyPart(() => import('./terminal/Terminal.tsx').then((part) => part.Terminal));
const LazyChaincode = lazyPart(() => import('./chaincode/Chaincode.tsx').then((part) => part.Chaincode));

export interface DockProps extends SelectionProps, HoverProps, WorkshopProps, TransportProps {
  /** Nodes the present step is about; none: all alike. */
  readonly focus: readonly string[];
  /** The page that is open. */
  readonly tab: DockTab;
  readonly onTab: (tab: DockTab) => void;
}

/** What the time line needs besides its lanes: its axis below and room above. */
const BESIDE_LANES = 28;

function useHeight(box: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(160);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return height;
}

function Page({ tab, ...props }: DockProps) {
  const box = useRef<HTMLDivElement>(null);
  const height = useHeight(box);
  return (
    <div className="dock__page" ref={box}>
      {tab === 'timeline' ? <Timeline height={height - BESIDE_LANES} {...props} /> : null}
      {tab === 'sequence' ? <LazySequence {...props} /> : null}
      {tab === 'blocks' ? <LazyBlocks {...props} /> : null}
      {tab === 'logs' ? <LazyLogs {...props} /> : null}
      {tab === 'charts' ? <LazyCharts /> : null}
      {tab === 'terminal' ? <LazyTerminal {...props} /> : null}
      {tab === 'chaincode' ? <LazyChaincode {...props} /> : null}
    </div>
  );
}

function Pages(props: DockProps & { readonly id: string }) {
  const t = useText();
  const { id, tab } = props;
  return (
    <div className="dock__panel" role="tabpanel" id={panelId(id, tab)} aria-labelledby={tabId(id, tab)}>
      <Boundary of={tab}>
        <Suspense fallback={<Pending>{t('panels.loading')}</Pending>}>
          <Page {...props} />
        </Suspense>
      </Boundary>
    </div>
  );
}

const [FIRST] = DOCK_TABS;

/**
 * Whether the pages are open where they are a sheet. A page that somebody else asks for (a link, a button elsewhere) opens
 * it; closed, the dock is at its first page, so that links say what is seen.
 */
function useSheet(isSheet: boolean, { tab, onTab }: Pick<DockProps, 'tab' | 'onTab'>) {
  const [open, setOpen] = useState(tab !== FIRST);
  const [seen, see] = useState(tab);
  const [last, keepLast] = useState(tab);
  if (tab !== seen) {
    see(tab);
    if (isSheet && tab !== FIRST) setOpen(true);
  }
  return {
    open,
    show: () => {
      setOpen(true);
      onTab(last);
    },
    close: () => {
      setOpen(false);
      keepLast(tab);
      onTab(FIRST);
    },
  };
}

export function Dock(props: DockProps) {
  const t = useText();
  const id = useId();
  const phone = useFlatDock();
  const { open, show, close } = useSheet(phone, props);
  const tabs = (
    <Tabs
      id={id}
      label={t('panels.dock.pages')}
      tabs={DOCK_TABS.map((value) => ({ value, label: t(`panels.tab.${value}`) }))}
      value={props.tab}
      onChange={props.onTab}
    />
  );
  return (
    <div className="dock">
      <div className="dock__bar">
        <Transport onCompare={props.onCompare} lesson={props.lesson} />
        <span className="dock__space" />
        {phone ? <Button icon="up" label={t('panels.dock.open')} aria-expanded={open} onClick={show} /> : tabs}
      </div>
      {phone ? (
        <Sheet from="bottom" open={open} title={t('panels.dock.title')} closeLabel={t('shell.close')} onClose={close}>
          <div className="dock__sheet">
            {tabs}
            <Pages id={id} {...props} />
          </div>
        </Sheet>
      ) : (
        <Pages id={id} {...props} />
      )}
    </div>
  );
}
