/** The contracts there are to read and edit: the lab's, those of the recording at this moment, and the drafts. */
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useLink, usePlayheadTime } from '../../link/react/lab-context.tsx';
import { builtInContracts } from '../chaincode/built-in-contracts.ts';
import type { ContractFolder } from '../lab-types.ts';
import { type Folders, foldersAt, sameFolder, sourcesOf } from './contract-folders.ts';
import { browserDrafts, type Draft, type OwnPackage } from './drafts.ts';
import { type ReceivedPackages, useReceivedPackages } from './use-received-packages.ts';

export interface Contract {
  readonly name: string;
  /** As it is edited, or else as the client's machine has it. */
  readonly folder: ContractFolder;
  /** As the client's machine has it at this moment; undefined for one that only exists as a draft. */
  readonly known: ContractFolder | undefined;
  readonly draft: Draft | undefined;
  /** It is a package made elsewhere, as it came. */
  readonly own: OwnPackage | null;
  /** Whether the draft says anything the client's machine does not know. */
  readonly edited: boolean;
}

const REFRESH_MILLIS = 400;

/** The contracts that ship with the lab; null while they are fetched. */
export function useBuiltIns(): Folders | null {
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
  const received = useReceivedPackages(recording, time);
  const { drafts, loaded } = useStore(browserDrafts().store);
  const folders = useMemo(
    () => (recording === null || builtIns === null ? null : foldersAt(recording, builtIns, time)),
    [recording, builtIns, time],
  );
  return useMemo(() => {
    if (folders === null || !loaded) return null;
    const names = [...new Set([folders, drafts, received].flatMap(Object.keys))].sort();
    return names.map((name) => contractOf(name, folders[name], drafts[name], received));
  }, [folders, drafts, loaded, received]);
}

function contractOf(
  name: string,
  known: ContractFolder | undefined,
  draft: Draft | undefined,
  received: ReceivedPackages,
): Contract {
  const came = received[name];
  const own = draft === undefined ? (known === undefined ? (came?.own ?? null) : null) : draft.package;
  const folder = draft?.folder ?? known ?? came?.folder ?? {};
  const isThere = own === null ? knows(known, folder) : hasReceived(received, own);
  return { name, folder, known, draft, own, edited: draft !== undefined && !isThere };
}

const knows = (known: ContractFolder | undefined, folder: ContractFolder): boolean =>
  known !== undefined && sameFolder(sourcesOf(known), sourcesOf(folder));

const hasReceived = (received: ReceivedPackages, { packageId }: OwnPackage): boolean =>
  Object.values(received).some(({ own }) => own.packageId === packageId);
