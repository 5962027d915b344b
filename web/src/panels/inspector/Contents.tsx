/** The first page of the inspector: plain words, then exact data. */
import { useText } from '../../i18n/text-context.tsx';
import { useTrace, useWorldView } from '../../link/react/lab-context.tsx';
import type { Inspection } from '../lab-types.ts';
import type { SelectionProps } from '../selection.ts';
import { useSentences } from '../use-sentences.ts';
import { BlockContents } from './BlockContents.tsx';
import { ChannelConfigs } from './ChannelConfigs.tsx';
import { EntryContents } from './EntryContents.tsx';
import { MessageContents } from './MessageContents.tsx';
import { NodeContents } from './NodeContents.tsx';
import { Policies } from './Policies.tsx';
import { StructureContents } from './structures/StructureContents.tsx';
import { transactionPlace } from './inside-of.ts';
import { anchorSeq, nodeOf, type Subject } from './subject.ts';
import { TransactionContents } from './TransactionContents.tsx';

interface ContentsProps extends Pick<SelectionProps, 'onSelect'> {
  readonly subject: Subject;
  readonly count: number;
  /** null until it has come, and for what does not exist yet at the playhead. */
  readonly inspection: Inspection | null;
}

/** What happened, in a sentence; of a node, what it is for. */
function Plainly({ subject }: { readonly subject: Subject }) {
  const t = useText();
  const trace = useTrace();
  const world = useWorldView();
  const tellEntry = useSentences();
  if (subject.type === 'node') {
    const role = world?.nodes[subject.node]?.info.role;
    return role === undefined ? null : <p className="inspector__plain">{t(`panels.about.${role}`)}</p>;
  }
  if (subject.type === 'structure')
    return <p className="inspector__plain">{t(`structures.about.${subject.target.type}`)}</p>;
  const seq = anchorSeq(subject);
  const entry = seq === null ? undefined : trace?.entries[seq];
  return entry === undefined ? null : <p className="inspector__plain">{tellEntry(entry)}</p>;
}

function Exactly({ subject, count, inspection, onSelect }: ContentsProps) {
  const t = useText();
  const world = useWorldView();
  switch (subject.type) {
    case 'node': {
      const node = world?.nodes[subject.node];
      if (node === undefined || world === null) return <p className="panel-note">{t('panels.inspector.unknown')}</p>;
      return <NodeContents node={node} world={world} onSelect={onSelect} />;
    }
    case 'message':
      return <MessageContents flight={subject.flight} record={subject.record} count={count} onSelect={onSelect} />;
    case 'block': {
      const { block, node, channel } = subject;
      if (block === null) return <p className="panel-note">{t('panels.inspector.notYet')}</p>;
      return <BlockContents block={block} node={node} channel={channel} onSelect={onSelect} />;
    }
    case 'transaction':
      if (subject.record === null) return <p className="panel-note">{t('panels.inspector.notYet')}</p>;
      return <TransactionContents record={subject.record} node={subject.node} onSelect={onSelect} />;
    case 'entry':
      return <EntryContents entry={subject.entry} onSelect={onSelect} />;
    case 'structure':
      return <StructureContents subject={subject} inspection={inspection} onSelect={onSelect} />;
  }
}

export function Contents(props: ContentsProps) {
  return (
    <>
      <Plainly subject={props.subject} />
      <Exactly {...props} />
      {props.inspection === null ? null : (
        <>
          <Policies policies={props.inspection.policies} within={transactionPlace(props.subject)} />
          <ChannelConfigs configs={props.inspection.channelConfigs} node={nodeOf(props.subject)} />
        </>
      )}
    </>
  );
}
