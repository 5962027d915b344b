/**
 * Where the learner is inside the network: a path of places, each within the one before, from a node down to a
 * transaction. Also the path as the segments of an address, so that a link leads back to it.
 */
import type { Topology } from '../sim/protocol/topology-spec.ts';
import type { NodeId } from '../sim/trace/facts.ts';
import { type NodeRole, nodesOf } from './network.ts';

/** Everything one can go into. `node`: as which node has the thing. */
export type Place =
  | { readonly kind: 'node'; readonly node: NodeId }
  | { readonly kind: 'block'; readonly node: NodeId; readonly channel: string; readonly number: number }
  | { readonly kind: 'transaction'; readonly node: NodeId; readonly channel: string; readonly txid: string }
  /** `name` tells the certificates of a node apart. */
  | { readonly kind: 'certificate'; readonly node: NodeId; readonly name: string }
  | { readonly kind: 'policy'; readonly node: NodeId; readonly channel: string; readonly path: string }
  | { readonly kind: 'config'; readonly node: NodeId; readonly channel: string };

export type PlaceKind = Place['kind'];

const ROLES: Readonly<Record<NodeRole, true>> = {
  orderer: true,
  peer: true,
  ca: true,
  client: true,
  broker: true,
  zookeeper: true,
};

const isRole = (word: string): word is NodeRole => Object.hasOwn(ROLES, word);

/** Equal for equal places. */
export const placeKey = (place: Place): string => segmentsOf(place, 'peer').concat(place.node).join('\n');

function segmentsOf(place: Place, role: NodeRole): readonly string[] {
  switch (place.kind) {
    case 'node':
      return [role, place.node];
    case 'block':
      return ['block', place.channel, String(place.number)];
    case 'transaction':
      return ['tx', place.channel, place.txid];
    case 'certificate':
      return ['certificate', place.name];
    case 'policy':
      return ['policy', place.channel, place.path];
    case 'config':
      return ['config', place.channel];
  }
}

/** Segments of an address: `peer/peer0.org1.example.com/block/mychannel/6`. A node is named by its role. */
export function placeSegments(path: readonly Place[], topology: Topology): readonly string[] {
  const roles = new Map(nodesOf(topology).map(({ id, role }) => [id, role]));
  return path.flatMap((place) => segmentsOf(place, roles.get(place.node) ?? 'peer'));
}

/** How many segments follow the word. */
const LENGTHS: Readonly<Record<string, number>> = { block: 2, tx: 2, certificate: 1, policy: 2, config: 1 };

function placeOf(word: string, rest: readonly string[], node: NodeId): Place | null {
  const [first = '', second = ''] = rest;
  switch (word) {
    case 'block':
      return /^\d{1,9}$/.test(second) ? { kind: 'block', node, channel: first, number: Number(second) } : null;
    case 'tx':
      return { kind: 'transaction', node, channel: first, txid: second };
    case 'certificate':
      return { kind: 'certificate', node, name: first };
    case 'policy':
      return { kind: 'policy', node, channel: first, path: second };
    case 'config':
      return { kind: 'config', node, channel: first };
    default:
      return null;
  }
}

/**
 * Reads what {@link placeSegments} wrote. null: it names something this network does not have, or nothing at all. Whether a
 * block or a transaction exists by now is for its own view to say.
 */
export function readPlaces(segments: readonly string[], topology: Topology): readonly Place[] | null {
  const roles = new Map(nodesOf(topology).map(({ id, role }) => [id, role]));
  const { systemChannel } = topology;
  const channels = new Set([...topology.channels, ...(systemChannel ? [systemChannel] : [])].map(({ id }) => id));
  const path: Place[] = [];
  let node: NodeId | null = null;
  for (let index = 0; index < segments.length; ) {
    const word = segments[index] ?? '';
    const length = isRole(word) ? 1 : LENGTHS[word];
    const rest = segments.slice(index + 1, index + 1 + (length ?? 0));
    if (length === undefined || rest.length < length) return null;
    index += 1 + length;
    if (isRole(word)) {
      const [id = ''] = rest;
      if (roles.get(id) !== word) return null;
      node = id;
      path.push({ kind: 'node', node });
      continue;
    }
    const place: Place | null = node === null ? null : placeOf(word, rest, node);
    if (place === null || ('channel' in place && !channels.has(place.channel))) return null;
    path.push(place);
  }
  return path.length > 0 ? path : null;
}
