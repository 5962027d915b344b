/**
 * The commands of the recording as the real tools take them: `cryptogen`, `configtxgen`, `osnadmin`, `peer`, and
 * `docker` for what an administrator does to the machines themselves.
 */
import type { ChaincodeDefinition, Command, CommandOf, NodeId, Topology } from '../lab-types.ts';
import { Addresses } from './addresses.ts';
import { caLines } from './ca-lines.ts';
import { channelLines } from './channel-lines.ts';
import { collectionsPart, withCollectionsFile } from './collections-lines.ts';
import { configLines } from './config-lines.ts';
import { type CommandLines, type CommandParts, quoted } from './command-parts.ts';

function base64(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
}

const plain = (...lines: readonly CommandParts[]): CommandLines => ({ environment: {}, lines });

/** What `peer` needs to know of who asks whom. */
function asUser(at: Addresses, peer: NodeId, user: string): Readonly<Record<string, string>> {
  return {
    CORE_PEER_TLS_ENABLED: 'true',
    CORE_PEER_LOCALMSPID: at.mspId(peer),
    CORE_PEER_ADDRESS: at.endpoint(peer),
    CORE_PEER_TLS_ROOTCERT_FILE: at.tlsFile(peer, 'ca.crt'),
    CORE_PEER_MSPCONFIGPATH: at.userMsp(peer, user),
  };
}

/** The administrator of a client's organisation. That of the orderers has no peer to ask. */
function asAdministrator(at: Addresses, { ordererOrg }: Topology, client: NodeId): CommandLines['environment'] {
  const { mspId, domain } = ordererOrg;
  if (at.mspId(client) !== mspId) return asUser(at, at.firstPeer(client), 'Admin');
  return {
    CORE_PEER_LOCALMSPID: mspId,
    CORE_PEER_MSPCONFIGPATH: `crypto-config/ordererOrganizations/${domain}/users/Admin@${domain}/msp`,
  };
}

const ordererParts = (at: Addresses): CommandParts => [
  `-o ${at.endpoint(at.orderer)}`,
  '--tls',
  `--cafile ${at.tlsFile(at.orderer, 'ca.crt')}`,
  `--ordererTLSHostnameOverride ${at.orderer}`,
];

const peerParts = (at: Addresses, peers: readonly NodeId[]): CommandParts =>
  peers.flatMap((peer) => [`--peerAddresses ${at.endpoint(peer)}`, `--tlsRootCertFiles ${at.tlsFile(peer, 'ca.crt')}`]);

function definitionParts(channel: string, definition: ChaincodeDefinition): CommandParts {
  const { name, version, sequence, signaturePolicy, initRequired } = definition;
  return [
    `--channelID ${channel}`,
    `--name ${name}`,
    `--version ${version}`,
    `--sequence ${sequence}`,
    ...(signaturePolicy === null ? [] : [`--signature-policy ${quoted(signaturePolicy)}`]),
    ...(initRequired ? ['--init-required'] : []),
    ...collectionsPart(definition),
  ];
}

/** One peer of every member organisation: whom the CLI is given when the learner named nobody. */
function memberPeers(topology: Topology, channel: string): readonly NodeId[] {
  const members = topology.channels.find(({ id }) => id === channel)?.orgs ?? [];
  return topology.peerOrgs
    .filter((org) => members.includes(org.name) && org.peers > 0)
    .map((org) => `peer0.${org.domain}`);
}

type Call = Pick<CommandOf<'submitTransaction'>, 'channel' | 'chaincode' | 'function' | 'args' | 'transient'>;

function callParts({ channel, chaincode, function: name, args, transient }: Call): CommandParts {
  const values = Object.entries(transient).map(([key, value]) => [key, base64(value)] as const);
  return [
    `-C ${channel}`,
    `-n ${chaincode}`,
    `-c ${quoted(JSON.stringify({ function: name, Args: args }))}`,
    ...(values.length === 0 ? [] : [`--transient ${quoted(JSON.stringify(Object.fromEntries(values)))}`]),
  ];
}

function linkLines({ from, to, up, loss, latencyFactor }: CommandOf<'setLink'>): readonly CommandParts[] {
  const either = (rule: (here: NodeId, there: NodeId) => CommandParts) => [rule(from, to), rule(to, from)];
  if (!up) return either((here, there) => [`docker exec ${here}`, `iptables -A OUTPUT -d ${there} -j DROP`]);
  const healed = either((here, there) => [`docker exec ${here}`, `iptables -D OUTPUT -d ${there} -j DROP`]);
  if (loss === 0 && latencyFactor === 1) return healed;
  const netem = [loss === 0 ? '' : ` loss ${loss * 100}%`, latencyFactor === 1 ? '' : ' delay 100ms'].join('');
  return either((here) => [`docker exec ${here}`, `tc qdisc replace dev eth0 root netem${netem}`]);
}

