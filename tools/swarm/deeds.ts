/**
 * What happens to a network once it is up: calls of every kind, faults, and changes of configuration, at times of their
 * own. Nobody waits for anybody; a command that does not fit the moment it comes at is simply not given.
 */
import { type Micros, SECOND } from '../../web/src/sim/kernel/time.ts';
import { callOf } from './calls.ts';
import { ConfigDeeds } from './config-deeds.ts';
import type { Deed } from './deed.ts';
import type { Dice } from './dice.ts';
import { FaultDeeds } from './fault-deeds.ts';
import { clientOf, type SwarmNetwork } from './network.ts';

/** In the order they are done. */
export function drawDeeds(network: SwarmNetwork, dice: Dice): readonly Deed[] {
  const lasts = dice.between(8, 40) * SECOND;
  const faults = new FaultDeeds(network, dice);
  const configs = new ConfigDeeds(network, dice);
  // Some runs are all about load, some about faults.
  const faulty = dice.pick([0.5, 2, 4]);
  const deeds: Deed[] = [];
  const moments = Array.from({ length: dice.between(10, 26) }, () => dice.between(0, lasts)).sort((a, b) => a - b);
  for (const at of moments) {
    const drawn = dice.weighted<() => readonly Deed[]>([
      [8, () => calls(network, at, dice)],
      [faulty, () => faults.draw(at)],
      [0.7, () => configs.draw(at)],
      [0.4, () => [listening(network, at, dice)]],
    ]);
    deeds.push(...drawn());
  }
  return deeds
    .map((deed, index) => ({ deed, index }))
    .sort((a, b) => a.deed.at - b.deed.at || a.index - b.index)
    .map(({ deed }) => deed);
}

/** One call, or several at the same moment so that they meet in a block. */
function calls(network: SwarmNetwork, at: Micros, dice: Dice): readonly Deed[] {
  const count = dice.weighted([
    [5, 1],
    [3, 3],
    [1, 6],
  ]);
  const { id, orgs } = dice.pick(network.topology.channels);
  return Array.from({ length: count }, (_, index) => ({
    at: at + index * dice.pick([0, 1_000, 30_000]),
    command: callOf(network, { channel: id, org: dice.pick(orgs), members: orgs }, dice),
  }));
}

function listening({ topology }: SwarmNetwork, at: Micros, dice: Dice): Deed {
  const { id: channel, orgs } = dice.pick(topology.channels);
  const kind = dice.pick(['filtered', 'block', 'chaincode'] as const);
  const listened = { channel, kind, chaincode: kind === 'chaincode' ? 'swarm' : '' };
  const client = clientOf(dice.pick(orgs));
  const from = dice.pick(['newest', 'oldest', 'checkpoint']);
  return { at, command: { type: 'listenEvents', client, identity: 'User1', ...listened, from } };
}
