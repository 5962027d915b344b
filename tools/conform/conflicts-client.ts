/**
 * What the recordings' client does on the network: bring it up, deploy, endorse, send, read. One client for all
 * identities.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { signWith, type SigningIdentity } from '../../web/src/sim/identity/signing-identity.ts';
import { invariant } from '../../web/src/sim/kernel/result.ts';
import { parseSignaturePolicy } from '../../web/src/sim/policy/dsl.ts';
import type { Command } from '../../web/src/sim/protocol/commands.ts';
import type { ContractFolder } from '../../web/src/sim/protocol/recording.ts';
import type { Topology } from '../../web/src/sim/protocol/topology-spec.ts';
import { nodesOf } from '../../web/src/sim/topology/nodes.ts';
import { drawFrom } from '../../web/src/sim/topology/workspace.ts';
import { blockEnvelopes, transactionsFilter } from '../../web/src/sim/wire/block.ts';
import { equalBytes, utf8 } from '../../web/src/sim/wire/bytes.ts';
import { timestampOfMicros } from '../../web/src/sim/wire/envelope.ts';
import { ApplicationPolicySchema } from '../../web/src/sim/wire/gen/common/policies_pb.ts';
import {
  type CollectionConfigPackage,
  CollectionConfigPackageSchema,
  CollectionConfigSchema,
  CollectionPolicyConfigSchema,
  StaticCollectionConfigSchema,
} from '../../web/src/sim/wire/gen/peer/collection_pb.ts';
import {
  ApproveChaincodeDefinitionForMyOrgArgsSchema,
  ChaincodeSource_LocalSchema,
  ChaincodeSource_UnavailableSchema,
  ChaincodeSourceSchema,
  CommitChaincodeDefinitionArgsSchema,
} from '../../web/src/sim/wire/gen/peer/lifecycle/lifecycle_pb.ts';
import { type ProposalResponse, SignedProposalSchema } from '../../web/src/sim/wire/gen/peer/proposal_pb.ts';
import { TxValidationCode, TxValidationCodeSchema } from '../../web/src/sim/wire/gen/peer/transaction_pb.ts';
import { type ChaincodeCall, newProposal, type NewProposal } from '../../web/src/sim/wire/proposal.ts';
import { assembleTransaction } from '../../web/src/sim/wire/transaction.ts';
import type { SimulationParts } from '../../web/src/sim/worker/simulation.ts';
import { ConflictsIdentities } from './conflicts-identities.ts';
import { ConflictsNetwork } from './conflicts-network.ts';

/** A collection as the file given to `--collections-config` has it. */
export interface RecordedCollection {
  readonly name: string;
  readonly policy: string;
  readonly requiredPeerCount: number;
  readonly maxPeerCount: number;
  readonly blockToLive: number;
  readonly memberOnlyRead: boolean;
  readonly memberOnlyWrite: boolean;
  readonly endorsementPolicy?: { readonly signaturePolicy?: string; readonly channelConfigPolicy?: string };
}

export interface Definition {
  readonly name: string;
  readonly version: string;
  readonly sequence: number;
  /** Undefined: the channel's. */
  readonly signaturePolicy?: string;
  readonly collections?: readonly RecordedCollection[];
}

/** An endorsed (or refused) proposal. */
export interface Endorsed {
  readonly channel: string;
  readonly signer: SigningIdentity;
  readonly proposal: NewProposal;
  /** By peer in the order of asking. */
  readonly responses: readonly (ProposalResponse | undefined)[];
}

/** Deviations of a proposal from what a proper client sends. */
export interface ProposalFlaws {
  /** Moves the header's timestamp, microseconds. */
  readonly shiftMicros?: number;
  readonly alterSignature?: (signature: Uint8Array) => Uint8Array;
  readonly alterProposal?: (proposalBytes: Uint8Array) => Uint8Array;
}

/** How a block reads: number and, in order, envelope and code. */
export interface ReadBlock {
  readonly number: number;
  readonly transactions: readonly { readonly envelope: Uint8Array; readonly code: string }[];
}

export class ConflictsClient {
  readonly network: ConflictsNetwork;
  readonly identities: ConflictsIdentities;
  readonly topology: Topology;
  private readonly packageIds = new Map<string, string>();
  private nonces = 0;

