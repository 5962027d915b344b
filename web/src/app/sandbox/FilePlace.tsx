/** Where files go: the real tools' YAML, recordings, blocks, contracts; and what was wrong with the last ones. */
import { useRef } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { BlockFileDialog } from '../../panels/blocks/BlockFileDialog.tsx';
import { Busy } from '../../ui/Busy.tsx';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { Files, FilesState } from './use-files.ts';

const ACCEPTED = '.yaml,.yml,.json,.block,.pb,.gz,.tgz';

export function FilePlace({ files }: { readonly files: Files }) {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  return (
    <section className="sandbox-card sandbox-card--files">
      <h3>{t('sandbox.start.files')}</h3>
      <p>{t(files.isOver ? 'sandbox.start.drop' : 'sandbox.start.filesText')}</p>
      <input
        ref={input}
        type="file"
        accept={ACCEPTED}
        multiple
        hidden
        data-testid="sandbox-files"
        onChange={(event) => files.choose(event.target.files)}
      />
      <input
        ref={(element) => {
          folder.current = element;
          element?.setAttribute('webkitdirectory', '');
        }}
        type="file"
        hidden
        onChange={(event) => files.choose(event.target.files)}
      />
      <div className="sandbox-card__row">
        <Button icon="open" onClick={() => input.current?.click()}>
          {t('sandbox.start.filesGo')}
        </Button>
        <Button onClick={() => folder.current?.click()}>{t('sandbox.start.folderGo')}</Button>
      </div>
      <FilesNotice state={files.state} />
      {files.block.opened === null ? null : <BlockFileDialog opened={files.block.opened} onClose={files.block.close} />}
    </section>
  );
}

function FilesNotice({ state }: { readonly state: FilesState | null }) {
  const t = useText();
  if (state === null) return null;
  if (state.type === 'reading') return <Busy text={t('sandbox.import.reading', { file: state.file })} />;
  if (state.type === 'contract') return <Notice tone="good">{t('sandbox.import.contract')}</Notice>;
  return (
    <Notice tone="bad">
      <b>{t('sandbox.import.title', { count: state.lines.length })}</b>
      <ul className="sandbox-flaws">
        {state.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Notice>
  );
}
