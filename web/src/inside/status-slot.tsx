/** The line beside the title: what is going on in there just now. Each view says its own; it is read aloud when it changes. */
import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';

const Slot = createContext<HTMLElement | null>(null);

export function StatusSlot({ value, children }: { readonly value: HTMLElement | null; readonly children: ReactNode }) {
  return <Slot value={value}>{children}</Slot>;
}

export function Status({ children }: { readonly children: ReactNode }) {
  const slot = useContext(Slot);
  return slot === null ? null : createPortal(children, slot);
}