  private constructor(topology: Topology, network: ConflictsNetwork) {
    this.topology = topology;
    this.network = network;
    const { crypto } = network.files;
    invariant(crypto, 'the network has its keys');
    this.identities = new ConflictsIdentities(crypto);
  }

  /** Machines running, channels joined by `members` of each, packages of all contracts installed everywhere. */
  static start(
    topology: Topology,
    contracts: Readonly<Record<string, ContractFolder>>,
    members: (channel: string, peer: string) => boolean,
    parts: SimulationParts,
  ): ConflictsClient {
    const network = new ConflictsNetwork(topology, contracts, parts);
    const nodes = nodesOf(topology);
    const of = (role: string) => nodes.filter((node) => node.role === role);
    const commands: Command[] = [
      { type: 'generateCrypto' },
      ...nodes.map(({ id: node }): Command => ({ type: 'startNode', node })),
    ];
    for (const { id: channel } of topology.channels) {
      commands.push({ type: 'createGenesisBlock', channel });
      for (const { id: node } of of('orderer')) commands.push({ type: 'joinOrderer', node, channel });
      for (const { id: node } of of('peer'))
        if (members(channel, node)) commands.push({ type: 'joinPeer', node, channel });
    }
    // Without anchor peers the organisations' peers would not know of each other, and private data would not cross.
    for (const { id: channel } of topology.channels)
      for (const { id: client, org } of of('client')) {
        const peer = of('peer').find((node) => node.org === org);
        if (peer && members(channel, peer.id)) commands.push({ type: 'setAnchorPeer', client, channel, peer: peer.id });
      }
    for (const label of Object.keys(contracts))
      for (const { id: client, org } of of('client')) {
        commands.push({ type: 'packageChaincode', client, source: label, label });
        for (const peer of of('peer'))
          if (peer.org === org) commands.push({ type: 'installChaincode', client, node: peer.id, label });
      }
    for (const command of commands) {
      const failure = network.perform(command);
      invariant(failure === undefined, `${command.type}: ${failure ?? ''}`);
    }
    const client = new ConflictsClient(topology, network);
    for (const { label, packageId } of Object.values(network.files.packages)) client.packageIds.set(label, packageId);
    return client;
  }

  /** `peer0.Org1` → the machine. */
  peerNamed(name: string): string {
    const dot = name.indexOf('.');
    const org = this.topology.peerOrgs.find((one) => one.name === name.slice(dot + 1));
    return `${name.slice(0, dot)}.${org?.domain ?? ''}`;
  }

  /** Peers that hold a channel. */
  peersOf(channel: string): readonly string[] {
    return nodesOf(this.topology)
      .filter(({ id, role }) => role === 'peer' && this.network.peer(id).channels[channel] !== undefined)
      .map(({ id }) => id);
  }

  get orderer(): string {
    const { orderers, domain } = this.topology.ordererOrg;
    return `${orderers[0] ?? ''}.${domain}`;
  }

  signer(name: string): SigningIdentity {
    const found = this.identities.find(name, Math.floor(this.network.unixMicros / 1_000_000));
    invariant(found, `nobody here is ${name}`);
    return found;
  }

  endorse(call: ChaincodeCall, signer: SigningIdentity, peers: readonly string[], flaws: ProposalFlaws = {}): Endorsed {
    const nonce = drawFrom('conform')(`nonce ${this.nonces++}`).slice(0, 24);
    const timestamp = timestampOfMicros(this.network.unixMicros + (flaws.shiftMicros ?? 0));
    const proposal = newProposal(call, signer.serialized, nonce, timestamp);
    const proposalBytes = flaws.alterProposal?.(proposal.proposalBytes) ?? proposal.proposalBytes;
    const proper = signWith(signer, proposalBytes);
    const signature = flaws.alterSignature?.(proper) ?? proper;
    const signedProposal = toBinary(SignedProposalSchema, create(SignedProposalSchema, { proposalBytes, signature }));
    const { channelId: channel } = call;
    const responses = this.network.ask(peers.map((peer) => ({ peer, signedProposal, channel, txid: proposal.txId })));
    return { channel, signer, proposal, responses };
  }

