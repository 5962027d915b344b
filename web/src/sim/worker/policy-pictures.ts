/**
 * The policies behind a message, a transaction or a block, asked once more to be drawn.
 *
 * A decision is evaluated in the world as it was one microsecond before it fell: the message had not arrived, the block
 * had not been validated. So the configuration, the chaincode's definition and the policies of keys are those the node
 * went by, whatever has changed since. A decision still to come is evaluated as things stand.
 */
import { CHANNEL_ACLS, PEER_ACLS, policyPathFor } from '../channel/acls.ts';
import type { ChannelBundle } from '../channel/bundle.ts';
import { POLICY } from '../channel/config-tree.ts';
import { creationTemplate } from '../channel/channel-creation.ts';
import { guardedElements } from '../channel/guarded-elements.ts';
import type { StateDb } from '../ledger/state-db.ts';
import type { OrdererState } from '../orderer/orderer-state.ts';
import { policiesAsked } from '../peer/endorsement-policies.ts';
import { LIFECYCLE_NAMESPACE } from '../peer/lifecycle/lifecycle-state.ts';
import type { PeerState } from '../peer/peer-state.ts';
import { namespacesToCheck } from '../peer/validator.ts';
import type { PolicyPicture } from '../protocol/policy-picture.ts';
import { nodesOf } from '../topology/nodes.ts';
import type { NodeId } from '../trace/facts.ts';
import { blockNumber, blockSignedData, decodeBlock } from '../wire/block.ts';
import { fromUtf8 } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { envelopeSignedData, parseEnvelope, type ParsedEnvelope } from '../wire/envelope.ts';
import { type Block, type Envelope, EnvelopeSchema, HeaderType } from '../wire/gen/common/common_pb.ts';
import { ConfigEnvelopeSchema } from '../wire/gen/common/configtx_pb.ts';
import { SignedProposalSchema } from '../wire/gen/peer/proposal_pb.ts';
import type { Message } from '../wire/messages.ts';
import { parseProposal } from '../wire/proposal.ts';
import { decodeTransaction, endorsementSignedData } from '../wire/transaction.ts';
import { applicationPolicyPicture, localPicture, pathPicture, type Question } from './policy-evaluation.ts';
import type { Simulation } from './simulation.ts';

type Pictures = readonly PolicyPicture[];
type Asked = PolicyPicture['asked'];

/** What a node knows of a channel: its configuration and, on a peer, the state. */
interface Seat {
  readonly bundle: ChannelBundle;
  readonly state: StateDb | undefined;
}

/** The world just before `at`, or as it is when that is still to come. */
const justBefore = (simulation: Simulation, at: number): Simulation =>
  at > simulation.now ? simulation : simulation.forkAt(Math.max(0, at - 1));

const roleOf = (simulation: Simulation, node: NodeId): string | undefined =>
  nodesOf(simulation.recording.topology).find(({ id }) => id === node)?.role;

function peerState(simulation: Simulation, node: NodeId): PeerState | undefined {
  return roleOf(simulation, node) === 'peer' ? (simulation.stateOf(node) as PeerState | undefined) : undefined;
}

function ordererState(simulation: Simulation, node: NodeId): OrdererState | undefined {
  return roleOf(simulation, node) === 'orderer' ? (simulation.stateOf(node) as OrdererState | undefined) : undefined;
}

function seatOf(simulation: Simulation, node: NodeId, channel: string): Seat | undefined {
  const peer = peerState(simulation, node);
  const bundle = peer?.channels[channel]?.bundle ?? ordererState(simulation, node)?.chains[channel]?.bundle;
  return bundle && { bundle, state: peer?.disk.ledgers[channel]?.state };
}

/** What the receiver of a message asks before it does anything else; empty for a message that never arrives. */
export function messagePictures(simulation: Simulation, id: number, message: Message): Pictures {
  const sent = simulation.entries.find(({ fact }) => fact.type === 'messageSent' && fact.message === id);
  if (sent?.fact.type !== 'messageSent' || sent.fact.lost !== undefined) return [];
  const { to, arrivesAt } = sent.fact;
  const world = justBefore(simulation, arrivesAt);
  switch (message.type) {
    case 'broadcast':
      return envelopePictures(world, to, message.envelope, 'here');
    case 'submitRequest':
      return envelopePictures(world, sent.node, message.envelope, 'before');
    case 'deliverSeek':
    case 'eventsSeek':
      return seekPictures(seatOf(world, to, message.channel), message);
    case 'deliverBlock': {
      const block = decodeBlock(message.block);
      return block.ok ? blockPictures(seatOf(world, to, message.channel), block.value) : [];
    }
    case 'proposal':
      return proposalPictures(world, to, message);
    default:
      return [];
  }
}

