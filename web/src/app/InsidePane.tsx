/** What is looked into, over the stage; nothing while the network is shown. */
import { useEffect, useRef } from 'react';
import { Pane } from './Pane.tsx';
import { useSelection } from './panes.tsx';
import { LazyInside } from './parts.tsx';
import { useInterface, useSession } from './session-context.tsx';

export function InsidePane() {
  const session = useSession();
  const path = useInterface((state) => state.inside);
  const { selection, onSelect } = useSelection();
  const from = useRef<string | null>(null);
  const node = path[0]?.node ?? null;
  useEffect(() => {
    // Back in the network, the keys go on from the card one came out of.
    if (node === null && from.current !== null)
      document
        .querySelector<HTMLElement>(`[data-node="${CSS.escape(from.current)}"] > [role="button"]`)
        ?.focus({ preventScroll: true });
    from.current = node;
  }, [node]);
  if (path.length === 0) return null;
  return (
    <div className="stage-area__inside">
      <Pane loading="shell.loading.panel">
        <LazyInside path={path} onPath={(next) => session.inside.go(next)} selection={selection} onSelect={onSelect} />
      </Pane>
    </div>
  );
}
