/**
 * Collections as an administrator writes them into the file for `--collections-config`, and the message made of it.
 *
 * @fabric internal/peer/chaincode/common.go (GetCollectionConfigFromFile)
 */
import { create } from '@bufbuild/protobuf';
import { parseSignaturePolicy } from '../policy/dsl.ts';
import { type Decoded, decoded, undecodable } from '../wire/decode.ts';
import { type ApplicationPolicy, ApplicationPolicySchema } from '../wire/gen/common/policies_pb.ts';
import {
  type CollectionConfig,
  type CollectionConfigPackage,
  CollectionConfigPackageSchema,
  CollectionConfigSchema,
} from '../wire/gen/peer/collection_pb.ts';

/** Who must endorse what is written to a collection, where that is not left to the chaincode's policy. */
export type CollectionEndorsementPolicy =
  | { readonly signaturePolicy: string }
  | { readonly channelConfigPolicy: string };

/** One entry of the file, with everything said that may be left out there. */
export interface CollectionSpec {
  readonly name: string;
  /** Who may have the data: an "or" of members, such as `OR('Org1MSP.member','Org2MSP.member')`. */
  readonly policy: string;
  /** Peers that must have acknowledged the data before an endorser signs. */
  readonly requiredPeerCount: number;
  /** Peers an endorser sends the data to at most. */
  readonly maxPeerCount: number;
  /** Blocks after which the data is forgotten; 0 keeps it for ever. */
  readonly blockToLive: number;
  readonly memberOnlyRead: boolean;
  readonly memberOnlyWrite: boolean;
  readonly endorsementPolicy: CollectionEndorsementPolicy | null;
}

/** What the lines of the terminal call the file. */
export const COLLECTIONS_FILE = 'collections_config.json';

/** The message an approval carries; the error is what the real tool prints. */
export function collectionPackage(specs: readonly CollectionSpec[]): Decoded<CollectionConfigPackage> {
  const config: CollectionConfig[] = [];
  for (const spec of specs) {
    const built = collectionConfig(spec);
    if (!built.ok) return undecodable(`invalid collection configuration in file ${COLLECTIONS_FILE}: ${built.error}`);
    config.push(built.value);
  }
  return decoded(create(CollectionConfigPackageSchema, { config }));
}

function collectionConfig(spec: CollectionSpec): Decoded<CollectionConfig> {
  const members = parseSignaturePolicy(spec.policy);
  if (!members.ok) return undecodable(`invalid policy ${spec.policy}: ${members.error}`);
  const endorsement = spec.endorsementPolicy && endorsementPolicy(spec.endorsementPolicy);
  if (endorsement && !endorsement.ok) return endorsement;
  return decoded(
    create(CollectionConfigSchema, {
      payload: {
        case: 'staticCollectionConfig',
        value: {
          name: spec.name,
          memberOrgsPolicy: { payload: { case: 'signaturePolicy', value: members.value } },
          requiredPeerCount: spec.requiredPeerCount,
          maximumPeerCount: spec.maxPeerCount,
          blockToLive: BigInt(spec.blockToLive),
          memberOnlyRead: spec.memberOnlyRead,
          memberOnlyWrite: spec.memberOnlyWrite,
          ...(endorsement && { endorsementPolicy: endorsement.value }),
        },
      },
    }),
  );
}

function endorsementPolicy(policy: CollectionEndorsementPolicy): Decoded<ApplicationPolicy> {
  if ('channelConfigPolicy' in policy)
    return decoded(
      create(ApplicationPolicySchema, {
        type: { case: 'channelConfigPolicyReference', value: policy.channelConfigPolicy },
      }),
    );
  const parsed = parseSignaturePolicy(policy.signaturePolicy);
  if (!parsed.ok) return undecodable(`invalid signature policy: ${policy.signaturePolicy}`);
  return decoded(create(ApplicationPolicySchema, { type: { case: 'signaturePolicy', value: parsed.value } }));
}
