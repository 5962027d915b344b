/** Snapshots of a channel's ledger on a peer: wanted, and made. */
import { useText } from '../../i18n/text-context.tsx';
import { ThingLink } from '../../panels/inspector/structures/ThingLink.tsx';
import { useInsideOf } from '../use-inside-of.ts';
import type { PeerPartProps } from './part-props.ts';

export function SnapshotsPart({ info, channel, onSelect }: PeerPartProps) {
  const t = useText();
  const [inside, note] = useInsideOf('peer', info.id);
  if (inside === null) return <p role="status">{note}</p>;
  const {
    pending = [],
    completed = [],
    joinedBehind = null,
  } = inside.channels.find((one) => one.channel === channel)?.snapshots ?? {};
  return (
    <div className="inside-parts">
      <section className="inside-sheet" aria-labelledby="inside-snapshots">
        <header>
          <h3 id="inside-snapshots">{t('inside.snapshots.title')}</h3>
          <small>{channel}</small>
        </header>
        {joinedBehind === null ? null : <p>{t('inside.snapshots.joined', { number: joinedBehind })}</p>}
        {pending.length === 0 ? null : <p>{t('inside.snapshots.pending', { numbers: pending.join(', ') })}</p>}
        {completed.length === 0 && pending.length === 0 ? (
          <p className="inside-note">{t('inside.snapshots.none')}</p>
        ) : null}
        {completed.map(({ number, files }) => (
          <div key={number}>
            <h4>
              <ThingLink to={{ type: 'snapshot', node: info.id, channel, number }} onSelect={onSelect}>
                {t('inside.snapshots.behind', { number })}
              </ThingLink>
            </h4>
            <table className="inside-table">
              <tbody>
                {files.map(({ name, bytes }) => (
                  <tr key={name}>
                    <th scope="row" className="mono">
                      {name}
                    </th>
                    <td>{t('inside.bytes', { count: bytes })}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ))}
      </section>
    </div>
  );
}
