/**
 * What a committed block changes for the channel, said in facts: anchor peers, approvals, definitions.
 */
import type { ChannelBundle } from '../channel/bundle.ts';
import { elementsOfConfigEnvelope } from '../channel/config-update-file.ts';
import { printSignaturePolicy } from '../policy/dsl.ts';
import { fromUtf8 } from '../wire/bytes.ts';
import { blockEnvelopes, isConfigBlock, transactionsFilter } from '../wire/block.ts';
import { decode } from '../wire/decode.ts';
import { parseEnvelope } from '../wire/envelope.ts';
import type { Block } from '../wire/gen/common/common_pb.ts';
import { ConfigEnvelopeSchema } from '../wire/gen/common/configtx_pb.ts';
import { ApplicationPolicySchema } from '../wire/gen/common/policies_pb.ts';
import { SerializedIdentitySchema } from '../wire/gen/msp/identities_pb.ts';
import {
  type ApproveChaincodeDefinitionForMyOrgArgs,
  ApproveChaincodeDefinitionForMyOrgArgsSchema,
  type CommitChaincodeDefinitionArgs,
  CommitChaincodeDefinitionArgsSchema,
} from '../wire/gen/peer/lifecycle/lifecycle_pb.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import { decodeTransaction } from '../wire/transaction.ts';
import { staticCollections } from './lifecycle/definitions.ts';
import type { PeerFact } from './peer-facts.ts';

/** What a config block after the first has changed, once it is in force. */
export function configFacts({ channelId: channel }: ChannelBundle, block: Block): readonly PeerFact[] {
  const [envelope] = blockEnvelopes(block);
  const parsed = envelope && isConfigBlock(block) ? parseEnvelope(envelope) : undefined;
  const config = parsed?.ok ? decode(ConfigEnvelopeSchema, parsed.value.data) : undefined;
  if (!parsed?.ok || !config?.ok || transactionsFilter(block)[0] !== TxValidationCode.VALID) return [];
  const elements = elementsOfConfigEnvelope(parsed.value.data);
  const sequence = Number(config.value.config?.sequence ?? 0n);
  return elements.ok && sequence > 0
    ? [{ type: 'channelConfigChanged', channel, sequence, elements: elements.value }]
    : [];
}

/** The anchor peers in force after a config block. */
export function anchorPeerFacts(bundle: ChannelBundle, block: Block): readonly PeerFact[] {
  if (!isConfigBlock(block)) return [];
  return (bundle.application?.organizations ?? [])
    .filter(({ anchorPeers }) => anchorPeers.length > 0)
    .map(({ mspId, anchorPeers }) => ({
      type: 'anchorPeersSet',
      channel: bundle.channelId,
      mspId,
      peers: anchorPeers.map(({ host }) => host),
    }));
}

/** Approvals and commits of chaincode definitions among the valid transactions of the block. */
export function lifecycleFacts(channel: string, block: Block): readonly PeerFact[] {
  const codes = transactionsFilter(block);
  return blockEnvelopes(block).flatMap((bytes, index): PeerFact[] => {
    if (codes[index] !== TxValidationCode.VALID) return [];
    const transaction = decodeTransaction(bytes);
    if (!transaction.ok || !transaction.value.action?.ok) return [];
    const { chaincodeCalled, args } = transaction.value.action.value;
    const [name, argument] = args;
    if (chaincodeCalled !== '_lifecycle' || !name || !argument) return [];
    return lifecycleFact(channel, fromUtf8(name), argument, transaction.value.creator);
  });
}

function lifecycleFact(channel: string, called: string, argument: Uint8Array, creator: Uint8Array): PeerFact[] {
  if (called === 'ApproveChaincodeDefinitionForMyOrg') {
    const approved = decode(ApproveChaincodeDefinitionForMyOrgArgsSchema, argument);
    const identity = decode(SerializedIdentitySchema, creator);
    if (!approved.ok || !identity.ok) return [];
    const { mspid: mspId } = identity.value;
    return [{ type: 'chaincodeApproved', channel, ...definitionOf(approved.value), mspId }];
  }
  if (called !== 'CommitChaincodeDefinition') return [];
  const committed = decode(CommitChaincodeDefinitionArgsSchema, argument);
  if (!committed.ok) return [];
  return [{ type: 'chaincodeCommitted', channel, ...definitionOf(committed.value) }];
}

/** A definition as approvals and commits say it. */
function definitionOf(definition: ApproveChaincodeDefinitionForMyOrgArgs | CommitChaincodeDefinitionArgs) {
  const { name, version, sequence, validationParameter, initRequired, collections } = definition;
  const named = collections ? staticCollections(collections).map((collection) => collection.name) : [];
  const policy = policyText(validationParameter);
  return { name, version, sequence: Number(sequence), policy, initRequired, collections: named };
}

function policyText(validationParameter: Uint8Array): string {
  const policy = decode(ApplicationPolicySchema, validationParameter);
  if (!policy.ok || policy.value.type.case === undefined) return '/Channel/Application/Endorsement';
  const { type } = policy.value;
  return type.case === 'signaturePolicy' ? printSignaturePolicy(type.value) : type.value;
}
