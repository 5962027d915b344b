/** How many hands a choice has: the figure, and a bar to compare it by; of two counts both. */
import { useText } from '../i18n/text-context.tsx';
import { fullBar, handsFor } from './tally.ts';
import type { Tally } from './tally.ts';
import './tally.css';

interface TallyFiguresProps {
  readonly tally: Tally;
  readonly choice: string;
}

/** The figure of the present count, large, after that of the first one, small. */
export function TallyFigures({ tally, choice }: TallyFiguresProps) {
  const t = useText();
  const [first = 0, second] = handsFor(tally, choice);
  return (
    <span className="tally__figures">
      {second === undefined ? null : (
        <span className="tally__before">{`${t('present.tally.before', { count: first })} `}</span>
      )}
      <b className="tally__count">{t('present.tally.hands', { count: second ?? first })}</b>
    </span>
  );
}

/** The figures say the same in words. */
export function TallyBars({ tally, choice, choices }: TallyFiguresProps & { readonly choices: readonly string[] }) {
  const full = fullBar(tally, choices);
  return (
    <span className="tally__bars" aria-hidden="true">
      {handsFor(tally, choice).map((count, round) => (
        <i key={round} style={{ inlineSize: `${String((count / full) * 100)}%` }} />
      ))}
    </span>
  );
}
