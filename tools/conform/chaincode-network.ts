/**
 * The network recorded calls are replayed on: two organisations with two peers each, three orderers, one channel, and the
 * chaincode committed. Calls go through a gateway that is planned as Fabric's own plans.
 */
import { fromBinary } from '@bufbuild/protobuf';
import {
  beginEndorse,
  beginEvaluate,
  type GatewayCall,
  type GatewayRequest,
  type GatewayStep,
  onPeerAnswer,
} from '../../web/src/sim/peer/gateway-call.ts';
import { CHANNEL, TWO_ORGS } from '../../web/src/scenes/networks.ts';
import type { GatewayPeer, GatewayView } from '../../web/src/sim/peer/gateway-discovery.ts';
import type { GatewayError, PeerAnswer } from '../../web/src/sim/peer/gateway-errors.ts';
import { invariant } from '../../web/src/sim/kernel/result.ts';
import { SECOND } from '../../web/src/sim/kernel/time.ts';
import { chaincodeDefinition, staticCollections } from '../../web/src/sim/peer/lifecycle/definitions.ts';
import { runnablePackage } from '../../web/src/sim/peer/lifecycle/endorsement-info.ts';
import type { PeerState } from '../../web/src/sim/peer/peer-state.ts';
import type { ChaincodeDefinition, Command } from '../../web/src/sim/protocol/commands.ts';
import { FORMAT_VERSION } from '../../web/src/sim/protocol/recording.ts';
import type { ContractFolder, Recording } from '../../web/src/sim/protocol/recording.ts';
import type { StateDatabase, Topology } from '../../web/src/sim/protocol/topology-spec.ts';
import { type NetworkNode, nodesOf } from '../../web/src/sim/topology/nodes.ts';
import type { Fact } from '../../web/src/sim/trace/facts.ts';
import { ApplicationPolicySchema } from '../../web/src/sim/wire/gen/common/policies_pb.ts';
import { type ProposalResponse, ProposalResponseSchema } from '../../web/src/sim/wire/gen/peer/proposal_pb.ts';
import { runUntilSettled } from '../../web/src/sim/worker/settle.ts';
import { Simulation, type SimulationParts } from '../../web/src/sim/worker/simulation.ts';

const SOURCE = 'contract';

/** The network of the recordings: the scenes' two organisations, with a second user each and no CA. */
const TOPOLOGY: Topology = {
  ...TWO_ORGS,
  peerOrgs: TWO_ORGS.peerOrgs.map((org) => ({ ...org, users: 2, ca: false })),
};

const NODES = nodesOf(TOPOLOGY);
const PEERS = NODES.filter(({ role }) => role === 'peer');
const CLIENTS = NODES.filter(({ role }) => role === 'client');
const ORDERERS = NODES.filter(({ role }) => role === 'orderer');

/** What is deployed, and where. */
export interface Deployment {
  readonly folder: ContractFolder;
  readonly label: string;
  readonly definition: ChaincodeDefinition;
  /** Peers the package is installed on. */
  readonly installedOn: readonly string[];
  /** `goleveldb` where it is not said. */
  readonly stateDatabase?: StateDatabase;
}

export const FIRST_PEERS: readonly string[] = PEERS.filter(({ id }) => id.startsWith('peer0.')).map(({ id }) => id);

export interface NetworkCall extends GatewayRequest {
  /** Peer the gateway runs on. */
  readonly host: string;
  /** MSP id and user name of who calls. */
  readonly mspId: string;
  readonly user: string;
  readonly function: string;
  readonly args: readonly string[];
  readonly transient: Readonly<Record<string, string>>;
}

export type NetworkOutcome =
  | {
      readonly type: 'failed';
      readonly kind: 'submit' | 'evaluate';
      readonly error: GatewayError;
      readonly txids: readonly string[];
    }
  | { readonly type: 'answered'; readonly response: ProposalResponse; readonly txids: readonly string[] }
  | {
      readonly type: 'submitted';
      readonly response: ProposalResponse;
      /** Peers whose endorsements the transaction carries, in the gateway's order. */
      readonly endorsers: readonly GatewayPeer[];
      readonly validationCode: string | undefined;
      readonly txids: readonly string[];
    };

export const peerOf = (host: string, org: string): NetworkNode | undefined =>
  PEERS.find((node) => node.org === org && node.id.startsWith(`${host}.`));

export const hasUser = (mspId: string, user: string): boolean =>
  TOPOLOGY.peerOrgs.some(
    (org) =>
      org.mspId === mspId &&
      (user === 'Admin' || Array.from({ length: org.users }, (_, i) => `User${i + 1}`).includes(user)),
  );

