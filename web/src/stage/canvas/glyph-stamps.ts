/**
 * Glyphs drawn once and stamped from then on: with a thousand messages under way, filling and stroking each outline in
 * each frame would take half of it. Few messages are drawn afresh, which is sharper between pixels.
 */
import type { MessageKind } from '../../sim/trace/facts.ts';

/** Room around the glyph for the half of its outline that is outside its square. */
const EDGE = 2;
/** More sizes than a stage has at one zoom; while the camera moves there are always new ones. */
const MOST = 160;

export type DrawGlyph = (context: CanvasRenderingContext2D, x: number, y: number, size: number) => void;

export class GlyphStamps {
  private readonly known = new Map<string, HTMLCanvasElement>();
  private owner: object | null = null;

  /**
   * Draws the glyph of `kind` with its middle at (x, y). `owner` is what its colours come from: another one, other stamps.
   */
  stamp(
    context: CanvasRenderingContext2D,
    kind: MessageKind,
    at: { readonly x: number; readonly y: number; readonly size: number },
    owner: object,
    draw: DrawGlyph,
  ): void {
    if (owner !== this.owner || this.known.size > MOST) this.known.clear();
    this.owner = owner;
    const { a: ratio } = context.getTransform();
    const side = Math.ceil((at.size + 2 * EDGE) * ratio);
    const key = `${kind} ${at.size.toFixed(2)} ${String(ratio)}`;
    const image = this.known.get(key) ?? this.make(key, side, ratio, at.size, draw);
    const width = side / ratio;
    context.drawImage(image, at.x - width / 2, at.y - width / 2, width, width);
  }

  private make(key: string, side: number, ratio: number, size: number, draw: DrawGlyph): HTMLCanvasElement {
    const image = document.createElement('canvas');
    image.width = side;
    image.height = side;
    const context = image.getContext('2d');
    if (context !== null) {
      context.scale(ratio, ratio);
      draw(context, side / ratio / 2, side / ratio / 2, size);
    }
    this.known.set(key, image);
    return image;
  }
}
