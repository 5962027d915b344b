/**
 * Envelopes altered after endorsement, by the name of the recording's scenario. Signatures that an alteration does not
 * aim at are made anew or kept as the recording says.
 */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { type SigningIdentity, signWith } from '../../web/src/sim/identity/signing-identity.ts';
import { utf8 } from '../../web/src/sim/wire/bytes.ts';
import { encodeEnvelope } from '../../web/src/sim/wire/envelope.ts';
import { EnvelopeSchema, HeaderType, PayloadSchema } from '../../web/src/sim/wire/gen/common/common_pb.ts';
import { ChaincodeHeaderExtensionSchema, type Endorsement } from '../../web/src/sim/wire/gen/peer/proposal_pb.ts';
import {
  type ChaincodeActionPayload,
  ChaincodeActionPayloadSchema,
  type Transaction,
  TransactionActionSchema,
  TransactionSchema,
} from '../../web/src/sim/wire/gen/peer/transaction_pb.ts';
import { type ActionChange, alteredAction } from './conflicts-altered.ts';
import { withHighS } from './conflicts-signature.ts';
import { alterPayloadHeader, altered, type HeaderChange } from './conflicts-headers.ts';

/** The altered envelope; undefined when the scenario alters nothing. */
export function craftedEnvelope(
  scenario: string,
  envelope: Uint8Array,
  signer: SigningIdentity,
  other: SigningIdentity,
): Uint8Array | undefined {
  const { payload, signature } = fromBinary(EnvelopeSchema, envelope);
  const signature2 = SIGNATURES[scenario]?.(signature, signWith(other, payload));
  if (signature2) return encodeEnvelope(payload, signature2);
  const next = alteredPayload(scenario, payload);
  return next && encodeEnvelope(next, signWith(signer, next));
}

const flipped = (bytes: Uint8Array, at = bytes.length - 1): Uint8Array => bytes.with(at, (bytes.at(at) ?? 0) ^ 1);

const SIGNATURES: Readonly<Record<string, (own: Uint8Array, others: Uint8Array) => Uint8Array>> = {
  'crafted-envelope-signature-corrupt': (own) => flipped(own),
  'crafted-envelope-signature-high-S': (own) => withHighS(own),
  'crafted-envelope-signed-by-other-user': (_own, others) => others,
};

function alteredPayload(scenario: string, payload: Uint8Array): Uint8Array | undefined {
  const header = HEADERS[scenario];
  if (header) return alterPayloadHeader(payload, header);
  if (scenario === 'crafted-no-header')
    return toBinary(PayloadSchema, create(PayloadSchema, { data: fromBinary(PayloadSchema, payload).data }));
  const transaction = TRANSACTIONS[scenario];
  if (transaction) return withData(payload, (data) => altered(TransactionSchema, data, transaction));
  if (scenario === 'crafted-data-garbage') return withData(payload, () => utf8('this is no transaction'));
  const action = ACTIONS[scenario] ?? alteredAction(scenario);
  return action && withData(payload, (data) => alterAction(data, action));
}

const withData = (payload: Uint8Array, change: (data: Uint8Array) => Uint8Array): Uint8Array =>
  altered(PayloadSchema, payload, (message) => {
    message.data = change(message.data);
  });

const alterAction = (data: Uint8Array, change: ActionChange): Uint8Array =>
  altered(TransactionSchema, data, ({ actions }) => {
    const [only] = actions;
    if (only) only.payload = altered(ChaincodeActionPayloadSchema, only.payload, change);
  });

const channelHeader = (change: NonNullable<HeaderChange['channelHeader']>): HeaderChange => ({ channelHeader: change });

const extensionOf = (name: string | undefined): Uint8Array =>
  toBinary(
    ChaincodeHeaderExtensionSchema,
    create(ChaincodeHeaderExtensionSchema, name === undefined ? {} : { chaincodeId: { name } }),
  );

const HEADERS: Readonly<Record<string, HeaderChange>> = {
  'crafted-txid-not-hash-of-nonce-and-creator': channelHeader((header) => {
    header.txId = 'ab'.repeat(32);
  }),
  'crafted-empty-txid': channelHeader((header) => {
    header.txId = '';
  }),
  'crafted-nonce-changed': {
    signatureHeader: (header) => {
      header.nonce = flipped(header.nonce);
    },
  },
  'crafted-nonce-empty': {
    signatureHeader: (header) => {
      header.nonce = new Uint8Array(0);
    },
  },
  'crafted-channel-id-other': channelHeader((header) => {
    header.channelId = 'nosuchchannel';
  }),
  'crafted-channel-id-empty': channelHeader((header) => {
    header.channelId = '';
  }),
  'crafted-epoch-1': channelHeader((header) => {
    header.epoch = 1n;
  }),
  'crafted-type-MESSAGE': channelHeader((header) => {
    header.type = HeaderType.MESSAGE;
  }),
  'crafted-type-99': channelHeader((header) => {
    header.type = 99;
  }),
  'crafted-type-CONFIG': channelHeader((header) => {
    header.type = HeaderType.CONFIG;
  }),
  'crafted-header-version-7': channelHeader((header) => {
    header.version = 7;
  }),
  'crafted-timestamp-one-hour-ago-in-envelope-only': channelHeader((header) => {
    if (header.timestamp) header.timestamp.seconds -= 3600n;
  }),
  'crafted-extension-names-other-chaincode': channelHeader((header) => {
    header.extension = extensionOf('othercc');
  }),
  'crafted-extension-empty': channelHeader((header) => {
    header.extension = new Uint8Array(0);
  }),
};

const TRANSACTIONS: Readonly<Record<string, (transaction: Transaction) => void>> = {
  'crafted-action-header-differs': ({ actions }) => {
    const [only] = actions;
    if (only) only.header = new Uint8Array(0);
  },
  'crafted-two-actions': (transaction) => {
    const [only] = transaction.actions;
    if (only) transaction.actions = [only, create(TransactionActionSchema, only)];
  },
};

const endorsements =
  (change: (given: Endorsement[]) => Endorsement[]) =>
  ({ action }: ChaincodeActionPayload): void => {
    if (action) action.endorsements = change(action.endorsements);
  };

const ACTIONS: Readonly<Record<string, ActionChange>> = {
  'crafted-endorsement-signature-corrupt': endorsements(([first, ...rest]) => {
    if (first) first.signature = flipped(first.signature);
    return first ? [first, ...rest] : rest;
  }),
  'crafted-same-endorsement-twice': endorsements(([first]) => (first ? [first, first] : [])),
  'crafted-no-endorsements': endorsements(() => []),
  'crafted-endorsement-duplicated-extra': endorsements((given) => [...given, ...given.slice(0, 1)]),
  'crafted-write-value-altered-after-endorsement': ({ action }) => {
    if (action) action.proposalResponsePayload = withFlippedKey(action.proposalResponsePayload);
  },
  'crafted-proposal-payload-args-altered': (payload) => {
    payload.chaincodeProposalPayload = flipped(payload.chaincodeProposalPayload);
  },
};

/** One bit of the key in the endorsed write, which is the last text of letters and an underscore there. */
function withFlippedKey(payload: Uint8Array): Uint8Array {
  const underscore = payload.indexOf(0x5f, payload.indexOf(0x12, 40));
  return flipped(payload, underscore + 1);
}
