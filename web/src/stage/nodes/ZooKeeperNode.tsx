/** A ZooKeeper server: a small tree, and whether it leads its ensemble. */
import { useText } from '../../i18n/text-context.tsx';
import { useNode } from '../stage-store.tsx';
import { NodeFrame } from './NodeFrame.tsx';

export function ZooKeeperNode({ id }: { readonly id: string }) {
  const t = useText();
  const node = useNode(id);
  if (node === null) return null;
  const { ensemble } = node.cluster;
  const text = t(`stage.ensemble.${ensemble}`);
  const isLeading = ensemble === 'leading' && node.life === 'up';
  return (
    <NodeFrame
      node={node}
      className={isLeading ? 'stage-broker stage-zookeeper is-leader' : 'stage-broker stage-zookeeper'}
      details={[text]}
    >
      <header>
        <svg width="16" height="16" viewBox="0 0 18 18" aria-hidden="true">
          <path d="M9 2v5M9 7L4 12M9 7l5 5M4 12v3M14 12v3" />
        </svg>
        <b>{node.info.shortName}</b>
      </header>
      <small>{text}</small>
    </NodeFrame>
  );
}
