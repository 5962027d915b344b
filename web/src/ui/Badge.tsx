/** A word in a rounded tint: a state, a role, a count. */
import type { ReactNode } from 'react';
import './small-parts.css';

export type BadgeTone = 'neutral' | 'good' | 'bad' | 'warn';

export function Badge({ tone = 'neutral', children }: { readonly tone?: BadgeTone; readonly children: ReactNode }) {
  return <span className={`ui-badge ui-badge--${tone}`}>{children}</span>;
}
