/** How the clients' facts are told. */
import { sentence } from './sentence.ts';
import { argumentList, shortened, type Stories } from './story-teller.ts';

export const CLIENT_STORIES: Stories<
  | 'chaincodePackaged'
  | 'proposalCreated'
  | 'endorsementCollected'
  | 'endorsementFailed'
  | 'envelopeAssembled'
  | 'envelopeSubmitted'
  | 'broadcastAnswered'
  | 'commitStatusReceived'
  | 'chaincodeEventReceived'
  | 'queryAnswered'
> = {
  chaincodePackaged: ({ label }, { node }) => sentence('chaincodePackaged', { node, label }),
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
  commitStatusReceived: ({ code, block }, { node }) =>
    code === 'VALID'
      ? sentence('commitStatusReceived.valid', { node, block })
      : sentence('commitStatusReceived.invalid', { node, block, code }),
  chaincodeEventReceived: ({ name, block }, { node }) => sentence('chaincodeEventReceived', { node, name, block }),
  queryAnswered: ({ peer, status, message }, { nameOf }) =>
    status < 400
      ? sentence('queryAnswered.success', { peer: nameOf(peer) })
      : sentence('queryAnswered.failure', {
          peer: nameOf(peer),
          status: String(status),
          message: shortened(message),
        }),
};
