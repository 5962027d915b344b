/**
 * What is done to a machine's links, asked inside of it: `iptables -S OUTPUT`, `tc qdisc show`.
 *
 * @simplified Where the firewall prints an address the name of the node stands. What the scheduler of an interface prints
 * differs by its version: the lab says what is set in its own words.
 */
import { isIsolated, type LinkTrouble, type WorldView } from '../../../view/world-model.ts';
import { partsNow } from '../../../view/faults.ts';
import type { NodeId } from '../../lab-types.ts';
import { type Desk, note, type Outcome, said } from './verb.ts';

interface Leaving {
  readonly to: NodeId;
  readonly trouble: LinkTrouble;
}

/** What is wrong with the links on which the node sends. */
function leaving(node: NodeId, { links }: WorldView): readonly Leaving[] {
  return Object.values(links).flatMap((trouble): readonly Leaving[] => {
    if (trouble.from === node) return [{ to: trouble.to, trouble }];
    return trouble.to === node && !trouble.oneWay ? [{ to: trouble.from, trouble }] : [];
  });
}

/** Taken off the network with its interface; a part of one node is cut off by rules. */
const isOff = (world: WorldView, node: NodeId): boolean =>
  isIsolated(world, node) &&
  !partsNow(world).some((groups) => groups.some((group) => group.length === 1 && group[0] === node));

/** The rules of what leaves the node. */
export function firewallRules(node: NodeId, { sight }: Desk): readonly Outcome[] {
  const world = sight.world();
  const isThere = world !== null && !isOff(world, node);
  const dropped = isThere ? leaving(node, world).filter(({ to, trouble }) => !trouble.up && !isOff(world, to)) : [];
  const rules = said(['-P OUTPUT ACCEPT', ...dropped.map(({ to }) => `-A OUTPUT -d ${to} -j DROP`)].join('\n'));
  if (world !== null && !isThere) return [rules, note('offNetwork', { node })];
  return dropped.length === 0 ? [rules] : [rules, note('addressesAsNames')];
}

/** The usual latency of the lab as netem is told it; the same is read from a typed line. */
export const MILLIS_OF_FACTOR = 10;

const PERCENT = 100;

/** What the scheduler of the node's interface does to its messages. */
export function interfaceState(node: NodeId, { sight }: Desk): readonly Outcome[] {
  const world = sight.world();
  if (world !== null && isOff(world, node)) return [note('offNetwork', { node })];
  const poor = (world === null ? [] : leaving(node, world)).filter(
    ({ trouble: { loss, latencyFactor } }) => loss > 0 || latencyFactor !== 1,
  );
  if (poor.length === 0) return [note('interfaceAsUsual', { node })];
  return poor.map(({ to, trouble: { loss, latencyFactor } }) =>
    note('interfaceSet', { node, to, loss: Math.round(loss * PERCENT), factor: latencyFactor }),
  );
}
