/** Saving the block that is selected, else the last one, as a real file; opening a file. */
import { useRef, useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useLab } from '../../link/react/lab-context.tsx';
import { Button } from '../../ui/Button.tsx';
import { saveFile } from '../../ui/save-file.ts';
import type { NodeId } from '../lab-types.ts';
import { blockBytes, blockFileName } from './block-bytes.ts';

interface BlockToolsProps {
  readonly node: NodeId;
  readonly channel: string;
  /** The block to save; null when the node has none. */
  readonly number: number | null;
  readonly onOpen: (file: File) => void;
}

export function BlockTools({ node, channel, number, onOpen }: BlockToolsProps) {
  const t = useText();
  const lab = useLab();
  const input = useRef<HTMLInputElement>(null);
  const [failed, setFailed] = useState(false);
  const save = async (): Promise<void> => {
    if (number === null) return;
    const bytes = await blockBytes(lab, node, channel, number);
    setFailed(bytes === null);
    if (bytes !== null) saveFile(blockFileName(channel, number), bytes);
  };
  const saveText = number === null ? t('exports.block.save') : t('exports.block.saveLong', { number });
  return (
    <div className="blocks__tools">
      <Button
        icon="download"
        disabled={number === null}
        title={saveText}
        aria-label={saveText}
        onClick={() => void save()}
      >
        {t('exports.block.save')}
      </Button>
      <Button icon="open" title={t('exports.block.openHint')} onClick={() => input.current?.click()}>
        {t('exports.block.open')}
      </Button>
      {failed ? <span role="alert">{t('exports.block.notSaved')}</span> : null}
      <input
        ref={input}
        type="file"
        aria-label={t('exports.block.open')}
        accept=".block,.pb,application/octet-stream"
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0];
          // Chosen again after it was changed on disk, it is to be read again.
          event.target.value = '';
          if (file !== undefined) onOpen(file);
        }}
      />
    </div>
  );
}
