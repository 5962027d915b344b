/** Nodes put into groups, and what would be cut, before it is. */
import { useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useLink, useWorldView } from '../../link/react/lab-context.tsx';
import type { Command } from '../../sim/protocol/commands.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { WorldView } from '../../view/world-model.ts';
import { GroupsField } from './GroupsField.tsx';
import {
  byOrganisation,
  type Choice,
  groupsOf,
  linksBetween,
  orderersInHalves,
  quorumsOf,
} from './partition-groups.ts';

export function PartitionPage({ onGive }: { readonly onGive: (command: Command) => void }) {
  const world = useWorldView();
  return world === null ? null : <Filled world={world} onGive={onGive} />;
}

function Filled({ world, onGive }: { readonly world: WorldView; readonly onGive: (command: Command) => void }) {
  const t = useText();
  const [choice, setChoice] = useState<Choice>(() => orderersInHalves(world));
  const groups = groupsOf(choice);
  const nodes = Object.values(world.nodes).filter(({ life }) => life !== 'absent');
  return (
    <div className="faults">
      <p>{t('faults.partition.intro')}</p>
      <div className="faults__row">
        <Button onClick={() => setChoice(orderersInHalves(world))}>{t('faults.partition.halves')}</Button>
        <Button onClick={() => setChoice(byOrganisation(world))}>{t('faults.partition.byOrg')}</Button>
      </div>
      <GroupsField choice={choice} nodes={nodes} onChange={setChoice} />
      <Preview choice={choice} groups={groups} all={nodes.length} />
      <Button
        tone="primary"
        disabled={groups.length < 2}
        onClick={() => onGive({ type: 'partitionNetwork', groups, parted: true })}
      >
        {t('faults.partition.give')}
      </Button>
    </div>
  );
}

interface PreviewProps {
  readonly choice: Choice;
  readonly groups: readonly (readonly string[])[];
  readonly all: number;
}

function Preview({ choice, groups, all }: PreviewProps) {
  const t = useText();
  const topology = useLink((state) => state.recording?.topology ?? null);
  if (groups.length < 2) return <Notice tone="warn">{t('faults.partition.tooFew')}</Notice>;
  const quorums = topology === null ? [] : quorumsOf(topology, choice);
  return (
    <Notice>
      <p>{t('faults.partition.preview', { links: linksBetween(groups) })}</p>
      {groups.flat().length < all && <p>{t('faults.partition.unassigned')}</p>}
      {quorums.map(({ quorum, largest, ...figures }) => (
        <p key={figures.channel}>
          {t('faults.partition.quorum', { ...figures, largest })}{' '}
          {t(largest >= quorum ? 'faults.partition.quorumKept' : 'faults.partition.quorumLost', { quorum })}
        </p>
      ))}
    </Notice>
  );
}
