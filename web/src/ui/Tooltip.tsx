/** Words that appear beside a thing on hover or focus. Never the only place they stand: the thing has its own name. */
import { useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import './small-parts.css';

const DELAY_MILLIS = 350;

export function Tooltip({ text, children }: { readonly text: ReactNode; readonly children: ReactNode }) {
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [place, setPlace] = useState<{ readonly left: number; readonly top: number } | null>(null);
  const show = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const box = anchor.current?.getBoundingClientRect();
      if (box !== undefined) setPlace({ left: Math.min(box.left, innerWidth - 290), top: box.bottom + 6 });
    }, DELAY_MILLIS);
  };
  const hide = () => {
    clearTimeout(timer.current);
    setPlace(null);
  };
  return (
    <span ref={anchor} aria-describedby={id} onPointerEnter={show} onPointerLeave={hide} onFocus={show} onBlur={hide}>
      {children}
      {place === null ? null : (
        <span id={id} role="tooltip" className="ui-tooltip" style={place}>
          {text}
        </span>
      )}
    </span>
  );
}
