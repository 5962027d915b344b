/** A part of the page that may still be loading and may break, without taking the rest with it. */
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import type { TextKey } from '../i18n/dictionary.ts';
import { useText } from '../i18n/text-context.tsx';
import { Boundary } from '../ui/Boundary.tsx';

interface PaneProps {
  readonly loading: TextKey;
  /** Of what is shown; see `Boundary`. */
  readonly of?: string;
  readonly children: ReactNode;
}

export function Pane({ loading, of, children }: PaneProps) {
  return (
    <Boundary {...(of !== undefined && { of })}>
      <Suspense fallback={<Waiting text={loading} />}>{children}</Suspense>
    </Boundary>
  );
}

export function Waiting({ text }: { readonly text: TextKey }) {
  const t = useText();
  return (
    <div className="skeleton ui-late" role="status" aria-busy="true">
      <span className="skeleton__bar" />
      <p>{t(text)}</p>
    </div>
  );
}
