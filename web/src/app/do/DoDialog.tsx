/** "Do": every command of the lab, found by name in either language, with a form for what it needs. */
import { Command as Palette } from 'cmdk';
import { useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import type { CommandType } from '../../sim/protocol/commands.ts';
import type { WorkshopPage } from '../../panels/contract/workshop.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useInterface, useSession, useSessionState } from '../session-context.tsx';
import { CommandForm } from './CommandForm.tsx';
import { COMMAND_TYPES } from './command-form.ts';

export function DoDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const session = useSession();
  const actor = useInterface((state) => state.actor);
  const [type, setType] = useState<CommandType | null>(null);
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
          <CommandList
            onChoose={(chosen) => {
              // Files and packages are handled where they can be seen.
              if (chosen === 'writeContract' || chosen === 'importPackage') toWorkshop('code');
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

function CommandList({ onChoose }: { readonly onChoose: (type: CommandType) => void }) {
  const t = useText();
  const offered = useSessionState((state) => state.scene?.offered ?? null);
  const types = COMMAND_TYPES.filter((type) => offered === null || offered.includes(type));
  return (
    <Palette label={t('shell.do.search')} className="do__palette">
      <Palette.Input data-autofocus placeholder={t('shell.do.search')} className="do__search" />
      <Palette.List className="do__list">
        <Palette.Empty className="do__empty">{t('shell.do.none')}</Palette.Empty>
        {types.map((type) => (
          <Palette.Item key={type} value={type} keywords={[t(`commands.${type}`)]} onSelect={() => onChoose(type)}>
            <span>{t(`commands.${type}`)}</span>
            <code>{type}</code>
          </Palette.Item>
        ))}
      </Palette.List>
    </Palette>
  );
}
