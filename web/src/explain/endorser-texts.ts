/**
 * What an endorsing peer answers to a proposal it does not run, and to a question it does not answer.
 * `*` in a text stands for what differs from case to case.
 */
import type { TextEntries } from './explainer-entry.ts';

export const ENDORSER_TEXTS = {
  creatorUnknown: {
    layer: 'endorser',
    texts: [
      'creator org unknown, creator is malformed',
      'access denied: channel [*] creator org unknown, creator is malformed',
    ],
  },
  creatorDenied: {
    layer: 'endorser',
    texts: ['access denied: channel [*] creator org ['],
    seen: { scene: 'identities', step: 'refused' },
  },
  identityExpired: { layer: 'endorser', texts: ['client identity expired', 'identity expired'] },
  otherOrg: {
    layer: 'endorser',
    texts: ['expected MSP ID *, received'],
    seen: { scene: 'system-chaincodes', step: 'stranger' },
  },
  notAdmin: {
    layer: 'endorser',
    texts: [
      'The identity is not an admin under this MSP',
      'local MSP principal during channelless check policy with policy [Admins]',
      'during channelless check policy with policy',
    ],
  },
  policyOnChannel: {
    layer: 'endorser',
    texts: [
      'Failed evaluating policy on signed data during check policy on channel [*] with policy',
      "of the 'Readers' sub-policies to be satisfied",
    ],
  },
  accessDenied: {
    layer: 'endorser',
    texts: [
      'access denied for [',
      'failed ACL check',
      'access denied',
      'failed evaluating policy on signed data during check policy',
    ],
    general: true,
  },
  channelUnknown: {
    layer: 'endorser',
    texts: [
      "channel '*' not found",
      'Invalid chain ID',
      'Unknown chain ID',
      'unknown channel ID',
      'Failed to get policy manager for channel',
      'failed to find ledger for channel',
      'cannot find ledger for channel',
      'error getting channel',
      'no application config for channel',
      'could not get application config for channel',
    ],
  },
  notDefined: {
    layer: 'endorser',
    texts: [
      'and try again: chaincode ~ not found',
      'failed to get chaincode container info for *: chaincode ~ not found',
      'No metadata was found for chaincode',
      'namespace * is not defined',
      'no peers available to evaluate chaincode',
      'chaincode ~ not found',
      'no combination of peers can be derived which satisfy the endorsement policy: No metadata was found for chaincode',
    ],
    seen: { scene: 'bring-up-today', step: 'approve-org1' },
  },
  notInstalled: {
    layer: 'endorser',
    texts: ["chaincode definition for '*' exists, but chaincode is not installed", 'chaincode is not installed'],
    seen: { scene: 'lifecycle', step: 'not-installed' },
  },
  notApprovedHere: { layer: 'endorser', texts: ['has not yet been approved by this org'] },
  badTxId: { layer: 'endorser', texts: ['incorrectly computed txid', 'nonce is empty'] },
  duplicateProposal: { layer: 'endorser', texts: ['duplicate transaction found'] },
  timeWindow: { layer: 'endorser', texts: ['request unauthorized due to incorrect timestamp'] },
  initNeeded: { layer: 'endorser', texts: ['must call as init first'] },
  initAgain: {
    layer: 'endorser',
    texts: ['is already initialized but called as init', 'does not require initialization but called as init'],
  },
  rebuilding: { layer: 'endorser', texts: ['endorse requests are blocked while ledgers are being rebuilt'] },
  tooManyRequests: { layer: 'endorser', texts: ['too many requests for', 'exceeding concurrency limit'] },
  noSuchBlock: {
    layer: 'endorser',
    texts: [
      'no such block number',
      'no such transaction ID',
      'no such block hash',
      'Failed to get block number',
      'Failed to get transaction with id',
      'Failed to get block for txID',
    ],
  },
  beforeSnapshot: {
    layer: 'peer',
    texts: [
      'The ledger is bootstrapped from a snapshot',
      'Ledger bootstrapped from a snapshot',
      'bootstrapped from snapshot',
    ],
  },
  badSccCall: {
    layer: 'endorser',
    texts: [
      'missing 3rd argument for',
      'Incorrect number of arguments',
      'Requested function * not found',
      'could not decode input arg for',
      'receiver * does not exist',
      'lifecycle scc operations require exactly two arguments',
      'Failed to parse block number with error',
    ],
  },
} as const satisfies TextEntries;
