/** The chaincodes of the recording: contracts to read (files, line numbers, plain highlighting), and who approved what. */
import { useEffect, useId, useMemo, useState } from 'react';
import { VList } from 'virtua';
import { useText } from '../../i18n/text-context.tsx';
import { useLink } from '../../link/react/lab-context.tsx';
import { panelId, tabId, Tabs } from '../../ui/Tabs.tsx';
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
    command.type === 'packageChaincode' ? [command.source] : [],
  );
  return [...new Set([...Object.keys(recording.contracts), ...named])];
}

/** Code first, then what describes it. */
function fileOrder(folder: ContractFolder): readonly string[] {
  const rank = (path: string): number => (/\.(js|ts|mjs|cjs)$/.test(path) ? (path.includes('/') ? 0 : 1) : 2);
  return Object.keys(folder).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

type Shown = ContractFolder | 'loading' | 'missing';

function useFolder(name: string | null): Shown {
  const carried = useLink((state) => (name === null ? undefined : state.recording?.contracts[name]));
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
  if (carried !== undefined) return carried;
  if (loaded?.name !== name) return 'loading';
  return loaded.folder ?? 'missing';
}

function Source({ text, label }: { readonly text: string; readonly label: string }) {
  const lines = useMemo(() => tokenLines(text), [text]);
  return (
    <VList className="source" aria-label={label} tabIndex={0}>
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

export function Chaincode() {
  const t = useText();
  const id = useId();
  const [view, setView] = useState<View>('contracts');
  const tabs = VIEWS.map((value) => ({ value, label: t(`panels.chaincode.${value}`) }));
  return (
    <div className="chaincode-page">
      <Tabs id={id} label={t('panels.chaincode.views')} tabs={tabs} value={view} onChange={setView} />
      <div className="chaincode-page__view" role="tabpanel" id={panelId(id, view)} aria-labelledby={tabId(id, view)}>
        {view === 'contracts' ? <Contracts /> : <Approvals />}
      </div>
    </div>
  );
}

function Contracts() {
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
        <ul aria-label={t('panels.chaincode.files', { name })}>
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
