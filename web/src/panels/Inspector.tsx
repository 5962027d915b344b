/**
 * Whatever is selected, from plain words to bytes: contents, signatures, raw, route; the same as a command; why.
 */
import { useId, useMemo, useState } from 'react';
import { refusalText } from '../i18n/refusal-text.ts';
import { useText } from '../i18n/text-context.tsx';
import { useTrace, useWorldView } from '../link/react/lab-context.tsx';
import { type InspectionState, useInspection } from '../link/react/use-inspection.ts';
import { Notice } from '../ui/Notice.tsx';
import { panelId, tabId, Tabs } from '../ui/Tabs.tsx';
import { type HoverProps, type Selection, selectionKey, type SelectionProps } from './selection.ts';
import { useEntryCount } from './use-entry-count.ts';
import { Contents } from './inspector/Contents.tsx';
import { Heading } from './inspector/Heading.tsx';
import { Raw } from './inspector/Raw.tsx';
import { Route } from './inspector/Route.tsx';
import { SameAsCommand } from './inspector/SameAsCommand.tsx';
import { Signatures } from './inspector/Signatures.tsx';
import { anchorSeq, holderOf, lookedAt, routeOf, subjectOf } from './inspector/subject.ts';
import { Why } from './inspector/Why.tsx';
import './panels.css';
import './inspector/inspector.css';

const TABS = ['contents', 'signatures', 'raw', 'route'] as const;
type TabName = (typeof TABS)[number];

export interface InspectorProps extends SelectionProps {
  /** Told which message the pointer is on, to light it up elsewhere. */
  readonly onHover?: HoverProps['onHover'];
}

const nowhere = (): void => undefined;

function Fetched({ state }: { readonly state: InspectionState }) {
  const t = useText();
  switch (state.status) {
    case 'none':
    case 'loading':
      return (
        <p className="panel-note" role="status">
          {t('panels.loading')}
        </p>
      );
    case 'refused':
      return <Notice tone="warn">{refusalText(t, state.refusal)}</Notice>;
    case 'ready':
      return <Raw inspection={state.inspection} />;
  }
}

function Selected({ selection, onSelect, onHover = nowhere }: InspectorProps & { readonly selection: Selection }) {
  const t = useText();
  const id = useId();
  const trace = useTrace();
  const world = useWorldView();
  const count = useEntryCount();
  const [tab, setTab] = useState<TabName>('contents');
  const key = selectionKey(selection);
  const subject = useMemo(
    () => (trace === null ? null : subjectOf(trace, selection, count)),
    [trace, selection, count],
  );
  const holder = useMemo(
    () => (trace === null || subject === null ? null : holderOf(trace, selection, subject, count)),
    [trace, selection, subject, count],
  );
  const state = useInspection(holder ?? selection);
  const flights = useMemo(
    () => (trace === null || subject === null || tab !== 'route' ? [] : routeOf(trace, subject, count)),
    [trace, subject, tab, count],
  );
  if (subject === null) return <p className="panel-empty">{t('panels.inspector.unknown')}</p>;
  const seq = anchorSeq(subject);
  const channels = subject.type === 'node' ? Object.keys(world?.nodes[subject.node]?.channels ?? {}) : [];
  const isItself = subject.type === 'node' || subject.type === 'structure';
  const inspection = holder !== null && state.status === 'ready' ? state.inspection : null;
  return (
    <>
      <Heading subject={subject} />
      <Tabs
        id={id}
        label={t('panels.inspector.pages')}
        tabs={TABS.map((value) => ({ value, label: t(`panels.inspector.${value}`) }))}
        value={tab}
        onChange={setTab}
      />
      <div className="inspector__page" role="tabpanel" id={panelId(id, tab)} aria-labelledby={tabId(id, tab)} key={key}>
        {tab === 'contents' ? (
          <Contents subject={subject} count={count} inspection={inspection} onSelect={onSelect} />
        ) : null}
        {tab === 'signatures' ? <Signatures subject={subject} state={state} /> : null}
        {tab === 'raw' ? <Fetched state={state} /> : null}
        {tab === 'route' ? (
          <Route flights={flights} selection={selection} onSelect={onSelect} onHover={onHover} />
        ) : null}
        {tab === 'contents' ? (
          <>
            <SameAsCommand looked={lookedAt(subject, channels)} seq={seq} />
            {seq === null ? null : <Why seq={seq} itself={isItself} onSelect={onSelect} />}
          </>
        ) : null}
      </div>
    </>
  );
}

export function Inspector({ selection, ...props }: InspectorProps) {
  const t = useText();
  return (
    <div className="inspector">
      {selection === null ? (
        <div className="panel-empty">
          <p>{t('panels.inspector.empty')}</p>
          <p>{t('panels.inspector.emptyHint')}</p>
        </div>
      ) : (
        <Selected selection={selection} {...props} />
      )}
    </div>
  );
}
