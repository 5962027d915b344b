/** Who gets the blocks of a channel from this orderer, and which goes next. */
import { useText } from '../../i18n/text-context.tsx';
import type { OrdererChain } from './raft-log-picture.ts';

interface Props {
  readonly chain: OrdererChain;
  readonly nameOf: (node: string | null) => string;
}

export function SubscribersPart({ chain: { subscribers, height }, nameOf }: Props) {
  const t = useText();
  return (
    <section className="inside-sheet" aria-labelledby="inside-deliver">
      <header>
        <h3 id="inside-deliver">{t('inside.deliver.title')}</h3>
        <small>{t('inside.peer.height', { height })}</small>
      </header>
      {subscribers.length === 0 ? <p className="inside-note">{t('inside.deliver.none')}</p> : null}
      <ul className="orderer-queue">
        {subscribers.map(({ node, next }) => (
          <li key={node} className="orderer-stream">
            {t('inside.deliver.next', { node: nameOf(node), number: next })}
          </li>
        ))}
      </ul>
    </section>
  );
}
