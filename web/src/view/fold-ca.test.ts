import { describe, expect, it } from 'vitest';
import type { Fact } from '../sim/trace/facts.ts';
import { network } from './testdata/network.ts';
import { emptyWorld } from './world-model.ts';
import { foldWorld } from './world-view.ts';

const WORLD = emptyWorld(network({ orgs: 1, peers: 1, orderers: 1 }), '3.x');
const CA = Object.keys(WORLD.nodes).find((id) => WORLD.nodes[id]?.info.role === 'ca') ?? '';

const registered = (id: string): Fact => ({
  type: 'identityRegistered',
  id,
  idType: 'client',
  affiliation: '',
  maxEnrollments: -1,
  by: 'admin',
});
const issued = (id: string, serial: string): Fact => ({
  type: 'certificateIssued',
  id,
  serial,
  profile: '',
  units: ['client'],
  attributes: [],
  notAfter: 0,
  reenrolled: false,
});

describe('the registry of a CA', () => {
  it('begins with the bootstrap identity and counts what is registered, issued and revoked', () => {
    const facts: readonly Fact[] = [
      issued('admin', '1'),
      registered('user2'),
      issued('user2', '2'),
      issued('user2', '3'),
      { type: 'identityRevoked', id: 'user2', serials: ['2', '3'], reason: '' },
    ];
    const worlds = facts.reduce(
      (world, fact, seq) => foldWorld(world, { seq, at: seq, node: CA, cause: null, fact }),
      WORLD,
    );
    expect(WORLD.nodes[CA]?.registry).toEqual({ identities: 1, certificates: 0, revoked: 0 });
    expect(worlds.nodes[CA]?.registry).toEqual({ identities: 2, certificates: 3, revoked: 2 });
  });
});
