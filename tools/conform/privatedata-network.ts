/**
 * The network private data is tried on: two organisations with two peers each that know each other through anchor
 * peers, one channel, one chaincode with collections.
 */
import { CHANNEL, TWO_ORGS } from '../../web/src/scenes/networks.ts';
import { invariant } from '../../web/src/sim/kernel/result.ts';
import type { Micros } from '../../web/src/sim/kernel/time.ts';
import type { ChannelLedger } from '../../web/src/sim/ledger/commit.ts';
import type { PeerState } from '../../web/src/sim/peer/peer-state.ts';
import type { ChaincodeDefinition, Command } from '../../web/src/sim/protocol/commands.ts';
import { type ContractFolder, FORMAT_VERSION, type Recording } from '../../web/src/sim/protocol/recording.ts';
import type { Topology } from '../../web/src/sim/protocol/topology-spec.ts';
import { nodesOf } from '../../web/src/sim/topology/nodes.ts';
import type { Entry, FactOf, FactType } from '../../web/src/sim/trace/facts.ts';
import { runUntilSettled } from '../../web/src/sim/worker/settle.ts';
import { Simulation, type SimulationParts } from '../../web/src/sim/worker/simulation.ts';

/** Every block of one transaction, at once. */
const TOPOLOGY: Topology = {
  ...TWO_ORGS,
  peerOrgs: TWO_ORGS.peerOrgs.map((org) => ({ ...org, ca: false })),
  channels: TWO_ORGS.channels.map((channel) => ({ ...channel, maxMessageCount: 1 })),
};

const NODES = nodesOf(TOPOLOGY);
const namesOf = (role: string): readonly string[] => NODES.filter((node) => node.role === role).map(({ id }) => id);
export const PEERS = namesOf('peer');
const CLIENTS = NODES.filter(({ role }) => role === 'client');
const SOURCE = 'contract';

export interface PrivateDeployment {
  readonly folder: ContractFolder;
  readonly definition: ChaincodeDefinition;
}

export interface PrivateCall {
  readonly mspId?: string;
  readonly function: string;
  readonly args: readonly string[];
  readonly transient?: Readonly<Record<string, string>>;
}

export interface PeerResponse {
  readonly status: number;
  readonly message: string;
  readonly payload: string;
}

function bringUp({ definition }: PrivateDeployment): readonly Command[] {
  const channel = CHANNEL;
  const label = `${definition.name}_1.0`;
  return [
    { type: 'generateCrypto' },
    ...[...namesOf('orderer'), ...PEERS, ...CLIENTS.map(({ id }) => id)].map(
      (node): Command => ({ type: 'startNode', node }),
    ),
    { type: 'createGenesisBlock', channel },
    ...namesOf('orderer').map((node): Command => ({ type: 'joinOrderer', node, channel })),
    ...PEERS.map((node): Command => ({ type: 'joinPeer', node, channel })),
    ...CLIENTS.flatMap(({ id: client, org }): Command[] => {
      const own = NODES.filter((node) => node.role === 'peer' && node.org === org).map(({ id }) => id);
      return [
        { type: 'setAnchorPeer', client, channel, peer: own[0] ?? '' },
        { type: 'packageChaincode', client, source: SOURCE, label },
        ...own.map((node): Command => ({ type: 'installChaincode', client, node, label })),
        { type: 'approveChaincode', client, channel, definition, label },
      ];
    }),
    { type: 'commitChaincode', client: CLIENTS[0]?.id ?? '', channel, definition },
  ];
}

export class PrivateDataNetwork {
  private readonly simulation: Simulation;
  private readonly chaincode: string;

  private constructor(simulation: Simulation, chaincode: string) {
    this.simulation = simulation;
    this.chaincode = chaincode;
  }

  /** Brings the network up. Gives the text of the first command that failed instead, if one did. */
  static start(deployment: PrivateDeployment, parts: SimulationParts): PrivateDataNetwork | string {
    const recording: Recording = {
      formatVersion: FORMAT_VERSION,
      generation: '3.x',
      seed: 'private data',
      topology: TOPOLOGY,
      contracts: { [SOURCE]: deployment.folder },
      commands: [],
    };
    const played = Simulation.play(recording, parts);
    invariant(played.ok, 'an empty recording can be played');
    const network = new PrivateDataNetwork(played.value, deployment.definition.name);
    for (const command of bringUp(deployment)) {
      const failed = network.perform(command).find(({ fact }) => fact.type === 'commandFailed');
      if (failed?.fact.type === 'commandFailed') return `${command.type}: ${failed.fact.text}`;
    }
    network.runFor(10_000_000);
    return network;
  }

