/** A certificate authority: a seal. */
import { useNode } from '../stage-store.tsx';
import { NodeFrame } from './NodeFrame.tsx';

export function CaNode({ id }: { readonly id: string }) {
  const node = useNode(id);
  if (node === null) return null;
  return (
    <NodeFrame node={node} className="stage-ca">
      <svg width="46" height="54" viewBox="0 0 54 66" aria-hidden="true">
        <path className="stage-seal" d="M27 2l25 9v21c0 16-10 26-25 32C12 58 2 48 2 32V11z" />
        <path className="stage-seal-mark" d="M18 32l7 7 12-15" />
      </svg>
      <b>{node.info.shortName}</b>
    </NodeFrame>
  );
}
