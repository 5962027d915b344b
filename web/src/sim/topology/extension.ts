/**
 * A network that grows while it runs: a machine, an organisation or a channel is added to what there is on paper. That
 * it takes part is for the ordinary commands: start, config update, join.
 *
 * What exists stays as it is: the same machines with the same ports, the same consenters of every channel.
 *
 * @fabric cmd/cryptogen (extend)
 * @simplified The certificates of cryptogen extend begin when those of the network do. Connection profiles of all client
 *   machines are written anew at once. A network of 2.x takes no further orderers.
 */
import { ok, refuse, type Result } from '../kernel/result.ts';
import { checkTopology } from './nodes.ts';
import type { ChannelSpec, PeerOrgSpec, Topology } from './topology-spec.ts';

export type NetworkAddition =
  | { readonly kind: 'org'; readonly org: PeerOrgSpec }
  /** The next one of the organisation: `peer2` after `peer1`. */
  | { readonly kind: 'peer'; readonly org: string }
  /** `host` without the domain. It is a consenter of no channel yet. */
  | { readonly kind: 'orderer'; readonly host: string }
  | { readonly kind: 'client'; readonly org: string; readonly host: string }
  | { readonly kind: 'channel'; readonly channel: ChannelSpec };

export const ADDITION_KINDS = ['org', 'peer', 'orderer', 'client', 'channel'] as const;

/** The network with what is added, or why it cannot be. */
export function extended(topology: Topology, addition: NetworkAddition): Result<Topology> {
  const grown = grownBy(topology, addition);
  return grown.ok ? checkTopology(grown.value) : grown;
}

function grownBy(topology: Topology, addition: NetworkAddition): Result<Topology> {
  const { ordererOrg, peerOrgs, channels } = topology;
  switch (addition.kind) {
    case 'org': {
      const { org } = addition;
      return ok(withLaterPeers({ ...topology, peerOrgs: [...peerOrgs, org] }, org.name, org.peers));
    }
    case 'peer': {
      const grown = withOrg(topology, addition.org, (org) => ({ ...org, peers: org.peers + 1 }));
      return grown.ok ? ok(withLaterPeers(grown.value, addition.org, 1)) : grown;
    }
    case 'client': {
      const { host } = addition;
      return withOrg(topology, addition.org, (org) => ({ ...org, clients: [...org.clients, host] }));
    }
    case 'orderer':
      if (topology.systemChannel) return refuse('ordererNeedsFabric3', {}, 'addition');
      return ok({
        ...topology,
        ordererOrg: { ...ordererOrg, orderers: [...ordererOrg.orderers, addition.host] },
        channels: channels.map((channel) => ({ consenters: ordererOrg.orderers, ...channel })),
      });
    case 'channel':
      return ok({ ...topology, channels: [...channels, addition.channel] });
  }
}

/** Their ports come after those of everyone there was. */
const withLaterPeers = (topology: Topology, org: string, count: number): Topology => ({
  ...topology,
  laterPeers: [...(topology.laterPeers ?? []), ...Array.from({ length: count }, () => org)],
});

function withOrg(topology: Topology, name: string, change: (org: PeerOrgSpec) => PeerOrgSpec): Result<Topology> {
  if (!topology.peerOrgs.some((org) => org.name === name))
    return refuse('unknownOrganization', { value: name }, 'addition.org');
  return ok({ ...topology, peerOrgs: topology.peerOrgs.map((org) => (org.name === name ? change(org) : org)) });
}
