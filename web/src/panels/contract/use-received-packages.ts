/** Packages made elsewhere that have come into the recording: what is in them, by label. */
import { useEffect, useState } from 'react';
import type { ContractFolder, Micros, Recording } from '../lab-types.ts';
import type { OwnPackage } from './drafts.ts';

interface ReceivedPackage {
  readonly folder: ContractFolder;
  readonly own: OwnPackage;
}

export type ReceivedPackages = Readonly<Record<string, ReceivedPackage>>;

const NONE: ReceivedPackages = {};

async function opened(packages: readonly string[]): Promise<ReceivedPackages> {
  const { openChaincodePackage } = await import('../../contracts/read-package.ts');
  return Object.fromEntries(
    packages.flatMap((bytes) => {
      const read = openChaincodePackage(bytes);
      if (!read.ok) return [];
      const { label, packageId, folder } = read.value;
      return [[label, { folder, own: { label, packageId, bytes } }]];
    }),
  );
}

/** Empty while they are opened. */
export function useReceivedPackages(recording: Recording | null, until: Micros): ReceivedPackages {
  const packages = (recording?.commands ?? []).flatMap(({ at, command }) =>
    command.type === 'importPackage' && at <= until ? [command.package] : [],
  );
  const key = packages.join(' ');
  const [known, setKnown] = useState<{ readonly key: string; readonly packages: ReceivedPackages }>();
  useEffect(() => {
    if (key === '') return undefined;
    let wanted = true;
    const show = (received: ReceivedPackages): void => {
      if (wanted) setKnown({ key, packages: received });
    };
    opened(key.split(' ')).then(show, () => show(NONE));
    return () => {
      wanted = false;
    };
  }, [key]);
  return known?.key === key ? known.packages : NONE;
}
