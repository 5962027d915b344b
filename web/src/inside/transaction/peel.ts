/** Peeling the layers of an envelope: which one is open, what is sealed in it, where its bytes lie. Pure. */
import type { InsideOf } from '../../link/react/use-inside.ts';

export type Layer = InsideOf<'transaction'>['root'];

/** Places of the children from the outside in. */
export type Peeled = readonly number[];

/** The layers opened, the outermost first; a path that leads nowhere ends early. */
export function openedLayers(root: Layer, path: Peeled): readonly Layer[] {
  const opened = [root];
  for (const index of path) {
    const inner = opened.at(-1)?.layers[index];
    if (inner === undefined) break;
    opened.push(inner);
  }
  return opened;
}

/** The next layer on the usual way in: the largest one sealed in the innermost open one. null: nothing is sealed in it. */
export function nextLayer(root: Layer, path: Peeled): Peeled | null {
  const innermost = openedLayers(root, path).at(-1);
  const sizes = innermost?.layers.map(({ size }) => size) ?? [];
  return sizes.length === 0 ? null : [...path, sizes.indexOf(Math.max(...sizes))];
}

/** The way to the first layer of a message type; null: there is none. */
export function pathTo(root: Layer, message: string): Peeled | null {
  if (root.message === message) return [];
  for (const [index, layer] of root.layers.entries()) {
    const rest = pathTo(layer, message);
    if (rest !== null) return [index, ...rest];
  }
  return null;
}

export interface Span {
  /** Share of the whole before it, and its own: 0 to 1. */
  readonly start: number;
  readonly width: number;
}

export const spanOf = (root: Layer, { offset, size }: Layer): Span => {
  const whole = Math.max(1, root.size);
  return { start: offset / whole, width: size / whole };
};

/** `Envelope` of `common.Envelope`. */
export const shortMessage = (message: string): string => message.slice(message.lastIndexOf('.') + 1);

/** The bytes of a layer in the whole, both hexadecimal. */
export const bytesOf = (hex: string, { offset, size }: Pick<Layer, 'offset' | 'size'>): string =>
  hex.slice(offset * 2, (offset + size) * 2);
