/**
 * Compares the transactions of a recorded block with what we read from the same bytes, and judges them as far as one
 * transaction can be judged by itself: headers, creator's signature, transaction id, proposal hash, endorsements.
 */
import { type ChannelBundle, identityVerifier } from '../../web/src/sim/channel/bundle.ts';
import { sha256 } from '../../web/src/sim/crypto/sha256.ts';
import { identityOf, verifySignature } from '../../web/src/sim/identity/identity.ts';
import { readSerializedIdentity } from '../../web/src/sim/identity/msp.ts';
import { equalBytes, hex } from '../../web/src/sim/wire/bytes.ts';
import {
  checkHeaders,
  checkTxId,
  computeTxId,
  envelopeSignedData,
  headerTypeName,
  type SignedData,
} from '../../web/src/sim/wire/envelope.ts';
import { HeaderType } from '../../web/src/sim/wire/gen/common/common_pb.ts';
import { TxValidationCode } from '../../web/src/sim/wire/gen/peer/transaction_pb.ts';
import {
  type DecodedTransaction,
  decodeTransaction,
  type EndorsedAction,
  endorsementSignedData,
} from '../../web/src/sim/wire/transaction.ts';
import { decodePem } from '../../web/src/sim/wire/pem.ts';
import { parseCertificate } from '../../web/src/sim/wire/x509.ts';
import { NAME_OID, nameValues } from '../../web/src/sim/wire/x509-name.ts';
import { namespaceVector, type RecordedAction, type RecordedTransaction, textOrBase64 } from './block-vectors.ts';
import type { Tally } from './tally.ts';

/** Codes only a transaction gets that is well formed, properly signed and has a true proposal hash. */
const LATER_CODES: readonly number[] = [
  TxValidationCode.VALID,
  TxValidationCode.MVCC_READ_CONFLICT,
  TxValidationCode.PHANTOM_READ_CONFLICT,
];

/** Compares one transaction; returns it decoded when its headers could be read. */
export function compareTransaction(
  tally: Tally,
  where: string,
  envelope: Uint8Array,
  code: number | undefined,
  recorded: RecordedTransaction,
  bundle: ChannelBundle | undefined,
): DecodedTransaction | undefined {
  tally.equal(where, 'envelope size', envelope.length, recorded.envelope_bytes);
  tally.equal(where, 'validation code', code, recorded.validation_code);
  const decoded = decodeTransaction(envelope);
  if (!decoded.ok) {
    tally.equal(where, `code (${decoded.error.text})`, decoded.error.code, recorded.validation_code);
    return undefined;
  }
  const transaction = decoded.value;
  compareHeaders(tally, where, transaction, recorded);
  if (transaction.creator.length > 0) {
    compareCreator(tally, where, transaction, recorded);
    const signature = signatureFlaw(bundle, envelopeSignedData(transaction.envelope));
    tally.holds(where, signature && `creator's signature: ${signature}`);
  }
  if (recorded.validation_code !== TxValidationCode.DUPLICATE_TXID && transaction.type !== HeaderType.CONFIG)
    compareVerdict(tally, where, transaction, recorded.validation_code);
  const [action] = recorded.actions ?? [];
  if (action && transaction.action?.ok) compareAction(tally, where, transaction.action.value, action);
  if (transaction.action?.ok && LATER_CODES.includes(recorded.validation_code))
    compareEndorsements(tally, where, transaction.action.value, bundle);
  return transaction;
}

function compareHeaders(tally: Tally, where: string, transaction: DecodedTransaction, recorded: RecordedTransaction) {
  const { channelHeader } = transaction.envelope;
  const name = headerTypeName(transaction.type);
  tally.equal(where, 'transaction id', transaction.txId, recorded.txid);
  tally.equal(where, 'nonce', hex(transaction.nonce), recorded.nonce_hex);
  tally.equal(where, 'channel', transaction.channelId, recorded.channel);
  tally.equal(where, 'type', name === String(transaction.type) ? transaction.type : name, recorded.type);
  if (recorded.timestamp !== undefined) {
    const { seconds = 0, nanos = 0 } = channelHeader.timestamp ?? {};
    const millis = seconds * 1000 + Math.floor(nanos / 1_000_000);
    tally.equal(where, 'timestamp', new Date(millis).toISOString(), recorded.timestamp);
  }
  const recomputed = computeTxId(transaction.nonce, transaction.creator);
  if (recorded.txid_matches_nonce_creator !== undefined)
    tally.equal(
      where,
      'transaction id follows from nonce and creator',
      recomputed === transaction.txId,
      recorded.txid_matches_nonce_creator,
    );
  else if (transaction.type === HeaderType.CONFIG && recorded.txid !== '')
    tally.equal(where, 'recomputed transaction id', recomputed, recorded.txid);
}

/** MSP id and certificate a serialized identity holds, judged by nobody. */
function unjudgedIdentity(serialized: Uint8Array) {
  const read = readSerializedIdentity(serialized);
  const pem = read.ok ? decodePem(read.value.idBytes) : undefined;
  const certificate = pem && parseCertificate(pem.bytes);
  return read.ok && certificate?.ok ? identityOf(read.value.mspid, certificate.value) : undefined;
}

