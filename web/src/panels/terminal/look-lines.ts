/**
 * How an operator of a real network looks at a thing: a node, a block, a transaction, a configuration, a certificate.
 * @fabric internal/peer/channel/fetch.go: without `-o` a block comes from the peer in CORE_PEER_ADDRESS
 */
import { type NodeInfo, nodesOf } from '../../view/network.ts';
import type { NodeId, Topology } from '../lab-types.ts';
import { Addresses } from './addresses.ts';
import { type CommandLines, type CommandParts, quoted } from './command-parts.ts';
import { asUser } from './peer-environment.ts';

export type Looked =
  /** `channels` it has joined. */
  | { readonly kind: 'node'; readonly node: NodeId; readonly channels: readonly string[] }
  | { readonly kind: 'block'; readonly node: NodeId; readonly channel: string; readonly number: number }
  | { readonly kind: 'transaction'; readonly node: NodeId; readonly channel: string; readonly txid: string }
  | { readonly kind: 'config'; readonly node: NodeId; readonly channel: string }
  /** `path` as `/Channel/Application/Admins`. */
  | { readonly kind: 'policy'; readonly node: NodeId; readonly channel: string; readonly path: string }
  | { readonly kind: 'certificate'; readonly node: NodeId; readonly holder: string }
  /** Its definition, and what the node's organisation has approved. */
  | { readonly kind: 'chaincode'; readonly node: NodeId; readonly channel: string; readonly name: string }
  | { readonly kind: 'snapshot'; readonly node: NodeId; readonly channel: string; readonly number: number }
  /** The way between two machines: what is dropped, delayed or lost on it. */
  | { readonly kind: 'link'; readonly node: NodeId; readonly to: NodeId }
  /** What a node did: it is in its log. */
  | { readonly kind: 'log'; readonly node: NodeId };

interface Desk {
  readonly at: Addresses;
  readonly topology: Topology;
  readonly info: NodeInfo;
}

type Environment = CommandLines['environment'];

/** Somebody who may read: the administrator of the node's own organisation. */
function reader({ at, topology, info }: Desk): Environment {
  if (info.role === 'peer') return asUser(at, info.id, 'Admin');
  const { mspId, domain } = topology.ordererOrg;
  if (info.mspId !== mspId) return asUser(at, at.firstPeer(info.id), 'Admin');
  return {
    CORE_PEER_LOCALMSPID: mspId,
    CORE_PEER_MSPCONFIGPATH: `crypto-config/ordererOrganizations/${domain}/users/Admin@${domain}/msp`,
  };
}

/** Whom a block is fetched from: an orderer by name, a peer by CORE_PEER_ADDRESS. */
const sourceParts = ({ at, info }: Desk): CommandParts =>
  info.role === 'orderer' ? [`-o ${at.endpoint(info.id)}`, '--tls', `--cafile ${at.tlsFile(info.id, 'ca.crt')}`] : [];

function fetchLines(desk: Desk, channel: string, which: string, file: string): readonly CommandParts[] {
  return [
    [`peer channel fetch ${which} ${file}.block`, ...sourceParts(desk), `-c ${channel}`],
    ['configtxlator proto_decode', `--input ${file}.block`, '--type common.Block', `--output ${file}.json`],
  ];
}

function osnadminList({ at, info }: Desk, channels: readonly string[]): readonly CommandParts[] {
  const rest: CommandParts = [
    `-o ${at.admin(info.id)}`,
    `--ca-file ${at.tlsFile(info.id, 'ca.crt')}`,
    `--client-cert ${at.tlsFile(info.id, 'server.crt')}`,
    `--client-key ${at.tlsFile(info.id, 'server.key')}`,
  ];
  return [
    ['osnadmin channel list', ...rest],
    ...channels.map((channel) => ['osnadmin channel list', `--channelID ${channel}`, ...rest]),
  ];
}

const logLines = (node: NodeId): readonly CommandParts[] => [['docker compose logs', '--timestamps', node]];

function nodeLines(desk: Desk, channels: readonly string[]): CommandLines {
  const { at, info, topology } = desk;
  switch (info.role) {
    case 'peer':
      return {
        environment: reader(desk),
        lines: [
          ['peer channel list'],
          ...channels.map((channel) => ['peer channel getinfo', `-c ${channel}`]),
          ['peer lifecycle chaincode queryinstalled'],
        ],
      };
    case 'orderer':
      // Orderers of 2.x with a system channel do not offer the participation API.
      return topology.systemChannel
        ? {
            environment: reader(desk),
            lines: channels.flatMap((channel) => fetchLines(desk, channel, 'newest', `${channel}_newest`)),
          }
        : { environment: {}, lines: osnadminList(desk, channels) };
    case 'ca': {
      const { name, certFile, endpoint } = at.certificateAuthority(info.id);
      const own: CommandParts = [`--caname ${name}`, `--tls.certfiles $PWD/${certFile}`];
      return {
        environment: { FABRIC_CA_CLIENT_HOME: at.walletFolder(info.id, 'admin') },
        lines: [
          ['fabric-ca-client getcainfo', `-u https://${endpoint}`, ...own],
          ['fabric-ca-client identity list', ...own],
        ],
      };
    }
    case 'broker':
      return {
        environment: {},
        lines: [[`docker compose exec ${info.id}`, 'kafka-topics.sh --describe', `--zookeeper ${zooKeeper(topology)}`]],
      };
    case 'zookeeper':
      return { environment: {}, lines: [[`docker compose exec ${info.id}`, 'zkServer.sh status']] };
    case 'client':
      return { environment: {}, lines: logLines(info.id) };
  }
}

