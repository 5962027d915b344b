/**
 * How channels of 2.x are made by hand: the system channel's genesis block and the creation transaction by configtxgen,
 * the channel and its first block by `peer channel`.
 */
import type { Command, NodeId, Topology } from '../lab-types.ts';
import type { CommandLines, CommandParts } from './command-parts.ts';
import { consensusProfileOf, creationProfileOf } from './profiles.ts';

/** The commands of this family; null: not one of them. `asAdmin` gives the variables of a client's administrator. */
export function channelLines(
  command: Command,
  orderer: CommandParts,
  topology: Topology,
  asAdmin: (client: NodeId) => CommandLines['environment'],
): CommandLines | null {
  switch (command.type) {
    case 'createGenesisBlock':
      return topology.systemChannel ? genesisLines(command.channel, topology) : null;
    case 'createChannelTransaction':
      return {
        environment: {},
        lines: [
          [
            'configtxgen',
            `-profile ${creationProfileOf(command.channel, topology)}`,
            `-outputCreateChannelTx channel-artifacts/${command.channel}.tx`,
            `-channelID ${command.channel}`,
          ],
        ],
      };
    case 'createChannel': {
      const { channel } = command;
      const files = [`-f channel-artifacts/${channel}.tx`, `--outputBlock channel-artifacts/${channel}.block`];
      return {
        environment: asAdmin(command.client),
        lines: [['peer channel create', ...orderer, `-c ${channel}`, ...files]],
      };
    }
    case 'fetchChannelBlock': {
      const { channel } = command;
      return {
        environment: asAdmin(command.client),
        lines: [[`peer channel fetch 0 channel-artifacts/${channel}.block`, ...orderer, `-c ${channel}`]],
      };
    }
    default:
      return null;
  }
}

const genesisLines = (channel: string, topology: Topology): CommandLines => ({
  environment: {},
  lines: [
    [
      'configtxgen',
      `-profile ${consensusProfileOf(channel, topology)}`,
      `-outputBlock channel-artifacts/${channel}.block`,
      `-channelID ${channel}`,
    ],
  ],
});
