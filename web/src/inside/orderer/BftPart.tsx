/** Where an orderer stands in BFT: view and sequence, the phases of agreement, and who has said what in each. */
import { useText } from '../../i18n/text-context.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { type BftPhase, type BftVote, bftPhases } from './bft-phases.ts';
import { Meter } from './Meter.tsx';
import type { BftPicture } from './raft-log-picture.ts';

interface Props {
  readonly bft: BftPicture;
  readonly nameOf: (node: string | null) => string;
}

const SIGNS: Readonly<Record<BftVote, string>> = { said: '✓', not: '–', noPart: '' };

export function BftPart({ bft, nameOf }: Props) {
  const t = useText();
  const { view, sequence, leader, consenters, toleratedFaults, proposal, viewChange, synchronizing, phase } = bft;
  return (
    <section className="inside-sheet bft-part" aria-labelledby="inside-bft">
      <header>
        <h3 id="inside-bft">{t('inside.bft.title')}</h3>
        <small>{t('inside.bft.faults', { count: consenters.length, faults: toleratedFaults })}</small>
      </header>
      <dl className="inside-facts is-in-a-row">
        <div>
          <dt>{t('inside.bft.view')}</dt>
          <dd>{view}</dd>
        </div>
        <div>
          <dt>{t('inside.bft.sequence')}</dt>
          <dd>{sequence}</dd>
        </div>
        <div>
          <dt>{t('inside.raft.leader')}</dt>
          <dd>{leader === null ? t('inside.raft.unknown') : nameOf(leader.node)}</dd>
        </div>
      </dl>
      {viewChange === null ? null : (
        <p className="bft-change">{t('inside.bft.viewChange', { view: viewChange.nextView })}</p>
      )}
      {viewChange === null && phase === 'aborted' ? <p className="bft-change">{t('inside.bft.aborted')}</p> : null}
      {synchronizing ? <p className="bft-change">{t('inside.bft.synchronizing')}</p> : null}
      <p>
        {proposal === null
          ? t('inside.bft.idle')
          : t('inside.bft.proposal', { number: proposal.block, count: proposal.transactions })}
      </p>
      <Votes bft={bft} nameOf={nameOf} />
    </section>
  );
}

/** Orderers below each other, the messages of a decision beside each other in their order. */
function Votes({ bft, nameOf }: Props) {
  const t = useText();
  const { consenters, leader, self } = bft;
  const phases = bftPhases(bft);
  return (
    <div className="bft-votes" role="region" aria-label={t('inside.bft.votes')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('inside.bft.consenter')}</th>
            {phases.map((one) => (
              <th scope="col" key={one.name} className={one.isReached ? 'is-reached' : ''}>
                <Head phase={one} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {consenters.map((one, index) => (
            <tr key={one.id}>
              <th scope="row">
                {nameOf(one.node)} {one.id === leader?.id ? <Badge>{t('inside.bft.leads')}</Badge> : null}{' '}
                {one.id === self.id ? <Badge>{t('inside.bft.self')}</Badge> : null}{' '}
                {one.blacklisted ? <Badge tone="bad">{t('inside.bft.blacklisted')}</Badge> : null}
              </th>
              {phases.map(({ name, votes }) => {
                const vote = votes[index] ?? 'not';
                return (
                  <td key={name} className={`is-${vote}`}>
                    <span aria-hidden="true">{SIGNS[vote]}</span>
                    <span className="ui-hidden">{t(`inside.bft.vote.${vote}`)}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head({ phase: { name, count, quorum } }: { readonly phase: BftPhase }) {
  const t = useText();
  const word = t(`inside.bft.phase.${name}`);
  if (quorum === null) return word;
  const text = t('inside.bft.ofQuorum', { value: count, quorum });
  return (
    <>
      {word}
      <Meter name={word} value={count} limit={quorum} text={text} />
      <small>{text}</small>
    </>
  );
}
