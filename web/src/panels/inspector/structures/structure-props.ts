/** What the contents of every structure are given. */
import type { WorldView } from '../../../view/world-model.ts';
import type { Entry, Inspection, StructureOf } from '../../lab-types.ts';
import type { SelectionProps } from '../../selection.ts';
import type { StructureTarget } from './structure-subject.ts';

export interface StructureProps<T extends StructureTarget['type']> extends Pick<SelectionProps, 'onSelect'> {
  readonly target: Extract<StructureTarget, { readonly type: T }>;
  readonly world: WorldView;
  /** By which it came to be as it is; null: nothing has been done to it. */
  readonly entry: Entry | null;
  /** What the worker knows of it; null until it has come, and of what does not exist at the playhead. */
  readonly told: StructureOf<T> | null;
  readonly inspection: Inspection | null;
}

export const nameIn =
  (world: WorldView) =>
  (node: string): string =>
    world.nodes[node]?.info.shortName ?? node;
