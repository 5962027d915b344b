/** What the menu of a node offers to do is what can be done in a network like this one. */
import { expect, it } from 'vitest';
import type { Topology } from '../sim/protocol/topology-spec.ts';
import { emptyWorld, type WorldView } from '../view/world-model.ts';
import { menuOffers } from './node-commands.ts';

const topology: Topology = {
  ordererOrg: { name: 'OrdererOrg', mspId: 'OrdererMSP', domain: 'example.com', orderers: ['orderer'] },
  peerOrgs: [],
  channels: [],
};
const ORDERER = 'orderer.example.com';

function running(generation: WorldView['generation']): WorldView {
  const world = emptyWorld(topology, generation);
  const nodes = Object.entries(world.nodes).map(([id, node]) => [id, { ...node, life: 'up' as const }]);
  return { ...world, nodes: Object.fromEntries(nodes) as WorldView['nodes'] };
}

it.each<readonly [WorldView['generation'], readonly string[], string]>([
  ['3.x', ['commands.joinOrderer'], 'by the participation API'],
  ['2.x', [], 'where orderers take part by the system channel'],
])('an orderer of %s is offered %j: %s', (generation, keys) => {
  const world = running(generation);
  const offers = menuOffers(world, ORDERER, 'work', null);
  expect(offers.map(({ key }) => key)).toEqual(keys);
  // A page with nothing on it is not offered either.
  const hasPage = menuOffers(world, ORDERER, 'top', null).some(({ key }) => key === 'sandbox.ground.work');
  expect(hasPage).toBe(keys.length > 0);
});