/** A transaction as a peer judged it, or as an orderer would have taken it in. */
export function transactionPictures(simulation: Simulation, node: NodeId, channel: string, txid: string): Pictures {
  const ledger = peerState(simulation, node)?.disk.ledgers[channel];
  const blocks = ledger?.blocks ?? ordererState(simulation, node)?.disk.chains[channel]?.blocks;
  const stored = blocks?.transaction(txid);
  if (!stored || stored.position.blockNum === 0) return [];
  const seat = seatBeforeBlock(simulation, node, channel, stored.position.blockNum);
  const parsed = parseEnvelope(stored.envelope);
  if (!seat || !parsed.ok) return [];
  const { channelHeader, data } = parsed.value;
  if (channelHeader.type === HeaderType.CONFIG) {
    const config = decode(ConfigEnvelopeSchema, data);
    const update = config.ok ? config.value.lastUpdate : undefined;
    return update ? updatePictures(seat.bundle, update, 'modification', ledger ? 'here' : 'before') : [];
  }
  return [
    ...endorsementPictures(seat, stored.envelope, 'here'),
    ...writersPicture(seat.bundle, parsed.value, 'before'),
  ];
}

/** Whether a peer accepted a block as one of the channel's orderers'. */
export function storedBlockPictures(simulation: Simulation, node: NodeId, channel: string, block: Block): Pictures {
  if (!peerState(simulation, node) || blockNumber(block) === 0) return [];
  return blockPictures(seatBeforeBlock(simulation, node, channel, blockNumber(block)), block);
}

/** As the node stood when it began to work on a block of its chain. */
function seatBeforeBlock(simulation: Simulation, node: NodeId, channel: string, number: number): Seat | undefined {
  const worked = simulation.entries.findLast(
    ({ node: at, fact }) =>
      at === node &&
      (fact.type === 'blockValidated' || fact.type === 'blockWritten') &&
      fact.channel === channel &&
      fact.number === number,
  );
  return seatOf(worked ? justBefore(simulation, worked.at) : simulation, node, channel);
}

function envelopePictures(world: Simulation, node: NodeId, bytes: Uint8Array, asked: Asked): Pictures {
  const parsed = parseEnvelope(bytes);
  const envelope = decode(EnvelopeSchema, bytes);
  if (!parsed.ok || !envelope.ok) return [];
  const { channelId, type } = parsed.value.channelHeader;
  const seat = seatOf(world, node, channelId);
  if (!seat) return type === HeaderType.CONFIG_UPDATE ? creationPictures(world, node, bytes, envelope.value) : [];
  const writers = writersPicture(seat.bundle, parsed.value, asked);
  if (type === HeaderType.CONFIG_UPDATE)
    return [...updatePictures(seat.bundle, envelope.value, 'modification', asked), ...writers];
  const judge = firstSeatOfPeer(world, channelId);
  return [...writers, ...(judge ? endorsementPictures(judge, bytes, 'later') : [])];
}

function firstSeatOfPeer(world: Simulation, channel: string): Seat | undefined {
  for (const { id, role } of nodesOf(world.recording.topology)) {
    const seat = role === 'peer' ? seatOf(world, id, channel) : undefined;
    if (seat) return seat;
  }
  return undefined;
}

const writersPicture = (bundle: ChannelBundle, envelope: ParsedEnvelope, asked: Asked): Pictures => [
  pathPicture(bundle, POLICY.channelWriters, { purpose: 'writers', element: null, asked }, [
    envelopeSignedData(envelope),
  ]),
];

function updatePictures(
  bundle: ChannelBundle,
  envelope: Envelope,
  purpose: 'modification' | 'creation',
  asked: Asked,
): Pictures {
  const update = guardedElements(bundle, envelope);
  if (!update.ok) return [];
  const { elements, signedData } = update.value;
  return elements.map(({ key, policy }) => pathPicture(bundle, policy, { purpose, element: key, asked }, signedData));
}

