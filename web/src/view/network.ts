/**
 * The nodes a topology names, in the order they are drawn and listed: orderers, their administrators and their Kafka, then per
 * organisation peers, CA, administrators' machines, clients.
 *
 * The stage, the lanes of the time line and every list of nodes start from here, so all of them show the same order
 * and the same short names.
 */
import type { PeerOrgSpec, StateDatabase, Topology } from '../sim/protocol/topology-spec.ts';
import type { NodeId } from '../sim/trace/facts.ts';

export type NodeRole = 'orderer' | 'peer' | 'ca' | 'client' | 'broker' | 'zookeeper';

export interface NodeInfo {
  readonly id: NodeId;
  readonly role: NodeRole;
  /** Name of the organisation in configtx.yaml. */
  readonly org: string;
  readonly mspId: string;
  /** 0 for the orderer organisation, 1 … for peer organisations: chooses the colour. */
  readonly orgIndex: number;
  /** The host name without what all domains of the network share: `peer0.org1`. */
  readonly shortName: string;
  /** A client that is an administrator's machine and no client server. */
  readonly isDesk: boolean;
  /** A peer that keeps its state in CouchDB. */
  readonly couch: boolean;
}

/** Labels at the end of every domain, e.g. `example.com`; empty when the domains share none. */
function sharedSuffix(domains: readonly string[]): string {
  const parts = domains.map((domain) => domain.split('.').reverse());
  const first = parts[0] ?? [];
  let length = 0;
  while (length < first.length && parts.every((labels) => labels[length] === first[length])) length++;
  return first.slice(0, length).reverse().join('.');
}

function ordererInfos({ ordererOrg: org, kafka }: Topology, short: (host: string) => string): NodeInfo[] {
  const info = (role: NodeRole, host: string, isDesk = false): NodeInfo => {
    const id = `${host}.${org.domain}`;
    return { id, role, org: org.name, mspId: org.mspId, orgIndex: 0, shortName: short(id), isDesk, couch: false };
  };
  return [
    ...org.orderers.map((host) => info('orderer', host)),
    ...(org.admins ?? []).map((host) => info('client', host, true)),
    ...Array.from({ length: kafka?.brokers ?? 0 }, (_, id) => info('broker', `kafka${id}`)),
    ...Array.from({ length: kafka?.zooKeepers ?? 0 }, (_, id) => info('zookeeper', `zookeeper${id}`)),
  ];
}

function peerOrgInfos(
  org: PeerOrgSpec,
  orgIndex: number,
  short: (host: string) => string,
  database: StateDatabase | undefined,
): NodeInfo[] {
  const isCouch = (org.stateDatabase ?? database) === 'CouchDB';
  const info = (role: NodeRole, host: string, isDesk = false): NodeInfo => {
    const id = `${host}.${org.domain}`;
    const couch = isCouch && role === 'peer';
    return { id, role, org: org.name, mspId: org.mspId, orgIndex, shortName: short(id), isDesk, couch };
  };
  return [
    ...Array.from({ length: org.peers }, (_, index) => info('peer', `peer${index}`)),
    ...(org.ca ? [info('ca', 'ca')] : []),
    ...(org.admins ?? []).map((host) => info('client', host, true)),
    ...org.clients.map((host) => info('client', host)),
  ];
}

/** Every node of the network, each once. */
export function nodesOf(topology: Topology): readonly NodeInfo[] {
  const suffix = sharedSuffix([topology.ordererOrg.domain, ...topology.peerOrgs.map((org) => org.domain)]);
  const short = (host: string): string =>
    suffix !== '' && host.endsWith(`.${suffix}`) ? host.slice(0, -suffix.length - 1) : host;
  return [
    ...ordererInfos(topology, short),
    ...topology.peerOrgs.flatMap((org, index) => peerOrgInfos(org, index + 1, short, topology.stateDatabase)),
  ];
}

/** Short names by id; a name the topology does not know (a fact of another version) stands for itself. */
export function shortNames(topology: Topology): (node: NodeId) => string {
  const names = new Map(nodesOf(topology).map((info) => [info.id, info.shortName]));
  return (node) => names.get(node) ?? node;
}
