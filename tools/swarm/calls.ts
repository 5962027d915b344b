/** Calls of the swarm's contract, by every route and with every way to disagree. */
import type { Command } from '../../web/src/sim/protocol/commands.ts';
import { ACCOUNTS, peersOf } from './bring-up.ts';
import type { Dice } from './dice.ts';
import { CHAINCODE, clientOf, COLLECTIONS, mspIdOf, type SwarmNetwork } from './network.ts';

interface Caller {
  readonly channel: string;
  /** Whose client calls. */
  readonly org: string;
  readonly members: readonly string[];
}

interface Call {
  readonly function: string;
  readonly args: readonly string[];
  readonly transient: Readonly<Record<string, string>>;
}

const KEYS = ['k1', 'k2', 'k3', 'k4', 'k5'] as const;

/**
 * Accounts are only ever moved between: their sum stays. Where organisations do not know each other nothing is hidden
 * from some of the channel: the others would look for it for a minute, block by block.
 */
function drawCall(hides: boolean, dice: Dice): Call {
  const value = String(dice.between(1, 99));
  const plain = (name: string, ...args: readonly string[]): Call => ({ function: name, args, transient: {} });
  const collection = dice.pick(COLLECTIONS);
  const key = dice.pick(KEYS);
  return dice.weighted<() => Call>([
    [4, () => plain('move', dice.pick(ACCOUNTS.slice(0, 2)), dice.pick(ACCOUNTS.slice(2)), value)],
    [2, () => plain('move', dice.pick(ACCOUNTS.slice(2)), dice.pick(ACCOUNTS.slice(0, 2)), value)],
    [3, () => plain('add', key, value)],
    [2, () => plain('put', key, value)],
    [2, () => plain('remove', key)],
    [2, () => plain('count', 'k', 'l', dice.pick(['n1', 'k3']))],
    [hides ? 2 : 0, () => ({ function: 'hide', args: [collection, dice.pick(['s1', 's2'])], transient: { value } })],
    [1, () => plain('forget', collection, dice.pick(['s1', 's2']))],
    [1, () => plain('witness', collection, 's1', 'w1')],
    [0.5, () => plain('refuse', key)],
  ])();
}

/** Who endorses: left to the client, one peer of each member, or whoever comes to mind. */
function drawEndorsers(network: SwarmNetwork, members: readonly string[], dice: Dice): readonly string[] | null {
  return dice.weighted<() => readonly string[] | null>([
    [5, () => null],
    [3, () => members.map((org) => dice.pick(peersOf(network, org)))],
    [1, () => dice.some(members, 1).map((org) => dice.pick(peersOf(network, org)))],
  ])();
}

/** A command that calls the chaincode of `channel`. */
export function callOf(network: SwarmNetwork, { channel, org, members }: Caller, dice: Dice): Command {
  const call = drawCall(network.anchored || members.length === 1, dice);
  const client = clientOf(org);
  const common = { client, identity: 'User1', channel, chaincode: CHAINCODE, ...call };
  const endorsers = drawEndorsers(network, members, dice);
  if (dice.chance(0.06)) return { type: 'evaluateTransaction', ...common, peer: null };
  if (dice.chance(0.1)) {
    const { function: name, args, transient } = call;
    const strategy = dice.pick(['none', 'retry', 'queue', 'batch'] as const);
    const count = dice.between(2, 5);
    const interval = dice.pick([10_000, 100_000, 400_000]);
    return { type: 'submitMany', ...common, function: name, args, transient, endorsers, count, interval, strategy };
  }
  if (!dice.chance(0.4)) return { type: 'submitTransaction', ...common, endorsers };
  const organizations = dice.chance(0.2) ? dice.some(members, 1).map(mspIdOf) : [];
  return { type: 'submitTransaction', ...common, endorsers: null, via: 'gateway', organizations };
}