/** The commands from nothing to the committed definition. */
function bringUp({ label, definition, installedOn }: Deployment): readonly Command[] {
  const [first] = CLIENTS;
  invariant(first, 'the topology has clients');
  const clientOf = (org: string): string => CLIENTS.find((node) => node.org === org)?.id ?? first.id;
  const channel = CHANNEL;
  return [
    { type: 'generateCrypto' },
    ...[...ORDERERS, ...PEERS, ...CLIENTS].map(({ id: node }): Command => ({ type: 'startNode', node })),
    { type: 'createGenesisBlock', channel },
    ...ORDERERS.map(({ id: node }): Command => ({ type: 'joinOrderer', node, channel })),
    ...PEERS.map(({ id: node }): Command => ({ type: 'joinPeer', node, channel })),
    ...CLIENTS.map(({ id: client, org }): Command => {
      const peer = PEERS.find((node) => node.org === org)?.id ?? first.id;
      return { type: 'setAnchorPeer', client, channel, peer };
    }),
    ...CLIENTS.flatMap(({ id: client, org }): Command[] => [
      { type: 'packageChaincode', client, source: SOURCE, label },
      ...PEERS.filter((peer) => peer.org === org && installedOn.includes(peer.id)).map(
        ({ id: node }): Command => ({ type: 'installChaincode', client: clientOf(org), node, label }),
      ),
      { type: 'approveChaincode', client, channel, definition, label },
    ]),
    { type: 'commitChaincode', client: first.id, channel, definition },
  ];
}

interface Asked {
  readonly answer: PeerAnswer;
  readonly txid: string;
}

/** A running network with one chaincode. It changes with every call. */
export class ChaincodeNetwork {
  private readonly simulation: Simulation;
  private readonly chaincode: string;

  private constructor(simulation: Simulation, chaincode: string) {
    this.simulation = simulation;
    this.chaincode = chaincode;
  }

  /** Brings the network up. Gives the text of the first command that failed instead, if one did. */
  static start(deployment: Deployment, parts: SimulationParts): ChaincodeNetwork | string {
    const recording: Recording = {
      formatVersion: FORMAT_VERSION,
      generation: '3.x',
      seed: 'conform',
      topology: { ...TOPOLOGY, ...(deployment.stateDatabase && { stateDatabase: deployment.stateDatabase }) },
      contracts: { [SOURCE]: deployment.folder },
      commands: [],
    };
    const played = Simulation.play(recording, parts);
    invariant(played.ok, 'an empty recording can be played');
    const simulation = played.value;
    for (const command of bringUp(deployment)) {
      const facts = perform(simulation, command);
      const failure = facts.find((fact) => fact.type === 'commandFailed');
      if (failure) return `${command.type}: ${failure.text}`;
    }
    return new ChaincodeNetwork(simulation, deployment.definition.name);
  }

  evaluate(call: NetworkCall): NetworkOutcome {
    const txids: string[] = [];
    const step = this.drive(beginEvaluate(this.view(call.host), call), (peer) => {
      const asked = ask(this.simulation, this.queryOf(call, peer));
      txids.push(asked.txid);
      return asked.answer;
    });
    invariant(step.type !== 'endorsed', 'a query is not endorsed');
    return step.type === 'failed' ? { ...step, kind: 'evaluate', txids } : { ...step, txids };
  }

  /**
   * Collects endorsements in forks of the network, so that every peer sees the same proposal; then what was learnt is
   * done once in the network itself.
   */
  submit(call: NetworkCall): NetworkOutcome {
    const txids = new Set<string>();
    const peers: string[] = [];
    const now = this.simulation.now;
    // Nothing may be left to do at this very moment, or forks would be ahead of the network.
    this.simulation.runUntil(now);
    const step = this.drive(beginEndorse(this.view(call.host), call), (peer) => {
      const asked = ask(this.simulation.forkAt(now), this.queryOf(call, peer));
      txids.add(asked.txid);
      peers.push(peer);
      return asked.answer;
    });
    invariant(step.type !== 'answered', 'a transaction is endorsed');
    if (step.type === 'failed') {
      for (const peer of peers) ask(this.simulation, this.queryOf(call, peer));
      return { ...step, kind: 'submit', txids: [...txids] };
    }
    const endorsers = step.endorsements.map(({ peer }) => peer);
    const { peer: _peer, type: _type, ...query } = this.queryOf(call, '');
    const facts = perform(this.simulation, {
      ...query,
      type: 'submitTransaction',
      endorsers: endorsers.map(({ id }) => id),
    });
    const committed = facts.find((fact) => fact.type === 'commitStatusReceived' && txids.has(fact.txid));
    const failure = facts.find((fact) => fact.type === 'commandFailed');
    const [first] = step.endorsements;
    invariant(first, 'an endorsed transaction has endorsements');
    return {
      type: 'submitted',
      response: first.response,
      endorsers,
      validationCode: committed?.type === 'commitStatusReceived' ? committed.code : failure && `none: ${failure.text}`,
      txids: [...txids],
    };
  }

