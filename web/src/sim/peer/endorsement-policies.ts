/**
 * Did the right organisations endorse what this transaction writes? Per namespace the chaincode's policy, per key a
 * policy of its own where one is set.
 *
 * @fabric core/common/validation/statebased, core/handlers/validation/builtin/v20
 * @simplified Policies of collections come with private data; until then the chaincode's policy speaks for them.
 */
import { create, fromBinary } from '@bufbuild/protobuf';
import { type ChannelBundle, evaluatePolicy, identityVerifier } from '../channel/bundle.ts';
import type { Identity } from '../identity/identity.ts';
import { ok, type Result } from '../kernel/result.ts';
import { hashedNamespace, type MetadataEntry } from '../ledger/state-db.ts';
import { printPrincipal, printSignaturePolicy } from '../policy/dsl.ts';
import { missingPrincipals, type Explanation } from '../policy/policy.ts';
import { compileSignaturePolicy, evaluateSignaturePolicy } from '../policy/signature-policy.ts';
import { validIdentities } from '../policy/signed-data.ts';
import { hex } from '../wire/bytes.ts';
import {
  type ApplicationPolicy,
  ApplicationPolicySchema,
  type SignaturePolicyEnvelope,
  SignaturePolicyEnvelopeSchema,
} from '../wire/gen/common/policies_pb.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import { type EndorsedAction, endorsementSignedData, type NamespaceReadWriteSet } from '../wire/transaction.ts';
import { commonName } from '../wire/x509-name.ts';
import { endorsementPolicyOf } from './lifecycle/endorsement-policy.ts';
import type { CheckedCode, ValidationContext } from './checked-code.ts';

/** Keys whose own policy an earlier valid transaction of the block has set: `namespace\0key`. */
export type PolicyUpdates = ReadonlySet<string>;

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

export function notePolicyUpdates(updates: PolicyUpdates, namespaces: readonly NamespaceReadWriteSet[]): PolicyUpdates {
  const fresh = namespaces.flatMap(({ namespace, kv, collections }) => [
    ...kv.metadataWrites.map(({ key }) => keyId(namespace, key)),
    ...collections.flatMap(({ collection, hashed }) =>
      hashed.metadataWrites.map(({ keyHash }) => keyId(hashedNamespace(namespace, collection), hex(keyHash))),
    ),
  ]);
  return fresh.length === 0 ? updates : new Set([...updates, ...fresh]);
}

/** A policy asked about what a transaction writes. `key` is undefined where the whole chaincode's policy is asked. */
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
  const keys = writes ? writtenKeys(writes) : [];
  const own = keys.flatMap((key) => {
    const value = keyPolicy(state.get(key.store, key.key)?.metadata);
    return value
      ? [{ key, policy: create(ApplicationPolicySchema, { type: { case: 'signaturePolicy', value } }) }]
      : [];
  });
  if (keys.length > 0 && own.length === keys.length) return ok(own);
  const shared = endorsementPolicyOf(namespace, writes, state, bundle);
  if (!shared.ok) return shared;
  const policies = shared.value.map((bytes) => ({
    key: undefined,
    policy: fromBinary(ApplicationPolicySchema, bytes),
  }));
  return ok([...own, ...policies]);
}

/** undefined when the endorsements suffice for everything written in `namespace`. */
export function checkNamespacePolicy(
  namespace: string,
  writes: NamespaceReadWriteSet | undefined,
  action: EndorsedAction,
  context: ValidationContext,
  updates: PolicyUpdates,
): CheckedCode | undefined {
  const keys = writes ? writtenKeys(writes) : [];
  let chaincodePolicyNeeded = keys.length === 0;
  for (const { store, key } of keys) {
    if (updates.has(keyId(store, key)))
      return failure(`validation parameters for key [${key}] in namespace [${store}] have been changed in this block`);
    const own = keyPolicy(context.state.get(store, key)?.metadata);
    if (!own) chaincodePolicyNeeded = true;
    else {
      const verdict = evaluateEnvelope(own, action, context.bundle);
      if (verdict) return verdict;
    }
  }
  return chaincodePolicyNeeded ? checkChaincodePolicy(namespace, writes, action, context) : undefined;
}

function checkChaincodePolicy(
  namespace: string,
  writes: NamespaceReadWriteSet | undefined,
  action: EndorsedAction,
  context: ValidationContext,
): CheckedCode | undefined {
  const policies = endorsementPolicyOf(namespace, writes, context.state, context.bundle);
  if (!policies.ok)
    return { code: TxValidationCode.INVALID_CHAINCODE, because: { type: 'text', text: policies.error } };
  for (const bytes of policies.value) {
    const verdict = evaluateApplicationPolicy(bytes, action, context.bundle);
    if (verdict) return verdict;
  }
  return undefined;
}

function evaluateApplicationPolicy(
  bytes: Uint8Array,
  action: EndorsedAction,
  bundle: ChannelBundle,
): CheckedCode | undefined {
  const policy = fromBinary(ApplicationPolicySchema, bytes);
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
