/**
 * Adding to a network that exists: keys for what is new, connection profiles that know of it.
 */
import { profileOf } from '../topology/machines.ts';
import { nodesOf } from '../topology/nodes.ts';
import { generateCrypto, type Workspace } from '../topology/workspace.ts';
import type { CommandOf, NetworkAddition } from '../protocol/commands.ts';
import type { ClientDisk } from '../client/client-state.ts';
import type { Topology } from '../topology/topology-spec.ts';
import type { Fact, NodeId } from '../trace/facts.ts';
import { type CommandContext, OPERATOR } from './command-context.ts';

/** `context` is of the network after it has grown. */
export function extendNetwork(
  { addition }: CommandOf<'extendNetwork'>,
  index: number,
  cause: number,
  context: CommandContext,
): Workspace {
  const { parts, workspace, record } = context;
  const { topology, seed } = parts;
  let latest = record(OPERATOR, cause, extendedFact(addition, topology));
  const crypto = workspace.crypto && generateCrypto(topology, seed);
  if (crypto && addition.kind === 'org') {
    const { name, mspId, domain } = addition.org;
    const files = [...crypto.files.keys()].filter((path) => path.includes(`/${domain}/`)).length;
    latest = record(OPERATOR, latest, { type: 'cryptoGenerated', org: name, mspId, files });
  }
  handOutProfiles(index, latest, context);
  record(OPERATOR, latest, { type: 'commandDone', command: 'extendNetwork', index });
  return { ...workspace, crypto };
}

function extendedFact(addition: NetworkAddition, topology: Topology): Fact {
  const type = 'networkExtended';
  const { kind } = addition;
  const nodes = nodesOf(topology);
  switch (addition.kind) {
    case 'org': {
      const { name } = addition.org;
      return { type, kind, name, nodes: nodes.flatMap(({ id, org }) => (org === name ? [id] : [])) };
    }
    case 'peer':
      return {
        type,
        kind,
        ...lastOf(nodes.flatMap(({ id, org, role }) => (role === 'peer' && org === addition.org ? [id] : []))),
      };
    case 'orderer':
      return { type, kind, ...lastOf([`${addition.host}.${topology.ordererOrg.domain}`]) };
    case 'client': {
      const { domain } = topology.peerOrgs.find(({ name }) => name === addition.org) ?? { domain: '' };
      return { type, kind, ...lastOf([`${addition.host}.${domain}`]) };
    }
    case 'channel':
      return { type, kind, name: addition.channel.id, nodes: [] };
  }
}

const lastOf = (ids: readonly NodeId[]): { readonly name: string; readonly nodes: readonly NodeId[] } => ({
  name: ids.at(-1) ?? '',
  nodes: ids.slice(-1),
});

/** Client machines that were on before know of what is new as those do that are started later. */
function handOutProfiles(index: number, cause: number, { kernel, parts }: CommandContext): void {
  for (const node of nodesOf(parts.topology)) {
    if (node.role !== 'client' || !kernel.has(node.id)) continue;
    const profile = profileOf(node, parts.topology);
    if (kernel.isUp(node.id))
      kernel.give(node.id, { type: 'command', command: { type: 'extendNetwork', profile }, index }, cause);
    else kernel.writeDisk(node.id, (disk) => ({ ...(disk as ClientDisk), profile }));
  }
}
