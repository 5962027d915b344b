/** Branches of time, when acting in the past has made any. */
import { useText } from '../../i18n/text-context.tsx';
import { useLab, useLink } from '../../link/react/lab-context.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { millisText } from '../figures.ts';

export function BranchSelect() {
  const t = useText();
  const { link } = useLab();
  const branch = useLink((state) => state.branch);
  const branches = useLink((state) => state.branches);
  if (branches.length < 2) return null;
  return (
    <label className="transport__branch" title={t('panels.transport.branchHint')}>
      <Icon name="branch" />
      <select
        className="transport__select"
        aria-label={t('shell.branch.label')}
        value={branch}
        onChange={(event) => link.switchBranch(event.target.value)}
      >
        {branches.map(({ id, parent, forkedAt }, index) => (
          <option key={id} value={id}>
            {parent === null
              ? t('shell.branch.main')
              : t('shell.branch.name', { number: index, time: millisText(forkedAt / 1_000) })}
          </option>
        ))}
      </select>
    </label>
  );
}
