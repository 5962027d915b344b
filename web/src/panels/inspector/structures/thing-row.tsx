/** A row that names a thing and leads to it. */
import type { Selection, SelectionProps } from '../../selection.ts';
import type { Row } from '../Rows.tsx';
import { ThingLink } from './ThingLink.tsx';

/** @param name of the row, @param words how the thing is called */
export const thingRow = (name: string, to: Selection, words: string, onSelect: SelectionProps['onSelect']): Row => ({
  name,
  value: (
    <ThingLink to={to} onSelect={onSelect}>
      {words}
    </ThingLink>
  ),
});
