/** Inside a peer: its ledger with the block it is at, and the other parts of it beside. */
import { Suspense, useId, useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useWorldView } from '../../link/react/lab-context.tsx';
import { lazyPart } from '../../ui/lazy-part.ts';
import { Pending } from '../../ui/Pending.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { panelId, tabId, Tabs } from '../../ui/Tabs.tsx';
import type { NodeInsideProps } from '../place-props.ts';
import { LedgerPart } from './LedgerPart.tsx';
import './peer.css';

const LazyParts = {
  endorser: lazyPart(() => import('./EndorserPart.tsx').then((part) => part.EndorserPart)),
  gossip: lazyPart(() => import('./GossipPart.tsx').then((part) => part.GossipPart)),
  private: lazyPart(() => import('./PrivatePart.tsx').then((part) => part.PrivatePart)),
  snapshots: lazyPart(() => import('./SnapshotsPart.tsx').then((part) => part.SnapshotsPart)),
} as const;

const PARTS = ['ledger', 'endorser', 'gossip', 'private', 'snapshots'] as const;
type PartName = (typeof PARTS)[number];

export function PeerInside(props: NodeInsideProps) {
  const t = useText();
  const id = useId();
  const node = useWorldView()?.nodes[props.info.id] ?? null;
  const [part, setPart] = useState<PartName>('ledger');
  const [wanted, setWanted] = useState('');
  const channels = Object.keys(node?.channels ?? {});
  const channel = channels.includes(wanted) ? wanted : (channels[0] ?? '');
  const Part = part === 'ledger' ? LedgerPart : LazyParts[part];
  return (
    <div className="peer-inside">
      <div className="peer-inside__bar">
        <Tabs
          id={id}
          label={t('inside.peer.parts')}
          tabs={PARTS.map((value) => ({ value, label: t(`inside.peer.part.${value}`) }))}
          value={part}
          onChange={setPart}
        />
        {channels.length > 1 ? (
          <SegmentedControl
            label={t('inside.channel')}
            segments={channels.map((value) => ({ value, label: value }))}
            value={channel}
            onChange={setWanted}
          />
        ) : null}
      </div>
      <div role="tabpanel" id={panelId(id, part)} aria-labelledby={tabId(id, part)} key={`${part} ${channel}`}>
        {channel === '' && part !== 'endorser' ? (
          <p className="inside__empty">{t('inside.peer.noChannel')}</p>
        ) : (
          // Within the tabs: while a part is fetched they stay, and so does the focus.
          <Suspense fallback={<Pending>{t('inside.loading')}</Pending>}>
            <Part {...props} channel={channel} />
          </Suspense>
        )}
      </div>
    </div>
  );
}