  /** The envelope of an endorsed call; undefined when its endorsers did not all agree to run it. */
  envelopeOf({ proposal, responses, signer }: Endorsed): Uint8Array | undefined {
    const given = responses.flatMap((response) => (response?.endorsement ? [response] : []));
    const [first] = given;
    if (!first || given.length < responses.length) return undefined;
    // The recordings' client does not mind answers that differ: the first counts, with everybody's signature.
    const agreeing = given.map((response) => ({ ...response, payload: first.payload, response: first.response }));
    const assembled = assembleTransaction(proposal.proposalBytes, agreeing, {
      creator: signer.serialized,
      sign: (bytes) => signWith(signer, bytes),
    });
    return assembled.ok ? assembled.value : undefined;
  }

  query(call: ChaincodeCall, identity: string, peer: string): ProposalResponse | undefined {
    return this.endorse(call, this.signer(identity), [peer]).responses[0];
  }

  /** Endorses, sends, and waits for the block. @returns the code, or why there is none */
  submit(call: ChaincodeCall, identity: string, peers: readonly string[]): string {
    const endorsed = this.endorse(call, this.signer(identity), peers);
    const envelope = this.envelopeOf(endorsed);
    if (!envelope) return endorsed.responses.map((one) => one?.response?.message ?? 'no answer').join('; ');
    const [block] = this.sendAll(call.channelId, [envelope]).blocks;
    return block?.transactions[0]?.code ?? 'no block';
  }

  /**
   * Sends envelopes in one stream, which ends with the first that is refused, and waits for the blocks of the others.
   * An answer is undefined for what was not sent any more.
   */
  sendAll(channel: string, envelopes: readonly Uint8Array[], orderer = this.orderer) {
    const before = this.height(channel);
    const answers: ({ readonly status: number; readonly info: string } | undefined)[] = [];
    for (const envelope of envelopes) {
      const refused = answers.some((answer) => answer?.status !== 200);
      answers.push(refused ? undefined : this.network.broadcast(orderer, channel, envelope));
    }
    const taken = envelopes.filter((_, index) => answers[index]?.status === 200);
    return { answers, blocks: this.awaitEnvelopes(channel, before, taken) };
  }

  height(channel: string): number {
    const [peer] = this.peersOf(channel);
    return peer === undefined ? 0 : this.network.ledger(peer, channel).blocks.height;
  }

  /** Waits until blocks from number `from` on hold all `envelopes` on every peer. */
  awaitEnvelopes(channel: string, from: number, envelopes: readonly Uint8Array[]): readonly ReadBlock[] {
    const found = (): readonly ReadBlock[] => this.blocks(channel, from);
    const missing = (): boolean => {
      const there = found().flatMap(({ transactions }) => transactions.map(({ envelope }) => envelope));
      return envelopes.some((envelope) => count(there, envelope) < count(envelopes, envelope));
    };
    let height = this.height(channel) - 1;
    let lacking = true;
    const limit = 20_000_000;
    this.network.runWhile(() => {
      const now = this.height(channel);
      if (now !== height) {
        height = now;
        lacking = missing();
      }
      return lacking;
    }, limit);
    this.network.awaitHeight(this.peersOf(channel), channel, this.height(channel));
    return found();
  }

  blocks(channel: string, from: number): readonly ReadBlock[] {
    const [peer] = this.peersOf(channel);
    if (peer === undefined) return [];
    const { blocks } = this.network.ledger(peer, channel);
    return Array.from({ length: blocks.height - from }, (_, index) => {
      const block = blocks.block(from + index);
      invariant(block, 'a store has the blocks below its height');
      const codes = transactionsFilter(block);
      const transactions = blockEnvelopes(block).map((envelope, txNum) => ({
        envelope,
        code: codeName(codes[txNum] ?? TxValidationCode.NOT_VALIDATED),
      }));
      return { number: from + index, transactions };
    });
  }

  /** The call with which an organisation approves. */
  approval(channel: string, definition: Definition): ChaincodeCall {
    const packageId = this.packageIds.get(definition.name);
    const source = create(ChaincodeSourceSchema, {
      Type:
        packageId === undefined
          ? { case: 'unavailable', value: create(ChaincodeSource_UnavailableSchema) }
          : { case: 'localPackage', value: create(ChaincodeSource_LocalSchema, { packageId }) },
    });
    const args = create(ApproveChaincodeDefinitionForMyOrgArgsSchema, { ...definitionFields(definition), source });
    return lifecycleCall(
      channel,
      'ApproveChaincodeDefinitionForMyOrg',
      toBinary(ApproveChaincodeDefinitionForMyOrgArgsSchema, args),
    );
  }

