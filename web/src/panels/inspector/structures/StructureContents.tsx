/** The contents of a structure, by its kind. */
import type { ReactNode } from 'react';
import { useWorldView } from '../../../link/react/lab-context.tsx';
import type { Inspection, Structure, StructureOf } from '../../lab-types.ts';
import type { SelectionProps } from '../../selection.ts';
import { ChaincodeContents } from './ChaincodeContents.tsx';
import { ChannelContents } from './ChannelContents.tsx';
import { CollectionContents } from './CollectionContents.tsx';
import { KeyContents } from './KeyContents.tsx';
import { LinkContents } from './LinkContents.tsx';
import { SnapshotContents } from './SnapshotContents.tsx';
import type { StructureSubject } from './structure-subject.ts';

interface Props extends Pick<SelectionProps, 'onSelect'> {
  readonly subject: StructureSubject;
  readonly inspection: Inspection | null;
}

/** An answer about something else (asked before the selection changed) tells nothing. */
const told = <T extends Structure['type']>(inspection: Inspection | null, type: T): StructureOf<T> | null =>
  inspection?.structure?.type === type ? (inspection.structure as StructureOf<T>) : null;

export function StructureContents({ subject, inspection, onSelect }: Props): ReactNode {
  const world = useWorldView();
  const { target, entry } = subject;
  if (world === null) return null;
  const common = { world, entry, inspection, onSelect };
  switch (target.type) {
    case 'link':
      return <LinkContents {...common} target={target} told={told(inspection, 'link')} />;
    case 'channel':
      return <ChannelContents {...common} target={target} told={told(inspection, 'channel')} />;
    case 'chaincode':
      return <ChaincodeContents {...common} target={target} told={told(inspection, 'chaincode')} />;
    case 'collection':
      return <CollectionContents {...common} target={target} told={told(inspection, 'collection')} />;
    case 'snapshot':
      return <SnapshotContents {...common} target={target} told={told(inspection, 'snapshot')} />;
    case 'key':
      return <KeyContents {...common} target={target} told={told(inspection, 'key')} />;
  }
}
