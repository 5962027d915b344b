/** Where contracts are written, deployed and called: the dialog over the lab. */
import { useId, useRef, useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { Busy } from '../../ui/Busy.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { panelId, tabId, Tabs } from '../../ui/Tabs.tsx';
import { CallPage } from './CallPage.tsx';
import { CodePage } from './CodePage.tsx';
import { ContractBar } from './ContractBar.tsx';
import { freeName } from './contract-folders.ts';
import { DeployPage } from './DeployPage.tsx';
import { browserDrafts } from './drafts.ts';
import { packageOf } from './export-package.ts';
import { droppedFiles } from './import-files.ts';
import { type TemplateName, templateOf } from './templates.ts';
import { type Contract, useContracts } from './use-contracts.ts';
import { useImports } from './use-imports.ts';
import { stopCompiling } from './use-problems.ts';
import { type ContractWorkshopProps, PAGES, type WorkshopPage } from './workshop.ts';
import '../panels.css';
import './contract.css';

export function ContractWorkshop(props: ContractWorkshopProps) {
  const t = useText();
  const id = useId();
  const contracts = useContracts();
  const [page, setPage] = useState<WorkshopPage>(props.start.page);
  const [chosen, setChosen] = useState(props.start.contract);
  const [chaincode, setChaincode] = useState(props.start.chaincode);
  const tabs = PAGES.map((value) => ({ value, label: t(`contract.page.${value}`) }));
  const contract = contracts?.find(({ name }) => name === chosen) ?? contracts?.[0];
  return (
    <div className="contract">
      <Tabs id={id} label={t('contract.pages')} tabs={tabs} value={page} onChange={setPage} />
      <div className="contract__panel" role="tabpanel" id={panelId(id, page)} aria-labelledby={tabId(id, page)}>
        {contracts === null ? (
          <p className="panel-empty">{t('panels.loading')}</p>
        ) : page === 'call' ? (
          <CallPage {...props} chaincode={chaincode} onEdit={() => setPage('code')} />
        ) : (
          <Contracts {...{ page, contracts, contract, onChoose: setChosen, onSave: props.onSave }}>
            {contract === undefined ? null : page === 'code' ? (
              <CodePage contract={contract} />
            ) : (
              <DeployPage
                key={contract.name}
                {...props}
                contract={contract}
                onCall={(name) => {
                  setChaincode(name);
                  setPage('call');
                }}
              />
            )}
          </Contracts>
        )}
      </div>
    </div>
  );
}

interface ContractsProps {
  readonly page: WorkshopPage;
  readonly contracts: readonly Contract[];
  readonly contract: Contract | undefined;
  readonly onChoose: (name: string) => void;
  readonly onSave: ContractWorkshopProps['onSave'];
  readonly children: React.ReactNode;
}

/** The bar over a page about one contract; whatever is dropped onto it comes in. */
function Contracts({ contracts, contract, onChoose, onSave, children }: ContractsProps) {
  const t = useText();
  const names = contracts.map(({ name }) => name);
  const { refused, reading, take, forget } = useImports(names, onChoose);
  const [failed, setFailed] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const attempt = useRef(0);
  const begin = (template: TemplateName): void => {
    const name = freeName('counter', names);
    browserDrafts().put(name, { folder: templateOf(template, name), package: null });
    onChoose(name);
  };
  const save = async (): Promise<void> => {
    if (contract === undefined) return;
    setFailed(null);
    setSaving(true);
    const mine = ++attempt.current;
    const made = await packageOf(contract).catch((error: unknown) => ({ text: String(error) }));
    if (mine !== attempt.current) return;
    setSaving(false);
    if ('text' in made) setFailed(made.text);
    else onSave(`${made.label}.tar.gz`, made.bytes);
  };
  const stopSaving = (): void => {
    attempt.current++;
    setSaving(false);
    void stopCompiling();
  };
  return (
    <div
      className="contract__contracts"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        void take(droppedFiles(event.dataTransfer).then((files) => ({ type: 'files', files })));
      }}
    >
      <ContractBar
        {...{ contracts, contract, onChoose }}
        onNew={begin}
        onImport={(what) => void take(what)}
        onExport={() => void save()}
        onDiscard={() => {
          if (contract !== undefined) browserDrafts().drop(contract.name);
        }}
      />
      {reading ? <Busy text={t('contract.import.reading')} /> : null}
      {saving ? <Busy text={t('contract.export.making')} stopLabel={t('shell.cancel')} onStop={stopSaving} /> : null}
      {refused === null ? null : (
        <Notice tone="bad" closeLabel={t('shell.close')} onClose={forget}>
          {t('contract.import.refused', { text: refused })}
        </Notice>
      )}
      {failed === null ? null : (
        <Notice tone="bad" closeLabel={t('shell.close')} onClose={() => setFailed(null)}>
          {t('contract.export.failed', { text: failed })}
        </Notice>
      )}
      {children ?? <p className="panel-empty">{t('contract.empty')}</p>}
    </div>
  );
}
