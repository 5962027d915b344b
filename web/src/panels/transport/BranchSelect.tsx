/** Branches of time, when acting in the past has made any: which is shown, and the list of them. */
import { Suspense, useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useLab, useLink } from '../../link/react/lab-context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { lazyPart } from '../../ui/lazy-part.ts';
import { branchName, type ComparingProps } from './branch-words.ts';

const LazyBranchList = lazyPart(() => import('./BranchList.tsx').then((part) => part.BranchList));

export function BranchSelect({ onCompare }: ComparingProps) {
  const t = useText();
  const { link } = useLab();
  const branch = useLink((state) => state.branch);
  const branches = useLink((state) => state.branches);
  const names = useLink((state) => state.names);
  const [open, setOpen] = useState(false);
  if (branches.length < 2) return null;
  return (
    <span className="transport__branch" title={t('panels.transport.branchHint')}>
      <Icon name="branch" />
      <select
        className="transport__select"
        aria-label={t('shell.branch.label')}
        value={branch}
        onChange={(event) => link.switchBranch(event.target.value)}
      >
        {branches.map((one) => (
          <option key={one.id} value={one.id}>
            {branchName(t, one, names)}
          </option>
        ))}
      </select>
      <Button icon="list" tone="quiet" label={t('branches.open')} onClick={() => setOpen(true)} />
      {open ? (
        <Suspense fallback={null}>
          <LazyBranchList onClose={() => setOpen(false)} onCompare={onCompare} />
        </Suspense>
      ) : null}
    </span>
  );
}
