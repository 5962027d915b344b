/** The texts of the chosen language for React: `const t = useText()`, then `t('shell.share')`. */
import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';
import type { Translate } from './translate.ts';

const TextContext = createContext<Translate | null>(null);

export function TextProvider({ translate, children }: { readonly translate: Translate; readonly children: ReactNode }) {
  return <TextContext value={translate}>{children}</TextContext>;
}

export function useText(): Translate {
  const translate = useContext(TextContext);
  if (translate === null) throw new Error('useText outside TextProvider');
  return translate;
}
