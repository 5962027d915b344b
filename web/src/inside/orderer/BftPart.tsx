/** Where an orderer stands in BFT: view and sequence, the phases of agreement, and who has said what in them. */
import { useText } from '../../i18n/text-context.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { Bar } from './CutterPart.tsx';
import type { BftPicture } from './raft-log-picture.ts';

interface Props {
  readonly bft: BftPicture;
  readonly nameOf: (node: string | null) => string;
}

const PHASES = ['proposed', 'prepared', 'committed'] as const;

/** How many of the phases are behind: `committed` with nothing proposed is the rest between two decisions. */
function reached({ phase, proposal }: BftPicture): number {
  if (proposal === null) return 0;
  return phase === 'proposed' ? 1 : phase === 'prepared' ? 2 : phase === 'committed' ? 3 : 0;
}

export function BftPart({ bft, nameOf }: Props) {
  const t = useText();
  const { view, sequence, leader, consenters, quorum, toleratedFaults, proposal, viewChange, synchronizing } = bft;
  const prepared = consenters.filter((one) => one.prepared).length;
  const committed = consenters.filter((one) => one.committed).length;
  const at = reached(bft);
  return (
    <section className="inside-sheet" aria-labelledby="inside-bft">
      <header>
        <h3 id="inside-bft">{t('inside.bft.title')}</h3>
        <small>{t('inside.bft.faults', { count: consenters.length, faults: toleratedFaults })}</small>
      </header>
      <dl className="inside-facts">
        <dt>{t('inside.bft.view')}</dt>
        <dd>{view}</dd>
        <dt>{t('inside.bft.sequence')}</dt>
        <dd>{sequence}</dd>
        <dt>{t('inside.raft.leader')}</dt>
        <dd>{leader === null ? t('inside.raft.unknown') : nameOf(leader.node)}</dd>
      </dl>
      <p>
        {proposal === null
          ? t('inside.bft.idle')
          : t('inside.bft.proposal', { number: proposal.block, count: proposal.transactions })}
      </p>
      <ol className="bft-phases">
        {PHASES.map((phase, index) => (
          <li key={phase} className={at > index ? 'is-done' : ''}>
            {t(`inside.bft.phase.${phase}`)}
          </li>
        ))}
      </ol>
      <Bar
        name={t('inside.bft.prepares')}
        value={prepared}
        limit={quorum}
        text={t('inside.bft.ofQuorum', { value: prepared, quorum })}
      />
      <Bar
        name={t('inside.bft.commits')}
        value={committed}
        limit={quorum}
        text={t('inside.bft.ofQuorum', { value: committed, quorum })}
      />
      <table className="inside-table">
        <thead>
          <tr>
            <th scope="col">{t('inside.bft.consenter')}</th>
            <th scope="col">{t('inside.bft.prepares')}</th>
            <th scope="col">{t('inside.bft.commits')}</th>
          </tr>
        </thead>
        <tbody>
          {consenters.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                {nameOf(one.node)} {one.id === leader?.id ? <Badge>{t('inside.bft.leads')}</Badge> : null}
                {one.blacklisted ? <Badge tone="bad">{t('inside.bft.blacklisted')}</Badge> : null}
              </th>
              <td>{one.prepared ? '✓' : '–'}</td>
              <td>{one.committed ? '✓' : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {viewChange === null ? null : (
        <p>
          <Badge tone="warn">{t('inside.bft.viewChange', { view: viewChange.nextView })}</Badge>{' '}
          {viewChange.votes.map(({ node }) => nameOf(node)).join(', ')}
        </p>
      )}
      {synchronizing ? <p>{t('inside.bft.synchronizing')}</p> : null}
    </section>
  );
}
