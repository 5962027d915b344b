/** An orderer as a client of Kafka: what it reads next, and what it posts. */
import { useText } from '../../i18n/text-context.tsx';
import { shortHash } from '../../panels/figures.ts';
import type { KafkaPicture } from './raft-log-picture.ts';

interface Props {
  readonly kafka: KafkaPicture;
  readonly nameOf: (node: string | null) => string;
}

export function KafkaPart({ kafka: { leader, offset, posting, lastOriginal }, nameOf }: Props) {
  const t = useText();
  return (
    <section className="inside-sheet" aria-labelledby="inside-kafka">
      <header>
        <h3 id="inside-kafka">{t('inside.kafka.title')}</h3>
        <small>{t('inside.kafka.about')}</small>
      </header>
      <dl className="inside-facts">
        <dt>{t('inside.kafka.offset')}</dt>
        <dd>{offset}</dd>
        <dt>{t('inside.kafka.leader')}</dt>
        <dd>{leader === null ? t('inside.raft.unknown') : nameOf(leader)}</dd>
        {lastOriginal < 0 ? null : (
          <>
            <dt>{t('inside.kafka.lastOriginal')}</dt>
            <dd>{lastOriginal}</dd>
          </>
        )}
      </dl>
      <h4>{t('inside.kafka.posting')}</h4>
      {posting.length === 0 ? <p className="inside-note">{t('inside.kafka.nothing')}</p> : null}
      <ol className="orderer-queue">
        {posting.map(({ kind, txid }, index) => (
          <li key={`${kind} ${txid} ${String(index)}`} className="orderer-envelope">
            {kind} <span className="mono">{shortHash(txid)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
