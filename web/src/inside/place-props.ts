/** What every view of an inside is given and says back. */
import type { Selection } from '../panels/selection.ts';
import type { NodeInfo } from '../view/network.ts';
import type { Place, PlaceKind } from '../view/place.ts';

export type PlaceOf<K extends PlaceKind> = Extract<Place, { readonly kind: K }>;

interface Steps {
  /** Goes one level further in. */
  readonly onEnter: (place: Place) => void;
  readonly selection: Selection | null;
  /** Shows the thing in the inspector. */
  readonly onSelect: (selection: Selection | null) => void;
}

export interface PlaceProps<K extends PlaceKind> extends Steps {
  readonly place: PlaceOf<K>;
}

/** Inside a node, by its role. */
export interface NodeInsideProps extends Steps {
  readonly info: NodeInfo;
}
