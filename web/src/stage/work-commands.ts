/** What is done with a node day by day: the forms its menu offers in a network of one's own, by role. */
import type { CommandType } from '../sim/protocol/commands.ts';
import type { NodeView, WorldView } from '../view/world-model.ts';

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

/**
 * Administrators call no chaincode from their machines here; orderers of 2.x take part by the system channel and have no
 * participation API. Nothing for a node that is not on.
 */
export function workOf({ info, life }: NodeView, generation: WorldView['generation']): readonly CommandType[] {
  if (life !== 'up') return [];
  return WORK[info.role].filter((type) => {
    if (type === 'joinOrderer') return generation === '3.x';
    return !info.isDesk || !['submitTransaction', 'listenEvents'].includes(type);
  });
}
