/**
 * Who must have endorsed what a transaction writes in a namespace: the policy of the chaincode, of a collection that has
 * its own, of the organisation for its implicit collection, of the channel for the lifecycle itself.
 *
 * @fabric core/chaincode/lifecycle/deployedcc_infoprovider.go (ValidationInfo, CollectionValidationInfo),
 *   core/common/validation/statebased/v20.go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import type { ChannelBundle } from '../../channel/bundle.ts';
import { POLICY } from '../../channel/config-tree.ts';
import { compareUtf8 } from '../../kernel/sorted-map.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { StateDb } from '../../ledger/state-db.ts';
import { rolePrincipal } from '../../policy/dsl.ts';
import {
  ApplicationPolicySchema,
  type SignaturePolicyEnvelope,
  SignaturePolicyEnvelopeSchema,
  SignaturePolicySchema,
} from '../../wire/gen/common/policies_pb.ts';
import { MSPRole_MSPRoleType } from '../../wire/gen/msp/msp_principal_pb.ts';
import type { NamespaceReadWriteSet } from '../../wire/transaction.ts';
import { type ChaincodeDefinition, chaincodeDefinition, NO_COLLECTIONS, staticCollections } from './definitions.ts';
import { implicitCollectionOwner, LIFECYCLE_NAMESPACE } from './lifecycle-state.ts';

/** A serialized `common.ApplicationPolicy` that names a policy of the channel. */
export const policyReference = (path: string): Uint8Array =>
  toBinary(
    ApplicationPolicySchema,
    create(ApplicationPolicySchema, { type: { case: 'channelConfigPolicyReference', value: path } }),
  );

const signaturePolicy = (envelope: SignaturePolicyEnvelope): Uint8Array =>
  toBinary(
    ApplicationPolicySchema,
    create(ApplicationPolicySchema, { type: { case: 'signaturePolicy', value: envelope } }),
  );

/** Members of at least `n` of the organisations. */
function membersOf(n: number, mspIds: readonly string[]): SignaturePolicyEnvelope {
  const sorted = mspIds.toSorted(compareUtf8);
  const rules = sorted.map((_, index) => create(SignaturePolicySchema, { type: { case: 'signedBy', value: index } }));
  return create(SignaturePolicyEnvelopeSchema, {
    rule: create(SignaturePolicySchema, { type: { case: 'nOutOf', value: { n, rules } } }),
    identities: sorted.map((mspId) => rolePrincipal(mspId, MSPRole_MSPRoleType.MEMBER)),
  });
}

/** One out of none. */
const NOBODY = signaturePolicy(membersOf(1, []));

/**
 * The policies, serialized `common.ApplicationPolicy` each, that must all hold for what `writes` does in `namespace`.
 * Without writes the policy of the chaincode is asked alone. The error is Fabric's text for a chaincode the channel does
 * not have (INVALID_CHAINCODE); what goes to a collection that does not exist gets a policy that nobody satisfies, since
 * that is an ENDORSEMENT_POLICY_FAILURE.
 */
export function endorsementPolicyOf(
  namespace: string,
  writes: NamespaceReadWriteSet | undefined,
  state: StateDb,
  bundle: ChannelBundle,
): Result<readonly Uint8Array[], string> {
  const definition = namespace === LIFECYCLE_NAMESPACE ? undefined : chaincodeDefinition(state, namespace);
  if (namespace !== LIFECYCLE_NAMESPACE && !definition) return { ok: false, error: `chaincode ${namespace} not found` };
  const own = definition ? definition.policy : lifecyclePolicy(bundle);
  if (own.length === 0)
    return { ok: false, error: `chaincode definition for [${namespace}] is invalid, policy field must be set` };
  const collections = (writes?.collections ?? []).filter(
    ({ hashed }) => hashed.hashedWrites.length + hashed.metadataWrites.length > 0,
  );
  const policies = collections.map(({ collection }) => collectionPolicy(collection, own, definition, bundle));
  const publicWrites = writes ? writes.kv.writes.length + writes.kv.metadataWrites.length : 0;
  return ok(publicWrites > 0 || policies.length === 0 ? [own, ...policies] : policies);
}

/** Channels without a policy of their own for the lifecycle ask members of a majority. */
function lifecyclePolicy(bundle: ChannelBundle): Uint8Array {
  if (bundle.policyManager.getPolicy(POLICY.lifecycleEndorsement).found)
    return policyReference(POLICY.lifecycleEndorsement);
  const mspIds = (bundle.application?.organizations ?? []).map(({ mspId }) => mspId);
  return signaturePolicy(membersOf(Math.floor(mspIds.length / 2) + 1, mspIds));
}

function collectionPolicy(
  collection: string,
  chaincodePolicy: Uint8Array,
  definition: ChaincodeDefinition | undefined,
  bundle: ChannelBundle,
): Uint8Array {
  const owner = implicitCollectionOwner(collection);
  if (owner !== undefined) return orgPolicy(owner, bundle);
  const config = staticCollections(definition?.collections ?? NO_COLLECTIONS).find(({ name }) => name === collection);
  if (!config) return NOBODY;
  return config.endorsementPolicy ? toBinary(ApplicationPolicySchema, config.endorsementPolicy) : chaincodePolicy;
}

function orgPolicy(mspId: string, bundle: ChannelBundle): Uint8Array {
  const organization = bundle.application?.organizations.find((org) => org.mspId === mspId);
  if (!organization) return NOBODY;
  const path = `/Channel/Application/${organization.name}/Endorsement`;
  return bundle.policyManager.getPolicy(path).found ? policyReference(path) : signaturePolicy(membersOf(1, [mspId]));
}
