/** A node of the plan that has not been started: an outline with its name, where its card will stand. */
import { useText } from '../../i18n/text-context.tsx';
import { useNode } from '../stage-store.tsx';
import { NodeFrame } from './NodeFrame.tsx';

export function PlannedNode({ id }: { readonly id: string }) {
  const t = useText();
  const node = useNode(id);
  if (node === null) return null;
  const { role, shortName } = node.info;
  return (
    <NodeFrame node={node} className={`stage-planned is-${role}`}>
      <b>{shortName}</b>
      <small>{t('stage.life.absent')}</small>
    </NodeFrame>
  );
}
