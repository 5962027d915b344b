/**
 * From a node of the topology to a machine the kernel can run: its role and what is on its disk when it is first
 * switched on.
 */
import { ca, type CaDisk, newCaDisk } from '../ca/ca.ts';
import type { CaFact } from '../ca/ca-facts.ts';
import { client } from '../client/client.ts';
import type { ClientDisk } from '../client/client-state.ts';
import type { ClientTask } from '../client/client-task.ts';
import type { ClientReport } from '../client/client-effects.ts';
import type { ConnectionProfile } from '../client/connection-profile.ts';
import type { ContainerMemo } from '../chaincode/container-memo.ts';
import type { CryptoMaterial, Member } from '../identity/crypto-material.ts';
import { mspConfigOf } from '../identity/fabric-msp-config.ts';
import { Msp } from '../identity/msp.ts';
import type { SigningIdentity } from '../identity/signing-identity.ts';
import { type Actor, actorOf, type Role } from '../kernel/actor.ts';
import { PersistentMap } from '../kernel/persistent-map.ts';
import { invariant } from '../kernel/result.ts';
import { broker, newBrokerDisk } from '../kafka/broker.ts';
import type { BrokerDisk } from '../kafka/broker-state.ts';
import type { KafkaFact } from '../kafka/kafka-facts.ts';
import { EMPTY_TREE } from '../kafka/znodes.ts';
import { newZooKeeperDisk, zooKeeper } from '../kafka/zookeeper.ts';
import type { ZooKeeperDisk } from '../kafka/zookeeper-state.ts';
import { orderer } from '../orderer/orderer.ts';
import type { OrdererDisk, OrdererReport } from '../orderer/orderer-state.ts';
import type { OrdererTask } from '../orderer/orderer-task.ts';
import { createPeer } from '../peer/peer.ts';
import type { GossipSettings } from '../peer/gossip/gossip-state.ts';
import type { PeerDisk, PeerReport } from '../peer/peer-state.ts';
import type { PeerTask } from '../peer/peer-task.ts';
import { EMPTY_TRANSIENT_STORE } from '../peer/private-transient.ts';
import type { Message } from '../wire/messages.ts';
import {
  affiliationOf,
  brokerNames,
  caNameOf,
  type NetworkNode,
  ordererNames,
  peerNames,
  zooKeeperNames,
} from './nodes.ts';
import type { Topology } from './topology-spec.ts';
import { drawFrom, EPOCH_UNIX_MICROS, materialOf } from './workspace.ts';

export type Task = ClientTask | OrdererTask | PeerTask;
export type RoleReport = CaFact | ClientReport | OrdererReport | KafkaFact | PeerReport;
export type MachineActor = Actor<Message, Task, RoleReport>;

export interface Machine {
  readonly actor: MachineActor;
  readonly disk: unknown;
}

export interface MachineParts {
  readonly topology: Topology;
  readonly seed: string;
  readonly crypto: CryptoMaterial;
  /** Shared by all peers: who is who follows from each container's spec. */
  readonly containers: ContainerMemo;
  /** What orderers of 2.x begin with. */
  readonly bootstrap?: NonNullable<OrdererDisk['bootstrap']>;
}

/** Hides the role's own task and report types: each machine is only ever given tasks of its role. */
function machine<S, D>(role: Role<S, D, Message, never, RoleReport>, disk: D): Machine {
  return { actor: actorOf(role as Role<S, D, Message, Task, RoleReport>, role.boot(disk)), disk };
}

export function machineFor(node: NetworkNode, parts: MachineParts): Machine {
  switch (node.role) {
    case 'orderer':
      return machine(orderer as Role<unknown, OrdererDisk, Message, never, RoleReport>, ordererDisk(node, parts));
    case 'peer':
      return machine(
        createPeer({ containers: parts.containers }) as Role<unknown, PeerDisk, Message, never, RoleReport>,
        peerDisk(node, parts),
      );
    case 'client':
      return machine(client as Role<unknown, ClientDisk, Message, never, RoleReport>, clientDisk(node, parts));
    case 'ca':
      return machine(ca as Role<unknown, CaDisk, Message, never, RoleReport>, caDisk(node, parts));
    case 'broker':
      return machine(broker as Role<unknown, BrokerDisk, Message, never, RoleReport>, brokerDisk(node, parts));
    case 'zookeeper': {
      const disk = newZooKeeperDisk(node.id, zooKeeperNames(parts.topology), EMPTY_TREE);
      return machine(zooKeeper as Role<unknown, ZooKeeperDisk, Message, never, RoleReport>, disk);
    }
  }
}

/** `min.insync.replicas`: one of a channel's three replicas may be missing. */
const MIN_INSYNC_REPLICAS = 2;

