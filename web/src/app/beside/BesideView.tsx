/** Two scenes side by side, gone through together. A page of its own in place of the lab; the lesson waits behind it. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { TextKey } from '../../i18n/dictionary.ts';
import { useText } from '../../i18n/text-context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { useNarrow, usePhone } from '../../ui/use-media.ts';
import type { BesideAddress } from '../address.ts';
import { BlankScreen } from '../BlankScreen.tsx';
import { KeysDialog } from '../KeysDialog.tsx';
import { Logo } from '../Logo.tsx';
import { Waiting } from '../Pane.tsx';
import { startPresenting } from '../presenting.ts';
import { useInterface, useSession } from '../session-context.tsx';
import { LanguageSwitch, ThemeButton } from '../TopBar.tsx';
import { listenToBesideKeys } from './beside-keys.ts';
import type { Comparison } from './comparison.ts';
import { PictureBand } from './PictureBand.tsx';
import { SidePane } from './SidePane.tsx';
import { useComparison, usePictureProse } from './use-comparison.ts';
import './beside.css';

type BesidePlace = Pick<BesideAddress, 'scene' | 'other' | 'picture'>;

export function BesideView({ place }: { readonly place: BesidePlace }) {
  const t = useText();
  const session = useSession();
  const presenting = useInterface((state) => state.presenting);
  const overlay = useInterface((state) => state.overlay);
  const [attempt, setAttempt] = useState(0);
  const loading = useComparison({ ...place, attempt });
  const titles = [place.scene, place.other].map((id) => t(`lesson.scene.${id}` as TextKey));
  const reopen = (): void => setAttempt((number) => number + 1);
  return (
    <div className={`beside${presenting ? ' beside--present' : ''}`} data-contrast={presenting ? 'high' : undefined}>
      <BesideBar titles={titles} />
      {loading.status === 'loading' ? <Waiting text="shell.loading.scene" /> : null}
      {loading.status === 'failed' ? (
        <div className="failure">
          <Notice tone="bad">{t('errors.sceneFailed', { text: loading.failure })}</Notice>
          <div className="failure__row">
            <Button tone="primary" onClick={reopen}>
              {t('shell.retry')}
            </Button>
          </div>
        </div>
      ) : null}
      {loading.status === 'ready' ? (
        <ComparedScenes {...loading} picture={place.picture} titles={titles} onReopen={reopen} />
      ) : null}
      <KeysDialog open={overlay === 'keys'} beside onClose={() => session.ui.setState({ overlay: null })} />
      {presenting ? <BlankScreen /> : null}
    </div>
  );
}

function BesideBar({ titles }: { readonly titles: readonly string[] }) {
  const t = useText();
  const session = useSession();
  const phone = usePhone();
  const presenting = useInterface((state) => state.presenting);
  const heading = useRef<HTMLHeadingElement>(null);
  const [here = '', there = ''] = titles;
  // The button that led here is gone: without this, a reader would begin at the top of nowhere.
  useEffect(() => heading.current?.focus(), []);
  const title = (
    <h1 ref={heading} tabIndex={-1} className={presenting ? 'ui-hidden' : 'top__place'}>
      <b>{t('lesson.beside.title', { here, there })}</b>
    </h1>
  );
  if (presenting) return title;
  return (
    <header className="top">
      <Button icon="left" label={phone ? t('lesson.beside.back') : undefined} onClick={() => session.leaveBeside()}>
        {phone ? undefined : t('lesson.beside.back')}
      </Button>
      {phone ? null : <Logo size={24} />}
      {title}
      <div className="top__space" />
      <LanguageSwitch />
      <ThemeButton />
      {phone ? null : (
        <Button tone="primary" icon="present" onClick={() => startPresenting(session)}>
          {t('shell.top.present')}
        </Button>
      )}
    </header>
  );
}

/** The address follows the comparison, and the comparison an address that was changed by hand. */
function usePictureInAddress(comparison: Comparison, wanted: string | null): void {
  const session = useSession();
  const { pairs } = comparison.beside;
  useEffect(() => {
    const index = pairs.findIndex(({ picture }) => picture === wanted);
    if (index !== -1 && index !== comparison.store.getState().picture) comparison.goTo(index);
  }, [comparison, pairs, wanted]);
  const current = useStore(comparison.store, ({ picture }) => pairs[picture]?.picture ?? null);
  useEffect(() => {
    if (current !== null) session.showPicture(current);
  }, [session, current]);
}

interface ComparedScenesProps {
  readonly comparison: Comparison;
  readonly declarer: Parameters<typeof usePictureProse>[0];
  readonly picture: string | null;
  readonly titles: readonly string[];
  readonly onReopen: () => void;
}

type Shown = 'both' | '0' | '1';

function ComparedScenes({ comparison, declarer, picture, titles, onReopen }: ComparedScenesProps) {
  const t = useText();
  const session = useSession();
  const narrow = useNarrow();
  const language = useInterface((state) => state.language);
  const prose = usePictureProse(declarer, language);
  const [chosen, setChosen] = useState<Shown>('both');
  const [lines, setLines] = useState(false);
  usePictureInAddress(comparison, picture);
  useEffect(() => listenToBesideKeys(session, comparison), [session, comparison]);
  const segments = useMemo(
    () => [
      ...(['0', '1'] as const).map((value) => ({ value, label: titles[Number(value)] ?? '' })),
      { value: 'both' as const, label: t('lesson.beside.both') },
    ],
    [t, titles],
  );
  if (prose === null) return <Waiting text="shell.loading.words" />;
  const shown = narrow ? chosen : 'both';
  return (
    <>
      <main className={`beside__sides beside__sides--${shown === 'both' ? 'both' : 'one'}`}>
        {narrow ? (
          <div className="beside__switch">
            <SegmentedControl
              label={t('lesson.beside.shown')}
              segments={segments}
              value={chosen}
              onChange={setChosen}
            />
          </div>
        ) : null}
        {comparison.sides.map((side, index) =>
          shown === 'both' || shown === String(index) ? (
            <SidePane
              key={side.scene.id}
              comparison={comparison}
              side={side}
              title={titles[index] ?? side.scene.id}
              lines={lines}
              onReopen={onReopen}
            />
          ) : null,
        )}
      </main>
      <PictureBand comparison={comparison} prose={prose} lines={lines} onLines={setLines} />
    </>
  );
}
