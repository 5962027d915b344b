/** What a peer knows of the others: who lives, how high their chains are, who leads its organisation. */
import { useText } from '../../i18n/text-context.tsx';
import { useWorldView } from '../../link/react/lab-context.tsx';
import { clock } from '../../panels/figures.ts';
import { Badge } from '../../ui/Badge.tsx';
import { useInsideOf } from '../use-inside-of.ts';
import type { PeerPartProps } from './part-props.ts';

export function GossipPart({ info, channel }: PeerPartProps) {
  const t = useText();
  const [inside, note] = useInsideOf('peer', info.id);
  const nodes = useWorldView()?.nodes ?? {};
  if (inside === null) return <p role="status">{note}</p>;
  const nameOf = (node: string): string => nodes[node]?.info.shortName ?? node;
  const own = inside.channels.find((one) => one.channel === channel);
  const { election = null, pullsFrom = null, height = 0 } = own ?? {};
  return (
    <div className="inside-parts">
      <section className="inside-sheet" aria-labelledby="inside-members">
        <header>
          <h3 id="inside-members">{t('inside.gossip.members')}</h3>
          <small>{t('inside.gossip.about')}</small>
        </header>
        {inside.members.length === 0 ? <p className="inside-note">{t('inside.gossip.none')}</p> : null}
        {inside.members.length === 0 ? null : (
          <table className="inside-table">
            <thead>
              <tr>
                <th scope="col">{t('inside.gossip.peer')}</th>
                <th scope="col">{t('inside.gossip.state')}</th>
                <th scope="col">{t('inside.gossip.height')}</th>
                <th scope="col">{t('inside.gossip.seen')}</th>
              </tr>
            </thead>
            <tbody>
              {inside.members.map(({ node, mspId, alive, seenAt, heights }) => (
                <tr key={node}>
                  <th scope="row">
                    <b>{nameOf(node)}</b> <small className="inside-note">{mspId}</small>
                  </th>
                  <td>
                    <Badge tone={alive ? 'good' : 'bad'}>
                      {t(alive ? 'inside.gossip.alive' : 'inside.gossip.dead')}
                    </Badge>
                  </td>
                  <td>{heights[channel] ?? '–'}</td>
                  <td className="mono">{clock(seenAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section className="inside-sheet" aria-labelledby="inside-leading">
        <header>
          <h3 id="inside-leading">{t('inside.gossip.blocks')}</h3>
          <small>{channel}</small>
        </header>
        <p>
          {election === null
            ? t('inside.gossip.noElection')
            : election.phase === 'following' && election.leader !== null
              ? t('inside.gossip.following', { leader: nameOf(election.leader) })
              : t(`inside.gossip.${election.phase === 'following' ? 'sampling' : election.phase}`)}
        </p>
        <p>
          {pullsFrom === null
            ? t('inside.gossip.pullsNot')
            : t('inside.gossip.pullsFrom', { orderer: nameOf(pullsFrom) })}
        </p>
        <p>{t('inside.gossip.ownHeight', { height })}</p>
      </section>
    </div>
  );
}
