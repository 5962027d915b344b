/** What is done with a node day by day: the forms its menu offers in a network of one's own, by role. */
import type { CommandType } from '../sim/protocol/commands.ts';
import type { NodeView } from '../view/world-model.ts';

type Role = NodeView['info']['role'];

const WORK: Readonly<Record<Role, readonly CommandType[]>> = {
  orderer: ['joinOrderer'],
  peer: ['joinPeer', 'installChaincode', 'queryInstalled', 'listChannels', 'getChannelInfo', 'submitSnapshotRequest'],
  client: [
    'submitTransaction',
    'evaluateTransaction',
    'packageChaincode',
    'approveChaincode',
    'commitChaincode',
    'setAnchorPeer',
    'prepareConfigUpdate',
    'submitConfigUpdate',
    'listenEvents',
  ],
  ca: ['enrollIdentity', 'registerIdentity', 'reenrollIdentity', 'revokeIdentity', 'generateCrl', 'listIdentities'],
  broker: [],
  zookeeper: [],
};

/** Administrators call no chaincode from their machines here; nothing for a node that is not on. */
export function workOf({ info, life }: NodeView): readonly CommandType[] {
  if (life !== 'up') return [];
  return WORK[info.role].filter((type) => !info.isDesk || !['submitTransaction', 'listenEvents'].includes(type));
}
