/**
 * What two nodes have to say to each other, by what they are. Pure.
 *
 * @fabric core/peer, gossip/comm, orderer/common/cluster: who dials whom
 */
import type { NodeInfo, NodeRole } from '../../../view/network.ts';

export type Traffic =
  | 'consensus'
  | 'catchUp'
  | 'deliver'
  | 'gatewaySubmit'
  | 'gossip'
  | 'gossipOrgs'
  | 'gatewayEndorse'
  | 'proposals'
  | 'events'
  | 'broadcast'
  | 'enrol'
  | 'partitions'
  | 'replicas'
  | 'registration'
  | 'election'
  | 'nothing';

const BETWEEN: Readonly<Record<string, readonly Traffic[]>> = {
  'orderer orderer': ['consensus', 'catchUp'],
  'orderer peer': ['deliver', 'gatewaySubmit'],
  'client peer': ['proposals', 'events'],
  'client orderer': ['broadcast'],
  'ca client': ['enrol'],
  'broker orderer': ['partitions'],
  'broker broker': ['replicas'],
  'broker zookeeper': ['registration'],
  'zookeeper zookeeper': ['election'],
};

type End = Pick<NodeInfo, 'role' | 'mspId'>;

/** Where Kafka orders, orderers have nothing to tell each other. */
export function linkTraffic(one: End, other: End, isKafka: boolean): readonly Traffic[] {
  const roles: readonly NodeRole[] = [one.role, other.role];
  const kinds = roles.toSorted().join(' ');
  if (kinds === 'peer peer') return [one.mspId === other.mspId ? 'gossip' : 'gossipOrgs', 'gatewayEndorse'];
  if (kinds === 'orderer orderer' && isKafka) return ['nothing'];
  return BETWEEN[kinds] ?? ['nothing'];
}
