/** Faults of the whole network: what is broken now, cutting it in parts, and what is to break later. */
import { useEffect, useId } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import type { Command } from '../../sim/protocol/commands.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { panelId, tabId, Tabs } from '../../ui/Tabs.tsx';
import type { FaultsPage } from '../interface-store.ts';
import { useInterface, useSession } from '../session-context.tsx';
import { NowPage } from './NowPage.tsx';
import { PartitionPage } from './PartitionPage.tsx';
import { PlanPage } from './PlanPage.tsx';
import './faults-dialog.css';

const PAGES: readonly FaultsPage[] = ['now', 'partition', 'plan'];

export function FaultsDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const id = useId();
  const session = useSession();
  const page = useInterface((state) => state.faultsPage);
  // What is planned is planned for moments after this one: it must not run on meanwhile.
  useEffect(() => session.lab.playhead.pause(), [session]);
  const give = (command: Command): void => {
    onClose();
    void session.act(command);
  };
  const giveAll = (commands: readonly Command[]): void => {
    onClose();
    void session.lab.actInOrder(commands).then((acted) => {
      if (!acted.ok) session.ui.setState({ refused: acted.error });
      else session.lab.playhead.play();
    });
  };
  return (
    <Dialog open title={t('faults.title')} closeLabel={t('shell.close')} onClose={onClose}>
      <Tabs
        id={id}
        label={t('faults.title')}
        tabs={PAGES.map((value) => ({ value, label: t(`faults.page.${value}`) }))}
        value={page}
        onChange={(faultsPage) => session.ui.setState({ faultsPage })}
      />
      <div role="tabpanel" id={panelId(id, page)} aria-labelledby={tabId(id, page)}>
        {page === 'now' && <NowPage onGive={give} onGiveAll={giveAll} />}
        {page === 'partition' && <PartitionPage onGive={give} />}
        {page === 'plan' && <PlanPage onGive={give} />}
      </div>
    </Dialog>
  );
}
