/** Outline, inspector and dock, given what they need of the session. */
import { useMemo, useSyncExternalStore } from 'react';
import { CourseOutline } from '../lesson/CourseOutline.tsx';
import { useTrace } from '../link/react/lab-context.tsx';
import type { InspectTarget } from '../link/react/lab-context.tsx';
import { selectionKey } from '../panels/selection.ts';
import type { LessonMoments } from '../panels/transport/Transport.tsx';
import { Pane, Waiting } from './Pane.tsx';
import { LazyDock, LazyInspector } from './parts.tsx';
import { jumpToQuestion, questionTimes } from './question-jump.ts';
import { useInterface, useSession, useSessionState } from './session-context.tsx';
import { useFocus } from './use-focus.ts';

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
    <Pane loading="shell.loading.panel" of={selectionKey(selection)}>
      <LazyInspector selection={selection} onSelect={onSelect} onHover={onHover} />
    </Pane>
  );
}

const NO_TIMES: readonly number[] = [];

/** The questions of the open scene, where it asks any. */
function useLessonMoments(): LessonMoments | null {
  const { lab } = useSession();
  const player = useSessionState((state) => state.player);
  const key = useSyncExternalStore(
    (changed) => player?.store.subscribe(changed) ?? (() => undefined),
    () => (player === null ? '' : questionTimes(player, lab.link.store.getState().entries).join(' ')),
  );
  return useMemo(() => {
    if (player === null || player.scene.steps.every(({ question }) => question === undefined)) return null;
    const questions = key === '' ? NO_TIMES : key.split(' ').map(Number);
    return { questions, onQuestion: (forward) => void jumpToQuestion(player, forward) };
  }, [player, key]);
}

/** There is no time to move through before the first world is open. */
export function DockPane() {
  const session = useSession();
  const selection = useSelection();
  const opened = useTrace() !== null;
  const lesson = useLessonMoments();
  const tab = useInterface((state) => state.dock);
  const focus = useFocus(useSessionState((state) => state.player));
  return (
    <Pane loading="shell.loading.panel">
      {opened ? (
        <LazyDock
          {...selection}
          onWorkshop={(workshop) => session.ui.setState({ workshop, overlay: 'contract' })}
          lesson={lesson}
          focus={focus}
          tab={tab}
          onTab={(dock) => session.ui.setState({ dock })}
          onCompare={(left, right) => session.ui.setState({ compared: { left, right } })}
        />
      ) : (
        <Waiting text="shell.loading.panel" />
      )}
    </Pane>
  );
}
