/**
 * What a tool prints when all went well, as recorded of Fabric 3.1.1; without the time and number its log begins each line
 * with. Empty where the tool says nothing, or says what only an answer of the network holds.
 */
import type { Command, NodeId, Topology } from '../lab-types.ts';
import { Addresses } from './addresses.ts';

/** What is known of a command that is done. */
export interface Success {
  readonly txid: string;
  readonly packageId: string;
  /** Peers that were asked to endorse. */
  readonly endorsers: readonly NodeId[];
}

const CONNECTED = 'INFO [channelCmd] InitCmdFactory -> Endorser and orderer connections initialized';

/** The command line waits at the peers it named. */
function committed({ txid, endorsers }: Success, at: Addresses): readonly string[] {
  if (txid === '') return [];
  return endorsers.map(
    (peer) => `INFO [chaincodeCmd] ClientWait -> txid [${txid}] committed with status (VALID) at ${at.endpoint(peer)}`,
  );
}

const installed = ({ packageId }: Success): readonly string[] =>
  packageId === ''
    ? []
    : [`INFO [cli.lifecycle.chaincode] submitInstallProposal -> Chaincode code package identifier: ${packageId}`];

/** The channel's status as the orderer's own API gives it once it has joined with a configuration block. */
function joined(channel: string, isConsenter: boolean): string {
  const status = {
    name: channel,
    url: `/participation/v1/channels/${channel}`,
    consensusRelation: isConsenter ? 'consenter' : 'follower',
    status: isConsenter ? 'active' : 'onboarding',
    height: isConsenter ? 1 : 0,
  };
  return `Status: 201\n${JSON.stringify(status, null, '\t')}`;
}

const isConsenter = ({ channels, ordererOrg }: Topology, channel: string, node: NodeId): boolean => {
  const consenters = channels.find(({ id }) => id === channel)?.consenters ?? ordererOrg.orderers;
  return consenters.some((host) => `${host}.${ordererOrg.domain}` === node);
};

export function successLines(command: Command, success: Success, topology: Topology): readonly string[] {
  const at = new Addresses(topology);
  switch (command.type) {
    case 'generateCrypto':
      return topology.peerOrgs.map(({ domain }) => domain);
    case 'createGenesisBlock':
      return [
        'INFO [common.tools.configtxgen] main -> Loading configuration',
        'INFO [common.tools.configtxgen] doOutputBlock -> Generating genesis block',
        ...(command.channel === topology.systemChannel?.id
          ? []
          : ['INFO [common.tools.configtxgen] doOutputBlock -> Creating application channel genesis block']),
        'INFO [common.tools.configtxgen] doOutputBlock -> Writing genesis block',
      ];
    case 'joinOrderer':
      return [joined(command.channel, isConsenter(topology, command.channel, command.node))];
    case 'joinPeer':
      return [CONNECTED, 'INFO [channelCmd] executeJoin -> Successfully submitted proposal to join channel'];
    case 'setAnchorPeer':
    case 'submitConfigUpdate':
      return [CONNECTED, 'INFO [channelCmd] update -> Successfully submitted channel update'];
    case 'signConfigUpdate':
      return [CONNECTED];
    case 'installChaincode':
      return installed(success);
    case 'approveChaincode':
      // It waits at the one peer it asked.
      return committed({ ...success, endorsers: success.endorsers.slice(0, 1) }, at);
    case 'commitChaincode':
    case 'submitTransaction':
      return 'via' in command && command.via === 'gateway' ? [] : committed(success, at);
    case 'stopNode':
    case 'crashNode':
    case 'restartNode':
      return [command.node];
    default:
      return [];
  }
}
