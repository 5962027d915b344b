/**
 * Did the right organisations endorse what this transaction writes? Per namespace the chaincode's policy, per key a
 * policy of its own where one is set, else that of its collection.
 *
 * @fabric core/common/validation/statebased, core/handlers/validation/builtin/v20
 */
import { create, fromBinary } from '@bufbuild/protobuf';
import { type ChannelBundle, evaluatePolicy, identityVerifier } from '../channel/bundle.ts';
import type { Identity } from '../identity/identity.ts';
import { ok, type Result } from '../kernel/result.ts';
import { hashedNamespace, type MetadataEntry, parseNamespace } from '../ledger/state-db.ts';
import { printPrincipal, printSignaturePolicy } from '../policy/dsl.ts';
import { missingPrincipals, type Explanation } from '../policy/policy.ts';
import { compileSignaturePolicy, evaluateSignaturePolicy } from '../policy/signature-policy.ts';
import { validIdentities } from '../policy/signed-data.ts';
import { EMPTY, hex } from '../wire/bytes.ts';
import {
  type ApplicationPolicy,
  ApplicationPolicySchema,
  type SignaturePolicyEnvelope,
  SignaturePolicyEnvelopeSchema,
} from '../wire/gen/common/policies_pb.ts';
import { KVRWSetSchema } from '../wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import { type EndorsedAction, endorsementSignedData, type NamespaceReadWriteSet } from '../wire/transaction.ts';
import { commonName } from '../wire/x509-name.ts';
import { endorsementPolicyOf } from './lifecycle/endorsement-policy.ts';
import type { CheckedCode, ValidationContext } from './checked-code.ts';

/** Keys whose own policy an earlier valid transaction of the block has set, by {@link keyId}, and the index of that one. */
export type PolicyUpdates = ReadonlyMap<string, number>;

const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';
const keyId = (namespace: string, key: string): string => `${namespace}\0${key}`;

/** One key a transaction writes, by the name of the store it is in. */
interface WrittenKey {
  readonly store: string;
  readonly key: string;
}

function writtenKeys({ namespace, kv, collections }: NamespaceReadWriteSet): readonly WrittenKey[] {
  const plain = [...kv.writes, ...kv.metadataWrites].map(({ key }) => ({ store: namespace, key }));
  const hashed = collections.flatMap(({ collection, hashed: set }) =>
    [...set.hashedWrites, ...set.metadataWrites].map(({ keyHash }) => ({
      store: hashedNamespace(namespace, collection),
      key: hex(keyHash),
    })),
  );
  return [...plain, ...hashed];
}

export function notePolicyUpdates(
  updates: PolicyUpdates,
  namespaces: readonly NamespaceReadWriteSet[],
  txNum: number,
): PolicyUpdates {
  const fresh = namespaces.flatMap(({ namespace, kv, collections }) => [
    ...kv.metadataWrites.map(({ key }) => keyId(namespace, key)),
    ...collections.flatMap(({ collection, hashed }) =>
      hashed.metadataWrites.map(({ keyHash }) => keyId(hashedNamespace(namespace, collection), hex(keyHash))),
    ),
  ]);
  return fresh.length === 0 ? updates : new Map([...updates, ...fresh.map((id) => [id, txNum] as const)]);
}

/** A policy asked about what a transaction writes. `key` is undefined for the chaincode's and a collection's. */
export interface AskedPolicy {
  readonly key: WrittenKey | undefined;
  readonly policy: ApplicationPolicy;
}

/**
 * The policies {@link checkNamespacePolicy} asks, all of them, in its order. The error is Fabric's text for a chaincode
 * that is not there.
 */
export function policiesAsked(
  namespace: string,
  writes: NamespaceReadWriteSet | undefined,
  { state, bundle }: Pick<ValidationContext, 'state' | 'bundle'>,
): Result<readonly AskedPolicy[], string> {
  const shared = sharedPolicies(namespace, writes, state, bundle);
  if (!shared.ok) return shared;
  const asked: AskedPolicy[] = [];
  const seen = new Set<string>();
  for (const key of writes ? writtenKeys(writes) : []) {
    const value = keyPolicy(state.get(key.store, key.key)?.metadata);
    if (value)
      asked.push({ key, policy: create(ApplicationPolicySchema, { type: { case: 'signaturePolicy', value } }) });
    else addShared(asked, seen, shared.value(key.store));
  }
  if (asked.length === 0) addShared(asked, seen, shared.value(namespace));
  return ok(asked);
}

/** A policy of more than one key is asked once. */
function addShared(asked: AskedPolicy[], seen: Set<string>, bytes: Uint8Array): void {
  const id = hex(bytes);
  if (seen.has(id)) return;
  seen.add(id);
  asked.push({ key: undefined, policy: fromBinary(ApplicationPolicySchema, bytes) });
}

