/** A card seen from far: the shape of its role, its name and its state in a word, in letters that keep their size. */
import type { NodeRole } from '../../view/network.ts';

/** One glyph per role, drawn in a square of 24. */
const GLYPHS: Readonly<Record<NodeRole | 'admin', string>> = {
  orderer: 'M7 3h10l5 9-5 9H7l-5-9z',
  peer: 'M4 6c0-4 16-4 16 0v12c0 4-16 4-16 0zM4 6c0 4 16 4 16 0M4 12c0 4 16 4 16 0',
  client: 'M3 4h18v13H3zM1 21h22M8 8l3 2.500-3 2.500',
  admin: 'M3 4h18v13H3zM1 21h22M8 8l3 2.500-3 2.500',
  ca: 'M12 2l9 3.500v6c0 5-3.500 9-9 11-5.500-2-9-6-9-11v-6zM8 12l3 3 5-6',
  broker: 'M3 5h18M3 10h18M3 15h18M3 20h12',
  zookeeper: 'M12 3v7M12 10l-7 6M12 10l7 6M5 16v5M19 16v5',
};

interface Props {
  readonly role: NodeRole | 'admin';
  readonly name: string;
  readonly word: string;
}

export function PlainFace({ role, name, word }: Props) {
  return (
    <div className="stage-plain">
      <svg className="stage-plain__glyph" viewBox="0 0 24 24" aria-hidden="true">
        <path d={GLYPHS[role]} />
      </svg>
      <span className="stage-plain__words">
        <b>{name}</b>
        <small>{word}</small>
      </span>
    </div>
  );
}
