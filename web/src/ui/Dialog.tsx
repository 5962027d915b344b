/**
 * A modal dialog, or a sheet that comes from a side, on the browser's own `<dialog>`: focus stays inside, Esc closes,
 * the focus returns to where it was. A control marked `data-autofocus` has it first.
 */
import { createContext, useContext, useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import './dialog.css';

/** What every dialog shows below its content: nothing behind a dialog can be reached. */
export const DialogFoot = createContext<ReactNode>(null);

export interface DialogProps {
  readonly open: boolean;
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  /** `centre` is a dialog, `wide` one that takes most of the window, the others are sheets. */
  readonly from?: 'centre' | 'wide' | 'left' | 'right' | 'bottom';
  readonly children: ReactNode;
}

export function Dialog({ open, title, closeLabel, onClose, from = 'centre', children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const foot = useContext(DialogFoot);
  useEffect(() => {
    const dialog = element.current;
    if (dialog === null) return;
    if (open && !dialog.open) {
      dialog.showModal();
      // The browser focuses the first control, which is the one that closes; a dialog may know better.
      dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    }
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog
      ref={element}
      className={`ui-dialog ui-dialog--${from}`}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === element.current) element.current.close();
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      {open ? (
        <div className="ui-dialog__frame">
          <div className="ui-dialog__head">
            <h2 id={titleId}>{title}</h2>
            <Button tone="quiet" icon="close" label={closeLabel} onClick={() => element.current?.close()} />
          </div>
          <div className="ui-dialog__body">{children}</div>
          <div className="ui-dialog__foot">{foot}</div>
        </div>
      ) : null}
    </dialog>
  );
}
