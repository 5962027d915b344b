/** The stage, given the playhead, the selection and the focus of the present step. */
import { answerWithNode } from '../lesson/question.ts';
import type { InspectTarget } from '../link/react/lab-context.tsx';
import type { Command } from '../sim/protocol/commands.ts';
import { Pane } from './Pane.tsx';
import { LazyStage } from './parts.tsx';
import { useInterface, useSession, useSessionState } from './session-context.tsx';
import { useFocus } from './use-focus.ts';

export function StagePane({ narration }: { readonly narration: 'card' | null }) {
  const session = useSession();
  const player = useSessionState((state) => state.player);
  const selection = useInterface((state) => state.selection);
  const hovered = useInterface((state) => state.hovered);
  const drags = useInterface((state) => state.drags);
  const mode = useInterface((state) => state.mode);
  const focus = useFocus(player);
  const select = (target: InspectTarget | null): void => {
    if (target?.type === 'node' && player !== null && answerWithNode(player, target.node)) return;
    session.ui.setState({ selection: target });
  };
  return (
    <Pane loading="shell.loading.stage">
      <LazyStage
        selection={selection}
        onSelect={select}
        hovered={hovered}
        onHover={(message: number | null) => session.ui.setState({ hovered: message })}
        focus={mode === 'learn' ? focus : []}
        drags={drags}
        onDrag={(moved: typeof drags) => session.ui.setState({ drags: moved })}
        onOpen={(node: string) => select({ type: 'node', node })}
        onCommand={(command: Command) => void session.act(command)}
        inset={narration === 'card' && mode === 'learn' ? 'narration' : 'none'}
      />
    </Pane>
  );
}
