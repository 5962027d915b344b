import { describe, expect, it } from 'vitest';
import type { Beside, Scene } from '../../scenes/scene.ts';
import { pictureSteps } from './picture-steps.ts';

const scene = (ids: string): Scene => ({
  id: 'x',
  day: 1,
  generation: '3.x',
  seed: 's',
  topology: { ordererOrg: { name: 'O', mspId: 'O', domain: 'x', orderers: ['o'] }, peerOrgs: [], channels: [] },
  contracts: {},
  setup: [],
  steps: [...ids].map((id) => ({ id, commands: [], until: null, focus: [] })),
  offered: null,
});

const beside = (...pictures: readonly (readonly [here: string, there: string])[]): Beside => ({
  scene: 'y',
  pairs: pictures.map(([here, there], index) => ({ picture: String(index), here: [...here], there: [...there] })),
});

describe('steps of a picture', () => {
  const rows: readonly [reason: string, steps: string, pictures: readonly string[], expected: string][] = [
    ['one after the other', 'abcd', ['ab', 'c', 'd'], '0-2 2-3 3-4'],
    ['nothing at first: the scene has not begun', 'ab', ['', 'ab'], '0-0 0-2'],
    ['nothing in between: it stays where it was', 'ab', ['a', '', 'b'], '0-1 1-1 1-2'],
    ['left out before a picture: performed on the way to it', 'abc', ['a', 'c'], '0-1 2-3'],
    ['left out within a picture: performed in it', 'abc', ['ac'], '0-3'],
    ['left out at the end: not performed', 'abc', ['a', 'b'], '0-1 1-2'],
    ['left out before a picture that has nothing', 'abc', ['a', '', 'c'], '0-1 1-1 2-3'],
  ];
  it.each(rows)('%s', (_reason, steps, pictures, expected) => {
    const told = (side: 'here' | 'there', declared: Beside): string =>
      pictureSteps(scene(steps), declared, side)
        .map(({ from, to }) => `${from}-${to}`)
        .join(' ');
    expect(told('here', beside(...pictures.map((own) => [own, 'zz'] as const)))).toBe(expected);
    expect(told('there', beside(...pictures.map((own) => ['zz', own] as const)))).toBe(expected);
  });
});
