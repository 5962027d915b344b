/** Files, editor and problems of one contract. */
import { Suspense, useMemo, useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { Boundary } from '../../ui/Boundary.tsx';
import { lazyPart } from '../../ui/lazy-part.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Pending } from '../../ui/Pending.tsx';
import type { ContractFolder } from '../lab-types.ts';
import type { Place } from './CodeEditor.tsx';
import { ContractFiles } from './ContractFiles.tsx';
import { fileOrder, isGenerated } from './contract-folders.ts';
import { browserDrafts } from './drafts.ts';
import { Problems } from './Problems.tsx';
import type { Contract } from './use-contracts.ts';
import { useProblems } from './use-problems.ts';

const LazyCodeEditor = lazyPart(() => import('./CodeEditor.tsx').then((part) => part.CodeEditor));

export function CodePage({ contract }: { readonly contract: Contract }) {
  const t = useText();
  const { name, folder, own } = contract;
  const check = useProblems(name, folder);
  const [chosen, setFile] = useState('');
  const [place, setPlace] = useState<Place | null>(null);
  const file = Object.hasOwn(folder, chosen) ? chosen : (fileOrder(folder)[0] ?? '');
  const text = folder[file] ?? '';
  const here = useMemo(() => check.problems.filter((problem) => problem.file === file), [check.problems, file]);
  const change = (changed: ContractFolder): void => browserDrafts().put(name, { folder: changed, package: null });
  const open = (path: string): void => {
    setPlace(null);
    setFile(path);
  };
  return (
    <div className="contract__page contract__page--code">
      <ContractFiles
        key={name}
        name={name}
        folder={folder}
        file={file}
        troubled={new Set(check.problems.filter(({ severity }) => severity === 'error').map((one) => one.file))}
        onOpen={open}
        onChange={(changed, next) => {
          change(changed);
          open(next);
        }}
      />
      <div className="contract__main">
        {own === null ? null : <Notice>{t('contract.packaged', { id: `${own.packageId.slice(0, 40)}…` })}</Notice>}
        <Boundary>
          <Suspense fallback={<Pending>{t('contract.editor.loading')}</Pending>}>
            <LazyCodeEditor
              key={name}
              path={file}
              text={text}
              readOnly={isGenerated(folder, file)}
              problems={here}
              place={place}
              onChange={(now) => {
                if (now !== text) change({ ...folder, [file]: now });
              }}
            />
          </Suspense>
        </Boundary>
        <p className="contract__hint">{t('contract.editor.leave')}</p>
        <Problems
          check={check}
          onGo={({ file: path, line, column }) => {
            setFile(path);
            setPlace({ file: path, line, column });
          }}
        />
      </div>
    </div>
  );
}
