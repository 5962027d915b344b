/** The files of a contract: choose one, add, rename, delete. */
import { useId, useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { Button } from '../../ui/Button.tsx';
import type { ContractFolder } from '../lab-types.ts';
import { fileOrder, isGenerated, isPath } from './contract-folders.ts';

interface ContractFilesProps {
  readonly name: string;
  readonly folder: ContractFolder;
  readonly file: string;
  /** Files with errors. */
  readonly troubled: ReadonlySet<string>;
  readonly onOpen: (file: string) => void;
  readonly onChange: (folder: ContractFolder, open: string) => void;
}

export function ContractFiles({ name, folder, file, troubled, onOpen, onChange }: ContractFilesProps) {
  const t = useText();
  const [naming, setNaming] = useState<'add' | 'rename' | null>(null);
  const files = fileOrder(folder);
  const fixed = isGenerated(folder, file);
  const named = (path: string): void => {
    setNaming(null);
    const { [file]: text = '', ...rest } = folder;
    if (naming === 'rename') onChange({ ...rest, [path]: text }, path);
    else onChange({ ...folder, [path]: '' }, path);
  };
  const remove = (): void => {
    const { [file]: _removed, ...rest } = folder;
    onChange(rest, fileOrder(rest)[0] ?? '');
  };
  return (
    <div className="contract__files">
      <ul className="panel-files" aria-label={t('panels.chaincode.files', { name })}>
        {files.map((path) => (
          <li key={path}>
            <button type="button" className="mono" aria-current={path === file} onClick={() => onOpen(path)}>
              {path}
              {troubled.has(path) ? <span className="contract__trouble">{t('contract.file.trouble')}</span> : null}
              {isGenerated(folder, path) ? <span className="contract__built">{t('contract.file.built')}</span> : null}
            </button>
          </li>
        ))}
      </ul>
      {naming === null ? (
        <div className="contract__file-tools">
          <Button onClick={() => setNaming('add')}>{t('contract.file.add')}</Button>
          <Button disabled={fixed || file === ''} onClick={() => setNaming('rename')}>
            {t('contract.file.rename')}
          </Button>
          <Button disabled={fixed || file === '' || file === 'package.json'} onClick={remove}>
            {t('contract.file.delete')}
          </Button>
        </div>
      ) : (
        <NameForm
          key={naming}
          start={naming === 'rename' ? file : ''}
          taken={files}
          onName={named}
          onCancel={() => setNaming(null)}
        />
      )}
    </div>
  );
}

/** A path reads the same in every language. */
const EXAMPLE = 'lib/new.js';

interface NameFormProps {
  readonly start: string;
  readonly taken: readonly string[];
  readonly onName: (path: string) => void;
  readonly onCancel: () => void;
}

function NameForm({ start, taken, onName, onCancel }: NameFormProps) {
  const t = useText();
  const id = useId();
  const [path, setPath] = useState(start);
  const flaw = taken.includes(path) && path !== start ? 'taken' : isPath(path) ? null : 'badPath';
  return (
    <form
      className="contract__name"
      onSubmit={(event) => {
        event.preventDefault();
        if (flaw !== null) return;
        if (path === start) onCancel();
        else onName(path);
      }}
    >
      <label htmlFor={id}>{t('contract.file.path')}</label>
      <input
        id={id}
        className="mono"
        value={path}
        ref={(input) => input?.focus()}
        aria-invalid={path !== '' && flaw !== null}
        aria-describedby={`${id}-flaw`}
        placeholder={EXAMPLE}
        onChange={(event) => setPath(event.target.value)}
      />
      <p id={`${id}-flaw`} className="contract__flaw">
        {path === '' || flaw === null ? '' : t(`contract.file.${flaw}`)}
      </p>
      <div className="contract__file-tools">
        <Button type="submit" tone="primary" disabled={flaw !== null}>
          {t('contract.file.ok')}
        </Button>
        <Button onClick={onCancel}>{t('contract.file.cancel')}</Button>
      </div>
    </form>
  );
}
