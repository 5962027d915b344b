/** A part of the page that may still be loading and may break, without taking the rest with it. */
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import type { TextKey } from '../i18n/dictionary.ts';
import { useText } from '../i18n/text-context.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';

export function Pane({ loading, children }: { readonly loading: TextKey; readonly children: ReactNode }) {
  return (
    <ErrorBoundary name="part">
      <Suspense fallback={<Waiting text={loading} />}>{children}</Suspense>
    </ErrorBoundary>
  );
}

export function Waiting({ text }: { readonly text: TextKey }) {
  const t = useText();
  return (
    <div className="skeleton" role="status" aria-busy="true">
      <span className="skeleton__bar" />
      <p>{t(text)}</p>
    </div>
  );
}