const ZOOKEEPER_PORT = 2181;

const zooKeeper = (topology: Topology): string =>
  `${nodesOf(topology).find(({ role }) => role === 'zookeeper')?.id ?? 'zookeeper0'}:${ZOOKEEPER_PORT}`;

/** `/Channel/Application/Admins` in the JSON of a config block. */
const policyFilter = (path: string): string => {
  const names = path.split('/').filter((name) => name !== '');
  const groups = names.slice(1, -1).map((name) => `.groups[${JSON.stringify(name)}]`);
  const policy = JSON.stringify(names.at(-1) ?? '');
  return `.data.data[0].payload.data.config.channel_group${groups.join('')}.policies[${policy}]`;
};

/** A message of a system chaincode in the peer of the node's organisation. */
function transactionLines(desk: Desk, channel: string, txid: string): CommandLines {
  const { at, info } = desk;
  const peer = info.role === 'peer' ? info.id : at.firstPeer(info.id);
  if (peer === '') return { environment: {}, lines: logLines(info.id) };
  const call = quoted(JSON.stringify({ function: 'GetTransactionByID', Args: [channel, txid] }));
  return {
    environment: asUser(at, peer, 'Admin'),
    lines: [['peer chaincode query', `-C ${channel}`, '-n qscc', `-c ${call}`, '--hex']],
  };
}

/** What is told of a link is told at both of its ends: what each sends away. */
const linkLines = (ends: readonly NodeId[]): readonly CommandParts[] =>
  ends.flatMap((end) => [
    [`docker exec ${end}`, 'iptables -S OUTPUT'],
    [`docker exec ${end}`, 'tc qdisc show dev eth0'],
  ]);

/** A definition is on every peer; asked is the node, or where it is none a peer of its organisation, if that has one. */
function chaincodeLines({ at, info, topology }: Desk, channel: string, name: string): CommandLines {
  const own = info.role === 'peer' ? info.id : at.firstPeer(info.id);
  const peer = own === '' ? nodesOf(topology).find(({ role }) => role === 'peer')?.id : own;
  const of: CommandParts = [`--channelID ${channel}`, `--name ${name}`];
  return {
    environment: peer === undefined ? {} : asUser(at, peer, 'Admin'),
    lines: [
      ['peer lifecycle chaincode querycommitted', ...of, '--output json'],
      ['peer lifecycle chaincode queryapproved', ...of, '--output json'],
      ['peer lifecycle chaincode queryinstalled'],
    ],
  };
}

/** Where the images of Fabric keep snapshots that are complete. */
const SNAPSHOTS = '/var/hyperledger/production/snapshots/completed';

function snapshotLines(node: NodeId, channel: string, number: number): readonly CommandParts[] {
  const folder = `${SNAPSHOTS}/${channel}/${String(number)}`;
  return [
    [`docker exec ${node}`, `ls -l ${folder}`],
    [`docker exec ${node}`, `cat ${folder}/_snapshot_signable_metadata.json`],
  ];
}

/** The command lines for `looked`; null for a node that is not in the network. */
export function lookLines(looked: Looked, topology: Topology): CommandLines | null {
  const info = nodesOf(topology).find(({ id }) => id === looked.node);
  if (info === undefined) return null;
  const desk: Desk = { at: new Addresses(topology), topology, info };
  switch (looked.kind) {
    case 'node':
      return nodeLines(desk, looked.channels);
    case 'block': {
      const { channel, number } = looked;
      return {
        environment: reader(desk),
        lines: fetchLines(desk, channel, String(number), `${channel}_${String(number)}`),
      };
    }
    case 'transaction':
      return transactionLines(desk, looked.channel, looked.txid);
    case 'config':
      return {
        environment: reader(desk),
        lines: fetchLines(desk, looked.channel, 'config', `${looked.channel}_config`),
      };
    case 'policy': {
      const file = `${looked.channel}_config`;
      return {
        environment: reader(desk),
        lines: [
          ...fetchLines(desk, looked.channel, 'config', file),
          [`jq ${quoted(policyFilter(looked.path))} ${file}.json`],
        ],
      };
    }
    case 'certificate':
      return {
        environment: {},
        lines: [['openssl x509', `-in ${desk.at.certificateFile(looked.holder, looked.node)}`, '-noout -text']],
      };
    case 'chaincode':
      return chaincodeLines(desk, looked.channel, looked.name);
    case 'snapshot':
      return { environment: {}, lines: snapshotLines(looked.node, looked.channel, looked.number) };
    case 'link':
      return { environment: {}, lines: linkLines([looked.node, looked.to]) };
    case 'log':
      return { environment: {}, lines: logLines(looked.node) };
  }
}
