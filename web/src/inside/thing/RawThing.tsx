/** The thing itself, behind a fold: its messages as JSON and its bytes. Fetched when it is opened. */
import { useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { Pending } from '../../ui/Pending.tsx';
import type { InspectTarget } from '../../link/react/lab-context.tsx';
import { useInspection } from '../../link/react/use-inspection.ts';
import { Raw } from '../../panels/inspector/Raw.tsx';

export function RawThing({ target }: { readonly target: InspectTarget }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const state = useInspection(open ? target : null);
  return (
    <details className="inside-sheet thing-raw" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('things.raw')}</summary>
      {state.status === 'ready' ? <Raw inspection={state.inspection} /> : null}
      {state.status === 'loading' ? <Pending>{t('inside.loading')}</Pending> : null}
      {state.status === 'refused' ? <p className="inside-note">{t('panels.inspector.noData')}</p> : null}
    </details>
  );
}
