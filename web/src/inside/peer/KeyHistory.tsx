/** Every value a key had, newest first, as GetHistoryForKey tells it, with the transaction that wrote it. */
import { useText } from '../../i18n/text-context.tsx';
import { clipped } from '../../panels/figures.ts';
import type { NodeId } from '../../panels/lab-types.ts';
import { ThingLink } from '../../panels/inspector/structures/ThingLink.tsx';
import { Button } from '../../ui/Button.tsx';
import type { NodeInsideProps } from '../place-props.ts';
import type { LedgerLog } from './ledger-log.ts';
import { type ChosenKey, keyText } from './key-text.ts';
import { versionText } from './value-change.ts';

interface Props extends Omit<NodeInsideProps, 'info'> {
  readonly log: LedgerLog;
  readonly count: number;
  readonly chosen: ChosenKey;
  readonly node: NodeId;
  readonly channel: string;
  readonly onClose: () => void;
}

export function KeyHistory({ log, count, chosen, node, channel, onEnter, onSelect, onClose }: Props) {
  const t = useText();
  const held = log.key(chosen.namespace, chosen.key);
  const changes = held === null ? [] : [...log.changesBefore(held, count)].reverse();
  return (
    <div className="peer-history" role="group" aria-label={t('inside.peer.history', { key: keyText(chosen.key) })}>
      <header>
        <h4>
          <ThingLink
            to={{ type: 'key', node, channel, namespace: chosen.namespace, key: chosen.key }}
            onSelect={onSelect}
          >
            {t('inside.peer.history', { key: keyText(chosen.key) })}
          </ThingLink>
        </h4>
        <Button tone="quiet" icon="close" label={t('inside.peer.closeHistory')} onClick={onClose} />
      </header>
      {changes.length === 0 ? <p className="inside-note">{t('inside.peer.noHistory')}</p> : null}
      <ol>
        {changes.map(({ seq, version, value, block, tampered }) => (
          <li key={seq}>
            <button
              type="button"
              className="mono"
              onClick={() => onEnter({ kind: 'block', node, channel, number: block })}
              aria-label={t('inside.lookInsideOf', { about: t('inside.peer.block', { number: block }) })}
            >
              {versionText(version)}
            </button>
            <span title={value ?? ''}>{value === null ? <em>{t('inside.peer.deleted')}</em> : clipped(value, 90)}</span>
            {tampered === true ? <strong>{t('inside.peer.tamperedValue')}</strong> : null}
          </li>
        ))}
      </ol>
    </div>
  );
}
