/**
 * What holds for a collection on a peer: who its members are, and to how many of them data is sent. Collections are
 * those of the committed definition, and one for each organisation that nobody had to define.
 *
 * @fabric core/chaincode/lifecycle/deployedcc_infoprovider.go (CollectionInfo, GenerateImplicitCollectionForOrg),
 *   core/common/privdata/collection.go, core/common/privdata/simplecollection.go
 */
import type { ChannelBundle } from '../../channel/bundle.ts';
import type { Identity } from '../../identity/identity.ts';
import type { StateDb } from '../../ledger/state-db.ts';
import { compileSignaturePolicy, evaluateSignaturePolicy } from '../../policy/signature-policy.ts';
import { decode } from '../../wire/decode.ts';
import type { SignaturePolicyEnvelope } from '../../wire/gen/common/policies_pb.ts';
import {
  MSPPrincipal_Classification,
  MSPRoleSchema,
  OrganizationUnitSchema,
} from '../../wire/gen/msp/msp_principal_pb.ts';
import type { CollectionPolicyConfig } from '../../wire/gen/peer/collection_pb.ts';
import { chaincodeDefinition, staticCollections } from './definitions.ts';
import { implicitCollectionOwner } from './lifecycle-state.ts';

export interface CollectionTerms {
  readonly requiredPeerCount: number;
  readonly maxPeerCount: number;
  /** 0: for ever. */
  readonly blockToLive: number;
  /** MSP ids of the organisations that may have the data. */
  readonly memberOrgs: readonly string[];
  /** Whether somebody (a peer, by its identity) may be sent the data. */
  readonly admits: (bundle: ChannelBundle, identity: Identity) => boolean;
}

/** `peer.gossip.pvtData.implicitCollectionDisseminationPolicy` of core.yaml, for the peer's own organisation. */
const OWN_IMPLICIT = { requiredPeerCount: 0, maxPeerCount: 1 };
const OTHER_IMPLICIT = { requiredPeerCount: 0, maxPeerCount: 0 };

/** The terms of a collection as committed in `state`, seen by a peer of `ownMspId`; undefined when there is none. */
export function collectionTerms(
  state: StateDb,
  namespace: string,
  collection: string,
  ownMspId: string,
): CollectionTerms | undefined {
  const owner = implicitCollectionOwner(collection);
  if (owner !== undefined)
    return {
      ...(owner === ownMspId ? OWN_IMPLICIT : OTHER_IMPLICIT),
      blockToLive: 0,
      memberOrgs: [owner],
      admits: (_bundle, { mspId }) => mspId === owner,
    };
  const definition = chaincodeDefinition(state, namespace);
  const config = definition && staticCollections(definition.collections).find(({ name }) => name === collection);
  if (!config) return undefined;
  const { requiredPeerCount, maximumPeerCount, blockToLive, memberOrgsPolicy } = config;
  return {
    requiredPeerCount,
    maxPeerCount: maximumPeerCount,
    blockToLive: Number(blockToLive),
    memberOrgs: memberOrgsOf(memberOrgsPolicy),
    admits: (bundle, identity) => isMember(memberOrgsPolicy, bundle, identity),
  };
}

/** Whether the policy that lists a collection's members is met by this one. */
export function isMember(
  policy: CollectionPolicyConfig | undefined,
  bundle: ChannelBundle,
  identity: Identity,
): boolean {
  const envelope = signaturePolicyOf(policy);
  const compiled = envelope && compileSignaturePolicy(envelope);
  if (!compiled?.ok) return false;
  return evaluateSignaturePolicy(
    compiled.value,
    [identity],
    (one, principal) => bundle.mspManager.satisfiesPrincipal(one, principal).ok,
  ).satisfied;
}

const signaturePolicyOf = (policy: CollectionPolicyConfig | undefined): SignaturePolicyEnvelope | undefined =>
  policy?.payload.case === 'signaturePolicy' ? policy.payload.value : undefined;

function memberOrgsOf(policy: CollectionPolicyConfig | undefined): readonly string[] {
  const principals = signaturePolicyOf(policy)?.identities ?? [];
  const named = principals.flatMap(({ principalClassification, principal }) => {
    switch (principalClassification) {
      case MSPPrincipal_Classification.ROLE: {
        const role = decode(MSPRoleSchema, principal);
        return role.ok ? [role.value.mspIdentifier] : [];
      }
      case MSPPrincipal_Classification.ORGANIZATION_UNIT: {
        const unit = decode(OrganizationUnitSchema, principal);
        return unit.ok ? [unit.value.mspIdentifier] : [];
      }
      default:
        return [];
    }
  });
  return [...new Set(named)];
}
