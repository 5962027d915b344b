/** The outermost boundary: what breaks here has taken the whole page with it, and the recording can still be saved. */
import type { ReactNode } from 'react';
import { Boundary, FailureView } from '../ui/Boundary.tsx';
import { PageFailurePart, PartFailurePart } from './FailurePart.tsx';

export function ErrorBoundary({ children }: { readonly children: ReactNode }) {
  return (
    <FailureView value={PartFailurePart}>
      <Boundary view={PageFailurePart}>{children}</Boundary>
    </FailureView>
  );
}
