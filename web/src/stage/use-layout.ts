/** Where everything stands; a network that grows while it is shown keeps those who stand there where they are. */
import { useMemo, useState } from 'react';
import type { Topology } from '../sim/protocol/topology-spec.ts';
import { layoutThrough } from '../view/grown-layout.ts';
import type { Drags, LayoutVariant, StageLayout } from '../view/layout.ts';

/** The networks this stage has shown, the present one last; one that is shown again takes the others after it away. */
function useShown(topology: Topology): readonly Topology[] {
  const [shown, setShown] = useState<readonly Topology[]>([topology]);
  if (shown.at(-1) === topology) return shown;
  const known = shown.indexOf(topology);
  const next = known < 0 ? [...shown, topology] : shown.slice(0, known + 1);
  // React's way to follow a property: set while rendering, and render again before anything is drawn.
  setShown(next);
  return next;
}

export function useLayout(
  topology: Topology,
  grownFrom: readonly Topology[] | undefined,
  variant: LayoutVariant,
  drags: Drags,
): StageLayout {
  const shown = useShown(topology);
  return useMemo(
    () => layoutThrough(grownFrom === undefined ? shown : [...grownFrom, topology], variant, drags),
    [shown, grownFrom, topology, variant, drags],
  );
}
