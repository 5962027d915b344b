/**
 * What a peer checks of every transaction of a block before versions are compared: form, signatures, transaction id,
 * channel, endorsement policies. Nothing a client sends may stop it: what cannot be read is invalid.
 *
 * @fabric core/committer/txvalidator/v20/validator.go, core/common/validation/msgvalidation.go,
 *   core/committer/txvalidator/v20/plugindispatcher/dispatcher.go
 * @simplified Transactions are checked one after the other; Fabric checks them in parallel with the same results.
 */
import { applyConfigEnvelope } from '../channel/config-update.ts';
import type { ChannelBundle } from '../channel/bundle.ts';
import { verifySignature } from '../identity/identity.ts';
import { checkHeaders, checkTxId, envelopeSignedData } from '../wire/envelope.ts';
import { HeaderType } from '../wire/gen/common/common_pb.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import {
  type ActionOutcome,
  type DecodedTransaction,
  decodeTransaction,
  type EndorsedAction,
  type NamespaceReadWriteSet,
} from '../wire/transaction.ts';
import type { CheckedCode, ValidationContext } from './checked-code.ts';
import { checkNamespacePolicy, notePolicyUpdates, type PolicyUpdates } from './endorsement-policies.ts';

const VALID: CheckedCode = { code: TxValidationCode.VALID, because: undefined };
const invalid = (code: TxValidationCode, text: string): CheckedCode => ({ code, because: { type: 'text', text } });

/** One verdict per envelope, in order. */
export function validateTransactions(
  envelopes: readonly Uint8Array[],
  context: ValidationContext,
): readonly CheckedCode[] {
  const seen = new Set<string>();
  const verdicts: CheckedCode[] = [];
  let updates: PolicyUpdates = new Map();
  for (const [txNum, bytes] of envelopes.entries()) {
    const decoded = decodeTransaction(bytes);
    const verdict = decoded.ok
      ? validateTransaction(decoded.value, context, updates)
      : invalid(decoded.error.code, decoded.error.text);
    const txId = decoded.ok ? decoded.value.txId : '';
    if (verdict.code !== TxValidationCode.VALID) verdicts.push(verdict);
    else if (txId !== '' && seen.has(txId))
      verdicts.push(invalid(TxValidationCode.DUPLICATE_TXID, `duplicate transaction found [${txId}]`));
    else {
      verdicts.push(verdict);
      seen.add(txId);
      if (decoded.ok) updates = notePolicyUpdates(updates, namespacesOf(decoded.value), txNum);
    }
  }
  return verdicts;
}

function namespacesOf({ action }: DecodedTransaction): readonly NamespaceReadWriteSet[] {
  return action?.ok && action.value.outcome.ok ? action.value.outcome.value.namespaces : [];
}

function validateTransaction(
  transaction: DecodedTransaction,
  context: ValidationContext,
  updates: PolicyUpdates,
): CheckedCode {
  const { envelope, type, channelId, txId } = transaction;
  const headers = checkHeaders(envelope);
  if (headers) return invalid(TxValidationCode.BAD_COMMON_HEADER, headers);
  const signature = checkCreator(transaction, context.bundle);
  if (signature) return invalid(TxValidationCode.BAD_CREATOR_SIGNATURE, signature);
  if (channelId !== context.bundle.channelId)
    return invalid(
      TxValidationCode.TARGET_CHAIN_NOT_FOUND,
      `Dropping transaction for non-existent channel ${channelId}`,
    );
  if (type === HeaderType.CONFIG) {
    const applied = applyConfigEnvelope(context.bundle, envelope.data);
    return applied.ok ? VALID : invalid(TxValidationCode.INVALID_CONFIG_TRANSACTION, applied.error);
  }
  if (type !== HeaderType.ENDORSER_TRANSACTION || !transaction.action)
    return invalid(TxValidationCode.UNSUPPORTED_TX_PAYLOAD, `unsupported transaction payload type ${type}`);
  const mismatch = checkTxId(txId, envelope.signatureHeader);
  if (mismatch) return invalid(TxValidationCode.BAD_PROPOSAL_TXID, mismatch);
  const { action } = transaction;
  if (!action.ok) return invalid(action.error.code, action.error.text);
  const hashes = checkProposalHash(action.value);
  if (hashes) return invalid(TxValidationCode.INVALID_ENDORSER_TRANSACTION, hashes);
  if (context.blocks.hasTransaction(txId))
    return invalid(TxValidationCode.DUPLICATE_TXID, `duplicate transaction found [${txId}]`);
  return checkAction(action.value, context, updates);
}