/** An orderer that has a system channel makes a channel it does not know, if the consortium agrees. */
function creationPictures(world: Simulation, node: NodeId, bytes: Uint8Array, envelope: Envelope): Pictures {
  const chains = Object.values(ordererState(world, node)?.chains ?? {});
  const system = chains.find(({ bundle }) => bundle.consortiums !== undefined);
  const template = system && creationTemplate(system.bundle, bytes);
  return template?.ok ? updatePictures(template.value, envelope, 'creation', 'here') : [];
}

function endorsementPictures(seat: Seat, bytes: Uint8Array, asked: Asked): Pictures {
  const decoded = decodeTransaction(bytes);
  const action = decoded.ok ? decoded.value.action : undefined;
  const { state, bundle } = seat;
  if (!action?.ok || !action.value.outcome.ok || !state) return [];
  const outcome = action.value.outcome.value;
  const signedData = endorsementSignedData(action.value);
  return namespacesToCheck(outcome).flatMap((namespace) => {
    const writes = outcome.namespaces.find((set) => set.namespace === namespace);
    const policies = policiesAsked(namespace, writes, { state, bundle });
    if (!policies.ok) return [];
    const purpose = namespace === LIFECYCLE_NAMESPACE ? 'lifecycle' : 'endorsement';
    return policies.value.map(({ key, policy }) => {
      const question: Question = { purpose, element: key ? `${key.store}: ${key.key}` : namespace, asked };
      return applicationPolicyPicture(bundle, key?.key ?? namespace, policy, question, signedData);
    });
  });
}

function seekPictures(seat: Seat | undefined, message: Message & { type: 'deliverSeek' | 'eventsSeek' }): Pictures {
  const parsed = parseEnvelope(message.envelope);
  if (!parsed.ok || !seat) return [];
  const resource = message.type === 'eventsSeek' ? 'event/FilteredBlock' : null;
  const path = resource === null ? POLICY.channelReaders : policyPathFor(seat.bundle, resource);
  const question: Question = { purpose: 'readers', element: resource, asked: 'here' };
  return path === undefined ? [] : [pathPicture(seat.bundle, path, question, [envelopeSignedData(parsed.value)])];
}

function blockPictures(seat: Seat | undefined, block: Block): Pictures {
  if (!seat) return [];
  const signed = blockSignedData(block, seat.bundle.orderer?.consenters ?? []);
  const question: Question = { purpose: 'blockValidation', element: null, asked: 'here' };
  return signed.ok ? [pathPicture(seat.bundle, POLICY.blockValidation, question, signed.value)] : [];
}

/** A system chaincode guards each of its functions; every other chaincode is one resource. */
function proposalPictures(world: Simulation, node: NodeId, message: Message & { type: 'proposal' }): Pictures {
  const signed = decode(SignedProposalSchema, message.signedProposal);
  const parsed = signed.ok ? parseProposal(signed.value.proposalBytes) : undefined;
  const peer = peerState(world, node);
  if (!signed.ok || !parsed?.ok || !peer) return [];
  const { chaincodeName, args, channelHeader, signatureHeader } = parsed.value;
  const own = `${chaincodeName}/${fromUtf8(args[0] ?? new Uint8Array(0))}`;
  const resource = own in CHANNEL_ACLS || own in PEER_ACLS ? own : 'peer/Propose';
  const { proposalBytes: data, signature } = signed.value;
  const signedData = [{ data, identity: signatureHeader.creator, signature }];
  const local = PEER_ACLS[resource];
  if (local !== undefined) {
    const question: Question = { purpose: 'administration', element: resource, asked: 'here' };
    return [localPicture(peer.disk.localMsp, local, question, signedData)];
  }
  const bundle = peer.channels[channelHeader.channelId]?.bundle;
  const path = bundle && policyPathFor(bundle, resource);
  const purpose = path?.endsWith('/Readers') ? 'readers' : 'writers';
  const question: Question = { purpose, element: resource, asked: 'here' };
  return bundle && path ? [pathPicture(bundle, path, question, signedData)] : [];
}
