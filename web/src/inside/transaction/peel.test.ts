import { describe, expect, it } from 'vitest';
import { bytesOf, type Layer, nextLayer, openedLayers, pathTo, shortMessage, spanOf } from './peel.ts';

const layer = (message: string, offset: number, size: number, ...layers: readonly Layer[]): Layer => ({
  name: message.toLowerCase(),
  message: `common.${message}`,
  offset,
  size,
  label: '',
  fields: [],
  layers,
});

const ROOT = layer(
  'Envelope',
  0,
  100,
  layer('Payload', 10, 80, layer('Header', 12, 20), layer('Data', 34, 50, layer('Action', 40, 40))),
);

describe('peeling', () => {
  it('shows the layers on the way in, and stops where the way leads nowhere', () => {
    expect(openedLayers(ROOT, [0, 1, 0]).map(({ message }) => shortMessage(message))).toEqual([
      'Envelope',
      'Payload',
      'Data',
      'Action',
    ]);
    expect(openedLayers(ROOT, [0, 7, 0]).length).toBe(2);
  });

  it('goes on into the largest layer, until nothing is sealed any more', () => {
    expect(nextLayer(ROOT, [])).toEqual([0]);
    expect(nextLayer(ROOT, [0])).toEqual([0, 1]);
    expect(nextLayer(ROOT, [0, 1])).toEqual([0, 1, 0]);
    expect(nextLayer(ROOT, [0, 1, 0])).toBe(null);
  });

  it('finds the way to a message of a type', () => {
    expect(pathTo(ROOT, 'common.Action')).toEqual([0, 1, 0]);
    expect(pathTo(ROOT, 'common.Nothing')).toBe(null);
  });

  it('lies where its bytes are, as a share of the whole and as digits', () => {
    expect(spanOf(ROOT, layer('Data', 34, 50))).toEqual({ start: 0.34, width: 0.5 });
    expect(bytesOf('00112233', { offset: 1, size: 2 })).toBe('1122');
  });
});
