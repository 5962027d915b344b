/**
 * The network calls through the gateway were recorded on, with its probe contract: the lab's own commands bring it up,
 * and its clients call the gateway of a peer.
 */
import { invariant } from '../../web/src/sim/kernel/result.ts';
import { SECOND } from '../../web/src/sim/kernel/time.ts';
import type { ChaincodeDefinition, Command } from '../../web/src/sim/protocol/commands.ts';
import { FORMAT_VERSION, type ContractFolder, type Recording } from '../../web/src/sim/protocol/recording.ts';
import type { Topology } from '../../web/src/sim/protocol/topology-spec.ts';
import { type NetworkNode, nodesOf } from '../../web/src/sim/topology/nodes.ts';
import type { Entry } from '../../web/src/sim/trace/facts.ts';
import { runUntilSettled } from '../../web/src/sim/worker/settle.ts';
import { Simulation, type SimulationParts } from '../../web/src/sim/worker/simulation.ts';
import { UnusableInput } from './outcome.ts';

const SOURCE = 'contract';
/** Anchor peers introduce the organisations to each other within this time. */
const INTRODUCTIONS = 40 * SECOND;

export class GatewayNetwork {
  readonly simulation: Simulation;
  readonly nodes: readonly NetworkNode[];
  /** The channel with the chaincode: the first of the topology. */
  readonly channel: string;

  private constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.nodes = nodesOf(simulation.recording.topology);
    this.channel = simulation.recording.topology.channels[0]?.id ?? '';
  }

  /** @throws UnusableInput when the chaincode cannot be deployed */
  static start(
    folder: ContractFolder,
    definition: ChaincodeDefinition,
    topology: Topology,
    parts: SimulationParts,
  ): GatewayNetwork {
    const common = { formatVersion: FORMAT_VERSION, generation: '3.x', seed: 'conform' } as const;
    const recording: Recording = { ...common, topology, contracts: { [SOURCE]: folder }, commands: [] };
    const played = Simulation.play(recording, parts);
    invariant(played.ok, 'an empty recording can be played');
    const network = new GatewayNetwork(played.value);
    for (const command of network.bringUp(definition)) {
      const failure = network.perform(command).find(({ fact }) => fact.type === 'commandFailed')?.fact;
      if (failure?.type === 'commandFailed')
        throw new UnusableInput(`The network cannot be brought up: ${command.type}: ${failure.text}.`);
    }
    network.simulation.runUntil(network.simulation.now + INTRODUCTIONS);
    return network;
  }

  peers(): readonly NetworkNode[] {
    return this.nodes.filter(({ role }) => role === 'peer');
  }

  clientOf(mspId: string): string {
    const client = this.nodes.find((node) => node.role === 'client' && node.mspId === mspId);
    invariant(client, `${mspId} has a client`);
    return client.id;
  }

  /** `peer0.Org1` */
  peerNamed(name: string): string {
    const [host = '', org = ''] = name.split('.');
    const peer = this.peers().find((node) => node.org === org && node.id.startsWith(`${host}.`));
    if (!peer) throw new UnusableInput(`There is no peer ${name}.`);
    return peer.id;
  }

  private bringUp(definition: ChaincodeDefinition): readonly Command[] {
    const channel = this.channel;
    const orderers = this.nodes.filter(({ role }) => role === 'orderer');
    const clients = this.nodes.filter(({ role }) => role === 'client');
    const peers = this.peers();
    const [first] = clients;
    invariant(first, 'the topology has clients');
    const label = `${definition.name}_1.0`;
    return [
      { type: 'generateCrypto' },
      ...[...orderers, ...peers, ...clients].map(({ id: node }): Command => ({ type: 'startNode', node })),
      { type: 'createGenesisBlock', channel },
      ...orderers.map(({ id: node }): Command => ({ type: 'joinOrderer', node, channel })),
      ...peers.map(({ id: node }): Command => ({ type: 'joinPeer', node, channel })),
      ...clients.flatMap(({ id: client, org }): Command[] => {
        const own = peers.filter((peer) => peer.org === org);
        const peer = own[0]?.id ?? '';
        return [
          { type: 'setAnchorPeer', client, channel, peer },
          { type: 'packageChaincode', client, source: SOURCE, label },
          ...own.map(({ id: node }): Command => ({ type: 'installChaincode', client, node, label })),
          { type: 'approveChaincode', client, channel, definition, label },
        ];
      }),
      { type: 'commitChaincode', client: first.id, channel, definition },
    ];
  }

  /** Gives a command. @returns its place in the recording */
  give(command: Command): number {
    const performed = this.simulation.perform(command);
    invariant(performed.ok, `the network takes ${command.type}: ${performed.ok ? '' : performed.error.code}`);
    return performed.value;
  }

  /** Gives a command and lets it come to its end. @returns the entries since */
  perform(command: Command): readonly Entry[] {
    const from = this.simulation.entries.length;
    runUntilSettled(this.simulation, this.give(command));
    return this.simulation.entries.slice(from);
  }
}
