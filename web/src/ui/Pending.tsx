/** Said while something is on its way. Nobody sees it unless that takes longer than a moment (see small-parts.css). */
import type { ReactNode } from 'react';
import './small-parts.css';

export function Pending({ children }: { readonly children: ReactNode }) {
  return (
    <p className="ui-pending ui-late" role="status" aria-busy="true">
      {children}
    </p>
  );
}
