/**
 * What is being done, for a panel or a dialog that waits for it: seen when it takes longer than a moment, and with a way to
 * stop it when it takes longer still (both in small-parts.css).
 */
import { Button } from './Button.tsx';
import './small-parts.css';

interface BusyProps {
  readonly text: string;
  /** Parts done of all there are; nobody knows how much there is without it. */
  readonly share?: { readonly done: number; readonly count: number };
  /** With both it can be stopped. */
  readonly stopLabel?: string;
  readonly onStop?: () => void;
}

export function Busy({ text, share, stopLabel, onStop }: BusyProps) {
  return (
    <div className="ui-busy ui-late">
      <progress aria-label={text} {...(share !== undefined && { max: share.count, value: share.done })} />
      <span role="status">{text}</span>
      {onStop === undefined ? null : (
        <Button className="ui-later" onClick={onStop}>
          {stopLabel}
        </Button>
      )}
    </div>
  );
}
