/** Outline, inspector and dock, given what they need of the session. */
import { CourseOutline } from '../lesson/CourseOutline.tsx';
import { useTrace } from '../link/react/lab-context.tsx';
import type { InspectTarget } from '../link/react/lab-context.tsx';
import { Pane, Waiting } from './Pane.tsx';
import { LazyDock, LazyInspector } from './parts.tsx';
import { useInterface, useSession, useSessionState } from './session-context.tsx';

export function useSelection() {
  const session = useSession();
  return {
    selection: useInterface((state) => state.selection),
    onSelect: (selection: InspectTarget | null) => session.ui.setState({ selection }),
    hovered: useInterface((state) => state.hovered),
    onHover: (hovered: number | null) => session.ui.setState({ hovered }),
  };
}

export function OutlinePane() {
  const session = useSession();
  const sceneId = useSessionState((state) => state.sceneId);
  const player = useSessionState((state) => state.player);
  const prose = useSessionState((state) => state.prose);
  return (
    <CourseOutline
      current={sceneId}
      player={player}
      prose={prose}
      progress={session.progress}
      onOpen={(scene) => {
        session.ui.setState({ overlay: null });
        void session.openScene(scene, null);
      }}
    />
  );
}

export function InspectorPane() {
  const { selection, onSelect, onHover } = useSelection();
  return (
    <Pane loading="shell.loading.panel">
      <LazyInspector selection={selection} onSelect={onSelect} onHover={onHover} />
    </Pane>
  );
}

/** There is no time to move through before the first world is open. */
export function DockPane() {
  const session = useSession();
  const selection = useSelection();
  const opened = useTrace() !== null;
  return (
    <Pane loading="shell.loading.panel">
      {opened ? (
        <LazyDock
          {...selection}
          onWorkshop={(workshop) => session.ui.setState({ workshop, overlay: 'contract' })}
          onCompare={(left, right) => session.ui.setState({ compared: { left, right } })}
        />
      ) : (
        <Waiting text="shell.loading.panel" />
      )}
    </Pane>
  );
}
