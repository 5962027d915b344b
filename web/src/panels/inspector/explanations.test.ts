import { describe, expect, it } from 'vitest';
import { panels as en } from '../../i18n/en/panels.ts';
import { panels as ko } from '../../i18n/ko/panels.ts';
import { EXPLAINED_CODES, explainCode, explainError } from './explanations.ts';

/** `TxValidationCode` of Fabric's peer/transaction.proto, in the order of its numbers. */
const CODES =
  'VALID NIL_ENVELOPE BAD_PAYLOAD BAD_COMMON_HEADER BAD_CREATOR_SIGNATURE INVALID_ENDORSER_TRANSACTION ' +
  'INVALID_CONFIG_TRANSACTION UNSUPPORTED_TX_PAYLOAD BAD_PROPOSAL_TXID DUPLICATE_TXID ENDORSEMENT_POLICY_FAILURE ' +
  'MVCC_READ_CONFLICT PHANTOM_READ_CONFLICT UNKNOWN_TX_TYPE TARGET_CHAIN_NOT_FOUND MARSHAL_TX_ERROR NIL_TXACTION ' +
  'EXPIRED_CHAINCODE CHAINCODE_VERSION_CONFLICT BAD_HEADER_EXTENSION BAD_CHANNEL_HEADER BAD_RESPONSE_PAYLOAD BAD_RWSET ' +
  'ILLEGAL_WRITESET INVALID_WRITESET INVALID_CHAINCODE NOT_VALIDATED INVALID_OTHER_REASON';

describe('explanations', () => {
  it('every code Fabric has is explained in both languages, with layer, cause and remedy', () => {
    expect([...EXPLAINED_CODES].sort()).toEqual(CODES.split(' ').sort());
    for (const code of EXPLAINED_CODES)
      for (const words of [ko, en]) {
        expect(words[`code.${code}.cause`], code).not.toBe('');
        expect(words[`code.${code}.remedy`], code).not.toBe('');
      }
  });

  it('a code we do not know, or the name of something every object has, is not explained', () => {
    expect(explainCode('SOMETHING_NEW')).toBeNull();
    expect(explainCode('constructor')).toBeNull();
  });

  it.each([
    // Texts as real Fabric and its tools print them.
    ['ProposalResponsePayloads do not match (base64): ', 'mismatch', 'client'],
    [
      "make sure the chaincode basic has been successfully defined on channel mychannel and try again: chaincode definition for 'basic' exists, but chaincode is not installed",
      'notInstalled',
      'endorser',
    ],
    [
      'make sure the chaincode nope has been successfully defined on channel mychannel and try again: chaincode nope not found',
      'notDefined',
      'endorser',
    ],
    ['chaincode definition not agreed to by this org (Org2MSP)', 'notApproved', 'endorser'],
    ['transaction returned with failure: Error: The asset asset9 does not exist', 'chaincodeError', 'endorser'],
    ['timeout expired while executing transaction', 'chaincodeTimeout', 'endorser'],
    ['No matching index found, create an index to optimize query time.', 'noIndex', 'endorser'],
    [
      'transaction returned with failure: Error: GET_QUERY_RESULT failed: error handling CouchDB request. Error:no_usable_index,  Status Code:400,  Reason:No index exists for this sort, try indexing by the sort fields.',
      'noIndex',
      'endorser',
    ],
    ['SERVICE_UNAVAILABLE no Raft leader', 'noLeader', 'orderer'],
    ['access denied: channel [mychannel] creator org [Org3MSP]', 'accessDenied', 'endorser'],
  ])('%s', (text, name, layer) => {
    expect(explainError(text)).toMatchObject({ type: 'error', name, layer });
  });

  it('says nothing about a text it does not know', () => {
    expect(explainError('all is well')).toBeNull();
  });
});
