/**
 * What is looked at, as words of an address: links, channels, chaincodes, collections, snapshots, keys. Nodes and messages
 * are opened by the steps of scenes themselves, and what is gone into stands in the path of places.
 */
import type { InspectTarget } from '../sim/protocol/requests.ts';
import type { Topology } from '../sim/protocol/topology-spec.ts';
import { nodesOf } from './network.ts';

/** Empty: nothing an address tells of. */
export function lookSegments(target: InspectTarget | null): readonly string[] {
  switch (target?.type) {
    case 'link':
      return ['link', target.from, target.to];
    case 'channel':
      return ['channel', target.channel];
    case 'chaincode':
      return ['chaincode', target.channel, target.chaincode];
    case 'collection':
      return ['collection', target.channel, target.chaincode, target.collection];
    case 'snapshot':
      return ['snapshot', target.node, target.channel, String(target.number)];
    case 'key':
      return ['key', target.node, target.channel, target.namespace, target.key];
    default:
      return [];
  }
}

function targetOf([type, first = '', second = '', third = '', fourth = '']: readonly string[]): InspectTarget | null {
  switch (type) {
    case 'link':
      return { type, from: first, to: second };
    case 'channel':
      return { type, channel: first };
    case 'chaincode':
      return { type, channel: first, chaincode: second };
    case 'collection':
      return { type, channel: first, chaincode: second, collection: third };
    case 'snapshot':
      return /^\d{1,9}$/.test(third) ? { type, node: first, channel: second, number: Number(third) } : null;
    case 'key':
      return { type, node: first, channel: second, namespace: third, key: fourth };
    default:
      return null;
  }
}

/**
 * Reads what {@link lookSegments} wrote. null: nothing, or it names a node or a channel this network does not have. Whether
 * there is such a thing by now the inspector says.
 */
export function readLook(segments: readonly string[], topology: Topology): InspectTarget | null {
  const target = targetOf(segments);
  if (target === null || lookSegments(target).length !== segments.length) return null;
  const nodes = nodesOf(topology).map(({ id }) => id);
  const channels = [...topology.channels, ...(topology.systemChannel ? [topology.systemChannel] : [])];
  const named = target.type === 'link' ? [target.from, target.to] : 'node' in target ? [target.node] : [];
  if (!named.every((node) => nodes.includes(node))) return null;
  return !('channel' in target) || channels.some(({ id }) => id === target.channel) ? target : null;
}
