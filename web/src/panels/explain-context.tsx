/** The way from a code or an error to its entry in the explainer. Where nobody opens entries, there is none. */
import { createContext, useContext } from 'react';
import type { ExplanationId } from '../explain/entries.ts';
import { useText } from '../i18n/text-context.tsx';
import { Button } from '../ui/Button.tsx';

type OpenEntry = (id: ExplanationId) => void;

export const ExplainContext = createContext<OpenEntry | null>(null);

/** Opens the entry; `about` tells several of them apart for those who hear the page. */
export function ExplainButton({ id, about }: { readonly id: ExplanationId; readonly about: string }) {
  const t = useText();
  const open = useContext(ExplainContext);
  if (open === null) return null;
  return (
    <Button tone="quiet" icon="info" aria-label={t('explain.ui.explainOf', { about })} onClick={() => open(id)}>
      {t('explain.ui.explain')}
    </Button>
  );
}
