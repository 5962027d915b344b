/** `peer lifecycle chaincode` and what else a peer is asked or told by its administrator: `peer channel join|list|getinfo`. */
import type { ChaincodeDefinition, Command, CommandOf, NodeId } from '../lab-types.ts';
import type { Addresses } from './addresses.ts';
import { collectionsPart, withCollectionsFile } from './collections-lines.ts';
import { type CommandLines, type CommandParts, quoted } from './command-parts.ts';
import { asUser, ordererParts, peerParts } from './peer-environment.ts';

const word = (value: string): string => (/^[\w.,:/@=%+-]+$/.test(value) ? value : quoted(value));

function definitionParts(channel: string, definition: ChaincodeDefinition): CommandParts {
  const { name, version, sequence, signaturePolicy, channelConfigPolicy, initRequired } = definition;
  return [
    `--channelID ${channel}`,
    `--name ${word(name)}`,
    `--version ${word(version)}`,
    `--sequence ${sequence}`,
    ...(signaturePolicy === null ? [] : [`--signature-policy ${quoted(signaturePolicy)}`]),
    ...(channelConfigPolicy === undefined ? [] : [`--channel-config-policy ${word(channelConfigPolicy)}`]),
    ...(initRequired ? ['--init-required'] : []),
    ...collectionsPart(definition),
  ];
}

function packageIdParts({ label, packageId }: CommandOf<'approveChaincode'>): CommandParts {
  if (packageId !== undefined) return [`--package-id ${packageId}`];
  return label === null ? [] : [`--package-id $(peer lifecycle chaincode calculatepackageid ${label}.tar.gz)`];
}

/** An editor for what is written: the texts themselves are in the recording, and too long for a terminal. */
const contractLines = ({ source, files }: CommandOf<'writeContract'>): readonly CommandParts[] =>
  Object.entries(files).map(([path, text]) => [
    text === null ? 'rm' : '"${EDITOR:-vi}"',
    word(`chaincode/${source}/${path}`),
  ]);

const form = ({ json }: { readonly json?: boolean }): CommandParts => (json ? ['--output json'] : []);

/** The commands of this family; null: not one of them. `endorsers` are the peers that were, or would be, asked. */
export function lifecycleLines(command: Command, at: Addresses, endorsers: readonly NodeId[]): CommandLines | null {
  switch (command.type) {
    case 'joinPeer':
      return {
        environment: asUser(at, command.node, command.identity ?? 'Admin'),
        lines: [['peer channel join', `-b channel-artifacts/${command.channel}.block`]],
      };
    case 'writeContract':
      return { environment: {}, lines: contractLines(command) };
    case 'importPackage':
      return { environment: {}, lines: [[`cp ~/Downloads/${command.label}.tar.gz .`]] };
    case 'packageChaincode': {
      const { label, source } = command;
      const parts = [`--path chaincode/${source}`, '--lang node', `--label ${label}`];
      return { environment: {}, lines: [[`peer lifecycle chaincode package ${label}.tar.gz`, ...parts]] };
    }
    case 'installChaincode':
      return asking(at, command, [[`peer lifecycle chaincode install ${command.label}.tar.gz`]]);
    case 'approveChaincode': {
      const { client, channel, definition, identity = 'Admin', peers } = command;
      const parts = [...ordererParts(at), ...definitionParts(channel, definition), ...packageIdParts(command)];
      const asked = peers === undefined ? [] : peerParts(at, peers);
      return {
        environment: asUser(at, at.firstPeer(client), identity),
        lines: withCollectionsFile(definition, [['peer lifecycle chaincode approveformyorg', ...parts, ...asked]]),
      };
    }
    case 'commitChaincode': {
      const { client, channel, definition, identity = 'Admin', peers } = command;
      const parts = [
        ...ordererParts(at),
        ...definitionParts(channel, definition),
        ...peerParts(at, peers ?? endorsers),
      ];
      return {
        environment: asUser(at, at.firstPeer(client), identity),
        lines: withCollectionsFile(definition, [['peer lifecycle chaincode commit', ...parts]]),
      };
    }
    default:
      return questionLines(command, at);
  }
}

const asking = (
  at: Addresses,
  { node, client, identity = 'Admin' }: { readonly node: NodeId; readonly client: NodeId; readonly identity?: string },
  lines: readonly CommandParts[],
): CommandLines => ({ environment: asUser(at, node, identity, client), lines });

function questionLines(command: Command, at: Addresses): CommandLines | null {
  switch (command.type) {
    case 'queryInstalled':
      return asking(at, command, [['peer lifecycle chaincode queryinstalled', ...form(command)]]);
    case 'getInstalledPackage':
      return asking(at, command, [
        ['peer lifecycle chaincode getinstalledpackage', `--package-id ${command.packageId}`, '--output-directory .'],
      ]);
    case 'queryApproved': {
      const { channel, name, sequence } = command;
      const parts = [`--channelID ${channel}`, `--name ${word(name)}`];
      const wanted = sequence === 0 ? [] : [`--sequence ${sequence}`];
      return asking(at, command, [['peer lifecycle chaincode queryapproved', ...parts, ...wanted, ...form(command)]]);
    }
    case 'checkCommitReadiness': {
      const { channel, definition, inspect } = command;
      const parts = [...definitionParts(channel, definition), ...(inspect ? ['--inspect'] : [])];
      const line = ['peer lifecycle chaincode checkcommitreadiness', ...parts, ...form(command)];
      return asking(at, command, withCollectionsFile(definition, [line]));
    }
    case 'queryCommitted': {
      const { channel, name } = command;
      const parts = [`--channelID ${channel}`, ...(name === null ? [] : [`--name ${word(name)}`])];
      return asking(at, command, [['peer lifecycle chaincode querycommitted', ...parts, ...form(command)]]);
    }
    case 'listChannels':
      return asking(at, command, [['peer channel list']]);
    case 'getChannelInfo':
      return asking(at, command, [[`peer channel getinfo -c ${command.channel}`]]);
    default:
      return null;
  }
}
