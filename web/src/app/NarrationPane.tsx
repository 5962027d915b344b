/** The narration of the open scene, or what stands in its place in the sandbox. */
import { Suspense } from 'react';
import { useText } from '../i18n/text-context.tsx';
import { Narration } from '../lesson/Narration.tsx';
import { isBuilt } from '../scenes/catalog.ts';
import { sceneBeside } from '../scenes/course.ts';
import type { SceneId } from '../scenes/course.ts';
import { sceneAfter } from './next-scene.ts';
import { LazySandboxBar } from './parts.tsx';
import { useInterface, useSession, useSessionState } from './session-context.tsx';

/** What has been done in it is told at the projector by what is seen. */
function SandboxPlace({ variant }: Pick<NarrationPaneProps, 'variant'>) {
  if (variant === 'band') return null;
  return (
    <Suspense fallback={null}>
      <LazySandboxBar />
    </Suspense>
  );
}

interface NarrationPaneProps {
  readonly variant: 'card' | 'band' | 'sheet';
  /** A column beside the stage that takes questions and tasks. */
  readonly aside?: HTMLElement | null;
}

export function NarrationPane({ variant, aside = null }: NarrationPaneProps) {
  const t = useText();
  const session = useSession();
  const mode = useInterface((state) => state.mode);
  const sceneId = useSessionState((state) => state.sceneId);
  const player = useSessionState((state) => state.player);
  const prose = useSessionState((state) => state.prose);
  if (mode === 'sandbox') return <SandboxPlace variant={variant} />;
  if (player === null || prose === null) return null;
  const next = sceneAfter(sceneId);
  const beside = isBuilt(sceneId) ? sceneBeside(sceneId) : null;
  return (
    <Narration
      player={player}
      prose={prose}
      variant={variant}
      aside={aside}
      tallies={variant === 'band' ? session.present.tallies : null}
      next={next === null ? null : { title: t(`lesson.scene.${next}`), open: () => void session.openScene(next, null) }}
      beside={
        beside !== null && isBuilt(beside)
          ? { title: t(`lesson.scene.${beside}`), open: () => session.openBeside(sceneId, beside, null) }
          : null
      }
      onSandbox={() => session.sandbox.carryOn(t(`lesson.scene.${sceneId as SceneId}`))}
      onAfresh={(step) => void session.openScene(sceneId, step)}
      onExplain={(fact) => session.ui.setState({ explained: { type: 'fact', fact } })}
    />
  );
}
