/**
 * The network a transcript of `peer` commands was made on: two organisations with two peers each, and whatever had been
 * done there before the transcript begins.
 */
import { invariant } from '../../web/src/sim/kernel/result.ts';
import type { Micros } from '../../web/src/sim/kernel/time.ts';
import { bringUpCommands } from '../../web/src/sim/protocol/bring-up.ts';
import type { ChaincodeDefinition, Command } from '../../web/src/sim/protocol/commands.ts';
import { type ContractFolder, FORMAT_VERSION } from '../../web/src/sim/protocol/recording.ts';
import type { Topology } from '../../web/src/sim/protocol/topology-spec.ts';
import type { Fact, FactOf, FactType } from '../../web/src/sim/trace/facts.ts';
import { runUntilSettled } from '../../web/src/sim/worker/settle.ts';
import { Simulation } from '../../web/src/sim/worker/simulation.ts';
import { loadSimulationParts } from '../node-lab.ts';
import { CHANNEL } from './lifecycle-steps.ts';

const ORGS = ['org1', 'org2'];
const PEERS = ORGS.flatMap((org) => [`peer0.${org}.example.com`, `peer1.${org}.example.com`]);
const FIRST_PEERS = ORGS.map((org) => `peer0.${org}.example.com`);
const clientOf = (org: string): string => `client.${org}.example.com`;

/** A channel nobody has made stands for every unknown one: the lab takes no command for one its network does not name. */
const UNMADE_CHANNEL = 'nochannel';

const channel = (id: string) => ({
  id,
  orgs: ['Org1', 'Org2'],
  batchTimeoutMicros: 2_000_000,
  maxMessageCount: 10,
  absoluteMaxBytes: 99 * 1024 * 1024,
  preferredMaxBytes: 512 * 1024,
});

const TOPOLOGY: Topology = {
  ordererOrg: {
    name: 'OrdererOrg',
    mspId: 'OrdererMSP',
    domain: 'example.com',
    orderers: ['orderer', 'orderer2', 'orderer3'],
  },
  peerOrgs: ['Org1', 'Org2'].map((name) => ({
    name,
    mspId: `${name}MSP`,
    domain: `${name.toLowerCase()}.example.com`,
    peers: 2,
    users: 1,
    clients: ['client'],
    ca: false,
  })),
  channels: [channel(CHANNEL), channel(UNMADE_CHANNEL)],
};

/** What a command came to. */
export interface Came {
  /** The lab's refusal to take the command at all; its code. */
  readonly refused?: string;
  readonly facts: readonly Fact[];
}

export class LifecycleNetwork {
  private readonly simulation: Simulation;

  private constructor(simulation: Simulation) {
    this.simulation = simulation;
  }

  /** Nodes run and orderers have the channel; no peer has joined. `contracts` by label of their packages. */
  static async start(contracts: Readonly<Record<string, ContractFolder>>): Promise<LifecycleNetwork> {
    const played = Simulation.play(
      {
        formatVersion: FORMAT_VERSION,
        generation: '3.x',
        seed: 'lifecycle',
        topology: TOPOLOGY,
        contracts,
        commands: [],
      },
      await loadSimulationParts(),
    );
    invariant(played.ok, 'an empty recording can be played');
    const network = new LifecycleNetwork(played.value);
    const upToPeers = bringUpCommands({ ...TOPOLOGY, channels: [channel(CHANNEL)] }, []).filter(
      ({ type }) => type !== 'joinPeer',
    );
    for (const command of upToPeers) network.must(command);
    for (const label of Object.keys(contracts))
      network.must({ type: 'packageChaincode', client: clientOf('org1'), source: label, label });
    return network;
  }

  get now(): Micros {
    return this.simulation.now;
  }

  packageId(label: string): string | undefined {
    return this.simulation.files.packages[label]?.packageId;
  }

  /** Gives a command. Unless it `waits`, what it started goes on while the next is given, as soon as an orderer has it. */
  perform(command: Command, waits = true): Came {
    const from = this.simulation.entries.length;
    const performed = this.simulation.perform(command);
    if (!performed.ok) return { refused: performed.error.code, facts: [] };
    if (waits) runUntilSettled(this.simulation, performed.value);
    else this.untilAnswered(from);
    return { facts: this.simulation.entries.slice(from).map(({ fact }) => fact) };
  }

  private untilAnswered(from: number): void {
    const ends: readonly FactType[] = ['broadcastAnswered', 'commandFailed'];
    const limit = this.simulation.now + 60_000_000;
    const over = () => this.simulation.entries.slice(from).some(({ fact }) => ends.includes(fact.type));
    while (!over() && this.simulation.stepOnce(limit));
  }

  letPass(micros: Micros): void {
    this.simulation.runUntil(this.simulation.now + micros);
  }

  setAnchorPeer(org: string): void {
    this.must({ type: 'setAnchorPeer', client: clientOf(org), channel: CHANNEL, peer: `peer0.${org}.example.com` });
  }

  joinAll(): void {
    for (const node of PEERS) this.must({ type: 'joinPeer', node, channel: CHANNEL });
    for (const org of ORGS) this.setAnchorPeer(org);
  }

  /** @param nodes where the package of `label` is installed */
  install(label: string, nodes: readonly string[] = PEERS): void {
    for (const node of nodes)
      this.must({ type: 'installChaincode', client: clientOf(node.split('.')[1] ?? ''), node, label });
  }

  /** @param label null where the organisation agrees without a package */
  approve(org: string, definition: ChaincodeDefinition, label: string | null): void {
    this.must({ type: 'approveChaincode', client: clientOf(org), channel: CHANNEL, definition, label });
  }

  commit(definition: ChaincodeDefinition): void {
    const client = clientOf('org1');
    this.must({ type: 'commitChaincode', client, channel: CHANNEL, definition, peers: FIRST_PEERS });
  }

  submit(chaincode: string, name: string, ...args: readonly string[]): void {
    const call = { channel: CHANNEL, chaincode, function: name, args, transient: {} };
    this.must({
      type: 'submitTransaction',
      client: clientOf('org1'),
      identity: 'Admin',
      ...call,
      endorsers: FIRST_PEERS,
    });
  }

  /** What the recording presupposes must work. */
  private must(command: Command): void {
    const { refused, facts } = this.perform(command);
    const failure = facts.find((fact): fact is FactOf<'commandFailed'> => fact.type === 'commandFailed');
    const problem = refused ?? failure?.text;
    invariant(problem === undefined, `${command.type} of the preparation: ${problem ?? ''}`);
  }
}
