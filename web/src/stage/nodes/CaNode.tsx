/** A certificate authority: a seal, with how many it knows and has issued certificates to. */
import { useText } from '../../i18n/text-context.tsx';
import { useNode } from '../stage-store.tsx';
import { NodeFrame } from './NodeFrame.tsx';

export function CaNode({ id }: { readonly id: string }) {
  const t = useText();
  const node = useNode(id);
  if (node === null) return null;
  const { identities, certificates } = node.registry;
  const texts = [
    t('stage.ca.identities', { count: identities }),
    t('stage.ca.certificates', { count: certificates - node.registry.revoked }),
  ];
  return (
    <NodeFrame node={node} className="stage-ca" details={texts}>
      <svg width="38" height="46" viewBox="0 0 54 66" aria-hidden="true">
        <path className="stage-seal" d="M27 2l25 9v21c0 16-10 26-25 32C12 58 2 48 2 32V11z" />
        <path className="stage-seal-mark" d="M18 32l7 7 12-15" />
      </svg>
      <b>{node.info.shortName}</b>
      {texts.map((text) => (
        <small key={text}>{text}</small>
      ))}
    </NodeFrame>
  );
}
