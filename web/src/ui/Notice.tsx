/** A sentence that needs to be seen, with a sign as well as a tint. */
import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';
import './small-parts.css';

type Tone = 'neutral' | 'good' | 'bad' | 'warn';
const ICONS: Readonly<Record<Tone, IconName>> = { neutral: 'info', good: 'check', bad: 'cross', warn: 'warning' };

export function Notice({ tone = 'neutral', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return (
    <div className={`ui-notice ui-notice--${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon name={ICONS[tone]} />
      <div>{children}</div>
    </div>
  );
}
