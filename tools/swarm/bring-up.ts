/**
 * From an empty disk to channels with a chaincode that has data: the part of a run in which nothing goes wrong.
 */
import { bringUpCommands as bringUp } from '../../web/src/sim/protocol/bring-up.ts';
import type { Command } from '../../web/src/sim/protocol/commands.ts';
import { FORMAT_VERSION, type Recording } from '../../web/src/sim/protocol/recording.ts';
import { nodesOf } from '../../web/src/sim/topology/nodes.ts';
import { readContractFolder } from '../node-lab.ts';
import { CHAINCODE, clientOf, type SwarmNetwork } from './network.ts';

export const LABEL = 'swarm_1.0';
/** Keys every channel begins with, as strings of numbers. */
export const ACCOUNTS = ['a1', 'a2', 'a3', 'a4'] as const;

const contract = readContractFolder(`${import.meta.dirname}/contract`);

export function emptyRecording({ generation, topology }: SwarmNetwork, seed: number): Recording {
  return {
    formatVersion: FORMAT_VERSION,
    generation,
    seed: `swarm ${String(seed)}`,
    topology,
    contracts: { swarm: contract },
    commands: [],
  };
}

/** Peers of an organisation, by name. */
export const peersOf = ({ topology }: Pick<SwarmNetwork, 'topology'>, org: string): readonly string[] =>
  nodesOf(topology).flatMap((node) => (node.role === 'peer' && node.org === org ? [node.id] : []));

/** The commands in order, each to be given when the one before has settled. */
export function bringUpCommands(network: SwarmNetwork): readonly Command[] {
  const { topology, definitions, anchored } = network;
  const orgs = topology.peerOrgs.filter(({ name }) => topology.channels.some((channel) => channel.orgs.includes(name)));
  const first = orgs[0]?.name ?? '';
  const installed = orgs.flatMap(({ name }) =>
    peersOf(network, name).map(
      (node): Command => ({ type: 'installChaincode', client: clientOf(name), node, label: LABEL }),
    ),
  );
  const agreed = topology.channels.flatMap(({ id: channel, orgs: members }): Command[] => {
    const definition = definitions[channel];
    if (!definition) return [];
    const client = clientOf(members[0] ?? '');
    return [
      ...members.map((org): Command => {
        return { type: 'approveChaincode', client: clientOf(org), channel, definition, label: LABEL };
      }),
      { type: 'commitChaincode', client, channel, definition },
      {
        type: 'submitTransaction',
        client,
        identity: 'User1',
        channel,
        chaincode: CHAINCODE,
        function: 'move',
        args: ['a1', 'a2', '0'],
        transient: {},
        endorsers: members.flatMap((org) => peersOf(network, org).slice(0, 1)),
      },
    ];
  });
  const anchors = anchored ? orgs.flatMap(({ name }) => peersOf(network, name).slice(0, 1)) : [];
  return [
    ...bringUp(topology, anchors),
    { type: 'packageChaincode', client: clientOf(first), source: 'swarm', label: LABEL },
    ...installed,
    ...agreed,
  ];
}
