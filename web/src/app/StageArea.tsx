/** The middle of the page: the stage, the narration over it, and whatever has to be said about what is open. */
import { useRef } from 'react';
import { useText } from '../i18n/text-context.tsx';
import { useLink } from '../link/react/lab-context.tsx';
import { useElementSize } from '../stage/use-element-size.ts';
import { Notice } from '../ui/Notice.tsx';
import { NarrationPane } from './NarrationPane.tsx';
import { Waiting } from './Pane.tsx';
import { StoppedPart } from './progress/StoppedPart.tsx';
import { WorkBar } from './progress/WorkBar.tsx';
import { refusalText } from '../i18n/refusal-text.ts';
import { InsidePane } from './InsidePane.tsx';
import { useInterface, useSession, useSessionState } from './session-context.tsx';
import { StagePane } from './StagePane.tsx';

interface StageAreaProps {
  readonly narration: 'card' | null;
  readonly aside?: HTMLElement | null;
}

/** Stages narrower than this have no corner to spare for the narration; less, where questions have a column of their own. */
const CARD_FROM = { asking: 900, beside: 600 };

export function StageArea({ narration, aside = null }: StageAreaProps) {
  const t = useText();
  const status = useSessionState((state) => state.status);
  const failed = useLink((state) => state.status === 'failed');
  const area = useRef<HTMLElement>(null);
  const { width } = useElementSize(area);
  const isBelow = narration !== null && width > 0 && width < CARD_FROM[aside === null ? 'asking' : 'beside'];
  const isInside = useInterface((state) => state.inside.length > 0) && status === 'ready';
  return (
    <main
      ref={area}
      className={['stage-area', isInside && 'stage-area--inside', isBelow && 'stage-area--below']
        .filter(Boolean)
        .join(' ')}
      id="stage-region"
      tabIndex={-1}
      aria-label={t('shell.region.stage')}
    >
      <Trouble />
      <WorkBar />
      {status === 'failed' || failed ? <StoppedPart /> : null}
      {status === 'loading' ? <Waiting text="shell.loading.scene" /> : null}
      {status === 'opening' ? <Waiting text="shell.loading.network" /> : null}
      {status === 'ready' && !failed ? (
        <div className="stage-area__stage" inert={isInside}>
          <StagePane narration={isBelow ? null : narration} isLow={isBelow} />
        </div>
      ) : null}
      {status === 'ready' && !failed ? <InsidePane /> : null}
      {narration !== null && status === 'ready' && !failed ? (
        <div className="stage-area__narration">
          <NarrationPane variant={narration} aside={aside} />
        </div>
      ) : null}
    </main>
  );
}

/** What was wrong with the address, or with what was just tried. */
function Trouble() {
  const t = useText();
  const session = useSession();
  const trouble = useSessionState((state) => state.trouble);
  const refused = useInterface((state) => state.refused);
  if (trouble === null && refused === null) return null;
  const insteadKey = `lesson.scene.${trouble?.instead ?? ''}`;
  return (
    <div className="stage-area__trouble">
      {trouble === null ? null : (
        <Notice tone="warn" closeLabel={t('shell.close')} onClose={() => session.store.setState({ trouble: null })}>
          {refusalText(t, trouble.refusal)}{' '}
          {t.has(insteadKey) ? t('shell.bad.instead', { title: t(insteadKey) }) : null}
        </Notice>
      )}
      {refused === null ? null : (
        <Notice tone="bad" closeLabel={t('shell.close')} onClose={() => session.ui.setState({ refused: null })}>
          {t('shell.do.refused', { text: refusalText(t, refused) })}
        </Notice>
      )}
    </div>
  );
}
