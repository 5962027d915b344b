/**
 * Endorsement policies in the one form combinations of peers can be worked out from: a signature policy. References to
 * the channel's configuration (`MAJORITY Endorsement`) are written out.
 *
 * @fabric common/policies/convert.go, core/chaincode/lifecycle/metadata_provider.go (toSignaturePolicyEnvelope)
 */
import { create } from '@bufbuild/protobuf';
import { ok, type Result } from '../kernel/result.ts';
import { compareUtf8 } from '../kernel/sorted-map.ts';
import { implicitMetaThreshold } from '../policy/implicit-meta.ts';
import type { PolicyTree } from '../policy/policy-manager.ts';
import { decode } from '../wire/decode.ts';
import {
  type ApplicationPolicy,
  ImplicitMetaPolicy_Rule,
  ImplicitMetaPolicySchema,
  Policy_PolicyType,
  type SignaturePolicy,
  type SignaturePolicyEnvelope,
  SignaturePolicyEnvelopeSchema,
  SignaturePolicySchema,
} from '../wire/gen/common/policies_pb.ts';
import type { MSPPrincipal } from '../wire/gen/msp/msp_principal_pb.ts';
import { principalKey } from './gateway-principals.ts';

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** @param root the `Channel` group of the channel's configuration */
export function signaturePolicyOf(
  { type }: ApplicationPolicy,
  root: PolicyTree,
): Result<SignaturePolicyEnvelope, string> {
  if (type.case === 'signaturePolicy') return ok(type.value);
  if (type.case !== 'channelConfigPolicyReference') return failed('unsupported policy type');
  const [channel, ...path] = type.value.replace(/^\//, '').split('/');
  const name = path.pop() ?? '';
  const group = path.reduce<PolicyTree | undefined>((at, step) => at?.groups[step], root);
  if (channel !== 'Channel' || !group) return failed(`could not retrieve policy for reference '${type.value}'`);
  return convert(group, name);
}

function convert(group: PolicyTree, name: string): Result<SignaturePolicyEnvelope, string> {
  const policy = group.policies[name]?.policy;
  if (policy?.type === Policy_PolicyType.SIGNATURE) return decode(SignaturePolicyEnvelopeSchema, policy.value);
  if (policy?.type !== Policy_PolicyType.IMPLICIT_META) return failed(`policy ${name} is not convertible`);
  const meta = decode(ImplicitMetaPolicySchema, policy.value);
  if (!meta.ok) return meta;
  const branches: SignaturePolicyEnvelope[] = [];
  for (const below of Object.keys(group.groups).toSorted(compareUtf8)) {
    const inner = group.groups[below];
    const branch = inner && convert(inner, meta.value.subPolicy);
    if (!branch?.ok) return failed(`failed to convert subpolicy of policy ${meta.value.subPolicy}`);
    branches.push(branch.value);
  }
  const rule = RULE_NAMES.get(meta.value.rule) ?? 'UNKNOWN';
  return ok(outOf(implicitMetaThreshold(rule, branches.length), branches));
}

const RULE_NAMES = new Map<number, 'ANY' | 'ALL' | 'MAJORITY'>([
  [ImplicitMetaPolicy_Rule.ANY, 'ANY'],
  [ImplicitMetaPolicy_Rule.ALL, 'ALL'],
  [ImplicitMetaPolicy_Rule.MAJORITY, 'MAJORITY'],
]);

/** At least `n` of the policies; principals they share are listed once. */
function outOf(n: number, policies: readonly SignaturePolicyEnvelope[]): SignaturePolicyEnvelope {
  const identities: MSPPrincipal[] = [];
  const placeOf = (principal: MSPPrincipal): number => {
    const known = identities.findIndex((one) => principalKey(one) === principalKey(principal));
    return known >= 0 ? known : identities.push(principal) - 1;
  };
  const rules = policies.flatMap((policy) => {
    const places = policy.identities.map(placeOf);
    return policy.rule ? [renumbered(policy.rule, places)] : [];
  });
  const rule = create(SignaturePolicySchema, { type: { case: 'nOutOf', value: { n, rules } } });
  return create(SignaturePolicyEnvelopeSchema, { rule, identities });
}

function renumbered({ type }: SignaturePolicy, places: readonly number[]): SignaturePolicy {
  if (type.case === 'signedBy')
    return create(SignaturePolicySchema, { type: { case: 'signedBy', value: places[type.value] ?? -1 } });
  if (type.case !== 'nOutOf') return create(SignaturePolicySchema);
  const { n, rules } = type.value;
  return create(SignaturePolicySchema, {
    type: { case: 'nOutOf', value: { n, rules: rules.map((inner) => renumbered(inner, places)) } },
  });
}
