/** A channel's configuration as one reads it: members, settings, and every policy with its rule. */
import { fromBinary } from '@bufbuild/protobuf';
import type { ChannelBundle } from '../channel/bundle.ts';
import { ROOT_GROUP } from '../channel/config-tree.ts';
import { printSignaturePolicy } from '../policy/dsl.ts';
import type { ChannelConfigSummary, PolicyLine } from '../protocol/policy-picture.ts';
import type { ConfigGroup } from '../wire/gen/common/configtx_pb.ts';
import {
  ImplicitMetaPolicy_Rule,
  ImplicitMetaPolicySchema,
  type Policy,
  Policy_PolicyType,
  SignaturePolicyEnvelopeSchema,
} from '../wire/gen/common/policies_pb.ts';

export function channelConfigSummary(bundle: ChannelBundle): ChannelConfigSummary {
  const { orderer, application, values } = bundle;
  return {
    channel: bundle.channelId,
    sequence: bundle.sequence,
    organizations: organizationsOf(bundle),
    capabilities: [
      { level: 'channel', names: values.capabilities },
      ...(orderer ? [{ level: 'orderer' as const, names: orderer.capabilities }] : []),
      ...(application ? [{ level: 'application' as const, names: application.capabilities }] : []),
    ],
    batch: orderer ? { ...orderer.batchSize, timeoutMicros: orderer.batchTimeoutMicros } : null,
    consensusType: orderer?.consensusType ?? null,
    policies: [...policiesIn(bundle.root, `/${ROOT_GROUP}`)].sort((a, b) => (a.path < b.path ? -1 : 1)),
    acls: [...(application?.acls ?? [])].map(([resource, policy]) => ({ resource, policy })),
  };
}

function organizationsOf({ orderer, application, consortiums }: ChannelBundle): ChannelConfigSummary['organizations'] {
  const members = (application?.organizations ?? []).map(({ name, mspId, anchorPeers }) => ({
    name,
    mspId,
    part: 'application' as const,
    addresses: anchorPeers.map(({ host, port }) => `${host}:${port}`),
  }));
  const orderers = (orderer?.organizations ?? []).map(({ name, mspId, endpoints }) => ({
    name,
    mspId,
    part: 'orderer' as const,
    addresses: endpoints,
  }));
  const invited = (consortiums ?? []).flatMap(({ organizations }) =>
    organizations.map(({ name, mspId }) => ({ name, mspId, part: 'consortium' as const, addresses: [] })),
  );
  return [...members, ...orderers, ...invited];
}

function* policiesIn(group: ConfigGroup, path: string): Generator<PolicyLine> {
  for (const [name, { policy }] of Object.entries(group.policies))
    if (policy) yield policyLine(`${path}/${name}`, policy);
  for (const [name, child] of Object.entries(group.groups)) yield* policiesIn(child, `${path}/${name}`);
}

/** Only called on a configuration that has been taken in: every policy of it decodes. */
export function policyLine(path: string, { type, value }: Policy): PolicyLine {
  if (type === Policy_PolicyType.IMPLICIT_META) {
    const { rule, subPolicy } = fromBinary(ImplicitMetaPolicySchema, value);
    const word = Object.entries(ImplicitMetaPolicy_Rule).find(([, number]) => number === rule)?.[0] ?? String(rule);
    return { path, kind: 'implicitMeta', rule: `${word} ${subPolicy}` };
  }
  return { path, kind: 'signature', rule: printSignaturePolicy(fromBinary(SignaturePolicyEnvelopeSchema, value)) };
}
