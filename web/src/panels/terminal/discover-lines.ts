/** The `discover` tool as it is typed. */
import type { Command, CommandOf } from '../lab-types.ts';
import type { Addresses } from './addresses.ts';
import type { CommandLines, CommandParts } from './command-parts.ts';

type DiscoverCommand = CommandOf<'discoverPeers' | 'discoverConfig' | 'discoverEndorsers'>;

const isDiscover = (command: Command): command is DiscoverCommand => command.type.startsWith('discover');

/** null: no command of this tool. */
export function discoverLines(command: Command, at: Addresses): CommandLines | null {
  if (!isDiscover(command)) return null;
  const { node, client, identity = 'Admin' } = command;
  const who: CommandParts = [
    `--peerTLSCA ${at.tlsFile(node, 'ca.crt')}`,
    `--userKey ${at.userMsp(client, identity)}/keystore/priv_sk`,
    `--userCert ${at.certificateFile(identity, client)}`,
    `--MSP ${at.mspId(client)}`,
  ];
  return { environment: {}, lines: [['discover', ...who, ...questionOf(command), `--server ${at.endpoint(node)}`]] };
}

function questionOf(command: DiscoverCommand): CommandParts {
  switch (command.type) {
    case 'discoverPeers':
      return command.channel === null ? ['peers'] : ['peers', `--channel ${command.channel}`];
    case 'discoverConfig':
      return ['config', `--channel ${command.channel}`];
    case 'discoverEndorsers': {
      const { channel, chaincode, collections, noPrivateReads } = command;
      const named = collections.length > 0 ? [`--collection ${chaincode}:${collections.join(',')}`] : [];
      const reads = noPrivateReads ? [`--noPrivateReads ${chaincode}`] : [];
      return ['endorsers', `--channel ${channel}`, `--chaincode ${chaincode}`, ...named, ...reads];
    }
  }
}
