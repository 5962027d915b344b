import { describe, expect, it } from 'vitest';
import type { Scene, Step } from './scene.ts';
import { firstStepOn, networkAt } from './scene-network.ts';

const step = (id: string): Step => ({ id, commands: [], until: null, focus: [] });
const network = {
  generation: '3.x',
  seed: 's',
  topology: { ordererOrg: { name: 'O', mspId: 'O', domain: 'x', orderers: ['o'] }, peerOrgs: [], channels: [] },
  contracts: {},
  setup: [],
} as const;
const one: Scene = { id: 'test', day: 1, ...network, steps: ['a', 'b', 'c', 'd'].map(step), offered: null };
const three: Scene = {
  ...one,
  further: [
    { ...network, seed: 'second', from: 'b' },
    { ...network, seed: 'third', from: 'd' },
  ],
};

describe('the network of a step', () => {
  it('is that of the scene where there is one only', () => {
    expect([0, 3].map((index) => networkAt(one, index).seed)).toEqual(['s', 's']);
    expect(firstStepOn(one, 3)).toBe(0);
  });

  it('changes with the step it is said to begin with', () => {
    expect([0, 1, 2, 3].map((index) => networkAt(three, index).seed)).toEqual(['s', 'second', 'second', 'third']);
    expect([0, 1, 2, 3].map((index) => firstStepOn(three, index))).toEqual([0, 1, 1, 3]);
  });
});
