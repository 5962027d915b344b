/** Bringing contracts in from the learner's disk, as drafts. */
import { useState } from 'react';
import { refusalText } from '../../i18n/refusal-text.ts';
import { useText } from '../../i18n/text-context.tsx';
import type { Translate } from '../../i18n/translate.ts';
import type { ContractFolder } from '../lab-types.ts';
import { freeName } from './contract-folders.ts';
import { browserDrafts, type OwnPackage } from './drafts.ts';
import { type DiskFile, importFolder, isArchive } from './import-files.ts';

export type ImportedContract =
  | { readonly type: 'files'; readonly files: readonly DiskFile[] }
  | { readonly type: 'archive'; readonly file: Blob };

type Read =
  | { readonly name: string; readonly folder: ContractFolder; readonly own: OwnPackage | null }
  | { readonly refused: string };

async function readArchive(t: Translate, file: Blob): Promise<Read> {
  const { readChaincodePackage } = await import('../../contracts/read-package.ts');
  const read = readChaincodePackage(new Uint8Array(await file.arrayBuffer()));
  if (!read.ok) return { refused: refusalText(t, read.error) };
  const { label, packageId, folder, package: bytes } = read.value;
  return { name: label, folder, own: { label, packageId, bytes } };
}

async function readAny(t: Translate, what: ImportedContract): Promise<Read> {
  if (what.type === 'archive') return readArchive(t, what.file);
  const [only] = what.files;
  if (what.files.length === 1 && only !== undefined && isArchive(only.path)) return readArchive(t, only.file);
  const imported = await importFolder(what.files);
  if (!imported.ok) return { refused: t(`contract.flaw.${imported.flaw}`) };
  return { name: imported.name, folder: imported.folder, own: null };
}

/** The draft that is this very package. */
const nameOf = ({ packageId }: OwnPackage): string | null =>
  Object.entries(browserDrafts().store.getState().drafts).find(
    ([, draft]) => draft.package?.packageId === packageId,
  )?.[0] ?? null;

/** @param taken names of the contracts there are. `refused` says in words why the last one did not come in. */
export function useImports(taken: readonly string[], onImported: (name: string) => void) {
  const t = useText();
  const [refused, setRefused] = useState<string | null>(null);
  const [reading, setReading] = useState(false);
  const take = async (given: ImportedContract | Promise<ImportedContract>): Promise<void> => {
    setRefused(null);
    setReading(true);
    const unreadable = (error: unknown): Read => ({
      refused: t('contract.import.unreadable', { text: String(error) }),
    });
    const read = await Promise.resolve(given)
      .then((what) => readAny(t, what))
      .catch(unreadable);
    setReading(false);
    if ('refused' in read) {
      setRefused(read.refused);
      return;
    }
    // The same package again is the same contract; a folder of a known name is another one.
    const { own } = read;
    const name = (own === null ? null : nameOf(own)) ?? freeName(read.name, taken);
    browserDrafts().put(name, { folder: read.folder, package: read.own });
    onImported(name);
  };
  return { refused, reading, take, forget: () => setRefused(null) };
}
