/**
 * SVG written as text: for pictures that leave the page. Pure, so that a picture can be tested without a browser.
 *
 * Whoever opens the file may not have the page's font: widths are estimates on the safe side.
 */

/** Attributes left `undefined` are not written. */
export type SvgAttributes = Readonly<Record<string, string | number | undefined>>;

/** What XML does not allow at all, even escaped: composite keys of a ledger hold such letters. */
const FORBIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as it may stand between tags and in attributes. */
export const xmlText = (text: string): string =>
  text.replace(FORBIDDEN, '·').replace(/[&<>"]/g, (letter) => ENTITIES[letter] ?? letter);

/** Two decimals are a hundredth of a pixel: more only makes the file longer. */
const figure = (value: string | number): string =>
  typeof value === 'number' ? String(Math.round(value * 100) / 100) : xmlText(value);

/** One element; `children` are elements already written or {@link xmlText}. */
export function svgTag(name: string, attributes: SvgAttributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) =>
    value === undefined ? '' : ` ${key}="${figure(value)}"`,
  );
  const inside = children.join('');
  return inside === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${inside}</${name}>`;
}

/** A line of text; `attributes` beside x and y. */
export const svgText = (x: number, y: number, text: string, attributes: SvgAttributes): string =>
  text === '' ? '' : svgTag('text', { x, y, ...attributes }, xmlText(text));

/** Width of a text in the same unit as `size`, the size of its letters. Letters of Hangul are square. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const letter of text) width += (letter.codePointAt(0) ?? 0) >= 0x1100 ? 0.94 : 0.57;
  return width * size;
}

/** The beginning of a text that fits into `width`. */
export function fitted(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  let kept = '';
  for (const letter of text) {
    if (textWidth(`${kept}${letter}…`, size) > width) break;
    kept += letter;
  }
  return `${kept}…`;
}

/** Fonts of the systems our readers have, Korean ones among them. */
const FONTS = "Pretendard, 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', system-ui, sans-serif";

interface SvgDocument {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  /** Said by a screen reader in place of the picture, and shown as a tooltip. */
  readonly title: string;
  readonly description: string;
}

/** The whole file. `body` is drawn from (0, 0) on. */
export function svgDocument({ width, height, background, title, description }: SvgDocument, body: string): string {
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${String(Math.round(width))} ${String(Math.round(height))}`,
    role: 'img',
    'font-family': FONTS,
  };
  const ground = svgTag('rect', { width, height, fill: background });
  const words = `${svgTag('title', {}, xmlText(title))}${svgTag('desc', {}, xmlText(description))}`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svgTag('svg', attributes, words, ground, body)}\n`;
}
