/** An administrator's machine: a small terminal. */
import { useText } from '../../i18n/text-context.tsx';
import { useNode } from '../stage-store.tsx';
import { NodeFrame } from './NodeFrame.tsx';

export function DeskNode({ id }: { readonly id: string }) {
  const t = useText();
  const node = useNode(id);
  if (node === null) return null;
  return (
    <NodeFrame node={node} className="stage-desk">
      <svg width="30" height="22" viewBox="0 0 42 30" aria-hidden="true">
        <rect x="6" y="1.500" width="30" height="21" rx="3" />
        <path d="M1.500 27.500h39M12 9l4 3.500-4 3.500M20 16h6" />
      </svg>
      <b>{node.info.shortName}</b>
      <small>{t('stage.role.admin')}</small>
    </NodeFrame>
  );
}
