/** The contracts there are to read and edit: the lab's, those of the recording at this moment, and the drafts. */
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useLink, usePlayheadTime } from '../../link/react/lab-context.tsx';
import { builtInContracts } from '../chaincode/built-in-contracts.ts';
import type { ContractFolder } from '../lab-types.ts';
import { type Folders, foldersAt, sameFolder, sourcesOf } from './contract-folders.ts';
import { browserDrafts, type Draft } from './drafts.ts';

export interface Contract {
  readonly name: string;
  /** As it is edited, or else as the client's machine has it. */
  readonly folder: ContractFolder;
  /** As the client's machine has it at this moment; undefined for one that only exists as a draft. */
  readonly known: ContractFolder | undefined;
  readonly draft: Draft | undefined;
  /** Whether the draft says anything the client's machine does not know. */
  readonly edited: boolean;
}

const REFRESH_MILLIS = 400;

function useBuiltIns(): Folders | null {
  const [folders, setFolders] = useState<Folders | null>(null);
  useEffect(() => {
    let wanted = true;
    const show = (loaded: Folders): void => {
      if (wanted) setFolders(loaded);
    };
    // Without them there are still those of the recording and the drafts.
    builtInContracts().then(show, () => show({}));
    return () => {
      wanted = false;
    };
  }, []);
  return folders;
}

/** In order of their names; null while they are fetched. */
export function useContracts(): readonly Contract[] | null {
  const recording = useLink((state) => state.recording);
  const time = usePlayheadTime(REFRESH_MILLIS);
  const builtIns = useBuiltIns();
  const { drafts, loaded } = useStore(browserDrafts().store);
  const folders = useMemo(
    () => (recording === null || builtIns === null ? null : foldersAt(recording, builtIns, time)),
    [recording, builtIns, time],
  );
  return useMemo(() => {
    if (folders === null || !loaded) return null;
    const names = [...new Set([...Object.keys(folders), ...Object.keys(drafts)])].sort();
    return names.map((name) => contractOf(name, folders[name], drafts[name]));
  }, [folders, drafts, loaded]);
}

function contractOf(name: string, known: ContractFolder | undefined, draft: Draft | undefined): Contract {
  const folder = draft?.folder ?? known ?? {};
  const edited = draft !== undefined && (known === undefined || !sameFolder(sourcesOf(known), sourcesOf(folder)));
  return { name, folder, known, draft, edited };
}
