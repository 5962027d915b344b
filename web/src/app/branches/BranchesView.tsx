/** Two branches of time side by side at the same moment, with what differs marked and listed. In place of the lab, which waits. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { LabProvider, useLab, useLink, usePlayheadTime } from '../../link/react/lab-context.tsx';
import { branchName } from '../../panels/transport/branch-words.ts';
import { Button } from '../../ui/Button.tsx';
import { Waiting } from '../Pane.tsx';
import { StoppedPart } from '../progress/StoppedPart.tsx';
import { WorkBar } from '../progress/WorkBar.tsx';
import { useInterface, useSession } from '../session-context.tsx';
import { LanguageSwitch, ThemeButton } from '../TopBar.tsx';
import { WatchedCaption, WatchedStage } from '../WatchedStage.tsx';
import { differencesOf, nodesThatDiffer } from './branch-differences.ts';
import type { Difference } from './branch-differences.ts';
import { type BranchPair, layBeside } from './branch-sides.ts';
import { CompareBand } from './CompareBand.tsx';
import { listenToCompareKeys } from './compare-keys.ts';
import { DifferenceList } from './DifferenceList.tsx';
import './branches.css';

interface BranchesViewProps {
  readonly left: string;
  readonly right: string;
}

/** null while the shorter branch runs on to where the longer one ends. */
function usePair({ left, right }: BranchesViewProps): BranchPair | null {
  const lab = useLab();
  const session = useSession();
  const [pair, setPair] = useState<BranchPair | null>(null);
  useEffect(() => {
    let made: BranchPair | null = null;
    let isLeft = false;
    setPair(null);
    lab.playhead.pause();
    void layBeside(lab, left, right).then((laid) => {
      made = laid;
      if (isLeft) laid?.stop();
      else if (laid === null) session.ui.setState({ compared: null });
      else setPair(laid);
    });
    return () => {
      isLeft = true;
      made?.stop();
    };
  }, [lab, session, left, right]);
  return pair;
}

export function BranchesView(props: BranchesViewProps) {
  const presenting = useInterface((state) => state.presenting);
  const pair = usePair(props);
  const died = useLink((state) => state.status === 'failed');
  return (
    <div className={`compare${presenting ? ' compare--present' : ''}`}>
      <CompareBar {...props} />
      <WorkBar />
      {died ? (
        <main>
          <StoppedPart />
        </main>
      ) : pair === null ? (
        <Waiting text="shell.loading.branches" />
      ) : (
        <ComparedBranches pair={pair} {...props} />
      )}
    </div>
  );
}

function useBranchNames(ids: readonly string[]): readonly string[] {
  const t = useText();
  const branches = useLink((state) => state.branches);
  const names = useLink((state) => state.names);
  return ids.map((id) => {
    const branch = branches.find((one) => one.id === id);
    return branch === undefined ? id : branchName(t, branch, names);
  });
}

function CompareBar({ left, right }: BranchesViewProps) {
  const t = useText();
  const session = useSession();
  const branches = useLink((state) => state.branches);
  const ids = branches.map(({ id }) => id);
  const all = useBranchNames(ids);
  const heading = useRef<HTMLHeadingElement>(null);
  // The list that led here is gone: without this, a reader would begin at the top of nowhere.
  useEffect(() => heading.current?.focus(), []);
  const nameOf = (id: string): string => all[ids.indexOf(id)] ?? id;
  const choose = (part: Partial<BranchesViewProps>): void =>
    session.ui.setState({ compared: { left, right, ...part } });
  return (
    <header className="top compare__bar">
      <Button icon="left" onClick={() => session.ui.setState({ compared: null })}>
        {t('branches.back')}
      </Button>
      <h1 ref={heading} tabIndex={-1} className="ui-hidden">
        {t('branches.comparing', { left: nameOf(left), right: nameOf(right) })}
      </h1>
      {(['left', 'right'] as const).map((side) => (
        <select
          key={side}
          aria-label={t(`branches.${side}`)}
          value={side === 'left' ? left : right}
          onChange={(event) => choose({ [side]: event.target.value })}
        >
          {ids.map((id, index) => (
            <option key={id} value={id} disabled={id === (side === 'left' ? right : left)}>
              {all[index]}
            </option>
          ))}
        </select>
      ))}
      <div className="top__space" />
      <LanguageSwitch />
      <ThemeButton />
    </header>
  );
}

function ComparedBranches({ pair, left, right }: BranchesViewProps & { readonly pair: BranchPair }) {
  const session = useSession();
  const [dim, setDim] = useState(true);
  const [hovered, setHovered] = useState<number | null>(null);
  const differences = useMemo(() => differencesOf(pair.pair), [pair]);
  const names = useBranchNames([left, right]);
  const [one] = pair.sides;
  useEffect(() => listenToCompareKeys(pair, () => session.ui.setState({ compared: null })), [pair, session]);
  const go = (difference: Difference): void => {
    one.playhead.jump(difference.at);
    setHovered(difference.type === 'messages' ? difference.message : null);
  };
  return (
    <>
      <main className="compare__sides">
        {pair.sides.map((side, index) => (
          <LabProvider key={index} lab={side}>
            <CompareSide
              name={names[index] ?? ''}
              differences={dim ? differences : NONE}
              hovered={hovered}
              onHover={setHovered}
            />
          </LabProvider>
        ))}
        <LabProvider lab={one}>
          <DifferenceList pair={pair} differences={differences} names={names} onGo={go} />
        </LabProvider>
      </main>
      <LabProvider lab={one}>
        <CompareBand pair={pair} differences={differences} dim={dim} onDim={setDim} onGo={go} />
      </LabProvider>
    </>
  );
}

const NONE: readonly Difference[] = [];
const FOCUS_MILLIS = 200;

interface CompareSideProps {
  readonly name: string;
  /** Nodes not named by one of these are dimmed; none: nothing is. */
  readonly differences: readonly Difference[];
  readonly hovered: number | null;
  readonly onHover: (message: number | null) => void;
}

function CompareSide({ name, differences, hovered, onHover }: CompareSideProps) {
  const moment = usePlayheadTime(FOCUS_MILLIS);
  const focusKey = nodesThatDiffer(differences, moment).join(' ');
  const focus = useMemo(() => (focusKey === '' ? [] : focusKey.split(' ')), [focusKey]);
  return (
    <section className="compare-side" aria-label={name}>
      <h2>{name}</h2>
      <div className="compare-side__stage">
        <WatchedStage {...{ name, focus, hovered, onHover }} />
      </div>
      <WatchedCaption className="compare-side__caption" />
    </section>
  );
}
