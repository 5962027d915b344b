/** The plan of a network: its fields at the left, a picture of it at the right, and the two ways of bringing it up. */
import { useMemo, useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { bringUpCommands, deployCommands, firstPeers } from '../../sim/protocol/bring-up.ts';
import { networkFlaws } from '../../sim/protocol/network-flaws.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useSession } from '../session-context.tsx';
import { Check, FlawsProvider, TextField } from './build-parts.tsx';
import { ChannelParts } from './ChannelParts.tsx';
import { DraftPreview } from './DraftPreview.tsx';
import type { NetworkDraft, PartProps } from './network-draft.ts';
import { OrderingPart } from './OrderingPart.tsx';
import { OrgParts } from './OrgParts.tsx';
import { useSandbox } from './use-sandbox.ts';

export function BuilderPage() {
  const t = useText();
  const { sandbox } = useSession();
  const draft = useSandbox((state) => state.draft);
  const { topology } = draft;
  const flaws = useMemo(() => networkFlaws(draft.topology, draft.seed), [draft]);
  const part: PartProps = {
    topology,
    onEdit: (edit) => {
      const now = sandbox.store.getState().draft;
      sandbox.edit({ ...now, topology: edit(now.topology) });
    },
  };
  return (
    <FlawsProvider flaws={flaws}>
      <main className="build" id="stage-region" aria-label={t('sandbox.build.title')}>
        <form className="build__plan" onSubmit={(event) => event.preventDefault()}>
          <header>
            <Button tone="quiet" icon="left" label={t('sandbox.build.cancel')} onClick={() => sandbox.showStart()} />
            <h2>{t('sandbox.build.title')}</h2>
          </header>
          <Remarks />
          <TextField
            label={t('sandbox.build.name')}
            where="name"
            mono={false}
            value={draft.name}
            onChange={(name) => sandbox.edit({ ...draft, name })}
          />
          <OrgParts {...part} />
          <ChannelParts {...part} />
          <OrderingPart {...part} />
          <details className="build-part">
            <summary>{t('sandbox.build.more')}</summary>
            <TextField
              label={t('sandbox.build.seed')}
              where="seed"
              value={draft.seed}
              onChange={(seed) => sandbox.edit({ ...draft, seed })}
            />
            <p className="build__note">{t('sandbox.build.seedText')}</p>
          </details>
        </form>
        <DraftPreview topology={topology} />
        <Ways draft={draft} flaws={flaws.length} />
      </main>
    </FlawsProvider>
  );
}

/** Of a network that came from files. */
function Remarks() {
  const t = useText();
  const remarks = useSandbox((state) => state.remarks);
  if (remarks.length === 0) return null;
  return (
    <Notice>
      <b>{t('sandbox.import.done')}</b>
      <ul className="sandbox-flaws">
        {remarks.map((remark) => (
          <li key={remark}>{remark}</li>
        ))}
      </ul>
    </Notice>
  );
}

function Ways({ draft, flaws }: { readonly draft: NetworkDraft; readonly flaws: number }) {
  const t = useText();
  const { sandbox } = useSession();
  const [isBare, setBare] = useState(false);
  const { topology } = draft;
  const script =
    flaws > 0 ? [] : [...bringUpCommands(topology, firstPeers(topology)), ...(isBare ? [] : deployCommands(topology))];
  return (
    <footer className="build__ways">
      {flaws > 0 ? (
        <Notice tone="warn">{t('sandbox.build.flaws', { count: flaws })}</Notice>
      ) : (
        <p className="build__fine">
          {t('sandbox.build.fine')} {t('sandbox.build.itselfText', { count: script.length })}
        </p>
      )}
      <Check label={t('sandbox.build.noContract')} checked={isBare} onChange={setBare} />
      <div className="build__row">
        <Button
          title={t('sandbox.build.byHandText')}
          disabled={flaws > 0}
          onClick={() => void sandbox.openNetwork(draft, [])}
        >
          {t('sandbox.build.byHand')}
        </Button>
        <Button tone="primary" icon="play" disabled={flaws > 0} onClick={() => void sandbox.openNetwork(draft, script)}>
          {t('sandbox.build.itself')}
        </Button>
      </div>
    </footer>
  );
}
