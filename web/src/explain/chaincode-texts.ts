/**
 * What comes of a call into chaincode, and of private data.
 * `*` in a text stands for what differs from case to case.
 */
import type { TextEntries } from './explainer-entry.ts';

export const CHAINCODE_TEXTS = {
  chaincodeError: {
    layer: 'chaincode',
    texts: [
      'endorsement failure during invoke. response: status:500',
      'endorsement failure during query. response: status:500',
      'chaincode response 500',
      'transaction returned with failure',
      'evaluate call to endorser returned error: chaincode response 500',
      'chaincode response',
    ],
    general: true,
    seen: { scene: 'namespaces', step: 'cross' },
  },
  chaincodeTimeout: { layer: 'chaincode', texts: ['timeout expired while executing transaction', 'execute timeout'] },
  chaincodeCrashed: { layer: 'chaincode', texts: ['chaincode stream terminated'] },
  launchFailed: {
    layer: 'chaincode',
    texts: ['could not launch chaincode', 'chaincode registration failed', 'error starting container'],
  },
  unknownFunction: { layer: 'chaincode', texts: ["You've asked to invoke a function that does not exist"] },
  unknownContract: { layer: 'chaincode', texts: ['Contract name is not known'] },
  parameterCount: { layer: 'chaincode', texts: ['Expected * parameters, but * have been supplied'] },
  noRichQueries: {
    layer: 'chaincode',
    texts: ['ExecuteQuery not supported for leveldb', 'not supported for leveldb'],
    seen: { scene: 'key-design' },
  },
  noIndex: {
    layer: 'chaincode',
    texts: [
      'No matching index found',
      'No index exists for this sort',
      'The number of documents examined is high',
      'was not used because it',
    ],
    seen: { scene: 'key-design' },
  },
  writeAfterQuery: {
    layer: 'chaincode',
    texts: [
      'Transaction has already performed a paginated query. Writes are not allowed',
      'Writes are not allowed',
      'Paginated queries are supported only in a read-only transaction',
      'Queries on pvt data is supported only in a read-only transaction',
      'Transaction has already performed queries on pvt data',
      'unsuppored transaction',
    ],
  },
  calledItself: { layer: 'chaincode', texts: ['error sending: txid: *(*) exists'] },
  calleeFailed: { layer: 'chaincode', texts: ['INVOKE_CHAINCODE failed'], general: true },
  emptyName: {
    layer: 'chaincode',
    texts: ['Event name must be a non-empty string', 'object type or attribute not a non-zero length string'],
  },
  pvtReadDenied: { layer: 'privateData', texts: ['tx creator does not have read access permission on privatedata'] },
  pvtWriteDenied: { layer: 'privateData', texts: ['tx creator does not have write access permission on privatedata'] },
  pvtNotHere: { layer: 'privateData', texts: ['private data matching public hash version is not available'] },
  noCollection: {
    layer: 'privateData',
    texts: [
      'collection * could not be found',
      "collection * doesn't exist",
      'not defined in the collection config for chaincode',
      'collection config not defined for chaincode',
      'no configuration for collection',
      'requested to disregard chaincode',
    ],
  },
  pvtNotSpread: {
    layer: 'privateData',
    texts: [
      'failed to distribute private collection',
      'required to disseminate to at least',
      'Failed disseminating',
      'could not build private data dissemination plan',
    ],
  },
  pvtDistributionPolicy: {
    layer: 'privateData',
    texts: ['not in the distribution policy of the private data collection'],
  },
} as const satisfies TextEntries;