const brokerDisk = ({ id }: NetworkNode, { topology }: MachineParts): BrokerDisk =>
  newBrokerDisk(brokerNames(topology).indexOf(id), id, zooKeeperNames(topology), {
    minInsyncReplicas: MIN_INSYNC_REPLICAS,
  });

function memberOf(node: NetworkNode, crypto: CryptoMaterial): Member {
  const member = materialOf(crypto, node.org).nodes.find(({ name }) => name === node.id);
  invariant(member, `no key material of ${node.id}`);
  return member;
}

function ordererDisk(node: NetworkNode, { crypto, seed, bootstrap }: MachineParts): OrdererDisk {
  const { identity } = memberOf(node, crypto);
  const secret = drawFrom(seed)(`secret ${node.id}`);
  const disk = { node: node.id, signer: identity, secret, epochUnixMicros: EPOCH_UNIX_MICROS, chains: {} };
  return bootstrap ? { ...disk, bootstrap } : disk;
}

function peerDisk(node: NetworkNode, { topology, crypto, seed }: MachineParts): PeerDisk {
  const org = topology.peerOrgs.find(({ name }) => name === node.org);
  const material = materialOf(crypto, node.org);
  const localMsp = Msp.fromEnvelope(mspConfigOf(material));
  invariant(localMsp.ok, `the MSP of ${node.org} is not valid`);
  return {
    node: node.id,
    signer: memberOf(node, crypto).identity,
    orgPeers: org ? peerNames(org).filter((peer) => peer !== node.id) : [],
    gossip: gossipSettings(node, topology, org ? peerNames(org) : []),
    localMsp: localMsp.value,
    secret: drawFrom(seed)(`secret ${node.id}`),
    epochUnixMicros: EPOCH_UNIX_MICROS,
    ledgers: {},
    packages: PersistentMap.empty(),
    transientStore: EMPTY_TRANSIENT_STORE,
    ...((org?.stateDatabase ?? topology.stateDatabase) === 'CouchDB' && { couch: true as const }),
  };
}

/**
 * A peer's core.yaml as it came with its generation: in 2.x (with a system channel) an organisation elected the peer that
 * pulls blocks for all; today every peer pulls, and passes nothing on.
 */
function gossipSettings(
  { id, port }: NetworkNode,
  { systemChannel }: Topology,
  peers: readonly string[],
): GossipSettings {
  const elects = systemChannel !== undefined;
  return {
    useLeaderElection: elects,
    orgLeader: !elects,
    blockGossip: elects,
    stateTransfer: elects,
    bootstrap: peers.filter((peer) => peer !== id),
    endpoint: `${id}:${port}`,
  };
}

function caDisk(node: NetworkNode, { crypto, seed }: MachineParts): CaDisk {
  const { certificate, privateKey } = materialOf(crypto, node.org).ca;
  return newCaDisk({
    caName: caNameOf(node.org),
    affiliations: [affiliationOf(node.org)],
    certificate,
    privateKey,
    secret: drawFrom(seed)(`secret ${node.id}`),
    epochUnixMicros: EPOCH_UNIX_MICROS,
  });
}

/** An organisation that is not in the channel yet puts itself in its profile: it may be added while the channel runs. */
const membersAsKnownAt = ({ org }: NetworkNode, members: readonly string[]): readonly string[] =>
  members.includes(org) ? members : [...members, org];

/** The connection profile that is on a client's machine. */
export function profileOf(node: NetworkNode, topology: Topology): ConnectionProfile {
  const channels = Object.fromEntries(
    (node.org === topology.ordererOrg.name ? [] : topology.channels).map((channel) => [
      channel.id,
      membersAsKnownAt(node, channel.orgs).flatMap((name) => {
        const org = topology.peerOrgs.find((candidate) => candidate.name === name);
        return org ? [{ mspId: org.mspId, peers: peerNames(org) }] : [];
      }),
    ]),
  );
  return { mspId: node.mspId, channels, orderers: ordererNames(topology.ordererOrg) };
}

function clientDisk(node: NetworkNode, { topology, crypto, seed }: MachineParts): ClientDisk {
  const material = materialOf(crypto, node.org);
  const wallet: Record<string, SigningIdentity> = { Admin: material.admin.identity };
  for (const user of material.users) wallet[user.name.split('@')[0] ?? user.name] = user.identity;
  const secret = drawFrom(seed)(`secret ${node.id}`);
  return {
    node: node.id,
    profile: profileOf(node, topology),
    wallet,
    tls: {},
    crl: undefined,
    blocks: {},
    secret,
    epochUnixMicros: EPOCH_UNIX_MICROS,
  };
}
