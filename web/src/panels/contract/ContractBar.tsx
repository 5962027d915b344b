/** Which contract, and what can be done with it as a whole: begin, import, export, discard. */
import { useRef } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import type { ImportedContract } from './use-imports.ts';
import type { Contract } from './use-contracts.ts';
import { filesOf } from './import-files.ts';
import { TEMPLATES, type TemplateName } from './templates.ts';

interface ContractBarProps {
  readonly contracts: readonly Contract[];
  readonly contract: Contract | undefined;
  readonly onChoose: (name: string) => void;
  readonly onNew: (template: TemplateName) => void;
  readonly onImport: (what: ImportedContract) => void;
  readonly onExport: () => void;
  readonly onDiscard: () => void;
}

export function ContractBar({ contracts, contract, onChoose, onNew, onExport, onDiscard, onImport }: ContractBarProps) {
  const t = useText();
  return (
    <div className="contract__bar">
      <select
        aria-label={t('panels.chaincode.contract')}
        value={contract?.name ?? ''}
        onChange={(event) => onChoose(event.target.value)}
      >
        {contracts.map(({ name, edited }) => (
          <option key={name} value={name}>
            {edited ? t('contract.option.edited', { name }) : name}
          </option>
        ))}
      </select>
      {contract?.edited ? <Badge tone="warn">{t('contract.edited')}</Badge> : null}
      <div className="contract__actions" role="group" aria-label={t('contract.actions')}>
        {TEMPLATES.map((template) => (
          <Button key={template} onClick={() => onNew(template)}>
            {t(`contract.new.${template}`)}
          </Button>
        ))}
        <FileButtons onImport={onImport} />
        <Button icon="download" disabled={contract === undefined} onClick={onExport}>
          {t('contract.export')}
        </Button>
        <Button disabled={contract?.draft === undefined} onClick={onDiscard}>
          {t(contract?.known === undefined ? 'contract.remove' : 'contract.discard')}
        </Button>
      </div>
    </div>
  );
}

/** Buttons that open the browser's own choosers; the inputs themselves cannot be styled. */
function FileButtons({ onImport }: Pick<ContractBarProps, 'onImport'>) {
  const t = useText();
  const folder = useRef<HTMLInputElement>(null);
  const archive = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon="open" onClick={() => folder.current?.click()}>
        {t('contract.import.folder')}
      </Button>
      <input
        ref={(input) => {
          folder.current = input;
          // React has no property for it.
          input?.setAttribute('webkitdirectory', '');
        }}
        type="file"
        hidden
        aria-label={t('contract.import.folder')}
        onChange={(event) => {
          const files = filesOf(event.target.files ?? new DataTransfer().files);
          event.target.value = '';
          if (files.length > 0) onImport({ type: 'files', files });
        }}
      />
      <Button icon="open" onClick={() => archive.current?.click()}>
        {t('contract.import.package')}
      </Button>
      <input
        ref={archive}
        type="file"
        accept=".gz,.tgz"
        hidden
        aria-label={t('contract.import.package')}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file !== undefined) onImport({ type: 'archive', file });
        }}
      />
    </>
  );
}