const commonName = (identity: ReturnType<typeof unjudgedIdentity>): string | undefined =>
  identity && nameValues(identity.certificate.subject, NAME_OID.commonName)[0];

function compareCreator(tally: Tally, where: string, { creator }: DecodedTransaction, recorded: RecordedTransaction) {
  const identity = unjudgedIdentity(creator);
  tally.equal(where, "creator's MSP", identity?.mspId, recorded.creator_msp);
  tally.equal(where, "creator's common name", commonName(identity), recorded.creator_cn);
  // The recording hashed the certificate as it stands in the message: PEM text.
  const read = readSerializedIdentity(creator);
  const fingerprint = read.ok ? hex(sha256(read.value.idBytes)) : undefined;
  tally.equal(where, "creator's certificate", fingerprint, recorded.creator_cert_sha256);
}

/** Why a signature does not count: no signer of this channel, not valid under its MSP, or not his. */
export function signatureFlaw(
  bundle: ChannelBundle | undefined,
  { identity, data, signature }: SignedData,
): string | undefined {
  if (!bundle) {
    const unjudged = unjudgedIdentity(identity);
    const verified = unjudged ? verifySignature(unjudged, data, signature) : undefined;
    if (!verified) return 'the signer is no certificate';
    return verified.ok ? undefined : verified.error;
  }
  const known = bundle.mspManager.deserializeIdentity(identity);
  if (!known.ok) return known.error;
  const valid = bundle.mspManager.validate(known.value);
  if (!valid.ok) return valid.error;
  return identityVerifier(bundle).verify(known.value, data, signature) ? undefined : 'it is not valid';
}

/** The code that follows from the bytes of the transaction alone; undefined when they are in order. */
function ownCode(transaction: DecodedTransaction): number | undefined {
  if (checkHeaders(transaction.envelope)) return TxValidationCode.BAD_COMMON_HEADER;
  if (checkTxId(transaction.txId, transaction.envelope.signatureHeader)) return TxValidationCode.BAD_PROPOSAL_TXID;
  const { action } = transaction;
  if (!action) return TxValidationCode.UNSUPPORTED_TX_PAYLOAD;
  if (!action.ok) return action.error.code;
  const { proposalHash, expectedProposalHash, outcome } = action.value;
  if (!equalBytes(proposalHash, expectedProposalHash)) return TxValidationCode.INVALID_ENDORSER_TRANSACTION;
  return outcome.ok ? undefined : outcome.error.code;
}

const OWN_CODES: readonly number[] = [
  TxValidationCode.NIL_ENVELOPE,
  TxValidationCode.BAD_PAYLOAD,
  TxValidationCode.BAD_COMMON_HEADER,
  TxValidationCode.BAD_CREATOR_SIGNATURE,
  TxValidationCode.INVALID_ENDORSER_TRANSACTION,
  TxValidationCode.UNSUPPORTED_TX_PAYLOAD,
  TxValidationCode.BAD_PROPOSAL_TXID,
  TxValidationCode.BAD_HEADER_EXTENSION,
  TxValidationCode.BAD_RESPONSE_PAYLOAD,
  TxValidationCode.BAD_RWSET,
];

function compareVerdict(tally: Tally, where: string, transaction: DecodedTransaction, recordedCode: number) {
  const recorded = OWN_CODES.includes(recordedCode) ? recordedCode : undefined;
  tally.equal(where, 'code by the bytes alone', ownCode(transaction), recorded);
}

function compareAction(tally: Tally, where: string, action: EndorsedAction, recorded: RecordedAction) {
  tally.equal(where, 'chaincode called', action.chaincodeInvoked, recorded.chaincode_called);
  tally.equal(where, 'arguments', action.args.map(textOrBase64), recorded.args);
  const endorsers = action.endorsements.map(({ endorser }) => {
    const identity = unjudgedIdentity(endorser);
    return `${identity?.mspId}:${commonName(identity)}`;
  });
  tally.equal(where, 'endorsers', endorsers, recorded.endorsers);
  tally.equal(where, 'proposal hash', hex(action.proposalHash), recorded.proposalHash);
  const { outcome } = action;
  if (!outcome.ok) return;
  const { chaincode, response, event, namespaces } = outcome.value;
  tally.equal(where, 'read-write set', namespaces.map(namespaceVector), recorded.rwset);
  tally.equal(where, 'chaincode', { ...chaincode }, recorded.chaincode);
  tally.equal(where, 'response', { ...response, payload: textOrBase64(response.payload) }, recorded.response);
  const happened = event?.ok
    ? { chaincode: event.value.chaincodeId, name: event.value.eventName, payload: textOrBase64(event.value.payload) }
    : undefined;
  tally.equal(where, 'event', happened, recorded.event);
}

/** A transaction that got past the endorsement policy needs no more than that; a bad signature beside enough good ones is no error. */
function compareEndorsements(tally: Tally, where: string, action: EndorsedAction, bundle: ChannelBundle | undefined) {
  const flaws = endorsementSignedData(action).map((signed) => signatureFlaw(bundle, signed));
  const somebodySigned = flaws.includes(undefined);
  for (const [index, flaw] of flaws.entries()) {
    if (flaw && somebodySigned) tally.remark(`${where}: endorsement ${index} does not count: ${flaw}`);
    else tally.holds(where, flaw && `endorsement ${index}: ${flaw}`);
  }
}
