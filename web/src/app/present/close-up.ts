/** What the camera goes close to while presenting. */
import type { InspectTarget } from '../../link/react/lab-context.tsx';
import type { Mode } from '../interface-store.ts';

const NOTHING: readonly string[] = [];

/** Nodes the step is about or, in a network of one's own, the one that is selected; none: everything is shown. */
export function closeUpOf(mode: Mode, focus: readonly string[], selection: InspectTarget | null): readonly string[] {
  if (mode === 'learn') return focus;
  return selection?.type === 'node' ? [selection.node] : NOTHING;
}
