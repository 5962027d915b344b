/** A white sheet of an inside with its heading. */
import { type ReactNode, useId } from 'react';
// The parts of the panels are drawn here too, and on a phone the panels themselves may not be open.
import '../../panels/panels.css';
import '../../panels/inspector/inspector.css';
import './thing.css';

interface SheetProps {
  readonly title: string;
  readonly note?: ReactNode;
  /** Its place in the grid of the view. */
  readonly area?: string;
  readonly children: ReactNode;
}

export function Sheet({ title, note, area, children }: SheetProps) {
  const id = useId();
  return (
    <section className="inside-sheet" aria-labelledby={id} data-area={area}>
      <header>
        <h3 id={id}>{title}</h3>
        {note === undefined ? null : <small>{note}</small>}
      </header>
      {children}
    </section>
  );
}
