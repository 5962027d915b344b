/**
 * Which combinations of peers can endorse a transaction: the answer of the discovery service to a chaincode interest.
 *
 * @fabric discovery/endorsement/endorsement.go, discovery/endorsement/collection.go,
 *   discovery/support/chaincode/support.go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import type { ActorId } from '../kernel/actor.ts';
import { ok, type Result } from '../kernel/result.ts';
import { rolePrincipal } from '../policy/dsl.ts';
import type { PolicyTree } from '../policy/policy-manager.ts';
import { hex } from '../wire/bytes.ts';
import {
  type ApplicationPolicy,
  ApplicationPolicySchema,
  type SignaturePolicyEnvelope,
  SignaturePolicyEnvelopeSchema,
  SignaturePolicySchema,
} from '../wire/gen/common/policies_pb.ts';
import { type MSPPrincipal, MSPRole_MSPRoleType } from '../wire/gen/msp/msp_principal_pb.ts';
import type { StaticCollectionConfig } from '../wire/gen/peer/collection_pb.ts';
import type { ChaincodeCall, ChaincodeInterest } from '../wire/gen/peer/proposal_pb.ts';
import { signaturePolicyOf } from './gateway-policies.ts';
import { mergePrincipalSets, principalKey, type PrincipalSet, satisfyingSets } from './gateway-principals.ts';

/** A peer as the others of its channel know it. */
export interface GatewayPeer {
  readonly id: ActorId;
  /** `host:port`. */
  readonly address: string;
  readonly mspId: string;
  readonly height: number;
  /** Committed chaincodes it can run. */
  readonly chaincodes: readonly string[];
}

export interface DefinedChaincode {
  readonly policy: ApplicationPolicy;
  readonly collections: readonly StaticCollectionConfig[];
}

/** What a gateway knows of a channel. */
export interface GatewayView {
  readonly channelId: string;
  /** The peer the gateway runs on. */
  readonly host: ActorId;
  /** All peers of the channel that are alive. */
  readonly peers: readonly GatewayPeer[];
  /** The `Channel` group of the channel's configuration. */
  readonly config: PolicyTree;
  definition(chaincode: string): DefinedChaincode | undefined;
  satisfiesPrincipal(peer: ActorId, principal: MSPPrincipal): boolean;
}

/** One way to satisfy everything: how many peers of which groups. */
export type Layout = ReadonlyMap<string, number>;

export interface EndorsementDescriptor {
  readonly layouts: readonly Layout[];
  /** A group is everyone who satisfies one principal and runs the chaincodes. */
  readonly endorsersByGroup: ReadonlyMap<string, readonly GatewayPeer[]>;
}

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

const IMPLICIT_PREFIX = '_implicit_org_';

function memberOf(mspId: string): SignaturePolicyEnvelope {
  const rule = create(SignaturePolicySchema, { type: { case: 'signedBy', value: 0 } });
  return create(SignaturePolicyEnvelopeSchema, {
    rule,
    identities: [rolePrincipal(mspId, MSPRole_MSPRoleType.MEMBER)],
  });
}

interface Collection {
  readonly members: readonly MSPPrincipal[];
  readonly endorsement: ApplicationPolicy | undefined;
}

function collectionOf({ collections }: DefinedChaincode, name: string): Result<Collection | undefined, string> {
  if (name.startsWith(IMPLICIT_PREFIX)) {
    const value = memberOf(name.slice(IMPLICIT_PREFIX.length));
    const endorsement = create(ApplicationPolicySchema, { type: { case: 'signaturePolicy', value } });
    return ok({ members: value.identities, endorsement });
  }
  const config = collections.find((one) => one.name === name);
  if (!config) return ok(undefined);
  if (config.memberOrgsPolicy?.payload.case !== 'signaturePolicy') return failed(`policy of ${name} is nil`);
  return ok({ members: config.memberOrgsPolicy.payload.value.identities, endorsement: config.endorsementPolicy });
}

