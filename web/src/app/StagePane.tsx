/** The stage, given the trace, the playhead, the selection and the focus of the present step. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { answerWithNode } from '../lesson/question.ts';
import { useLab, useTrace } from '../link/react/lab-context.tsx';
import type { InspectTarget } from '../link/react/lab-context.tsx';
import { useTimeSource } from '../link/react/use-time-source.ts';
import { Pane } from './Pane.tsx';
import { lookAtChannel } from './channel-look.ts';
import { LazyStage } from './parts.tsx';
import { closeUpOf } from './present/close-up.ts';
import { useInterface, useSession, useSessionState } from './session-context.tsx';
import { growthOf } from '../sim/protocol/growth.ts';
import type { GroundAction } from '../stage/stage-props.ts';
import { useSandbox } from './sandbox/use-sandbox.ts';
import { useNarrow } from '../ui/use-media.ts';
import { useFocus } from './use-focus.ts';

/** Where the bar of a network of one's own lies. */
const BAR = { left: 20, bottom: 18, width: 580, height: 84 };

/** Where the narration card lies at rest. A taller card (a question) may cover more: the network must not jump for it. */
const NARRATION = { left: 20, bottom: 18, width: 430, height: 196 };

const WHOLE: readonly string[] = [];

interface StagePaneProps {
  readonly narration: 'card' | null;
  /** The narration lies below: how much it has to say must not rearrange the network. */
  readonly isLow: boolean;
}

export function StagePane({ narration, isLow }: StagePaneProps) {
  const session = useSession();
  const trace = useTrace();
  const player = useSessionState((state) => state.player);
  const offered = useSessionState((state) => state.scene?.offered ?? null);
  const selection = useInterface((state) => state.selection);
  const hovered = useInterface((state) => state.hovered);
  const drags = useInterface((state) => state.drags);
  const mode = useInterface((state) => state.mode);
  const presenting = useInterface((state) => state.presenting);
  const isMine = useSandbox((state) => state.open !== null);
  const focus = useFocus(player);
  const isClose = useStore(session.present.store, (state) => state.closeUp);
  const time = useTimeSource();
  const { link } = useLab();
  const isNarrow = useNarrow();
  const topology = trace?.topology;
  // Recordings of one topology have the same additions.
  const grownFrom = useMemo(() => {
    const { recording } = link.store.getState();
    return topology === undefined || recording === null ? [] : growthOf(recording);
  }, [link, topology]);
  if (trace === null) return null;
  const select = (target: InspectTarget | null): void => {
    if (target?.type === 'node' && player !== null && answerWithNode(player, target.node)) return;
    session.ui.setState({ selection: target });
  };
  // Where there is no room beside the stage the inspector lies over it.
  const look = (target: InspectTarget): void =>
    session.ui.setState({ selection: target, ...(isNarrow && { overlay: 'inspector' as const }) });
  const open = (node: string): void => {
    // A node that is asked for is pointed at, not opened: the answer comes first.
    if (player !== null && answerWithNode(player, node)) return;
    session.ui.setState({ selection: { type: 'node', node } });
    session.inside.go([{ kind: 'node', node }]);
  };
  const ground = (action: GroundAction): void => {
    if (action.type === 'extend') session.ui.setState({ overlay: 'extend', extending: action });
    else if (action.type === 'do') session.ui.setState({ overlay: 'do', actor: null });
    else if (action.type === 'form')
      session.ui.setState({ overlay: 'do', doType: action.command, actor: null, about: action.about });
    else {
      const deploy = action.type === 'deploy' ? { page: 'deploy' as const, channel: action.channel } : null;
      const workshop = { page: 'code' as const, contract: null, chaincode: null, ...deploy };
      session.ui.setState({ overlay: 'contract', workshop });
    }
  };
  return (
    <Pane loading="shell.loading.stage">
      <LazyStage
        trace={trace}
        time={time}
        grownFrom={grownFrom}
        selection={selection}
        hovered={hovered}
        focus={mode === 'learn' ? focus : []}
        closeUp={presenting && isClose ? closeUpOf(mode, focus, selection) : WHOLE}
        inset={narration === 'card' ? (isMine ? BAR : NARRATION) : null}
        overBand={presenting}
        {...(isLow && { variant: 'wide' as const })}
        drags={drags}
        offered={offered}
        onSelect={select}
        onHover={(message) => session.ui.setState({ hovered: message })}
        onOpen={open}
        onCommand={(command) => void session.act(command)}
        onForm={(doType, actor) => session.ui.setState({ overlay: 'do', doType, actor })}
        onFaults={(faultsPage) => session.ui.setState({ overlay: 'faults', faultsPage })}
        onChannel={(channel, what) => lookAtChannel(session, trace, channel, what)}
        onLook={look}
        {...(isMine && { onGround: ground })}
        onDrag={(node, corner) => session.ui.setState((state) => ({ drags: { ...state.drags, [node]: corner } }))}
      />
    </Pane>
  );
}
