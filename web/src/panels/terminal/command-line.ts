/**
 * The commands of the recording as the real tools take them: `cryptogen`, `configtxgen`, `osnadmin`, `peer`, and
 * `docker` for what an administrator does to the machines themselves.
 */
import type { Command, CommandOf, NodeId, Topology } from '../lab-types.ts';
import { Addresses } from './addresses.ts';
import { caLines } from './ca-lines.ts';
import { channelLines } from './channel-lines.ts';
import { configLines } from './config-lines.ts';
import { type CommandLines, type CommandParts, quoted } from './command-parts.ts';
import { eventLines } from './event-lines.ts';
import { discoverLines } from './discover-lines.ts';
import { faultLines } from './fault-lines.ts';
import { ledgerFileLines } from './ledger-file-lines.ts';
import { lifecycleLines } from './lifecycle-lines.ts';
import { asUser, ordererParts, peerParts } from './peer-environment.ts';
import { consensusProfileOf } from './profiles.ts';

function base64(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
}

const plain = (...lines: readonly CommandParts[]): CommandLines => ({ environment: {}, lines });

/** The administrator of a client's organisation. That of the orderers has no peer to ask. */
function asAdministrator(at: Addresses, { ordererOrg }: Topology, client: NodeId): CommandLines['environment'] {
  const { mspId, domain } = ordererOrg;
  if (at.mspId(client) !== mspId) return asUser(at, at.firstPeer(client), 'Admin');
  return {
    CORE_PEER_LOCALMSPID: mspId,
    CORE_PEER_MSPCONFIGPATH: `crypto-config/ordererOrganizations/${domain}/users/Admin@${domain}/msp`,
  };
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

/** Messages of system chaincodes are bytes no terminal shows. */
const hexPart = ({ chaincode, function: name }: Call): CommandParts =>
  chaincode === 'qscc' || chaincode === '_lifecycle' || (chaincode === 'cscc' && name !== 'GetChannels')
    ? ['--hex']
    : [];

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

function peerLines(command: Command, at: Addresses, endorsers: readonly NodeId[]): CommandLines | null {
  switch (command.type) {
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
            ...(command.isInit ? ['--isInit'] : []),
          ],
        ],
      };
    }
    case 'evaluateTransaction':
      return {
        environment: asUser(at, command.peer ?? at.firstPeer(command.client), command.identity, command.client),
        lines: [['peer chaincode query', ...callParts(command), ...hexPart(command)]],
      };
    default:
      return caLines(command, at);
  }
}

function machineLines(command: Command, at: Addresses, topology: Topology): CommandLines {
  switch (command.type) {
    case 'generateCrypto':
      return plain(['cryptogen generate', '--config=./crypto-config.yaml', '--output=crypto-config']);
    case 'extendNetwork':
      return command.addition.kind === 'channel'
        ? plain()
        : plain(['cryptogen extend', '--config=./crypto-config.yaml', '--input=crypto-config']);
    case 'createGenesisBlock':
      return plain([
        'configtxgen',
        `-profile ${consensusProfileOf(command.channel, topology)}`,
        `-outputBlock channel-artifacts/${command.channel}.block`,
        `-channelID ${command.channel}`,
      ]);
    case 'joinOrderer':
      return osnadminJoin(at, command);
    case 'startNode':
      return plain([`docker compose up -d ${command.node}`]);
    default:
      return plain(...faultLines(command, topology));
  }
}

/** Peers a transaction's command line names: those asked, those the learner named, or one of every member. */
function endorsersOf(command: Command, topology: Topology, asked: readonly NodeId[]): readonly NodeId[] {
  if (asked.length > 0) return asked;
  if (command.type === 'submitTransaction' && command.endorsers !== null) return command.endorsers;
  return 'channel' in command && command.channel !== null ? memberPeers(topology, command.channel) : [];
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
    eventLines(command) ??
    discoverLines(command, at) ??
    ledgerFileLines(command, at) ??
    lifecycleLines(command, at, endorsersOf(command, topology, asked)) ??
    peerLines(command, at, endorsersOf(command, topology, asked)) ??
    machineLines(command, at, topology)
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