/** Which serialized `common.ApplicationPolicy` speaks for the keys of a store that have none of their own. */
type SharedPolicies = (store: string) => Uint8Array;

function sharedPolicies(
  namespace: string,
  writes: NamespaceReadWriteSet | undefined,
  state: ValidationContext['state'],
  bundle: ChannelBundle,
): Result<SharedPolicies, string> {
  const own = endorsementPolicyOf(namespace, undefined, state, bundle);
  if (!own.ok) return own;
  const [chaincodePolicy = EMPTY] = own.value;
  return ok((store) => {
    const collection = writes?.collections.find((one) => hashedNamespace(namespace, one.collection) === store);
    if (!writes || !collection) return chaincodePolicy;
    const alone = { namespace, kv: create(KVRWSetSchema), collections: [collection] };
    const policies = endorsementPolicyOf(namespace, alone, state, bundle);
    return (policies.ok ? policies.value[0] : undefined) ?? chaincodePolicy;
  });
}

/**
 * undefined when the endorsements suffice for everything written in `namespace`: each key is held to its own policy, else
 * to its collection's, else to the chaincode's. What writes nothing is held to the chaincode's.
 */
export function checkNamespacePolicy(
  namespace: string,
  writes: NamespaceReadWriteSet | undefined,
  action: EndorsedAction,
  context: ValidationContext,
  updates: PolicyUpdates,
): CheckedCode | undefined {
  const asked = policiesAsked(namespace, writes, context);
  if (!asked.ok) return { code: TxValidationCode.INVALID_CHAINCODE, because: { type: 'text', text: asked.error } };
  for (const { store, key } of writes ? writtenKeys(writes) : []) {
    const byTxNum = updates.get(keyId(store, key));
    if (byTxNum !== undefined) return policyChanged(store, key, byTxNum);
  }
  for (const { policy } of asked.value) {
    const verdict = evaluateApplicationPolicy(policy, action, context.bundle);
    if (verdict) return verdict;
  }
  return undefined;
}

/** Who may change the key is another question by now, and it was not asked of these endorsers. */
function policyChanged(store: string, key: string, byTxInBlock: number): CheckedCode {
  const { namespace, collection } = parseNamespace(store);
  return {
    code: TxValidationCode.ENDORSEMENT_POLICY_FAILURE,
    because: { type: 'keyPolicyChanged', namespace, collection, key, byTxInBlock },
  };
}

function evaluateApplicationPolicy(
  policy: ApplicationPolicy,
  action: EndorsedAction,
  bundle: ChannelBundle,
): CheckedCode | undefined {
  if (policy.type.case === 'signaturePolicy') return evaluateEnvelope(policy.type.value, action, bundle);
  const path = policy.type.case === 'channelConfigPolicyReference' ? policy.type.value : '';
  const verdict = evaluatePolicy(bundle, path, endorsementSignedData(action));
  return verdict.satisfied ? undefined : unsatisfied(path, verdict.explanation, verdict.identities);
}

function evaluateEnvelope(
  envelope: SignaturePolicyEnvelope,
  action: EndorsedAction,
  bundle: ChannelBundle,
): CheckedCode | undefined {
  const compiled = compileSignaturePolicy(envelope);
  if (!compiled.ok) return failure(compiled.error);
  const identities = validIdentities(endorsementSignedData(action), identityVerifier(bundle));
  const explanation = evaluateSignaturePolicy(
    compiled.value,
    identities,
    (identity, principal) => bundle.mspManager.satisfiesPrincipal(identity, principal).ok,
  );
  return explanation.satisfied ? undefined : unsatisfied(printSignaturePolicy(envelope), explanation, identities);
}

function unsatisfied(policy: string, explanation: Explanation, identities: readonly Identity[]): CheckedCode {
  return {
    code: TxValidationCode.ENDORSEMENT_POLICY_FAILURE,
    because: {
      type: 'policy',
      policy,
      satisfied: identities.map(({ mspId, certificate }) => `${mspId}:${commonName(certificate.subject)}`),
      missing: [...new Set(missingPrincipals(explanation).map(printPrincipal))],
    },
  };
}

const failure = (text: string): CheckedCode => ({
  code: TxValidationCode.ENDORSEMENT_POLICY_FAILURE,
  because: { type: 'text', text },
});

function keyPolicy(metadata: readonly MetadataEntry[] | undefined): SignaturePolicyEnvelope | undefined {
  const entry = metadata?.find(({ name }) => name === VALIDATION_PARAMETER);
  return entry && entry.value.length > 0 ? fromBinary(SignaturePolicyEnvelopeSchema, entry.value) : undefined;
}