function osnadminJoin(at: Addresses, { node, channel }: CommandOf<'joinOrderer'>): CommandLines {
  return plain([
    'osnadmin channel join',
    `--channelID ${channel}`,
    `--config-block channel-artifacts/${channel}.block`,
    `-o ${at.admin(node)}`,
    `--ca-file ${at.tlsFile(node, 'ca.crt')}`,
    `--client-cert ${at.tlsFile(node, 'server.crt')}`,
    `--client-key ${at.tlsFile(node, 'server.key')}`,
  ]);
}

function approveLines(at: Addresses, command: CommandOf<'approveChaincode'>): CommandLines {
  const { client, channel, definition, label } = command;
  const packageId =
    label === null ? [] : [`--package-id $(peer lifecycle chaincode calculatepackageid ${label}.tar.gz)`];
  return {
    environment: asUser(at, at.firstPeer(client), 'Admin'),
    lines: withCollectionsFile(definition, [
      [
        'peer lifecycle chaincode approveformyorg',
        ...ordererParts(at),
        ...definitionParts(channel, definition),
        ...packageId,
      ],
    ]),
  };
}

function peerLines(command: Command, at: Addresses, endorsers: readonly NodeId[]): CommandLines | null {
  switch (command.type) {
    case 'joinPeer':
      return {
        environment: asUser(at, command.node, 'Admin'),
        lines: [['peer channel join', `-b channel-artifacts/${command.channel}.block`]],
      };
    case 'packageChaincode':
      return plain([
        `peer lifecycle chaincode package ${command.label}.tar.gz`,
        `--path chaincode/${command.source}`,
        '--lang node',
        `--label ${command.label}`,
      ]);
    case 'installChaincode':
      return {
        environment: asUser(at, command.node, 'Admin'),
        lines: [[`peer lifecycle chaincode install ${command.label}.tar.gz`]],
      };
    case 'approveChaincode':
      return approveLines(at, command);
    case 'commitChaincode': {
      const parts = [...ordererParts(at), ...definitionParts(command.channel, command.definition)];
      return {
        environment: asUser(at, at.firstPeer(command.client), 'Admin'),
        lines: withCollectionsFile(command.definition, [
          ['peer lifecycle chaincode commit', ...parts, ...peerParts(at, endorsers)],
        ]),
      };
    }
    case 'submitTransaction': {
      return {
        environment: asUser(at, at.firstPeer(command.client), command.identity),
        lines: [
          [
            'peer chaincode invoke',
            ...ordererParts(at),
            ...callParts(command),
            ...peerParts(at, endorsers),
            '--waitForEvent',
          ],
        ],
      };
    }
    case 'evaluateTransaction':
      return {
        environment: asUser(at, command.peer ?? at.firstPeer(command.client), command.identity),
        lines: [['peer chaincode query', ...callParts(command)]],
      };
    default:
      return caLines(command, at);
  }
}

function machineLines(command: Command, at: Addresses): CommandLines {
  switch (command.type) {
    case 'generateCrypto':
      return plain(['cryptogen generate', '--config=./crypto-config.yaml', '--output=crypto-config']);
    case 'createGenesisBlock':
      return plain([
        'configtxgen',
        '-profile ChannelUsingRaft',
        `-outputBlock channel-artifacts/${command.channel}.block`,
        `-channelID ${command.channel}`,
      ]);
    case 'joinOrderer':
      return osnadminJoin(at, command);
    case 'startNode':
      return plain([`docker compose up -d ${command.node}`]);
    case 'crashNode':
      return plain([`docker kill ${command.node}`]);
    case 'restartNode':
      return plain([`docker start ${command.node}`]);
    case 'isolateNode':
      return plain([`docker network ${command.isolated ? 'disconnect' : 'connect'} fabric_lab ${command.node}`]);
    case 'setLink':
      return plain(...linkLines(command));
    default:
      return plain([]);
  }
}

/** Peers a transaction's command line names: those asked, those the learner named, or one of every member. */
function endorsersOf(command: Command, topology: Topology, asked: readonly NodeId[]): readonly NodeId[] {
  if (asked.length > 0) return asked;
  if (command.type === 'submitTransaction' && command.endorsers !== null) return command.endorsers;
  return 'channel' in command ? memberPeers(topology, command.channel) : [];
}

/**
 * A command as lines of a shell; paths are relative to the working directory that holds `crypto-config/`. `asked` are
 * the peers its proposal was sent to, where that is known.
 */
export function commandLines(command: Command, topology: Topology, asked: readonly NodeId[] = []): CommandLines {
  const at = new Addresses(topology);
  const orderer = ordererParts(at);
  const asAdmin = (client: NodeId): CommandLines['environment'] => asAdministrator(at, topology, client);
  return (
    configLines(command, { at, orderer, topology }, asAdmin) ??
    channelLines(command, orderer, topology, asAdmin) ??
    peerLines(command, at, endorsersOf(command, topology, asked)) ??
    machineLines(command, at)
  );
}

/** `export` lines for what differs from `before`. */
export const exportLines = (
  environment: CommandLines['environment'],
  before: CommandLines['environment'],
): readonly string[] =>
  Object.entries(environment)
    .filter(([name, value]) => before[name] !== value)
    .map(([name, value]) => `export ${name}=${value}`);
