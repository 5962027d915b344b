/** Everything in which two branches differ, by kind; pressing one goes to the moment it began. */
import { useText } from '../../i18n/text-context.tsx';
import { usePlayheadTime } from '../../link/react/lab-context.tsx';
import { clock } from '../../panels/figures.ts';
import { DIFFERENCE_TYPES } from './branch-differences.ts';
import type { Difference } from './branch-differences.ts';
import type { BranchPair } from './branch-sides.ts';
import { differenceWords } from './difference-words.ts';

interface DifferenceListProps {
  readonly pair: BranchPair;
  readonly differences: readonly Difference[];
  /** Of the branches. */
  readonly names: readonly string[];
  readonly onGo: (difference: Difference) => void;
}

/** Of one kind: who wants to read more, looks at the stages. */
const MOST_SHOWN = 60;
const MARKED_EVERY_MILLIS = 200;

export function DifferenceList({ pair, differences, names, onGo }: DifferenceListProps) {
  const t = useText();
  const time = usePlayheadTime(MARKED_EVERY_MILLIS);
  const count = differences.length;
  return (
    <aside className="differences" aria-label={t('branches.differences', { count })} tabIndex={0}>
      <h2>{count === 0 ? t('branches.none') : t('branches.differences', { count })}</h2>
      {DIFFERENCE_TYPES.map((type) => {
        const own = differences.filter((difference) => difference.type === type);
        if (own.length === 0) return null;
        return (
          <table key={type}>
            <thead>
              <tr>
                <th scope="col">{t(`branches.type.${type}`)}</th>
                {names.map((name, index) => (
                  <th scope="col" key={index}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {own.slice(0, MOST_SHOWN).map((difference, index) => (
                <DifferenceRow key={index} {...{ pair, difference, onGo }} reached={difference.at <= time} />
              ))}
            </tbody>
            {own.length > MOST_SHOWN ? (
              <caption>{t('branches.more', { count: own.length - MOST_SHOWN })}</caption>
            ) : null}
          </table>
        );
      })}
    </aside>
  );
}

interface DifferenceRowProps extends Pick<DifferenceListProps, 'pair' | 'onGo'> {
  readonly difference: Difference;
  /** It has begun by now. */
  readonly reached: boolean;
}

function DifferenceRow({ pair, difference, reached, onGo }: DifferenceRowProps) {
  const t = useText();
  const { what, left, right } = differenceWords(t, difference, pair.pair.sides[0].recording.topology);
  return (
    <tr data-reached={reached}>
      <th scope="row">
        <button type="button" onClick={() => onGo(difference)}>
          <span className="mono">{clock(difference.at)}</span> <span>{what}</span>
        </button>
      </th>
      <td>{left}</td>
      <td>{right}</td>
    </tr>
  );
}
