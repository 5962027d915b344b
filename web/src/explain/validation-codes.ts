/**
 * The codes a committing peer gives each transaction of a block.
 * @fabric fabric-protos/peer/transaction.proto, TxValidationCode
 */
import type { CodeEntries } from './explainer-entry.ts';

export const VALIDATION_CODES = {
  VALID: { layer: 'mvcc', number: 0, seen: { scene: 'transaction-flow' } },
  NIL_ENVELOPE: { layer: 'structure', number: 1 },
  BAD_PAYLOAD: { layer: 'structure', number: 2 },
  BAD_COMMON_HEADER: { layer: 'structure', number: 3 },
  BAD_CREATOR_SIGNATURE: { layer: 'structure', number: 4 },
  INVALID_ENDORSER_TRANSACTION: { layer: 'structure', number: 5 },
  INVALID_CONFIG_TRANSACTION: { layer: 'structure', number: 6 },
  UNSUPPORTED_TX_PAYLOAD: { layer: 'structure', number: 7 },
  BAD_PROPOSAL_TXID: { layer: 'structure', number: 8 },
  DUPLICATE_TXID: { layer: 'structure', number: 9 },
  ENDORSEMENT_POLICY_FAILURE: { layer: 'policy', number: 10, seen: { scene: 'transaction-flow', step: 'policy' } },
  MVCC_READ_CONFLICT: { layer: 'mvcc', number: 11, seen: { scene: 'mvcc-conflict' } },
  PHANTOM_READ_CONFLICT: { layer: 'mvcc', number: 12, seen: { scene: 'phantom-read' } },
  UNKNOWN_TX_TYPE: { layer: 'structure', number: 13 },
  TARGET_CHAIN_NOT_FOUND: { layer: 'structure', number: 14 },
  MARSHAL_TX_ERROR: { layer: 'structure', number: 15 },
  NIL_TXACTION: { layer: 'structure', number: 16 },
  EXPIRED_CHAINCODE: { layer: 'policy', number: 17 },
  CHAINCODE_VERSION_CONFLICT: { layer: 'policy', number: 18 },
  BAD_HEADER_EXTENSION: { layer: 'structure', number: 19 },
  BAD_CHANNEL_HEADER: { layer: 'structure', number: 20 },
  BAD_RESPONSE_PAYLOAD: { layer: 'structure', number: 21 },
  BAD_RWSET: { layer: 'structure', number: 22 },
  ILLEGAL_WRITESET: { layer: 'policy', number: 23 },
  INVALID_WRITESET: { layer: 'policy', number: 24 },
  INVALID_CHAINCODE: { layer: 'policy', number: 25 },
  NOT_VALIDATED: { layer: 'peer', number: 254 },
  INVALID_OTHER_REASON: { layer: 'peer', number: 255 },
} as const satisfies CodeEntries;
