/** Where an orderer stands in Raft: its role in words, its term, its vote, who is counted. */
import { useText } from '../../i18n/text-context.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { Bar } from './CutterPart.tsx';
import type { RaftPicture } from './raft-log-picture.ts';

interface Props {
  readonly raft: RaftPicture;
  readonly nameOf: (node: string | null) => string;
}

export function RaftPart({ raft, nameOf }: Props) {
  const t = useText();
  const { role, term, vote, leader, voters, votes, clock, pendingChange, transferee, snapshot, catchUp } = raft;
  const majority = Math.floor(voters.length / 2) + 1;
  const granted = votes.filter((one) => one.granted).length;
  return (
    <section className="inside-sheet" aria-labelledby="inside-raft">
      <header>
        <h3 id="inside-raft">{t('inside.raft.title')}</h3>
        <small>{t(`inside.raft.role.${role}`)}</small>
      </header>
      <dl className="inside-facts">
        <dt>{t('inside.raft.term')}</dt>
        <dd>{term}</dd>
        <dt>{t('inside.raft.leader')}</dt>
        <dd>{leader === null ? t('inside.raft.unknown') : nameOf(leader.node)}</dd>
        <dt>{t('inside.raft.vote')}</dt>
        <dd>{vote === null ? t('inside.raft.noVote') : nameOf(vote.node)}</dd>
        <dt>{t('inside.raft.voters')}</dt>
        <dd>
          {voters.map(({ node }) => nameOf(node)).join(', ')}{' '}
          <small className="inside-note">{t('inside.raft.majority', { majority, count: voters.length })}</small>
        </dd>
      </dl>
      {votes.length === 0 ? null : (
        <>
          <Bar
            name={t('inside.raft.votes')}
            value={granted}
            limit={majority}
            text={t('inside.cutter.of', { value: granted, limit: majority })}
          />
          <p>
            {votes.map((one) => (
              <Badge key={one.consenter.id} tone={one.granted ? 'good' : 'bad'}>
                {nameOf(one.consenter.node)} {one.granted ? '✓' : '✗'}
              </Badge>
            ))}
          </p>
        </>
      )}
      {role === 'follower' ? (
        <Bar
          name={t('inside.raft.clock')}
          value={clock.electionElapsedTicks}
          limit={clock.electionTimeoutTicks}
          text={t('inside.raft.ticks', { value: clock.electionElapsedTicks, limit: clock.electionTimeoutTicks })}
        />
      ) : null}
      {snapshot.intervalBytes > 0 && snapshot.accumulatedBytes > 0 ? (
        <Bar
          name={t('inside.raft.snapshot')}
          value={snapshot.accumulatedBytes}
          limit={snapshot.intervalBytes}
          text={t('inside.cutter.bytesOf', { value: snapshot.accumulatedBytes, limit: snapshot.intervalBytes })}
        />
      ) : null}
      {pendingChange === null ? null : (
        <p>{t(`inside.raft.change.${pendingChange.type}`, { node: nameOf(pendingChange.consenter.node) })}</p>
      )}
      {transferee === null ? null : <p>{t('inside.raft.transferee', { node: nameOf(transferee.node) })}</p>}
      {catchUp === null ? null : (
        <p>{t('inside.raft.catchUp', { from: nameOf(catchUp.from), number: catchUp.target })}</p>
      )}
    </section>
  );
}
