/** Copies a text and says so, also to those who do not see the button. */
import { useEffect, useState } from 'react';
import { useText } from '../i18n/text-context.tsx';
import { Button } from '../ui/Button.tsx';
import { VisuallyHidden } from '../ui/VisuallyHidden.tsx';

const SAID_MILLIS = 2_000;

interface CopyButtonProps {
  /** A long one is made when it is asked for. */
  readonly text: string | (() => string);
  readonly label: string;
}

export function CopyButton({ text, label }: CopyButtonProps) {
  const t = useText();
  const [said, setSaid] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (said === null) return undefined;
    const timer = setTimeout(() => setSaid(null), SAID_MILLIS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () => {
    navigator.clipboard.writeText(typeof text === 'string' ? text : text()).then(
      () => setSaid('copied'),
      () => setSaid('failed'),
    );
  };
  return (
    <>
      <Button
        tone="quiet"
        className="panel-copy"
        icon={said === 'copied' ? 'check' : said === 'failed' ? 'cross' : 'copy'}
        label={said === null ? label : t(said === 'copied' ? 'panels.copied' : 'panels.copyFailed')}
        onClick={copy}
      />
      <VisuallyHidden>
        <span aria-live="polite">
          {said === null ? '' : t(said === 'copied' ? 'panels.copied' : 'panels.copyFailed')}
        </span>
      </VisuallyHidden>
    </>
  );
}