function checkCreator({ envelope }: DecodedTransaction, bundle: ChannelBundle): string | undefined {
  const { data, identity, signature } = envelopeSignedData(envelope);
  if (signature.length === 0) return 'nil arguments';
  const creator = bundle.mspManager.deserializeIdentity(identity);
  if (!creator.ok) return creator.error;
  const valid = bundle.mspManager.validate(creator.value);
  if (!valid.ok) return `creator certificate is not valid: ${valid.error}`;
  const verified = verifySignature(creator.value, data, signature);
  return verified.ok ? undefined : `creator's signature over the proposal is not valid: ${verified.error}`;
}

function checkProposalHash({ proposalHash, expectedProposalHash }: EndorsedAction): string | undefined {
  const equal =
    proposalHash.length === expectedProposalHash.length &&
    proposalHash.every((byte, index) => byte === expectedProposalHash[index]);
  return equal ? undefined : 'proposal hash does not match';
}

function checkAction(action: EndorsedAction, context: ValidationContext, updates: PolicyUpdates): CheckedCode {
  if (!action.outcome.ok) return invalid(action.outcome.error.code, action.outcome.error.text);
  const outcome = action.outcome.value;
  const identity = checkChaincodeId(action, outcome);
  if (identity) return identity;
  const seen = new Set<string>();
  for (const set of outcome.namespaces) {
    if (seen.has(set.namespace))
      return invalid(TxValidationCode.ILLEGAL_WRITESET, `duplicate namespace '${set.namespace}' in txRWSet`);
    seen.add(set.namespace);
  }
  for (const namespace of namespacesToCheck(outcome)) {
    const writes = outcome.namespaces.find((set) => set.namespace === namespace);
    const verdict = checkNamespacePolicy(namespace, writes, action, context, updates);
    if (verdict) return verdict;
  }
  return VALID;
}

/** The chaincode that was called, whether it wrote or not, and every other that was written to; sorted. */
export function namespacesToCheck({ chaincode, namespaces }: ActionOutcome): readonly string[] {
  const written = namespaces.filter(writesTo).map(({ namespace }) => namespace);
  return [...new Set([chaincode?.name ?? '', ...written])].sort();
}

function checkChaincodeId(action: EndorsedAction, { chaincode, event }: ActionOutcome): CheckedCode | undefined {
  const other = (text: string) => invalid(TxValidationCode.INVALID_OTHER_REASON, text);
  const bad = (text: string) => invalid(TxValidationCode.INVALID_CHAINCODE, text);
  const called = action.chaincodeCalled;
  if (called === undefined) return other('nil ChaincodeId in header extension');
  if (!chaincode) return other('nil ChaincodeId in ChaincodeAction');
  if (called === '') return bad('invalid chaincode ID');
  if (called !== chaincode.name) return bad(`inconsistent ccid info (${called}/${chaincode.name})`);
  if (chaincode.version === '') return bad('invalid chaincode version');
  if (event && !event.ok) return other(`invalid chaincode event: ${event.error}`);
  if (event?.ok && event.value.chaincodeId !== called)
    return other('chaincode event chaincode id does not match chaincode action chaincode id');
  return undefined;
}

const writesTo = ({ kv, collections }: NamespaceReadWriteSet): boolean =>
  kv.writes.length > 0 ||
  kv.metadataWrites.length > 0 ||
  collections.some(({ hashed }) => hashed.hashedWrites.length > 0 || hashed.metadataWrites.length > 0);
