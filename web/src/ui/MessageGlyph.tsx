/**
 * The shape and colour of each kind of message, the same wherever a message is spoken of. Never colour alone: every
 * kind has its own shape, and the word stands beside it. `glyphPath` serves the canvas, the component everything else.
 */
export type GlyphKind =
  | 'proposal'
  | 'endorsement'
  | 'envelope'
  | 'acknowledgement'
  | 'block'
  | 'raft'
  | 'bft'
  | 'kafka'
  | 'gossip'
  | 'config'
  | 'ca'
  | 'event'
  | 'deliver'
  | 'admin';

interface Glyph {
  /** In a square of 20 × 20 around (10, 10). */
  readonly path: string;
  /** `ring`: drawn as an outline. */
  readonly style: 'solid' | 'ring';
  /** Custom property that holds the colour. */
  readonly colour: string;
}

const GLYPHS: Readonly<Record<GlyphKind, Glyph>> = {
  proposal: { path: 'M10 3a7 7 0 1 0 .01 0z', style: 'solid', colour: '--proposal' },
  endorsement: { path: 'M10 2l8 8-8 8-8-8z', style: 'solid', colour: '--endorsement' },
  envelope: { path: 'M3.500 3.500h13v13h-13z', style: 'solid', colour: '--envelope' },
  acknowledgement: { path: 'M10 5.500a4.500 4.500 0 1 0 .01 0z', style: 'ring', colour: '--acknowledgement' },
  block: { path: 'M10 2l7 4v8l-7 4-7-4V6zM10 10l7-4M10 10v8M10 10L3 6', style: 'solid', colour: '--block' },
  raft: { path: 'M3 6.500h14v7H3z', style: 'solid', colour: '--raft' },
  bft: { path: 'M3 6.500h14v7H3z', style: 'solid', colour: '--raft' },
  kafka: { path: 'M2.500 10l4.500-5v3.500h6V5l4.500 5-4.500 5v-3.500H7V15z', style: 'solid', colour: '--kafka' },
  gossip: { path: 'M10 6a4 4 0 1 0 .01 0z', style: 'solid', colour: '--gossip' },
  config: { path: 'M6 2.500h8l5 7.500-5 7.500H6L1 10z', style: 'solid', colour: '--config' },
  ca: {
    path: 'M6.500 6a4 4 0 1 0 .01 0zM10.500 9h8v2.200h-1.500V14h-2.200v-2.800h-4.300z',
    style: 'solid',
    colour: '--ca',
  },
  event: {
    path: 'M10 2a5.500 5.500 0 0 1 5.500 5.500V12l2 3h-15l2-3V7.500A5.500 5.500 0 0 1 10 2zM8 16h4a2 2 0 0 1-4 0z',
    style: 'solid',
    colour: '--event',
  },
  deliver: { path: 'M4 4l12 6-12 6 3-6z', style: 'solid', colour: '--deliver' },
  admin: {
    path: 'M10 2.500l6.500 3.500v4c0 4-3 6.500-6.500 7.500-3.500-1-6.500-3.500-6.500-7.500V6z',
    style: 'solid',
    colour: '--admin',
  },
};

export const glyphOf = (kind: GlyphKind): Glyph => GLYPHS[kind];

export function MessageGlyph({ kind, size = 16 }: { readonly kind: GlyphKind; readonly size?: number }) {
  const glyph = GLYPHS[kind];
  const colour = `var(${glyph.colour})`;
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path
        d={glyph.path}
        fill={glyph.style === 'ring' ? 'none' : colour}
        stroke={kind === 'block' ? 'var(--surface)' : colour}
        strokeWidth={glyph.style === 'ring' ? 2.6 : kind === 'block' ? 1 : 0}
      />
    </svg>
  );
}
