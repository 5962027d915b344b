/**
 * A transaction taken apart: from a block where it is in one, else from the last message that carried it. Signatures are
 * checked as a validator would check them; nothing here decides anything.
 */
import { toBinary } from '@bufbuild/protobuf';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Layer, NamespaceSet, TransactionInside } from '../protocol/inside-transaction.ts';
import type { NodeId } from '../trace/facts.ts';
import { fromUtf8, hex } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { envelopeSignedData, type SignedData } from '../wire/envelope.ts';
import type { Version as WireVersion } from '../wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import { codeName } from '../peer/committer.ts';
import { SignedProposalSchema } from '../wire/gen/peer/proposal_pb.ts';
import { EnvelopeSchema } from '../wire/gen/common/common_pb.ts';
import { EndorseRequestSchema, SubmitRequestSchema } from '../wire/gen/gateway/gateway_pb.ts';
import type { Message } from '../wire/messages.ts';
import { envelopeLayers, type MessageSpan, signedProposalLayers } from '../wire/layers.ts';
import { parseProposal } from '../wire/proposal.ts';
import {
  decodeTransaction,
  type DecodedTransaction,
  endorsementSignedData,
  type NamespaceReadWriteSet,
} from '../wire/transaction.ts';
import { type ChannelSeat, seatOf, seatsOf } from './channel-seats.ts';
import { signedBy } from './inside-block.ts';
import type { Simulation } from './simulation.ts';

interface Wanted {
  readonly node: NodeId;
  readonly channel: string;
  readonly txid: string;
}

type Carried = Pick<TransactionInside, 'stored' | 'carrier'> & { readonly bytes: Uint8Array };

export function transactionInside(simulation: Simulation, { node, channel, txid }: Wanted): Result<TransactionInside> {
  const own = seatOf(simulation, node, channel);
  const seats = [...(own ? [own] : []), ...seatsOf(simulation, channel)];
  const carried = storedIn(seats, txid) ?? sentAs(simulation, txid);
  if (!carried) return refuse('unknownTransaction', { node, channel, txid });
  const seat = seats.find(({ bundle }) => bundle !== undefined);
  const decoded = carried.carrier === 'envelope' ? decodeTransaction(carried.bytes) : undefined;
  const opened = decoded?.ok ? decoded.value : undefined;
  const root = carried.carrier === 'envelope' ? envelopeLayers(carried.bytes) : signedProposalLayers(carried.bytes);
  return ok({
    txid,
    channel,
    stored: carried.stored,
    carrier: carried.carrier,
    bytes: hex(carried.bytes),
    root: layerOf(root),
    creator: creatorOf(carried, opened, seat),
    ...endorsedIn(opened, seat),
  });
}

function storedIn(seats: readonly ChannelSeat[], txid: string): Carried | undefined {
  for (const { node, role, blocks } of seats) {
    const found = blocks.transaction(txid);
    if (!found) continue;
    const { position, code, envelope } = found;
    const name = role === 'peer' ? codeName(code) : null;
    const stored = { node, block: position.blockNum, index: position.txNum, code: name };
    return { stored, carrier: 'envelope', bytes: envelope };
  }
  return undefined;
}

/** What was sent last of it; the envelope before the proposal. */
function sentAs(simulation: Simulation, txid: string): Carried | undefined {
  let proposal: Carried | undefined;
  for (let at = simulation.entries.length - 1; at >= 0; at--) {
    const fact = simulation.entries[at]?.fact;
    if (fact?.type !== 'messageSent' || fact.txid !== txid) continue;
    const message = simulation.payloadOf(fact.message);
    const carried = message && carriedBy(message);
    if (carried?.carrier === 'envelope') return carried;
    proposal ??= carried;
  }
  return proposal;
}

function carriedBy(message: Message): Carried | undefined {
  switch (message.type) {
    case 'broadcast':
    case 'submitRequest':
      return { stored: null, carrier: 'envelope', bytes: message.envelope };
    case 'proposal':
      return { stored: null, carrier: 'proposal', bytes: message.signedProposal };
    case 'gatewayRequest':
      return carriedByGateway(message);
    default:
      return undefined;
  }
}

/** A client hands a gateway its proposal, and later the envelope the gateway has prepared and it has signed. */
function carriedByGateway({ method, payload }: Message & { type: 'gatewayRequest' }): Carried | undefined {
  if (method === 'Submit') {
    const request = decode(SubmitRequestSchema, payload);
    const envelope = request.ok ? request.value.preparedTransaction : undefined;
    return envelope && { stored: null, carrier: 'envelope', bytes: toBinary(EnvelopeSchema, envelope) };
  }
  if (method !== 'Endorse') return undefined;
  const request = decode(EndorseRequestSchema, payload);
  const signed = request.ok ? request.value.proposedTransaction : undefined;
  return signed && { stored: null, carrier: 'proposal', bytes: toBinary(SignedProposalSchema, signed) };
}

