/** What the shapes and colours of messages mean. */
import { useText } from '../i18n/text-context.tsx';
import { MessageGlyph } from '../ui/MessageGlyph.tsx';

const KINDS = [
  'proposal',
  'endorsement',
  'envelope',
  'acknowledgement',
  'block',
  'deliver',
  'raft',
  'bft',
  'kafka',
  'gossip',
  'config',
  'admin',
  'ca',
  'event',
] as const;

export function Legend() {
  const t = useText();
  return (
    <section className="stage-legend" aria-label={t('stage.legend.title')}>
      <ul>
        {KINDS.map((kind) => (
          <li key={kind}>
            <MessageGlyph kind={kind} />
            {t(`stage.kind.${kind}`)}
          </li>
        ))}
      </ul>
    </section>
  );
}
