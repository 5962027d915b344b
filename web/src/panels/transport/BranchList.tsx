/** The branches of time as a tree: what made each, its name, going there, laying it beside another, deleting it. */
import { useState } from 'react';
import type { CSSProperties } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useLab, useLink } from '../../link/react/lab-context.tsx';
import type { LinkState } from '../../link/react/lab-context.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { branchName, branchOrigin, branchTree, commandsSince, type ComparingProps } from './branch-words.ts';
import './branch-list.css';

type Branch = LinkState['branches'][number];

interface BranchListProps extends ComparingProps {
  readonly onClose: () => void;
}

export function BranchList({ onClose, onCompare }: BranchListProps) {
  const t = useText();
  const branches = useLink((state) => state.branches);
  return (
    <Dialog open title={t('branches.title')} closeLabel={t('shell.close')} onClose={onClose}>
      <div className="branch-list">
        <p>{t('branches.about')}</p>
        <ul>
          {branchTree(branches).map(({ branch, depth }) => (
            <BranchRow key={branch.id} branch={branch} depth={depth} onClose={onClose} onCompare={onCompare} />
          ))}
        </ul>
        <p className="branch-list__note">{t('branches.shared')}</p>
      </div>
    </Dialog>
  );
}

interface BranchRowProps extends BranchListProps {
  readonly branch: Branch;
  readonly depth: number;
}

function BranchRow({ branch, depth, onClose, onCompare }: BranchRowProps) {
  const t = useText();
  const lab = useLab();
  const { link } = lab;
  const shown = useLink((state) => state.branch);
  const branches = useLink((state) => state.branches);
  const names = useLink((state) => state.names);
  const isShown = shown === branch.id;
  const called = branchName(t, branch, names);
  const go = (): void => {
    link.switchBranch(branch.id);
    onClose();
  };
  const compare = (): void => {
    onClose();
    // The branch shown lies beside its parent, any other beside the one that is shown; the older one on the left.
    const other = isShown ? (branch.parent ?? shown) : shown;
    const isLeft = branch.parent === null || branches.findIndex(({ id }) => id === other) > branches.indexOf(branch);
    if (isLeft) onCompare(branch.id, other);
    else onCompare(other, branch.id);
  };
  return (
    <li style={{ '--depth': depth } as CSSProperties} data-shown={isShown}>
      <div className="branch-list__head">
        <NameField branch={branch} />
        {isShown ? <Badge>{t('branches.shown')}</Badge> : null}
      </div>
      <p>
        {branchOrigin(t, lab, branch)} <span>{t('branches.done', { count: commandsSince(lab, branch) })}</span>
      </p>
      <div className="branch-list__actions" role="group" aria-label={called}>
        {isShown ? null : <Button onClick={go}>{t('branches.show')}</Button>}
        {isShown && branch.parent === null ? null : (
          <Button icon="columns" onClick={compare}>
            {t('branches.compare')}
          </Button>
        )}
        {isShown || branch.parent === null ? null : <RemoveButton branch={branch} />}
      </div>
    </li>
  );
}

function NameField({ branch }: { readonly branch: Branch }) {
  const t = useText();
  const { link } = useLab();
  const names = useLink((state) => state.names);
  const [text, setText] = useState(names[branch.id] ?? '');
  return (
    <input
      aria-label={t('branches.name')}
      maxLength={40}
      placeholder={branchName(t, branch, {})}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        link.rename(branch.id, event.target.value);
      }}
    />
  );
}

/** What is deleted does not come back: it takes a second press. */
function RemoveButton({ branch }: { readonly branch: Branch }) {
  const t = useText();
  const { link } = useLab();
  const isParent = useLink((state) => state.branches.some(({ parent }) => parent === branch.id));
  const [sure, setSure] = useState(false);
  if (isParent) return <small>{t('branches.isParent')}</small>;
  return (
    <Button
      tone="quiet"
      onBlur={() => setSure(false)}
      onClick={() => {
        if (sure) void link.discard(branch.id);
        setSure(!sure);
      }}
    >
      {t(sure ? 'branches.removeSure' : 'branches.remove')}
    </Button>
  );
}
