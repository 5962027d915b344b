/**
 * What the tools, the SDK and the gateway say before a transaction is on its way.
 * `*` in a text stands for what differs from case to case.
 */
import type { TextEntries } from './explainer-entry.ts';

export const CLIENT_TEXTS = {
  mismatch: {
    layer: 'client',
    texts: ['ProposalResponsePayloads do not match', 'proposal responses do not match'],
    seen: { scene: 'nondeterminism', step: 'dice' },
  },
  commitTimeout: {
    layer: 'client',
    texts: [
      'timed out waiting for txid on all peers',
      'failed to obtain commit status',
      'timed out waiting for',
      'timeout waiting for channel creation',
      'submit timeout expired while broadcasting to ordering service',
      'timeout expired',
      'Deadline exceeded after',
    ],
    seen: { scene: 'ordering', step: 'bft-kept' },
  },
  notInWallet: { layer: 'client', texts: ['not found in the wallet'], seen: { scene: 'identities', step: 'stranger' } },
  badArguments: {
    layer: 'client',
    texts: ['chaincode argument error', 'JSON chaincode parameters must contain the following keys'],
  },
  badTransient: { layer: 'client', texts: ['error parsing transient string'] },
  tlsRootCount: {
    layer: 'client',
    texts: ['number of peer addresses (*) does not match the number of TLS root cert files (*)'],
  },
  onePeerOnly: { layer: 'client', texts: ['command can only be executed against one peer'] },
  noCombination: {
    layer: 'gateway',
    texts: [
      'no combination of peers can be derived which satisfy the endorsement policy',
      'no peer combination can satisfy the endorsement policy',
      'endorsement policy cannot be satisfied',
    ],
  },
  notEnoughEndorsements: {
    layer: 'gateway',
    texts: ['failed to collect enough transaction endorsements', 'failed to endorse transaction, see attached details'],
    general: true,
  },
  evaluateFailed: {
    layer: 'gateway',
    texts: ['evaluate call to endorser returned error', 'failed to evaluate transaction, see attached details'],
    general: true,
  },
  noEndorsers: { layer: 'gateway', texts: ['failed to find any endorsing peers for org(s)'] },
  gatewayNoChannel: {
    layer: 'gateway',
    texts: [
      'could not get last config for channel',
      'failed to get config for channel',
      "no peers of channel '*' are known",
    ],
  },
  noOrderers: {
    layer: 'gateway',
    texts: ['no orderers could successfully process transaction', 'no orderer nodes available'],
    seen: { scene: 'ordering', step: 'raft-refused' },
  },
  bftQuorum: { layer: 'gateway', texts: ['insufficient number of orderers could successfully process transaction'] },
  noDescriptor: {
    layer: 'gateway',
    texts: [
      'failed constructing descriptor for',
      'required chaincodes are not installed on sufficient peers',
      'failed creating a comparable principal set',
      'no principal sets remained after filtering',
    ],
  },
  pvtTransient: {
    layer: 'gateway',
    texts: [
      'to protect transient data',
      'retry specifying target organization(s) to protect transient data',
      'retry specifying endorsing organization(s) to protect transient data',
    ],
  },
  listening: { layer: 'client', texts: ['not listening to', 'invalid start position'] },
  discoveryAnswer: { layer: 'client', texts: ['server returned:', 'invalid response'], general: true },
} as const satisfies TextEntries;
