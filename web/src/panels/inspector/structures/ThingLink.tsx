/** The name of a thing as the way to it. */
import type { ReactNode } from 'react';
import type { Selection, SelectionProps } from '../../selection.ts';
import '../../panels.css';

export interface ThingLinkProps extends Pick<SelectionProps, 'onSelect'> {
  readonly to: Selection;
  readonly children: ReactNode;
}

export function ThingLink({ to, onSelect, children }: ThingLinkProps) {
  return (
    <button type="button" className="panel-link thing-link" onClick={() => onSelect(to)}>
      {children}
    </button>
  );
}
