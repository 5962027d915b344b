/** Inside an orderer: what waits for its block, and how the orderers agree on what comes next. */
import { useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import type { Translate } from '../../i18n/translate.ts';
import { useTrace, useWorldView } from '../../link/react/lab-context.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { laterTerm } from '../../view/node-summary.ts';
import type { WorldView } from '../../view/world-model.ts';
import type { NodeInsideProps } from '../place-props.ts';
import { Status } from '../status-slot.tsx';
import { useInsideOf } from '../use-inside-of.ts';
import { BftPart } from './BftPart.tsx';
import { CutterPart } from './CutterPart.tsx';
import { KafkaPart } from './KafkaPart.tsx';
import type { OrdererChain } from './raft-log-picture.ts';
import { RaftLog } from './RaftLog.tsx';
import { RaftPart } from './RaftPart.tsx';
import { SubscribersPart } from './SubscribersPart.tsx';
import './orderer.css';

/** A leader of a view or term that is over cannot know it; whoever looks at it should. */
function formerOf(t: Translate, world: WorldView | null, { channel, agreement }: OrdererChain): string | null {
  if (world === null || agreement.kind === 'kafka' || agreement.role !== 'leader') return null;
  const [kind, term] =
    agreement.kind === 'BFT' ? (['bft', agreement.view] as const) : (['raft', agreement.term] as const);
  const now = laterTerm(world, channel, term);
  return now === null ? null : t(`inside.${kind}.status.formerLeader`, { term, now });
}

function statusOf(t: Translate, { agreement }: OrdererChain): string {
  switch (agreement.kind) {
    case 'etcdraft':
      return t(`inside.raft.status.${agreement.role}`, { term: agreement.term });
    case 'BFT': {
      const { role, view, viewChange, proposal, phase } = agreement;
      const is = t(`inside.bft.status.${role}`, { view });
      if (viewChange !== null) return `${is} · ${t('inside.bft.changing', { view: viewChange.nextView })}`;
      const isAt = phase === 'proposed' || phase === 'prepared';
      return proposal === null || !isAt ? is : `${is} · ${t(`inside.bft.at.${phase}`, { number: proposal.block })}`;
    }
    case 'kafka':
      return t(`inside.kafka.status.${agreement.phase}`);
  }
}

export function OrdererInside({ info, ...steps }: NodeInsideProps) {
  const t = useText();
  const [inside, note] = useInsideOf('orderer', info.id);
  const world = useWorldView();
  const nodes = world?.nodes ?? {};
  const channels = useTrace()?.topology.channels ?? [];
  const [wanted, setWanted] = useState('');
  if (inside === null) return <p role="status">{note}</p>;
  const nameOf = (node: string | null): string => (node === null ? '?' : (nodes[node]?.info.shortName ?? node));
  // The system channel of 2.x is not what one comes for.
  const application = inside.chains.find(({ channel }) => channels.some(({ id }) => id === channel));
  const chain = inside.chains.find((one) => one.channel === wanted) ?? application ?? inside.chains[0] ?? null;
  return (
    <div className="orderer-inside">
      <Status>{inside.up ? chain && (formerOf(t, world, chain) ?? statusOf(t, chain)) : t('inside.down')}</Status>
      {inside.chains.length > 1 && chain !== null ? (
        <SegmentedControl
          label={t('inside.channel')}
          segments={inside.chains.map(({ channel }) => ({ value: channel, label: channel }))}
          value={chain.channel}
          onChange={setWanted}
        />
      ) : null}
      {chain === null && inside.following.length === 0 ? (
        <p className="inside__empty">{t('inside.orderer.noChannel')}</p>
      ) : null}
      {inside.following.map(({ channel, height, joinBlock, from }) => (
        <p className="inside-sheet" key={channel}>
          {t('inside.orderer.follows', { channel, height, from: nameOf(from) })}{' '}
          {joinBlock === null ? null : t('inside.orderer.joinBlock', { number: joinBlock })}
        </p>
      ))}
      {chain === null ? null : (
        <>
          <div className="inside-parts">
            <CutterPart chain={chain} node={info.id} {...steps} />
            <AgreementPart agreement={chain.agreement} nameOf={nameOf} />
          </div>
          {chain.agreement.kind === 'etcdraft' ? (
            <RaftLog raft={chain.agreement} nameOf={nameOf} node={info.id} {...steps} />
          ) : null}
          <SubscribersPart chain={chain} nameOf={nameOf} />
        </>
      )}
    </div>
  );
}

interface AgreementProps {
  readonly agreement: OrdererChain['agreement'];
  readonly nameOf: (node: string | null) => string;
}

function AgreementPart({ agreement, nameOf }: AgreementProps) {
  switch (agreement.kind) {
    case 'etcdraft':
      return <RaftPart raft={agreement} nameOf={nameOf} />;
    case 'BFT':
      return <BftPart bft={agreement} nameOf={nameOf} />;
    case 'kafka':
      return <KafkaPart kafka={agreement} nameOf={nameOf} />;
  }
}
