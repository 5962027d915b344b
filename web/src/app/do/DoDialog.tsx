/** "Do": every command of the lab, found by name in either language, with a form for what it needs; and what errors mean. */
import { useEffect, useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import type { CommandType } from '../../sim/protocol/commands.ts';
import type { WorkshopPage } from '../../panels/contract/workshop.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useInterface, useSession } from '../session-context.tsx';
import { CommandForm } from './CommandForm.tsx';
import { CommandSearch } from './CommandSearch.tsx';

export function DoDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const session = useSession();
  const actor = useInterface((state) => state.actor);
  const [type, setType] = useState<CommandType | null>(() => session.ui.getState().doType);
  const [about] = useState(() => session.ui.getState().about);
  // Opened once more it begins with the search, unless it is told otherwise again.
  useEffect(() => session.ui.setState({ doType: null, about: {} }), [session]);
  const toWorkshop = (page: WorkshopPage): void =>
    session.ui.setState({ overlay: 'contract', workshop: { page, contract: null, chaincode: null } });
  const [forks] = useState(() => session.lab.wouldFork());
  return (
    <Dialog
      open
      title={type === null ? t('shell.do.title') : t(`commands.${type}`)}
      closeLabel={t('shell.close')}
      onClose={onClose}
    >
      <div className="do">
        {forks ? <Notice tone="warn">{t('shell.do.fork')}</Notice> : null}
        {type === null ? (
          <CommandSearch
            onChoose={(chosen) => {
              // Files and packages are handled where they can be seen.
              if (chosen === 'partitionNetwork' || chosen === 'planFaults')
                session.ui.setState({ overlay: 'faults', faultsPage: chosen === 'planFaults' ? 'plan' : 'partition' });
              else if (chosen === 'extendNetwork') session.ui.setState({ overlay: 'extend' });
              else if (chosen === 'writeContract' || chosen === 'importPackage') toWorkshop('code');
              else setType(chosen);
            }}
          />
        ) : (
          <>
            {type === 'submitTransaction' || type === 'evaluateTransaction' ? (
              <Button onClick={() => toWorkshop('call')}>{t('contract.call.form')}</Button>
            ) : null}
            <CommandForm
              type={type}
              actor={actor}
              about={about}
              onGive={(command) => {
                onClose();
                void session.act(command);
              }}
            />
            <Button tone="quiet" icon="left" onClick={() => setType(null)}>
              {t('shell.do.back')}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
}
