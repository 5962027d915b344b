/**
 * A chaincode definition as the messages of `_lifecycle` carry it.
 *
 * @fabric internal/peer/lifecycle/chaincode/common.go (createPolicyBytes)
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { parseSignaturePolicy } from '../policy/dsl.ts';
import { EMPTY } from '../wire/bytes.ts';
import { type Decoded, decoded } from '../wire/decode.ts';
import { ApplicationPolicySchema } from '../wire/gen/common/policies_pb.ts';
import type { CollectionConfigPackage } from '../wire/gen/peer/collection_pb.ts';
import type { ChaincodeDefinition } from './chaincode-definition.ts';
import { collectionPackage } from './collection-spec.ts';

/** The fields that approval, commit and the question about readiness have in common. */
export interface DefinitionFields {
  readonly name: string;
  readonly version: string;
  readonly sequence: bigint;
  readonly initRequired: boolean;
  readonly validationParameter: Uint8Array;
  readonly collections?: CollectionConfigPackage;
}

/** An absent policy is left to the peer, which takes the channel's. The error is the tool's text. */
export function definitionFields(definition: ChaincodeDefinition): Decoded<DefinitionFields> {
  const { name, version, sequence, initRequired } = definition;
  const collections = definition.collections ? collectionPackage(definition.collections) : undefined;
  if (collections && !collections.ok) return collections;
  const policy = policyBytes(definition);
  if (!policy.ok) return policy;
  return decoded({
    name,
    version,
    sequence: BigInt(sequence),
    initRequired,
    validationParameter: policy.value,
    ...(collections && { collections: collections.value }),
  });
}

function policyBytes({ signaturePolicy, channelConfigPolicy }: ChaincodeDefinition): Decoded<Uint8Array> {
  if (signaturePolicy !== null && channelConfigPolicy !== undefined)
    return { ok: false, error: 'cannot specify both "--signature-policy" and "--channel-config-policy"' };
  if (channelConfigPolicy !== undefined) {
    const type = { case: 'channelConfigPolicyReference', value: channelConfigPolicy } as const;
    return decoded(toBinary(ApplicationPolicySchema, create(ApplicationPolicySchema, { type })));
  }
  if (signaturePolicy === null) return decoded(EMPTY);
  const envelope = parseSignaturePolicy(signaturePolicy);
  if (!envelope.ok) return { ok: false, error: `invalid signature policy: ${signaturePolicy}` };
  const policy = create(ApplicationPolicySchema, { type: { case: 'signaturePolicy', value: envelope.value } });
  return decoded(toBinary(ApplicationPolicySchema, policy));
}
