/** How the gateway of a peer, listeners and workloads are told. */
import { sentence } from './sentence.ts';
import { shortened, type Stories } from './story-teller.ts';

export const GATEWAY_STORIES: Stories<
  | 'gatewayEndorsersAsked'
  | 'gatewayTransactionPrepared'
  | 'gatewayTransactionBroadcast'
  | 'gatewayCallRefused'
  | 'gatewayTransactionSigned'
  | 'gatewayCallFailed'
  | 'eventStreamOpened'
  | 'listeningStarted'
  | 'blockEventReceived'
  | 'workloadRetried'
  | 'workloadFinished'
> = {
  gatewayEndorsersAsked: ({ peers, query }, { node, nameOf }) =>
    sentence(query ? 'gatewayEndorsersAsked.query' : 'gatewayEndorsersAsked.transaction', {
      node,
      peers: peers.map(nameOf).join(', '),
    }),
  gatewayTransactionPrepared: ({ endorsements }, { node }) =>
    sentence('gatewayTransactionPrepared', { node, endorsements: endorsements.length }),
  gatewayTransactionBroadcast: ({ orderer }, { node, nameOf }) =>
    sentence('gatewayTransactionBroadcast', { node, orderer: nameOf(orderer) }),
  gatewayCallRefused: ({ method, code, message }, { node }) =>
    sentence('gatewayCallRefused', { node, method, code, message: shortened(message) }),
  gatewayTransactionSigned: ({ endorsements }, { node }) =>
    sentence('gatewayTransactionSigned', { node, endorsements }),
  gatewayCallFailed: ({ error, text }, { node }) =>
    sentence('gatewayCallFailed', { node, error, text: shortened(text) }),
  eventStreamOpened: ({ client, from }, { node, nameOf }) =>
    sentence('eventStreamOpened', { node, client: nameOf(client), from }),
  listeningStarted: ({ kind, chaincode, peer }, { node, nameOf }) =>
    kind === 'chaincode'
      ? sentence('listeningStarted.chaincode', { node, peer: nameOf(peer), chaincode })
      : sentence('listeningStarted.block', { node, peer: nameOf(peer) }),
  blockEventReceived: ({ number, kind, privateData = [] }, { node }) => {
    if (privateData.length > 0)
      return sentence('blockEventReceived.privateData', { node, number, keys: privateData.length });
    return sentence(kind === 'filtered' ? 'blockEventReceived.filtered' : 'blockEventReceived.block', { node, number });
  },
  workloadRetried: ({ call, attempt }, { node }) => sentence('workloadRetried', { node, call: call + 1, attempt }),
  workloadFinished: ({ committed, failed, submitted }, { node }) =>
    sentence('workloadFinished', { node, committed, failed, submitted }),
};
