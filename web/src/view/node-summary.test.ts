/** What cards say of orderers in a run in which a leader of BFT is away while the others choose the next one. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../tools/node-lab.ts';
import { BFT_OF_FOUR, BFT_OF_FOUR_UP, ONE, ORDERERS, TWO } from '../sim/worker/test-four-orderers.ts';
import { begin, give } from '../sim/worker/test-simulation.ts';
import { standingOf } from './node-summary.ts';
import { emptyWorld, type WorldView } from './world-model.ts';
import { foldWorld } from './world-view.ts';

const MINUTE = 60_000_000;

/** Standings of the orderers that are on, one list for each time any of them changed. */
const seen: (readonly (readonly [node: string, standing: string])[])[] = [];

const standings = (world: WorldView) =>
  ORDERERS.flatMap((id) => {
    const node = world.nodes[id];
    const standing = node?.life === 'up' ? standingOf(world, node) : null;
    return standing === null ? [] : [[id, standing] as const];
  });

beforeAll(async () => {
  const simulation = begin(BFT_OF_FOUR, await loadSimulationParts(), ...BFT_OF_FOUR_UP);
  give(simulation, { type: 'crashNode', node: ONE });
  simulation.runUntil(simulation.now + 3 * MINUTE);
  give(simulation, { type: 'restartNode', node: ONE });
  simulation.runUntil(simulation.now + 5 * MINUTE);
  let world = emptyWorld(BFT_OF_FOUR.topology, BFT_OF_FOUR.generation);
  for (const entry of simulation.entries) {
    world = foldWorld(world, entry);
    const now = standings(world);
    if (JSON.stringify(now) !== JSON.stringify(seen.at(-1))) seen.push(now);
  }
});

describe('a leader of BFT that comes back', () => {
  it('is never shown as a second leader', () => {
    const leading = seen.map((now) => now.filter(([, standing]) => standing === 'leader').map(([id]) => id));
    expect(leading.filter((leaders) => leaders.length > 1)).toEqual([]);
    expect(leading.at(-1)).toEqual([TWO]);
  });

  it('leads an old view until the others have told it, and follows then', () => {
    const own = seen.flatMap((now) => now.filter(([id]) => id === ONE).map(([, standing]) => standing));
    const changes = own.filter((standing, index) => standing !== own[index - 1]);
    expect(changes).toEqual(['follower', 'leader', 'follower', 'formerLeader', 'follower']);
  });
});
