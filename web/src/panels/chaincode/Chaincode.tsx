/** The chaincodes of the recording: contracts to read (files, line numbers, plain highlighting), and who approved what. */
import { useEffect, useId, useMemo, useState } from 'react';
import { VList } from 'virtua';
import { useText } from '../../i18n/text-context.tsx';
import { useLink, usePlayheadTime } from '../../link/react/lab-context.tsx';
import { Button } from '../../ui/Button.tsx';
import { panelId, tabId, Tabs } from '../../ui/Tabs.tsx';
import { fileOrder, foldersAt } from '../contract/contract-folders.ts';
import type { WorkshopPlace } from '../contract/workshop.ts';
import { CopyButton } from '../CopyButton.tsx';
import type { ContractFolder, Recording } from '../lab-types.ts';
import { Approvals } from './Approvals.tsx';
import { builtInContract } from './built-in-contracts.ts';
import { tokenLines } from './tokenize.ts';
import './chaincode.css';

/** Contracts carried by the recording and those its commands name. */
function contractNames(recording: Recording | null): readonly string[] {
  if (recording === null) return [];
  const named = recording.commands.flatMap(({ command }) =>
    command.type === 'packageChaincode' || command.type === 'writeContract' ? [command.source] : [],
  );
  return [...new Set([...Object.keys(recording.contracts), ...named])];
}

/** What is written while time goes on shows a moment later. */
const REFRESH_MILLIS = 400;

type Shown = ContractFolder | 'loading' | 'missing';

function useFolder(name: string | null): Shown {
  const recording = useLink((state) => state.recording);
  const time = usePlayheadTime(REFRESH_MILLIS);
  const carried = name === null ? undefined : recording?.contracts[name];
  const [loaded, setLoaded] = useState<{ readonly name: string; readonly folder: ContractFolder | null } | null>(null);
  useEffect(() => {
    if (name === null || carried !== undefined) return undefined;
    let wanted = true;
    builtInContract(name).then(
      (folder) => {
        if (wanted) setLoaded({ name, folder });
      },
      () => {
        if (wanted) setLoaded({ name, folder: null });
      },
    );
    return () => {
      wanted = false;
    };
  }, [name, carried]);
  const folder = useMemo(() => {
    if (recording === null || name === null) return undefined;
    const own = loaded?.name === name && loaded.folder !== null ? { [name]: loaded.folder } : {};
    return foldersAt(recording, own, time)[name];
  }, [recording, name, loaded, time]);
  if (carried === undefined && loaded?.name !== name) return 'loading';
  return folder ?? 'missing';
}

function Source({ text, label }: { readonly text: string; readonly label: string }) {
  const lines = useMemo(() => tokenLines(text), [text]);
  return (
    <VList className="source" role="group" aria-label={label} tabIndex={0}>
      {lines.map((tokens, index) => (
        <div key={index} className="source__line">
          <span className="source__number" aria-hidden="true">
            {index + 1}
          </span>
          <code>
            {tokens.map((token, place) => (
              <span key={place} className={`token token--${token.type}`}>
                {token.text}
              </span>
            ))}
          </code>
        </div>
      ))}
    </VList>
  );
}

const VIEWS = ['contracts', 'approvals'] as const;
type View = (typeof VIEWS)[number];

export interface WorkshopProps {
  /** Opens the workshop, where contracts are edited, deployed and called. */
  readonly onWorkshop: (place: WorkshopPlace) => void;
}

export function Chaincode({ onWorkshop }: WorkshopProps) {
  const t = useText();
  const id = useId();
  const [view, setView] = useState<View>('contracts');
  const tabs = VIEWS.map((value) => ({ value, label: t(`panels.chaincode.${value}`) }));
  return (
    <div className="chaincode-page">
      <div className="chaincode-page__bar">
        <Tabs id={id} label={t('panels.chaincode.views')} tabs={tabs} value={view} onChange={setView} />
        <Button onClick={() => onWorkshop({ page: 'code', contract: null, chaincode: null })}>
          {t('contract.title')}
        </Button>
        <Button onClick={() => onWorkshop({ page: 'call', contract: null, chaincode: null })}>
          {t('contract.call')}
        </Button>
      </div>
      <div className="chaincode-page__view" role="tabpanel" id={panelId(id, view)} aria-labelledby={tabId(id, view)}>
        {view === 'contracts' ? <Contracts onWorkshop={onWorkshop} /> : <Approvals />}
      </div>
    </div>
  );
}

function Contracts({ onWorkshop }: WorkshopProps) {
  const t = useText();
  const recording = useLink((state) => state.recording);
  const names = useMemo(() => contractNames(recording), [recording]);
  const [chosenName, setName] = useState<string | null>(null);
  const [chosenFile, setFile] = useState<string | null>(null);
  const name = chosenName !== null && names.includes(chosenName) ? chosenName : (names[0] ?? null);
  const folder = useFolder(name);
  if (name === null) return <p className="panel-empty">{t('panels.chaincode.empty')}</p>;
  if (folder === 'loading') return <p className="panel-empty">{t('panels.loading')}</p>;
  if (folder === 'missing') return <p className="panel-empty">{t('panels.chaincode.missing', { name })}</p>;
  const files = fileOrder(folder);
  const file = chosenFile !== null && files.includes(chosenFile) ? chosenFile : (files[0] ?? '');
  const text = folder[file] ?? '';
  return (
    <div className="chaincode">
      <div className="chaincode__files">
        <select
          aria-label={t('panels.chaincode.contract')}
          value={name}
          onChange={(event) => setName(event.target.value)}
        >
          {names.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
        <Button onClick={() => onWorkshop({ page: 'code', contract: name, chaincode: null })}>
          {t('contract.edit')}
        </Button>
        <ul className="panel-files" aria-label={t('panels.chaincode.files', { name })}>
          {files.map((path) => (
            <li key={path}>
              <button type="button" className="mono" aria-current={path === file} onClick={() => setFile(path)}>
                {path}
              </button>
            </li>
          ))}
        </ul>
      </div>
      <Source key={`${name}/${file}`} text={text} label={t('panels.chaincode.source', { file })} />
      <CopyButton text={text} label={t('panels.chaincode.copy', { file })} />
    </div>
  );
}