  commitment(channel: string, definition: Definition): ChaincodeCall {
    const args = create(CommitChaincodeDefinitionArgsSchema, definitionFields(definition));
    return lifecycleCall(channel, 'CommitChaincodeDefinition', toBinary(CommitChaincodeDefinitionArgsSchema, args));
  }

  /** Every organisation approves. */
  approveAll(channel: string, definition: Definition): void {
    for (const { name, mspId } of this.topology.peerOrgs) {
      const code = this.submit(this.approval(channel, definition), `${mspId}:Admin`, [this.peerNamed(`peer0.${name}`)]);
      invariant(code === 'VALID', `approval of ${definition.name}: ${code}`);
    }
  }

  /** Every organisation approves, and one commits. */
  deploy(channel: string, definition: Definition): void {
    this.approveAll(channel, definition);
    const admin = `${this.topology.peerOrgs[0]?.mspId ?? ''}:Admin`;
    const code = this.submit(this.commitment(channel, definition), admin, this.firstPeers());
    invariant(code === 'VALID', `commit of ${definition.name}: ${code}`);
  }

  /** peer0 of every organisation. */
  firstPeers(): readonly string[] {
    return this.topology.peerOrgs.map(({ name }) => this.peerNamed(`peer0.${name}`));
  }
}

const codeName = (code: number): string =>
  TxValidationCodeSchema.values.find(({ number }) => number === code)?.name ?? String(code);

const count = (list: readonly Uint8Array[], one: Uint8Array): number =>
  list.filter((other) => equalBytes(other, one)).length;

const lifecycleCall = (channelId: string, name: string, args: Uint8Array): ChaincodeCall => ({
  channelId,
  chaincodeName: '_lifecycle',
  args: [utf8(name), args],
});

function signaturePolicy(text: string) {
  const envelope = parseSignaturePolicy(text);
  invariant(envelope.ok, `a policy that can be read: ${text}`);
  return envelope.value;
}

function definitionFields({ name, version, sequence, signaturePolicy: policy, collections }: Definition) {
  const validationParameter =
    policy === undefined
      ? new Uint8Array(0)
      : toBinary(
          ApplicationPolicySchema,
          create(ApplicationPolicySchema, { type: { case: 'signaturePolicy', value: signaturePolicy(policy) } }),
        );
  const common = { name, version, sequence: BigInt(sequence), validationParameter };
  return collections ? { ...common, collections: collectionPackage(collections) } : common;
}

function collectionPackage(collections: readonly RecordedCollection[]): CollectionConfigPackage {
  const config = collections.map((one) => {
    const memberOrgsPolicy = create(CollectionPolicyConfigSchema, {
      payload: { case: 'signaturePolicy', value: signaturePolicy(one.policy) },
    });
    const endorsementPolicy = collectionEndorsement(one.endorsementPolicy);
    const value = create(StaticCollectionConfigSchema, {
      name: one.name,
      memberOrgsPolicy,
      requiredPeerCount: one.requiredPeerCount,
      maximumPeerCount: one.maxPeerCount,
      blockToLive: BigInt(one.blockToLive),
      memberOnlyRead: one.memberOnlyRead,
      memberOnlyWrite: one.memberOnlyWrite,
      ...(endorsementPolicy && { endorsementPolicy }),
    });
    return create(CollectionConfigSchema, { payload: { case: 'staticCollectionConfig', value } });
  });
  return create(CollectionConfigPackageSchema, { config });
}

function collectionEndorsement(policy: RecordedCollection['endorsementPolicy']) {
  if (policy?.signaturePolicy !== undefined)
    return create(ApplicationPolicySchema, {
      type: { case: 'signaturePolicy', value: signaturePolicy(policy.signaturePolicy) },
    });
  if (policy?.channelConfigPolicy !== undefined)
    return create(ApplicationPolicySchema, {
      type: { case: 'channelConfigPolicyReference', value: policy.channelConfigPolicy },
    });
  return undefined;
}
