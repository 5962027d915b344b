/** Files dropped on the page a sandbox begins with, or chosen there. */
import { useState } from 'react';
import type { DragEvent } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import type { Translate } from '../../i18n/translate.ts';
import { useBlockFile } from '../../panels/blocks/use-block-file.ts';
import { droppedFiles, filesOf } from '../../panels/contract/import-files.ts';
import type { DiskFile } from '../../panels/contract/import-files.ts';
import { useImports } from '../../panels/contract/use-imports.ts';
import { useSession } from '../session-context.tsx';

/** What came of the last files; null while none were given. */
export type FilesState =
  | { readonly type: 'reading'; readonly file: string }
  | { readonly type: 'refused'; readonly lines: readonly string[] }
  | { readonly type: 'contract' };

const unreadable = (t: Translate, file: string, error: unknown) => ({
  type: 'refused' as const,
  lines: [t('sandbox.import.flawNoLine', { file, text: String(error) })],
});

export function useFiles() {
  const t = useText();
  const session = useSession();
  const [state, setState] = useState<FilesState | null>(null);
  const [isOver, setOver] = useState(false);
  const block = useBlockFile();
  const imports = useImports([], (name) => {
    session.sandbox.bringContract(name);
    setState({ type: 'contract' });
  });

  const take = async (given: readonly DiskFile[] | Promise<readonly DiskFile[]>): Promise<void> => {
    const files = await Promise.resolve(given).catch(() => null);
    if (files === null) {
      setState({ type: 'refused', lines: [t('sandbox.import.noFolder')] });
      return;
    }
    const [first] = files;
    if (first === undefined) return;
    setState({ type: 'reading', file: first.path });
    const read = await import('./read-files.ts')
      .then(({ readFiles }) => readFiles(t, files))
      .catch((error: unknown) => unreadable(t, first.path, error));
    setState(read.type === 'refused' ? read : null);
    switch (read.type) {
      case 'network':
        session.sandbox.showBuilder({ name: read.name, seed: 'sandbox', topology: read.topology }, read.remarks);
        return;
      case 'moment':
        await session.openFile(read.text);
        return;
      case 'recording':
        await session.sandbox.openRecorded(read.name, read.recording);
        return;
      case 'block':
        block.open(read.file);
        return;
      case 'contract':
        await imports.take({ type: 'files', files: read.files });
        return;
      case 'refused':
    }
  };
  const refused = imports.refused === null ? state : { type: 'refused' as const, lines: [imports.refused] };

  return {
    state: refused,
    isOver,
    block,
    choose: (list: FileList | null) => void take(list === null ? [] : filesOf(list)),
    target: {
      onDragOver: (event: DragEvent) => {
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: (event: DragEvent) => {
        if (event.currentTarget === event.target) setOver(false);
      },
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        setOver(false);
        void take(droppedFiles(event.dataTransfer));
      },
    },
  };
}

export type Files = ReturnType<typeof useFiles>;
