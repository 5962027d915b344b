/**
 * What CouchDB and the peer in front of it say of questions, indexes and documents; and what else a call into state meets.
 * `*` in a text stands for what differs from case to case.
 */
import type { TextEntries } from './explainer-entry.ts';

export const QUERY_TEXTS = {
  badQuery: {
    layer: 'chaincode',
    texts: [
      'error handling CouchDB request. Error:*,  Status Code:*,  Reason:',
      'error handling CouchDB request',
      'Bad argument for operator',
      'Selector must be a JSON object',
      'One or more conditions is missing a field name',
      'Unsupported operator:',
      'Invalid operator:',
      'Missing required key: selector',
      'Invalid key * for this request',
      'Sort must be an array of sort specs',
      'Invalid sort field',
      'Sorts currently only support a single direction',
      'Fields must be an array of strings',
      'Invalid JSON for field spec',
      'Invalid index name',
      'Invalid bookmark value',
      'is not an integer greater than or equal to zero',
      'fields definition must be an array',
      'into Go value of type map[string]interface',
    ],
    seen: { scene: 'key-design' },
  },
  badIndex: {
    layer: 'lifecycle',
    texts: [
      'is not a valid index definition',
      'Index metadata file [',
      'metadata file path',
      'database name [*] is not supported, valid options',
      'collection name is not valid',
      'artifact file name is not valid',
      'is not a valid JSON',
      'Index definition must include a "fields" definition',
      'Invalid entry, "',
      'Index type must be json',
      'Invalid Entry.  Entry',
      'Expecting a JSON array of fields',
      'Sort must be either "asc" or "desc"',
      'Invalid field definition, fields must be in the form',
      'cannot create an index for an undefined collection',
    ],
    seen: { scene: 'key-design' },
  },
  couchKey: {
    layer: 'chaincode',
    texts: [
      'Empty string is not supported as a key by couchdb',
      'invalid key [*], cannot begin with "_"',
      'is not valid for the CouchDB state database',
    ],
  },
  historyOff: { layer: 'chaincode', texts: ['history database is not enabled'] },
  pvtNoName: { layer: 'privateData', texts: ['only applicable for private data'] },
  pvtInInit: { layer: 'privateData', texts: ['private data APIs are not allowed in chaincode Init()'] },
  stateCall: {
    layer: 'chaincode',
    texts: [
      'GET_STATE failed: transaction ID:',
      'PUT_STATE failed: transaction ID:',
      'DEL_STATE failed: transaction ID:',
      'failed: transaction ID:',
    ],
    general: true,
  },
  lateCall: {
    layer: 'chaincode',
    texts: ['no ledger context', 'query iterator not found', 'could not get valid transaction'],
  },
  chaincodeTalk: {
    layer: 'chaincode',
    texts: [
      'Fabric side handler cannot handle message',
      'error in handling register chaincode',
      'failed to unmarshal response for transaction',
      'unmarshal failed:',
    ],
  },
  chaincodeMemory: {
    layer: 'chaincode',
    texts: ['JavaScript heap out of memory', 'Reached heap limit', 'the container has all the memory it may have'],
  },
  sccFromChaincode: {
    layer: 'chaincode',
    texts: [
      'Rejecting invoke of QSCC from another chaincode',
      'Rejecting invoke of CSCC from another chaincode',
      'cannot be called without a channel',
    ],
    seen: { scene: 'system-chaincodes' },
  },
} as const satisfies TextEntries;
