/** Things in an inside behave as cards on the stage do: a click or Space selects, a double click or Enter goes in. */
import type { KeyboardEvent } from 'react';
import { type Selection, selectionKey } from '../panels/selection.ts';
import type { Place } from '../view/place.ts';

interface Steps {
  readonly selection: Selection | null;
  readonly onSelect: (selection: Selection | null) => void;
  readonly onEnter: (place: Place) => void;
}

/** Handlers of a button that stands for `selected`, and for `place` when one can go into it. */
export function openable({ selection, onSelect, onEnter }: Steps, selected: Selection, place: Place | null) {
  return {
    'aria-pressed': selectionKey(selection) === selectionKey(selected),
    onClick: () => onSelect(selected),
    onDoubleClick: () => {
      if (place !== null) onEnter(place);
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (place === null || (event.code !== 'Enter' && event.code !== 'NumpadEnter')) return;
      event.preventDefault();
      event.stopPropagation();
      onEnter(place);
    },
  };
}
