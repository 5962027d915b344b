/** Words for screen readers only. */
import type { ReactNode } from 'react';
import './small-parts.css';

export function VisuallyHidden({ children }: { readonly children: ReactNode }) {
  return <span className="ui-hidden">{children}</span>;
}
