/** The theme's colours and font for the canvas, which knows no style sheets. */
import type { MessageKind } from '../../sim/trace/facts.ts';
import { glyphOf } from '../../ui/MessageGlyph.tsx';

const KINDS: readonly MessageKind[] = [
  'proposal',
  'endorsement',
  'envelope',
  'acknowledgement',
  'block',
  'raft',
  'bft',
  'kafka',
  'gossip',
  'config',
  'ca',
  'event',
  'deliver',
  'admin',
];

export interface Palette {
  readonly kinds: Readonly<Record<MessageKind, string>>;
  readonly ink: string;
  readonly onInk: string;
  readonly surface: string;
  readonly bad: string;
  readonly focus: string;
  readonly line: string;
  readonly font: string;
}

/** As the style sheet gives them for `element` now. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const value = (name: string): string => style.getPropertyValue(name).trim();
  return {
    kinds: Object.fromEntries(KINDS.map((kind) => [kind, value(glyphOf(kind).colour)])) as Record<MessageKind, string>,
    ink: value('--ink'),
    onInk: value('--on-ink'),
    surface: value('--surface'),
    bad: value('--bad'),
    focus: value('--focus'),
    line: value('--line-strong'),
    font: value('--sans'),
  };
}
