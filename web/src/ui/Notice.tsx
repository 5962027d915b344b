/** A sentence that needs to be seen, with a sign as well as a tint. */
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';
import './small-parts.css';

type Tone = 'neutral' | 'good' | 'bad' | 'warn';
const ICONS: Readonly<Record<Tone, IconName>> = { neutral: 'info', good: 'check', bad: 'cross', warn: 'warning' };

interface NoticeProps {
  readonly tone?: Tone;
  /** With both, the notice can be closed. */
  readonly closeLabel?: string;
  readonly onClose?: () => void;
  readonly children: ReactNode;
}

export function Notice({ tone = 'neutral', closeLabel, onClose, children }: NoticeProps) {
  return (
    <div className={`ui-notice ui-notice--${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon name={ICONS[tone]} />
      <div className="ui-notice__text">{children}</div>
      {onClose === undefined ? null : <Button tone="quiet" icon="close" label={closeLabel} onClick={onClose} />}
    </div>
  );
}