  private queryOf({ mspId, user, function: name, args, transient }: NetworkCall, peer: string) {
    const client = CLIENTS.find((node) => node.mspId === mspId);
    invariant(client, `no client of ${mspId}`);
    return {
      type: 'evaluateTransaction',
      client: client.id,
      identity: user,
      channel: CHANNEL,
      chaincode: this.chaincode,
      function: name,
      args,
      transient,
      peer,
    } as const;
  }

  private drive(begun: GatewayStep, asking: (peer: string) => PeerAnswer): Exclude<GatewayStep, { type: 'ask' }> {
    let step = begun;
    const waiting: { readonly id: string }[] = [];
    while (step.type === 'ask') {
      waiting.push(...step.peers);
      const next = waiting.shift();
      const call: GatewayCall = step.call;
      const peer = call.round.find(({ id }) => id === next?.id);
      invariant(peer, 'a gateway that waits has asked someone');
      step = onPeerAnswer(call, peer, asking(peer.id));
    }
    return step;
  }

  /** What the gateway on `host` knows of the channel now. */
  private view(host: string): GatewayView {
    const own = this.peerState(host);
    const channel = own.channels[CHANNEL];
    const ledger = own.disk.ledgers[CHANNEL];
    invariant(channel && ledger, `${host} is on the channel`);
    const { bundle } = channel;
    return {
      channelId: CHANNEL,
      host,
      peers: PEERS.map(({ id, mspId, port }) => ({
        id,
        mspId,
        address: `${id}:${port}`,
        ...runnableOn(this.peerState(id), mspId, this.chaincode),
      })),
      config: bundle.root,
      definition: (name) => {
        const found = chaincodeDefinition(ledger.state, name);
        if (!found) return undefined;
        const policy = fromBinary(ApplicationPolicySchema, found.policy);
        return { policy, collections: staticCollections(found.collections) };
      },
      satisfiesPrincipal: (id, principal) => {
        const identity = bundle.mspManager.deserializeIdentity(this.peerState(id).disk.signer.serialized);
        return identity.ok && bundle.mspManager.satisfiesPrincipal(identity.value, principal).ok;
      },
    };
  }

  private peerState(id: string): PeerState {
    return this.simulation.stateOf(id) as PeerState;
  }
}

function runnableOn({ disk }: PeerState, mspId: string, name: string) {
  const ledger = disk.ledgers[CHANNEL];
  invariant(ledger, 'every peer is on the channel');
  const definition = chaincodeDefinition(ledger.state, name);
  const runs = definition && runnablePackage(ledger.state, mspId, name, definition, disk.packages.keys()) !== undefined;
  return { height: ledger.blocks.height, chaincodes: runs ? [name] : [] };
}

/** Gives a command and lets it come to its end. @returns the facts since */
function perform(simulation: Simulation, command: Command): readonly Fact[] {
  const from = simulation.entries.length;
  const performed = simulation.perform(command);
  invariant(performed.ok, `the network takes ${command.type}: ${performed.ok ? '' : performed.error.code}`);
  runUntilSettled(simulation, performed.value);
  return simulation.entries.slice(from).map(({ fact }) => fact);
}

/** Sends a proposal to one peer. */
function ask(simulation: Simulation, query: Command & { type: 'evaluateTransaction' }): Asked {
  const from = simulation.entries.length;
  const created = perform(simulation, query).find((fact) => fact.type === 'proposalCreated');
  const txid = created?.type === 'proposalCreated' ? created.txid : '';
  let response = responseTo(simulation, from, txid);
  if (!response) {
    // The client gives up at about the time the peer gives up on a chaincode: its answer may still be on its way.
    simulation.runUntil(simulation.now + 5 * SECOND);
    response = responseTo(simulation, from, txid);
  }
  if (!response) return { txid, answer: { type: 'unreachable', message: 'no answer' } };
  const checked = simulation.entries
    .slice(from)
    .some(({ node, fact }) => node === query.peer && fact.type === 'proposalChecked' && fact.txid === txid);
  if (checked) return { txid, answer: { type: 'response', response } };
  return { txid, answer: { type: 'refused', message: response.response?.message ?? '' } };
}

function responseTo(simulation: Simulation, from: number, txid: string): ProposalResponse | undefined {
  for (const { fact } of simulation.entries.slice(from)) {
    const message = fact.type === 'messageSent' ? simulation.payloadOf(fact.message) : undefined;
    if (message?.type === 'proposalResponse' && message.txid === txid)
      return fromBinary(ProposalResponseSchema, message.response);
  }
  return undefined;
}
