/** A block file the learner has opened or dropped: read by the simulation's own code, in the worker. */
import { useRef, useState } from 'react';
import { refusalText } from '../../i18n/refusal-text.ts';
import { useText } from '../../i18n/text-context.tsx';
import { useLab } from '../../link/react/lab-context.tsx';
import type { BlockFile } from '../../sim/protocol/block-file.ts';

export type OpenedFile =
  | { readonly status: 'reading'; readonly name: string }
  | { readonly status: 'refused'; readonly name: string; readonly text: string }
  | { readonly status: 'open'; readonly name: string; readonly block: BlockFile };

export function useBlockFile() {
  const t = useText();
  const lab = useLab();
  const [opened, setOpened] = useState<OpenedFile | null>(null);
  /** Counts files and closings: what was closed while it was read does not come back. */
  const wish = useRef(0);
  const open = async (file: File): Promise<void> => {
    const { name } = file;
    const mine = ++wish.current;
    setOpened({ status: 'reading', name });
    // A folder that was dropped cannot be read as a file.
    const bytes = await file.arrayBuffer().catch(() => new ArrayBuffer(0));
    const read = await lab.link.readBlock(new Uint8Array(bytes));
    if (mine !== wish.current) return;
    setOpened(
      read.ok
        ? { status: 'open', name, block: read.value }
        : { status: 'refused', name, text: refusalText(t, read.error) },
    );
  };
  const close = (): void => {
    wish.current++;
    setOpened(null);
  };
  return { opened, open: (file: File) => void open(file), close };
}
