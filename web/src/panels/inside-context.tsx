/** The way from a thing a panel shows into it. Where nobody goes inside anything, there is none. */
import { createContext, useContext } from 'react';
import { useText } from '../i18n/text-context.tsx';
import { Button } from '../ui/Button.tsx';
import type { Place } from '../view/place.ts';

/** Shows the end of the path in place of the network; the places before it are the way back out. */
export type GoInside = (path: readonly Place[]) => void;

export const InsideContext = createContext<GoInside | null>(null);

/** `about` tells several of them apart for those who hear the page. */
export function GoInsideButton({ path, about }: { readonly path: readonly Place[] | null; readonly about: string }) {
  const t = useText();
  const go = useContext(InsideContext);
  if (go === null || path === null) return null;
  return (
    <Button tone="quiet" icon="search" aria-label={t('inside.lookInsideOf', { about })} onClick={() => go(path)}>
      {t('inside.lookInside')}
    </Button>
  );
}
