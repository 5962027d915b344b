/**
 * What SmartBFT asks of the ordering node: to make blocks of requests, to look through the blocks of others, to sign and to
 * write them.
 *
 * @fabric orderer/consensus/smartbft/{assembler,verifier,signer,chain,configverifier}.go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { evaluatePolicy } from '../channel/bundle.ts';
import { POLICY } from '../channel/config-tree.ts';
import { sha256 } from '../crypto/sha256.ts';
import { signWith } from '../identity/signing-identity.ts';
import { ok, type Result } from '../kernel/result.ts';
import {
  blockDataHash,
  blockEnvelopes,
  blockNumber,
  isConfigBlock,
  ordererMetadata,
  previousHash,
} from '../wire/block.ts';
import { concatBytes, equalBytes, hex, utf8 } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { envelopeSignedData, headerTypeName, parseEnvelope, type ParsedEnvelope } from '../wire/envelope.ts';
import { EnvelopeSchema, HeaderType } from '../wire/gen/common/common_pb.ts';
import { ConfigEnvelopeSchema } from '../wire/gen/common/configtx_pb.ts';
import { SerializedIdentitySchema } from '../wire/gen/msp/identities_pb.ts';
import { bftConfig, bftConsenters, isSameConfig } from './bft-consenters.ts';
import {
  assembleProposal,
  blockOf,
  blockOfDecision,
  decodeSigned,
  encodeSigned,
  identifierHeader,
  isBoundTo,
  signingBytes,
  vouchedFor,
} from './bft-proposal.ts';
import type { Proposal, Signature } from './bft/bft-message.ts';
import type { Application, Decision, Delivered } from './bft/bft-state.ts';
import { panicOver, storeBlock } from './block-writer.ts';
import { feedSubscribers } from './deliver.ts';
import { forwardedConfigFlaw } from './message-processor.ts';
import type { BftChain, OrdererDisk, OrdererEffect } from './orderer-state.ts';

/** A chain in the hands of SmartBFT: delivering makes the next one. */
export class ChainApplication implements Application {
  readonly chain: BftChain;
  /** What came of each delivery so far, in order. */
  readonly told: readonly (readonly OrdererEffect[])[];
  /** A decision does not follow what this orderer has: more than f have lied, and its process ends. */
  readonly isPanicking: boolean;
  private readonly disk: OrdererDisk;

  constructor(chain: BftChain, disk: OrdererDisk, told: ChainApplication['told'] = [], isPanicking = false) {
    this.chain = chain;
    this.disk = disk;
    this.told = told;
    this.isPanicking = isPanicking;
  }

  get verificationSequence(): number {
    return this.chain.bundle.sequence;
  }

  readonly requestId = (request: Uint8Array): string => requestId(request);

  readonly isRequestValid = (request: Uint8Array): boolean => requestFlaw(request, this.chain, false) === undefined;

  readonly assemble = (metadata: Uint8Array, requests: readonly Uint8Array[]): Proposal => {
    const { blocks } = this.chain.disk;
    const inTurn = oneConfigOrSeveral(requests);
    const batch = this.disk.lie === 'reorder' ? inTurn.toReversed() : inTurn;
    const isConfig = batch.length === 1 && batch[0] !== undefined && isConfigRequest(batch[0]);
    const lastConfig = isConfig ? blocks.height : blocks.lastConfigNumber;
    const { verificationSequence } = this;
    return assembleProposal(blocks.height, blocks.lastHash, batch, { lastConfig, metadata, verificationSequence });
  };

  readonly verifyProposal = (proposal: Proposal): Result<readonly string[], string> => {
    const opened = blockOf(proposal);
    if (!opened.ok) return opened;
    const block = opened.value;
    const { blocks } = this.chain.disk;
    if (blockNumber(block) !== blocks.height) return bad(`block number is ${blockNumber(block)}`);
    if (!equalBytes(previousHash(block), blocks.lastHash))
      return bad(`previous header hash is ${hex(previousHash(block))} but expected ${hex(blocks.lastHash)}`);
    const envelopes = blockEnvelopes(block);
    if (!block.header || !equalBytes(block.header.dataHash, blockDataHash(envelopes)))
      return bad('data hash does not match the data');
    if (envelopes.length === 0) return bad('empty block data');
    const metadata = ordererMetadata(block);
    if (!metadata.ok || !equalBytes(metadata.value.consenterMetadata, proposal.metadata))
      return bad('metadata in block differs from that of the proposal');
    const lastConfig = isConfigBlock(block) ? blockNumber(block) : blocks.lastConfigNumber;
    if (metadata.value.lastConfig !== lastConfig)
      return bad(
        `last config in block orderer metadata points to ${metadata.value.lastConfig} but our persisted last config is ${lastConfig}`,
      );
    for (const envelope of envelopes) {
      const flaw = requestFlaw(envelope, this.chain, envelopes.length > 1);
      if (flaw !== undefined) return bad(flaw);
    }
    return ok(envelopes.map(requestId));
  };

  readonly requestsOf = (proposal: Proposal): readonly string[] => {
    const block = blockOf(proposal);
    return block.ok ? blockEnvelopes(block.value).map(requestId) : [];
  };

