/** The page's colours for a canvas, read again when the theme or the fonts change. */
import { useSyncExternalStore } from 'react';
import { type GlyphKind, glyphOf } from '../ui/MessageGlyph.tsx';

const NAMES = [
  'ink',
  'ink-2',
  'ink-3',
  'line',
  'surface',
  'bad',
  'good',
  'block',
  'config',
  'focus',
  'orderer',
] as const;
type Name = (typeof NAMES)[number];

export interface CanvasPalette {
  readonly colour: (name: Name) => string;
  readonly kind: (kind: GlyphKind) => string;
  readonly font: string;
}

function themeName(): string {
  const { theme = 'light', contrast = '' } = document.documentElement.dataset;
  return `${theme} ${contrast}`;
}

function readPalette(): CanvasPalette {
  const style = getComputedStyle(document.documentElement);
  const known = new Map<string, string>();
  const read = (property: string): string => {
    const found = known.get(property) ?? style.getPropertyValue(property).trim();
    known.set(property, found);
    return found === '' ? 'gray' : found;
  };
  return {
    colour: (name) => read(`--${name}`),
    kind: (kind) => read(glyphOf(kind).colour),
    font: style.getPropertyValue('--sans').trim() || 'sans-serif',
  };
}

let cached: { readonly theme: string; readonly palette: CanvasPalette } | null = null;

function currentPalette(): CanvasPalette {
  const theme = themeName();
  if (cached?.theme !== theme) cached = { theme, palette: readPalette() };
  return cached.palette;
}

export function useCanvasPalette(): CanvasPalette {
  return useSyncExternalStore((changed) => {
    const observer = new MutationObserver(changed);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-contrast'] });
    // A canvas does not repaint itself when a font arrives.
    const repaint = (): void => {
      cached = null;
      changed();
    };
    document.fonts.addEventListener('loadingdone', repaint);
    return () => {
      observer.disconnect();
      document.fonts.removeEventListener('loadingdone', repaint);
    };
  }, currentPalette);
}
