/** What is added to a network unless somebody says otherwise: the next of its kind. */
import type { NetworkAddition } from '../../sim/protocol/commands.ts';
import type { Topology } from '../../sim/protocol/topology-spec.ts';
import { newChannel, newOrg, setClients, setOrderers } from './network-draft.ts';

export const EXTENSION_KINDS = ['org', 'peer', 'orderer', 'client', 'channel'] as const;
export type ExtensionKind = (typeof EXTENSION_KINDS)[number];

/** Fields of all kinds; each kind reads its own. */
export interface Suggestion {
  readonly name: string;
  readonly mspId: string;
  readonly domain: string;
  readonly peers: number;
  readonly members: readonly string[];
}

const NOBODY: Suggestion = { name: '', mspId: '', domain: '', peers: 2, members: [] };

export function suggestionFor(topology: Topology, kind: ExtensionKind, org: string): Suggestion {
  const { peerOrgs, ordererOrg } = topology;
  const index = peerOrgs.findIndex(({ name }) => name === org);
  const member = peerOrgs[index];
  switch (kind) {
    case 'org': {
      const { name, mspId, domain, peers } = newOrg(topology);
      return { ...NOBODY, name, mspId, domain, peers };
    }
    case 'peer':
      return { ...NOBODY, name: `peer${String(member?.peers ?? 0)}.${member?.domain ?? ''}` };
    case 'client': {
      const grown = setClients(index, (member?.clients.length ?? 0) + 1)(topology);
      return { ...NOBODY, name: grown.peerOrgs[index]?.clients.at(-1) ?? '' };
    }
    case 'orderer': {
      const grown = setOrderers(ordererOrg.orderers.length + 1)(topology);
      return { ...NOBODY, name: grown.ordererOrg.orderers.at(-1) ?? '' };
    }
    case 'channel': {
      const { id, orgs } = newChannel(topology);
      return { ...NOBODY, name: id, members: orgs };
    }
  }
}

/** A channel is ordered as the others are. */
export function additionOf(
  topology: Topology,
  kind: ExtensionKind,
  org: string,
  { name, mspId, domain, peers, members }: Suggestion,
): NetworkAddition {
  switch (kind) {
    case 'org':
      return { kind, org: { ...newOrg(topology), name, mspId, domain, peers } };
    case 'peer':
      return { kind, org };
    case 'client':
      return { kind, org, host: name };
    case 'orderer':
      return { kind, host: name };
    case 'channel':
      return { kind, channel: { ...newChannel(topology), id: name, orgs: members } };
  }
}
