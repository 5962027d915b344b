/**
 * What a learner is told about a validation code or an error: which layer said it, why, what to do. The words stand in
 * the dictionaries, one entry per name here.
 */

/** Where in the life of a transaction something is said. */
export type Layer = 'client' | 'endorser' | 'orderer' | 'structure' | 'policy' | 'mvcc' | 'peer';

/** Validation codes by the layer that gives them. */
const CODE_LAYERS = {
  VALID: 'mvcc',
  NIL_ENVELOPE: 'structure',
  BAD_PAYLOAD: 'structure',
  BAD_COMMON_HEADER: 'structure',
  BAD_CREATOR_SIGNATURE: 'structure',
  INVALID_ENDORSER_TRANSACTION: 'structure',
  INVALID_CONFIG_TRANSACTION: 'structure',
  UNSUPPORTED_TX_PAYLOAD: 'structure',
  BAD_PROPOSAL_TXID: 'structure',
  DUPLICATE_TXID: 'structure',
  ENDORSEMENT_POLICY_FAILURE: 'policy',
  MVCC_READ_CONFLICT: 'mvcc',
  PHANTOM_READ_CONFLICT: 'mvcc',
  UNKNOWN_TX_TYPE: 'structure',
  TARGET_CHAIN_NOT_FOUND: 'structure',
  MARSHAL_TX_ERROR: 'structure',
  NIL_TXACTION: 'structure',
  EXPIRED_CHAINCODE: 'policy',
  CHAINCODE_VERSION_CONFLICT: 'policy',
  BAD_HEADER_EXTENSION: 'structure',
  BAD_CHANNEL_HEADER: 'structure',
  BAD_RESPONSE_PAYLOAD: 'structure',
  BAD_RWSET: 'structure',
  ILLEGAL_WRITESET: 'policy',
  INVALID_WRITESET: 'policy',
  INVALID_CHAINCODE: 'policy',
  NOT_VALIDATED: 'peer',
  INVALID_OTHER_REASON: 'peer',
} as const satisfies Readonly<Record<string, Layer>>;

export type ExplainedCode = keyof typeof CODE_LAYERS;

/** Errors that are texts, not codes, by what the text holds. The first that fits is told. */
const ERROR_PATTERNS = [
  ['mismatch', 'client', /ProposalResponsePayloads do not match|responses? (differ|do not match)/i],
  ['notApproved', 'endorser', /not agreed to by this org|chaincode definition .*not (yet )?approved/i],
  [
    'notInstalled',
    'endorser',
    /chaincode .*(not installed|is not installed)|could not launch chaincode|chaincode definition for .* exists, but/i,
  ],
  ['notDefined', 'endorser', /chaincode \S+ not found|chaincode definition .* not found/i],
  ['noIndex', 'endorser', /No matching index found|No index exists for this sort/],
  ['chaincodeError', 'endorser', /transaction returned with failure|chaincode response 5\d\d/i],
  ['chaincodeTimeout', 'endorser', /timeout expired while executing|execute timeout/i],
  ['accessDenied', 'endorser', /access denied|creator org|identity .* (expired|unknown)|FORBIDDEN/i],
  ['noLeader', 'orderer', /no raft leader|SERVICE_UNAVAILABLE/i],
  ['badRequest', 'orderer', /BAD_REQUEST/i],
  ['channelUnknown', 'orderer', /channel .*(not found|does not exist|unknown)|NOT_FOUND/i],
  [
    'unreachable',
    'client',
    /connection refused|unavailable|could not (be )?reach|deadline exceeded|no such host|not answering/i,
  ],
  ['commitTimeout', 'client', /timed? ?out|timeout/i],
] as const satisfies readonly (readonly [string, Layer, RegExp])[];

export type ExplainedError = (typeof ERROR_PATTERNS)[number][0];

export type Explanation =
  | { readonly type: 'code'; readonly name: ExplainedCode; readonly layer: Layer }
  | { readonly type: 'error'; readonly name: ExplainedError; readonly layer: Layer };

/** Of a validation code; null for a name we do not know. */
export function explainCode(code: string): Explanation | null {
  if (!Object.hasOwn(CODE_LAYERS, code)) return null;
  const name = code as ExplainedCode;
  return { type: 'code', name, layer: CODE_LAYERS[name] };
}

/** Of a text as a tool, an SDK or a node prints it; null where none fits. */
export function explainError(text: string): Explanation | null {
  const found = ERROR_PATTERNS.find(([, , pattern]) => pattern.test(text));
  return found === undefined ? null : { type: 'error', name: found[0], layer: found[1] };
}

export const EXPLAINED_CODES = Object.keys(CODE_LAYERS) as readonly ExplainedCode[];
