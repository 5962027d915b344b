/** How the peers' facts are told. */
import type { TransactionVerdict } from '../sim/trace/facts.ts';
import { sentence } from './sentence.ts';
import { argumentList, distinct, shortened, shortPath, type Stories, type Teller } from './story-teller.ts';

const invalidCodes = (verdicts: readonly TransactionVerdict[]): readonly string[] =>
  verdicts.filter(({ code }) => code !== 'VALID').map(({ code }) => code);

/** A package by its label; its id (label and hash) is for the inspector. */
const labelOf = (packageId: string, { id, world }: Teller): string =>
  world.nodes[id]?.packages[packageId] ?? packageId.split(':')[0] ?? packageId;

export const PEER_STORIES: Stories<
  | 'peerJoined'
  | 'deliverStarted'
  | 'censorshipSuspected'
  | 'deliverFailed'
  | 'chaincodeInstalled'
  | 'chaincodeStarted'
  | 'chaincodeStopped'
  | 'chaincodeLogged'
  | 'proposalChecked'
  | 'simulationStarted'
  | 'couchIndexCreated'
  | 'couchIndexRefused'
  | 'richQueryWarned'
  | 'simulationFinished'
  | 'endorsementSigned'
  | 'proposalRefused'
  | 'blockReceived'
  | 'blockRejected'
  | 'blockValidated'
  | 'blockCommitted'
  | 'channelConfigChanged'
  | 'peerPanicked'
  | 'anchorPeersSet'
  | 'chaincodeApproved'
  | 'chaincodeCommitted'
> = {
  peerJoined: ({ channel, height, snapshot }, { node }) =>
    snapshot === undefined
      ? sentence('peerJoined', { node, channel, height })
      : sentence('peerJoined.snapshot', { node, channel, number: snapshot }),
  deliverStarted: ({ orderer, from }, { node, nameOf }) =>
    sentence('deliverStarted', { node, orderer: nameOf(orderer), number: from }),
  censorshipSuspected: ({ orderer, number }, { node, nameOf }) =>
    sentence('censorshipSuspected', { node, orderer: nameOf(orderer), number }),
  deliverFailed: ({ orderer, status }, { node, nameOf }) =>
    status === 'FORBIDDEN'
      ? sentence('deliverFailed.forbidden', { node, orderer: nameOf(orderer) })
      : sentence('deliverFailed', { node, orderer: nameOf(orderer) }),
  chaincodeInstalled: ({ label }, { node }) => sentence('chaincodeInstalled', { node, label }),
  chaincodeStarted: ({ packageId }, teller) =>
    sentence('chaincodeStarted', { node: teller.node, label: labelOf(packageId, teller) }),
  chaincodeStopped: ({ text }, { node }) => sentence('chaincodeStopped', { node, text: shortened(text) }),
  chaincodeLogged: ({ line }, { node }) => sentence('chaincodeLogged', { node, line: shortened(line) }),
  proposalChecked: ({ creator }, { node }) => sentence('proposalChecked', { node, creator }),
  simulationStarted: (fact, { node }) =>
    sentence('simulationStarted', {
      node,
      function: fact.function,
      args: argumentList(fact.args),
      height: fact.height,
    }),
  couchIndexCreated: ({ chaincode, fields }, { node }) =>
    sentence('couchIndexCreated', { node, chaincode, fields: fields.join(', ') }),
  couchIndexRefused: ({ file, text }, { node }) => sentence('couchIndexRefused', { node, file, text: shortened(text) }),
  richQueryWarned: ({ warning }, { node }) => sentence('richQueryWarned', { node, text: shortened(warning) }),
  simulationFinished: ({ status, message, rwset }, { node }) =>
    status < 400
      ? sentence('simulationFinished.success', {
          node,
          reads: rwset.reads.length + rwset.ranges.length,
          writes: rwset.writes.length + rwset.privateWrites.length,
        })
      : sentence('simulationFinished.failure', { node, status: String(status), message: shortened(message) }),
  endorsementSigned: (_fact, { node }) => sentence('endorsementSigned', { node }),
  proposalRefused: ({ status, message }, { node }) =>
    sentence('proposalRefused', { node, status: String(status), message: shortened(message) }),
  blockReceived: ({ number, from, via }, { node, nameOf }) =>
    sentence(`blockReceived.${via}`, { node, number, from: nameOf(from) }),
  blockRejected: ({ number, text }, { node }) => sentence('blockRejected', { node, number, text: shortened(text) }),
  blockValidated: ({ number, verdicts }, { node }) => {
    const codes = invalidCodes(verdicts);
    return codes.length === 0
      ? sentence('blockValidated.allValid', { node, number })
      : sentence('blockValidated.someInvalid', { node, number, invalid: codes.length, codes: distinct(codes) });
  },
  blockCommitted: ({ number, verdicts, writes, config }, { node }) => {
    const codes = invalidCodes(verdicts);
    if (codes.length > 0)
      return sentence('blockCommitted.someInvalid', { node, number, invalid: codes.length, codes: distinct(codes) });
    if (config) return sentence('blockCommitted.config', { node, number });
    return sentence('blockCommitted.allValid', { node, number, writes: writes.length });
  },
  channelConfigChanged: ({ sequence, elements }, { node }) =>
    sentence('channelConfigChanged', { node, sequence, elements: shortened(elements.map(shortPath).join(', '), 48) }),
  peerPanicked: ({ number, text }, { node }) =>
    text.startsWith('Cannot commit block')
      ? sentence('peerPanicked.unlinked', { node, number })
      : sentence('peerPanicked', { node, number, text: shortened(text) }),
  anchorPeersSet: ({ mspId, peers }, { nameOf }) =>
    sentence('anchorPeersSet', { mspId, peers: peers.map(nameOf).join(', ') }),
  chaincodeApproved: ({ mspId, name, version, sequence }) =>
    sentence('chaincodeApproved', { mspId, name, version, sequence }),
  chaincodeCommitted: ({ channel, name, version, sequence }) =>
    sentence('chaincodeCommitted', { channel, name, version, sequence }),
};