  readonly signProposal = (proposal: Proposal): Signature => {
    const { chain, disk } = this;
    const signer = chain.bft.config.self;
    const seed = utf8(`bft ${chain.channel} ${hex(sha256(concatBytes(proposal.header, proposal.metadata)))}`);
    const nonce = sha256(concatBytes(disk.secret, seed)).slice(0, 24);
    const block = blockOf(proposal);
    const signed = {
      identifierHeader: identifierHeader(signer, nonce),
      blockHeader: proposal.header,
      ordererMetadata: block.ok ? vouchedFor(block.value) : new Uint8Array(),
    };
    return { signer, value: signWith(disk.signer, signingBytes(signed)), msg: encodeSigned(signed) };
  };

  readonly isSignedBy = ({ signer, value, msg }: Signature, proposal: Proposal): boolean => {
    const signed = decodeSigned(msg);
    return (
      signed !== undefined && isBoundTo(signed, signer, proposal) && this.isFrom(signer, signingBytes(signed), value)
    );
  };

  readonly sign = (bytes: Uint8Array): Uint8Array => signWith(this.disk.signer, bytes);

  readonly isFrom = (signer: number, data: Uint8Array, signature: Uint8Array): boolean => {
    const { bundle } = this.chain;
    const consenter = bftConsenters(bundle).find(({ id }) => id === signer);
    if (!consenter) return false;
    const serialized = create(SerializedIdentitySchema, { mspid: consenter.mspId, idBytes: consenter.identity });
    const identity = toBinary(SerializedIdentitySchema, serialized);
    return evaluatePolicy(bundle, POLICY.ordererWriters, [{ data, identity, signature }]).satisfied;
  };

  readonly deliver = (decision: Decision): Delivered => {
    const { chain, disk, told } = this;
    const opened = blockOf(decision.proposal);
    // It may have been fetched from others in the meantime.
    if (!opened.ok || blockNumber(opened.value) !== chain.disk.blocks.height)
      return { application: new ChainApplication(chain, disk, [...told, []]), config: undefined };
    if (!equalBytes(previousHash(opened.value), chain.disk.blocks.lastHash)) {
      const panicked = [panicOver(chain, opened.value)];
      return { application: new ChainApplication(chain, disk, [...told, panicked], true), config: undefined };
    }
    const lastConfig = isConfigBlock(opened.value) ? chain.disk.blocks.height : chain.disk.blocks.lastConfigNumber;
    const block = blockOfDecision(decision, lastConfig);
    if (!block.ok) return { application: this, config: undefined };
    const written = storeBlock(chain, block.value);
    const fed = feedSubscribers(written.chain, disk.lie);
    const effects = [...written.effects, ...fed.effects];
    const config = bftConfig(fed.chain.bundle, disk.node);
    const next: BftChain = config.ok ? fed.chain : { ...fed.chain, leaving: 'evicted' };
    const isNew = config.ok && !isSameConfig(config.value, chain.bft.config);
    return {
      application: new ChainApplication(next, disk, [...told, effects]),
      config: isNew ? config.value : undefined,
    };
  };
}

const bad = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** A configuration gets a block of its own: a batch ends before it. */
function oneConfigOrSeveral(requests: readonly Uint8Array[]): readonly Uint8Array[] {
  const until = requests.findIndex(isConfigRequest);
  return until < 0 ? requests : requests.slice(0, Math.max(1, until));
}

export function isConfigRequest(request: Uint8Array): boolean {
  const parsed = parseEnvelope(request);
  return parsed.ok && parsed.value.channelHeader.type === HeaderType.CONFIG;
}

/** By what a request is known: the transaction it is, or the update a configuration came from, whoever wrapped it. */
export function requestId(request: Uint8Array): string {
  const parsed = parseEnvelope(request);
  if (!parsed.ok) return '';
  const { channelHeader, signatureHeader, data } = parsed.value;
  if (channelHeader.type !== HeaderType.CONFIG)
    return hex(sha256(concatBytes(signatureHeader.nonce, signatureHeader.creator)));
  const config = decode(ConfigEnvelopeSchema, data);
  return config.ok && config.value.lastUpdate ? hex(sha256(toBinary(EnvelopeSchema, config.value.lastUpdate))) : '';
}

/** Why a consenter does not let a request into a block. */
function requestFlaw(request: Uint8Array, { bundle }: BftChain, isOneOfSeveral: boolean): string | undefined {
  const parsed = parseEnvelope(request);
  if (!parsed.ok) return parsed.error.text;
  const { channelHeader } = parsed.value;
  if (!evaluatePolicy(bundle, POLICY.channelWriters, [envelopeSignedData(parsed.value)]).satisfied)
    return 'access denied: permission denied';
  if (isOneOfSeveral && channelHeader.type !== HeaderType.ENDORSER_TRANSACTION)
    return 'only endorser transactions can be sent with other transactions';
  if (channelHeader.channelId !== bundle.channelId)
    return `request is for channel ${channelHeader.channelId} but expected channel ${bundle.channelId}`;
  if (channelHeader.type === HeaderType.CONFIG) return configFlaw(parsed.value, bundle);
  return channelHeader.type === HeaderType.ENDORSER_TRANSACTION
    ? undefined
    : `transaction of type ${headerTypeName(channelHeader.type)} is not allowed to be included in blocks`;
}

/** A configuration must be what its update makes of the one in force. */
function configFlaw(envelope: ParsedEnvelope, bundle: BftChain['bundle']): string | undefined {
  const config = decode(ConfigEnvelopeSchema, envelope.data);
  if (!config.ok) return config.error;
  const next = Number(config.value.config?.sequence ?? 0n);
  return next === bundle.sequence + 1
    ? forwardedConfigFlaw(envelope, bundle, undefined)
    : `config sequence is ${next} but ${bundle.sequence + 1} was expected`;
}