  /** A network of its own that goes on from here. */
  fork(): PrivateDataNetwork {
    this.simulation.runUntil(this.now);
    return new PrivateDataNetwork(this.simulation.forkAt(this.now), this.chaincode);
  }

  get now(): Micros {
    return this.simulation.now;
  }

  get entries(): readonly Entry[] {
    return this.simulation.entries;
  }

  runFor(time: Micros): void {
    this.simulation.runUntil(this.now + time);
  }

  /** Gives a command and lets it come to its end. @returns the entries since */
  perform(command: Command): readonly Entry[] {
    const from = this.entries.length;
    const performed = this.simulation.perform(command);
    invariant(performed.ok, performed.ok ? '' : `${command.type}: ${performed.error.code}`);
    runUntilSettled(this.simulation, performed.value);
    return this.entries.slice(from);
  }

  /** Approves and commits another definition of the chaincode. @returns why it cannot be */
  upgrade(definition: ChaincodeDefinition): string | undefined {
    const common = { channel: CHANNEL, definition };
    const label = `${this.chaincode}_1.0`;
    const commands: readonly Command[] = [
      ...CLIENTS.map(({ id: client }): Command => ({ type: 'approveChaincode', client, ...common, label })),
      { type: 'commitChaincode', client: CLIENTS[0]?.id ?? '', ...common },
    ];
    for (const command of commands)
      for (const { fact } of this.perform(command)) if (fact.type === 'commandFailed') return fact.text;
    return undefined;
  }

  crash(...nodes: readonly string[]): void {
    for (const node of nodes) this.perform({ type: 'crashNode', node });
  }

  restart(...nodes: readonly string[]): void {
    for (const node of nodes) this.perform({ type: 'restartNode', node });
  }

  /** Sends a proposal to one peer and nowhere else. */
  ask(peer: string, call: PrivateCall): PeerResponse {
    const entries = this.perform({ ...this.callOf(call), type: 'evaluateTransaction', peer });
    const answer = entries.find(({ fact }) => fact.type === 'queryAnswered')?.fact;
    if (answer?.type !== 'queryAnswered') return { status: 0, message: 'no answer', payload: '' };
    const { status, message, payload } = answer;
    return { status, message, payload };
  }

  /** Has a transaction endorsed by these peers, ordered and committed. @returns its code, or why there is none */
  submit(endorsers: readonly string[], call: PrivateCall): string {
    const entries = this.perform({ ...this.callOf(call), type: 'submitTransaction', endorsers });
    for (const { fact } of entries) {
      if (fact.type === 'commitStatusReceived') return fact.code;
      if (fact.type === 'commandFailed') return fact.text;
    }
    return 'no answer';
  }

  private callOf({ mspId = 'Org1MSP', function: name, args, transient = {} }: PrivateCall) {
    const client = CLIENTS.find((node) => node.mspId === mspId);
    invariant(client, `no client of ${mspId}`);
    const { chaincode } = this;
    return { client: client.id, identity: 'User1', channel: CHANNEL, chaincode, function: name, args, transient };
  }

  ledger(peer: string): ChannelLedger {
    const ledger = (this.simulation.stateOf(peer) as PeerState).disk.ledgers[CHANNEL];
    invariant(ledger, `${peer} is on the channel`);
    return ledger;
  }

  height(peer: string): number {
    return this.ledger(peer).blocks.height;
  }

  /** Facts of one type that `node` (or anybody) has told since entry `from`. */
  facts<T extends FactType>(type: T, from = 0, node?: string): readonly FactOf<T>[] {
    return this.entries
      .slice(from)
      .flatMap((entry) =>
        entry.fact.type === type && (node === undefined || entry.node === node) ? [entry.fact as FactOf<T>] : [],
      );
  }
}