/** The error is the text of Fabric's discovery service. */
export function peersForEndorsement(
  view: GatewayView,
  interest: ChaincodeInterest,
): Result<EndorsementDescriptor, string> {
  const authorized = authorizedPeers(view, interest.chaincodes);
  if (!authorized.ok) return authorized;
  const sets = principalSets(view, interest.chaincodes);
  if (!sets.ok) return sets;
  const names = new Map<string, string>();
  for (const principal of sets.value.flat()) {
    const key = principalKey(principal);
    if (!names.has(key)) names.set(key, `G${names.size}`);
  }
  const groupOf = (principal: MSPPrincipal): string => names.get(principalKey(principal)) ?? '';
  const neighbours = new Map<string, readonly GatewayPeer[]>();
  for (const principal of sets.value.flat())
    neighbours.set(
      groupOf(principal),
      authorized.value.filter(({ id }) => view.satisfiesPrincipal(id, principal)),
    );
  const layouts = sets.value.map((set) => layoutOf(set, groupOf)).filter((layout) => enough(layout, neighbours));
  if (layouts.length === 0) return failed('no peer combination can satisfy the endorsement policy');
  const runs = ({ chaincodes }: GatewayPeer): boolean =>
    interest.chaincodes.every(({ name }) => chaincodes.includes(name));
  const endorsersByGroup = new Map([...neighbours].map(([group, peers]) => [group, peers.filter(runs)]));
  const possible = layouts.filter((layout) => enough(layout, endorsersByGroup));
  if (possible.length === 0) return failed('required chaincodes are not installed on sufficient peers');
  return ok({ layouts: possible, endorsersByGroup });
}

function layoutOf(set: PrincipalSet, groupOf: (principal: MSPPrincipal) => string): Layout {
  const quantities = new Map<string, number>();
  for (const principal of set) quantities.set(groupOf(principal), (quantities.get(groupOf(principal)) ?? 0) + 1);
  return quantities;
}

const enough = (layout: Layout, peers: ReadonlyMap<string, readonly GatewayPeer[]>): boolean =>
  [...layout].every(([group, quantity]) => (peers.get(group)?.length ?? 0) >= quantity);

/** The peers that may see every collection whose clear data was read. */
function authorizedPeers(view: GatewayView, calls: readonly ChaincodeCall[]): Result<readonly GatewayPeer[], string> {
  let { peers } = view;
  for (const call of calls) {
    const definition = view.definition(call.name);
    if (!definition) return failed(`No metadata was found for chaincode ${call.name} in channel ${view.channelId}`);
    if (call.noPrivateReads) continue;
    for (const name of call.collectionNames) {
      const collection = collectionOf(definition, name);
      if (!collection.ok) return collection;
      if (!collection.value)
        return failed(`collection ${name} doesn't exist in collection config for chaincode ${call.name}`);
      const { members } = collection.value;
      peers = peers.filter(({ id }) => members.some((principal) => view.satisfiesPrincipal(id, principal)));
    }
  }
  return ok(peers);
}

function principalSets(view: GatewayView, calls: readonly ChaincodeCall[]): Result<readonly PrincipalSet[], string> {
  const perPolicy: (readonly PrincipalSet[])[] = [];
  for (const call of calls) {
    const policies = policiesOf(view, call);
    if (policies.length === 0) return failed('policy not found');
    if (call.disregardNamespacePolicy && call.keyPolicies.length === 0 && policies.length === 1)
      return failed(
        `requested to disregard chaincode ${call.name}'s policy but key and collection policies are missing, either disable DisregardNamespacePolicy or specify at least one key policy or at least one collection policy`,
      );
    const asked = call.disregardNamespacePolicy ? policies.slice(1) : policies;
    perPolicy.push(...asked.map(satisfyingSets));
  }
  if (perPolicy.some((sets) => sets.length === 0)) return failed('endorsement policy cannot be satisfied');
  const perKey = calls.flatMap(({ keyPolicies }) => keyPolicies.map(satisfyingSets));
  if (perKey.some((sets) => sets.length === 0)) return failed('state based endorsement policy cannot be satisfied');
  return mergePrincipalSets([...perPolicy, ...perKey]);
}

/** The policy of the chaincode, or those of the collections named, each once; none when one cannot be read. */
function policiesOf(view: GatewayView, { name, collectionNames }: ChaincodeCall): readonly SignaturePolicyEnvelope[] {
  const defined = view.definition(name);
  if (!defined) return [];
  const asked: ApplicationPolicy[] = collectionNames.length === 0 ? [defined.policy] : [];
  for (const collection of collectionNames) {
    const found = collectionOf(defined, collection);
    if (!found.ok) return [];
    asked.push(found.value?.endorsement ?? defined.policy);
  }
  const envelopes: SignaturePolicyEnvelope[] = [];
  for (const policy of new Set(asked)) {
    const envelope = signaturePolicyOf(policy, view.config);
    if (!envelope.ok || !envelope.value.rule || envelope.value.identities.length === 0) return [];
    envelopes.push(envelope.value);
  }
  return distinct(envelopes);
}

function distinct(envelopes: readonly SignaturePolicyEnvelope[]): readonly SignaturePolicyEnvelope[] {
  const seen = new Map<string, SignaturePolicyEnvelope>();
  for (const envelope of envelopes) {
    const key = hex(toBinary(SignaturePolicyEnvelopeSchema, envelope));
    if (!seen.has(key)) seen.set(key, envelope);
  }
  return [...seen.values()];
}
