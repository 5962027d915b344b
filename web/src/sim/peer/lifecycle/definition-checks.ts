/**
 * What a proposed chaincode definition must look like before it is approved or committed: names, version, collections.
 *
 * @fabric core/chaincode/lifecycle/scc.go (validateInput and what it calls)
 */
import type { ChannelBundle } from '../../channel/bundle.ts';
import type { MspManager } from '../../identity/msp-manager.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { compileSignaturePolicy } from '../../policy/signature-policy.ts';
import { decode } from '../../wire/decode.ts';
import type { SignaturePolicy } from '../../wire/gen/common/policies_pb.ts';
import {
  type MSPPrincipal,
  MSPPrincipal_Classification,
  MSPRoleSchema,
  OrganizationUnitSchema,
} from '../../wire/gen/msp/msp_principal_pb.ts';
import type { CollectionConfigPackage, StaticCollectionConfig } from '../../wire/gen/peer/collection_pb.ts';
import { readDeployed, staticCollections } from './definitions.ts';
import type { SimulatorCursor } from './lifecycle-state.ts';
import { UNREADABLE, withMessage } from './state-codec.ts';

const CHAINCODE_NAME = /^[a-zA-Z0-9]+([-_][a-zA-Z0-9]+)*$/;
const CHAINCODE_VERSION = /^[A-Za-z0-9_.+-]+$/;
const COLLECTION_NAME = /^[A-Za-z0-9-][A-Za-z0-9_-]*$/;
const SYSTEM_CHAINCODES: readonly string[] = ['cscc', 'escc', 'lscc', 'qscc', 'vscc'];

/** The parts of a proposed definition that are checked. */
export interface ProposedDefinition {
  readonly name: string;
  readonly version: string;
  readonly collections?: CollectionConfigPackage | undefined;
}

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** Checks a definition against the rules, the channel, and the committed definition; the error is Fabric's text. */
export function checkDefinition(
  { name, version, collections }: ProposedDefinition,
  bundle: ChannelBundle,
  cursor: SimulatorCursor,
): Result<void, string> {
  if (!CHAINCODE_NAME.test(name))
    return failed(
      `invalid chaincode name '${name}'. Names can only consist of alphanumerics, '_', and '-' and can only begin with alphanumerics`,
    );
  if (SYSTEM_CHAINCODES.includes(name)) return failed(`chaincode name '${name}' is the name of a system chaincode`);
  if (!CHAINCODE_VERSION.test(version))
    return failed(
      `invalid chaincode version '${version}'. Versions can only consist of alphanumerics, '_', '-', '+', and '.'`,
    );
  if (collections?.config.some(({ payload }) => payload.case === undefined))
    return failed('collection config contains unexpected payload type: <nil>');
  const proposed = collections ? staticCollections(collections) : [];
  const flaw = collectionsFlaw(proposed, bundle.mspManager);
  if (flaw !== undefined) return failed(flaw);
  const committed = withMessage(
    `could not retrieve committed definition for chaincode '${name}'`,
    readDeployed(name, cursor),
  );
  if (!committed.ok) return committed;
  const lost = committed.value && lostCollection(proposed, staticCollections(committed.value.collections));
  return lost === undefined ? ok(undefined) : failed(lost);
}

function collectionsFlaw(collections: readonly StaticCollectionConfig[], msps: MspManager): string | undefined {
  const names = new Set<string>();
  for (const collection of collections) {
    const { name, maximumPeerCount, requiredPeerCount } = collection;
    const at = `collection-name: ${name} --`;
    if (!COLLECTION_NAME.test(name))
      return `invalid collection name '${name}'. Names can only consist of alphanumerics, '_', and '-' and cannot begin with '_'`;
    if (names.has(name)) return `${at} found duplicate in collection configuration`;
    names.add(name);
    if (maximumPeerCount < requiredPeerCount)
      return `${at} maximum peer count (${maximumPeerCount}) cannot be less than the required peer count (${requiredPeerCount})`;
    if (requiredPeerCount < 0) return `${at} requiredPeerCount (${requiredPeerCount}) cannot be less than zero`;
    const flaw = memberPolicyFlaw(collection, msps);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

/** Membership is a list of who may see the data, so its policy may only be an "or" of known organisations. */
function memberPolicyFlaw({ name, memberOrgsPolicy }: StaticCollectionConfig, msps: MspManager): string | undefined {
  if (!memberOrgsPolicy) return `collection member policy is not set for collection '${name}'`;
  const { payload } = memberOrgsPolicy;
  if (payload.case !== 'signaturePolicy') return `collection member org policy is empty for collection '${name}'`;
  const compiled = compileSignaturePolicy(payload.value);
  if (!compiled.ok) return `invalid member org policy for collection '${name}': ${compiled.error}`;
  const gate = payload.value.rule && andGate(payload.value.rule);
  if (gate !== undefined)
    return `collection-name: ${name} -- error in member org policy: signature policy is not an OR concatenation, NOutOf ${gate}`;
  for (const principal of payload.value.identities) {
    const flaw = memberFlaw(principal, msps);
    if (flaw !== undefined) return `collection-name: ${name} -- ${flaw}`;
  }
  return undefined;
}

/** How many members the first gate asks for that asks for another number than one. */
function andGate({ type }: SignaturePolicy): number | undefined {
  if (type.case !== 'nOutOf') return undefined;
  if (type.value.n !== 1) return type.value.n;
  for (const rule of type.value.rules) {
    const inner = andGate(rule);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function memberFlaw({ principalClassification, principal }: MSPPrincipal, msps: MspManager): string | undefined {
  const unknown = (mspId: string) =>
    msps.msps.has(mspId) ? undefined : `collection member '${mspId}' is not part of the channel`;
  switch (principalClassification) {
    case MSPPrincipal_Classification.ROLE: {
      const role = decode(MSPRoleSchema, principal);
      return role.ok
        ? unknown(role.value.mspIdentifier)
        : `cannot unmarshal identity bytes into MSPRole: ${UNREADABLE}`;
    }
    case MSPPrincipal_Classification.ORGANIZATION_UNIT: {
      const unit = decode(OrganizationUnitSchema, principal);
      return unit.ok
        ? unknown(unit.value.mspIdentifier)
        : `cannot unmarshal identity bytes into OrganizationUnit: ${UNREADABLE}`;
    }
    case MSPPrincipal_Classification.IDENTITY:
      return msps.deserializeIdentity(principal).ok
        ? undefined
        : 'contains an identity that is not part of the channel';
    default:
      return `principal type ${classificationName(principalClassification)} is not supported`;
  }
}

const classificationName = (classification: number): string =>
  Object.entries(MSPPrincipal_Classification).find(([, value]) => value === classification)?.[0] ??
  String(classification);

/** Collections hold data: a new definition may add some, but must keep what is there, for as long as it was promised. */
function lostCollection(
  proposed: readonly StaticCollectionConfig[],
  committed: readonly StaticCollectionConfig[],
): string | undefined {
  if (committed.length > 0 && proposed.length === 0)
    return 'the proposed collection config does not contain previously defined collections';
  for (const { name, blockToLive } of committed) {
    const successor = proposed.find((collection) => collection.name === name);
    if (!successor) return `existing collection [${name}] missing in the proposed collection configuration`;
    if (successor.blockToLive !== blockToLive)
      return `the BlockToLive in an existing collection [${name}] modified. Existing value [${blockToLive}]`;
  }
  return undefined;
}
