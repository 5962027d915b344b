/** The name of what is inspected, its shape, and how it stands just now. */
import type { ReactNode } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import type { Translate } from '../../i18n/translate.ts';
import { usePlayhead, useTrace, useWorldView } from '../../link/react/lab-context.tsx';
import { Badge, type BadgeTone } from '../../ui/Badge.tsx';
import { MessageGlyph } from '../../ui/MessageGlyph.tsx';
import type { Flight } from '../../view/flights.ts';
import { shortNames } from '../../view/network.ts';
import type { TraceIndex } from '../../view/trace-index.ts';
import { shortHash } from '../figures.ts';
import { GoInsideButton } from '../inside-context.tsx';
import { messageWord } from '../message-words.ts';
import { insideOf } from './inside-of.ts';
import { readableKey } from './ReadsWrites.tsx';
import type { StructureTarget } from './structures/structure-subject.ts';
import type { Subject } from './subject.ts';

function MessageBadge({ flight }: { readonly flight: Flight }) {
  const t = useText();
  const state = usePlayhead(({ time }) => {
    if (time < flight.sentAt) return 'notSent';
    if (time < flight.arrivesAt) return 'onWay';
    return flight.lost === null ? 'arrived' : 'lost';
  });
  const tone: BadgeTone = state === 'lost' ? 'bad' : state === 'arrived' ? 'good' : 'neutral';
  return <Badge tone={tone}>{t(`inspector.messageState.${state}`)}</Badge>;
}

function NodeBadge({ node }: { readonly node: string }) {
  const t = useText();
  const life = useWorldView()?.nodes[node]?.life ?? 'absent';
  const tone: BadgeTone = life === 'up' ? 'good' : life === 'crashed' ? 'bad' : 'neutral';
  return <Badge tone={tone}>{t(`panels.life.${life}`)}</Badge>;
}

function titleOf(t: Translate, subject: Subject, trace: TraceIndex | null): string {
  switch (subject.type) {
    case 'node':
      return trace === null ? subject.node : shortNames(trace.topology)(subject.node);
    case 'message':
      return messageWord(t, subject.flight);
    case 'block':
      return t('panels.blockNumber', { number: subject.number });
    case 'transaction':
      return t('panels.transaction', { txid: shortHash(subject.txid) });
    case 'entry':
      return t('panels.entry');
    case 'structure':
      return structureTitle(t, subject.target, trace);
  }
}

function structureTitle(t: Translate, target: StructureTarget, trace: TraceIndex | null): string {
  if (target.type === 'link') {
    const nameOf = trace === null ? (node: string) => node : shortNames(trace.topology);
    return t('structures.title.link', { from: nameOf(target.from), to: nameOf(target.to) });
  }
  if (target.type === 'key') return t('structures.title.key', { key: readableKey(target.key) });
  const { type, ...params } = target;
  return t(`structures.title.${type}`, params);
}

function glyphFor(subject: Subject): ReactNode {
  if (subject.type === 'message') return <MessageGlyph kind={subject.flight.kind} size={18} />;
  if (subject.type === 'block') return <MessageGlyph kind="block" size={18} />;
  return subject.type === 'transaction' ? <MessageGlyph kind="envelope" size={18} /> : null;
}

export function Heading({ subject }: { readonly subject: Subject }) {
  const t = useText();
  const trace = useTrace();
  const title = titleOf(t, subject, trace);
  return (
    <div className="inspector__head">
      <h2 className="inspector__title">
        {glyphFor(subject)}
        <span>{title}</span>
        {subject.type === 'message' ? <MessageBadge flight={subject.flight} /> : null}
        {subject.type === 'node' ? <NodeBadge node={subject.node} /> : null}
      </h2>
      <GoInsideButton path={insideOf(subject)} about={title} />
    </div>
  );
}