function creatorOf(
  { carrier, bytes }: Carried,
  opened: DecodedTransaction | undefined,
  seat: ChannelSeat | undefined,
): TransactionInside['creator'] {
  const msps = seat?.bundle?.mspManager;
  const data = carrier === 'envelope' ? opened && envelopeSignedData(opened.envelope) : proposalSignedData(bytes);
  return (msps && data && signedBy([data], msps)[0]) ?? null;
}

function proposalSignedData(bytes: Uint8Array): SignedData | undefined {
  const signed = decode(SignedProposalSchema, bytes);
  const parsed = signed.ok ? parseProposal(signed.value.proposalBytes) : undefined;
  if (!signed.ok || !parsed?.ok) return undefined;
  const { proposalBytes: data, signature } = signed.value;
  return { data, identity: parsed.value.signatureHeader.creator, signature };
}

type Endorsed = Pick<TransactionInside, 'endorsements' | 'proposalHash' | 'namespaces'>;

const NOT_ENDORSED: Endorsed = { endorsements: [], proposalHash: { signed: '', computed: '' }, namespaces: [] };

function endorsedIn(opened: DecodedTransaction | undefined, seat: ChannelSeat | undefined): Endorsed {
  const action = opened?.action?.ok ? opened.action.value : undefined;
  if (!action) return NOT_ENDORSED;
  const msps = seat?.bundle?.mspManager;
  const payload = action.proposalResponsePayload.length;
  return {
    endorsements: (msps ? signedBy(endorsementSignedData(action), msps) : []).map((signed, index) => ({
      ...signed,
      covers: { payload, endorser: action.endorsements[index]?.endorser.length ?? 0 },
    })),
    proposalHash: { signed: hex(action.proposalHash), computed: hex(action.expectedProposalHash) },
    namespaces: action.outcome.ok ? action.outcome.value.namespaces.map(namespaceSet) : [],
  };
}

const versionText = (version: WireVersion | undefined): string | null =>
  version ? `${version.blockNum}.${version.txNum}` : null;

const LONGEST_VALUE = 400;

const valueText = (value: Uint8Array): string => {
  const text = fromUtf8(value.subarray(0, LONGEST_VALUE));
  return value.length > LONGEST_VALUE ? `${text}…` : text;
};

const namespaceSet = ({ namespace, kv, collections }: NamespaceReadWriteSet): NamespaceSet => ({
  namespace,
  reads: kv.reads.map(({ key, version }) => ({ key, version: versionText(version) })),
  ranges: kv.rangeQueriesInfo.map(({ startKey, endKey, readsInfo }) => ({
    start: startKey,
    end: endKey,
    results: readsInfo.case === 'rawReads' ? readsInfo.value.kvReads.length : 0,
  })),
  writes: kv.writes.map(({ key, isDelete, value }) => ({ key, isDelete, value: isDelete ? '' : valueText(value) })),
  metadataWrites: kv.metadataWrites.map(({ key }) => key),
  collections: collections.map(({ collection, hashed, pvtRwsetHash }) => ({
    collection,
    hash: hex(pvtRwsetHash),
    reads: hashed.hashedReads.map(({ keyHash, version }) => ({ key: hex(keyHash), version: versionText(version) })),
    writes: hashed.hashedWrites.map(({ keyHash, valueHash, isDelete }) => ({
      key: hex(keyHash),
      value: isDelete ? '' : hex(valueHash),
      isDelete,
    })),
  })),
});

/** The spans as layers: a message that says who or what it is gets that as its label. */
function layerOf({ name, message, offset, size, fields, layers }: MessageSpan): Layer {
  const telling = TELLING[message];
  const label = fields.find((field) => field.name === telling)?.value ?? '';
  return { name, message, offset, size, label, fields, layers: layers.map(layerOf) };
}

const TELLING: Readonly<Record<string, string>> = {
  'msp.SerializedIdentity': 'mspid',
  'rwset.NsReadWriteSet': 'namespace',
  'rwset.CollectionHashedReadWriteSet': 'collection_name',
  'kvrwset.KVRead': 'key',
  'kvrwset.KVWrite': 'key',
  'protos.ChaincodeID': 'name',
  'common.ChannelHeader': 'type',
};
