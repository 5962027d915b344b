/** How the clients' facts are told. */
import { sentence } from './sentence.ts';
import { argumentList, shortened, shortPath, type Stories } from './story-teller.ts';

export const CLIENT_STORIES: Stories<
  | 'contractWritten'
  | 'packageReceived'
  | 'chaincodePackaged'
  | 'configUpdatePrepared'
  | 'configUpdateSigned'
  | 'proposalCreated'
  | 'endorsementCollected'
  | 'endorsementFailed'
  | 'envelopeAssembled'
  | 'envelopeSubmitted'
  | 'broadcastAnswered'
  | 'channelBlockFetched'
  | 'commitStatusReceived'
  | 'chaincodeEventReceived'
  | 'queryAnswered'
  | 'peerQueried'
  | 'requestForged'
> = {
  contractWritten: ({ source, written, removed }, { node }) =>
    sentence('contractWritten', { node, source, count: written.length + removed.length }),
  packageReceived: ({ label }, { node }) => sentence('packageReceived', { node, label }),
  chaincodePackaged: ({ label }, { node }) => sentence('chaincodePackaged', { node, label }),
  configUpdatePrepared: ({ update, channel, elements }, { node }) =>
    sentence('configUpdatePrepared', {
      node,
      update,
      channel,
      elements: shortened(elements.map(({ key }) => shortPath(key)).join(', '), 48),
    }),
  configUpdateSigned: ({ update, mspId, signatures }) => sentence('configUpdateSigned', { update, mspId, signatures }),
  proposalCreated: (fact, { node }) =>
    sentence('proposalCreated', {
      node,
      function: fact.function,
      args: argumentList(fact.args),
      identity: fact.identity,
    }),
  endorsementCollected: ({ from, status, message, collected, asked }, { node, nameOf }) =>
    status < 400
      ? sentence('endorsementCollected.success', { node, from: nameOf(from), collected, asked })
      : sentence('endorsementCollected.failure', {
          node,
          from: nameOf(from),
          status: String(status),
          message: shortened(message),
        }),
  endorsementFailed: ({ text }, { node }) => sentence('endorsementFailed', { node, text: shortened(text) }),
  envelopeAssembled: ({ endorsements }, { node }) =>
    sentence('envelopeAssembled', { node, endorsements: endorsements.length }),
  envelopeSubmitted: ({ orderer }, { node, nameOf }) =>
    sentence('envelopeSubmitted', { node, orderer: nameOf(orderer) }),
  broadcastAnswered: ({ orderer, status, info }, { nameOf }) =>
    status === 'SUCCESS'
      ? sentence('broadcastAnswered.success', { orderer: nameOf(orderer) })
      : sentence('broadcastAnswered.failure', { orderer: nameOf(orderer), status, info: shortened(info) }),
  channelBlockFetched: ({ channel, number, orderer }, { node, nameOf }) =>
    sentence('channelBlockFetched', { node, channel, number, orderer: nameOf(orderer) }),
  commitStatusReceived: ({ code, block }, { node }) =>
    code === 'VALID'
      ? sentence('commitStatusReceived.valid', { node, block })
      : sentence('commitStatusReceived.invalid', { node, block, code }),
  chaincodeEventReceived: ({ name, block }, { node }) => sentence('chaincodeEventReceived', { node, name, block }),
  requestForged: ({ forgery }, { node }) => sentence(`requestForged.${forgery}`, { node }),
  peerQueried: ({ query, peer }, { nameOf }) => sentence(`peerQueried.${query}`, { peer: nameOf(peer) }),
  queryAnswered: ({ peer, status, message }, { nameOf }) =>
    status < 400
      ? sentence('queryAnswered.success', { peer: nameOf(peer) })
      : sentence('queryAnswered.failure', {
          peer: nameOf(peer),
          status: String(status),
          message: shortened(message),
        }),
};
