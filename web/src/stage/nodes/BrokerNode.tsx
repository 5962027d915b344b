/** A Kafka broker: stacked logs, whether it is the controller, and how many partitions it leads. */
import { useText } from '../../i18n/text-context.tsx';
import { useNode } from '../stage-store.tsx';
import { NodeFrame } from './NodeFrame.tsx';

export function BrokerNode({ id }: { readonly id: string }) {
  const t = useText();
  const node = useNode(id);
  if (node === null) return null;
  const { leads, controller } = node.cluster;
  const texts = [
    ...(controller ? [t('stage.broker.controller')] : []),
    leads.length > 0 ? t('stage.broker.leads', { channels: leads.join(', ') }) : t('stage.broker.leadsNone'),
  ];
  const isLeading = leads.length > 0 && node.life === 'up';
  return (
    <NodeFrame
      node={node}
      className={isLeading ? 'stage-broker is-leader' : 'stage-broker'}
      details={texts}
      {...(isLeading && { brief: t('stage.brief.leader') })}
    >
      <header>
        <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
          <path d="M2 3.500h14M2 7.500h14M2 11.500h14M2 15.500h9" />
        </svg>
        <b>{node.info.shortName}</b>
      </header>
      {texts.map((text) => (
        <small key={text}>{text}</small>
      ))}
    </NodeFrame>
  );
}
