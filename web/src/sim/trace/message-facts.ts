/**
 * How messages are named in the trace: the kind that gives shape and colour, the label that gives the word.
 */
import type { LossReason } from '../kernel/kernel-event.ts';
import type { GatewayMethod, Message } from '../wire/messages.ts';
import type { FactOf, MessageId, MessageKind, NodeId } from './facts.ts';

interface Described {
  readonly kind: MessageKind;
  readonly label: string;
  readonly size: number;
  readonly channel?: string;
  readonly txid?: string;
  readonly block?: number;
}

/** gRPC and HTTP/2 around a message without a body of its own. */
const FRAME_BYTES = 60;

const ADMIN_LABELS: readonly string[] = ['joinChain', 'joinChainBySnapshot', 'installChaincode'];
const CONFIG_LABELS: readonly string[] = ['approveChaincodeDefinition', 'commitChaincodeDefinition'];

function kindOfProposal(label: string): MessageKind {
  if (ADMIN_LABELS.includes(label)) return 'admin';
  return CONFIG_LABELS.includes(label) ? 'config' : 'proposal';
}

function describe(message: Message): Described {
  switch (message.type) {
    case 'proposal': {
      const { label, channel, txid } = message;
      return { kind: kindOfProposal(label), label, size: message.signedProposal.length, channel, txid };
    }
    case 'proposalResponse': {
      const { channel, txid } = message;
      return { kind: 'endorsement', label: 'proposalResponse', size: message.response.length, channel, txid };
    }
    case 'gatewayRequest':
      return gatewayCall(message);
    case 'gatewayResponse':
      return gatewayAnswer(message);
    case 'broadcast':
      return envelope('broadcast', message.envelope.length, message);
    case 'submitRequest':
      return envelope('submitRequest', message.envelope.length, message);
    case 'broadcastResponse':
    case 'submitResponse': {
      const { channel, txid } = message;
      return { kind: 'acknowledgement', label: message.type, size: FRAME_BYTES + message.info.length, channel, txid };
    }
    case 'consensus': {
      const { label, channel, block } = message;
      return {
        kind: label.startsWith('bft') ? 'bft' : 'raft',
        label,
        size: message.payload.length,
        channel,
        ...(block !== null && { block }),
      };
    }
    case 'kafka': {
      const { label, channel, txid } = message;
      const about = { ...(channel && { channel }), ...(txid && { txid }) };
      return { kind: 'kafka', label, size: FRAME_BYTES + message.payload.length, ...about };
    }
    case 'zooKeeper':
      return { kind: 'kafka', label: message.label, size: FRAME_BYTES + message.payload.length };
    case 'caRequest': {
      const { uri, body, authorization } = message.http;
      return { kind: 'ca', label: message.label, size: FRAME_BYTES + uri.length + body.length + authorization.length };
    }
    case 'caResponse': {
      const { outcome } = message.response;
      const label = outcome.ok ? `${message.label}Response` : 'caRefusalResponse';
      return { kind: 'ca', label, size: FRAME_BYTES + JSON.stringify(outcome).length };
    }
    default:
      return describeStreamed(message);
  }
}

type Streamed = Extract<
  Message,
  {
    readonly type:
      | 'eventsClose'
      | 'eventBlock'
      | 'deliverSeek'
      | 'deliverHeader'
      | 'deliverBlock'
      | 'deliverStatus'
      | 'discoveryRequest'
      | 'discoveryResponse'
      | 'snapshotRequest'
      | 'snapshotResponse'
      | 'deliverCancel'
      | 'gossip'
      | 'eventsSeek'
      | 'filteredBlock'
      | 'privateData'
      | 'privateDataAck'
      | 'privateDataRequest'
      | 'privateDataResponse';
  }
>;

type Question = Extract<
  Streamed,
  { readonly type: 'discoveryRequest' | 'discoveryResponse' | 'snapshotRequest' | 'snapshotResponse' }
>;

/** What somebody asks one peer. */
function describeQuestion(message: Question): Described {
  switch (message.type) {
    case 'discoveryRequest': {
      const { channel, signedRequest } = message;
      return { kind: 'admin', label: message.type, size: signedRequest.length, ...(channel && { channel }) };
    }
    case 'discoveryResponse': {
      const { channel, response } = message;
      return { kind: 'admin', label: message.type, size: response.length, ...(channel && { channel }) };
    }
    case 'snapshotRequest': {
      const { channel, method, signedRequest } = message;
      return { kind: 'admin', label: `snapshot${method}`, size: signedRequest.length, channel };
    }
    case 'snapshotResponse': {
      const { channel, outcome } = message;
      const size = outcome.ok ? outcome.payload.length : outcome.message.length;
      return { kind: 'admin', label: outcome.ok ? message.type : 'snapshotRefusal', size: FRAME_BYTES + size, channel };
    }
  }
}

function describeGossip({ label, channel, messages, block }: Message & { type: 'gossip' }): Described {
  const size = messages.reduce((sum, { length }) => sum + length, 0);
  return { kind: 'gossip', label, size, ...(channel && { channel }), ...(block !== undefined && { block }) };
}

/** Blocks and what asks for them, events, and what peers tell each other and those who look for them. */
function describeStreamed(message: Streamed): Described {
  switch (message.type) {
    case 'eventsClose':
      return { kind: 'deliver', label: 'eventsClose', size: FRAME_BYTES, channel: message.channel };
    case 'eventBlock': {
      const { channel, number } = message;
      return { kind: 'event', label: 'eventBlock', size: message.block.length, channel, block: number };
    }
    case 'deliverSeek':
      return { kind: 'deliver', label: 'deliverSeek', size: message.envelope.length, channel: message.channel };
    case 'deliverHeader': {
      const { channel, number } = message;
      return { kind: 'deliver', label: 'deliverHeader', size: message.header.length, channel, block: number };
    }
    case 'deliverBlock': {
      const { channel, number } = message;
      return { kind: 'block', label: 'deliverBlock', size: message.block.length, channel, block: number };
    }
    case 'deliverStatus':
      return { kind: 'deliver', label: 'deliverStatus', size: FRAME_BYTES, channel: message.channel };
    case 'discoveryRequest':
    case 'discoveryResponse':
    case 'snapshotRequest':
    case 'snapshotResponse':
      return describeQuestion(message);
    case 'deliverCancel':
      return { kind: 'deliver', label: 'deliverCancel', size: FRAME_BYTES, channel: message.channel };
    case 'gossip':
      return describeGossip(message);
    case 'eventsSeek':
      return { kind: 'deliver', label: 'eventsSeek', size: message.envelope.length, channel: message.channel };
    case 'filteredBlock': {
      const { channel, number } = message;
      return { kind: 'event', label: 'filteredBlock', size: message.filtered.length, channel, block: number };
    }
    case 'privateData':
    case 'privateDataAck':
    case 'privateDataRequest':
    case 'privateDataResponse':
      return privateData(message);
  }
}

const GATEWAY_KINDS: Readonly<Record<GatewayMethod, readonly [request: MessageKind, response: MessageKind]>> = {
  Evaluate: ['proposal', 'endorsement'],
  Endorse: ['proposal', 'endorsement'],
  Submit: ['envelope', 'acknowledgement'],
  CommitStatus: ['deliver', 'event'],
  ChaincodeEvents: ['deliver', 'event'],
};

function gatewayCall({ method, payload, channel, txid }: Message & { type: 'gatewayRequest' }): Described {
  const [kind] = GATEWAY_KINDS[method];
  return { kind, label: `gateway${method}`, size: payload.length, channel, ...(txid !== '' && { txid }) };
}

function gatewayAnswer(message: Message & { type: 'gatewayResponse' }): Described {
  const { method, outcome, channel, txid, block } = message;
  const [, kind] = GATEWAY_KINDS[method];
  return {
    kind: outcome.ok ? kind : 'acknowledgement',
    label: outcome.ok ? `gateway${method}Response` : 'gatewayRefusal',
    size: outcome.ok
      ? FRAME_BYTES + outcome.payload.length
      : outcome.details.reduce((sum, detail) => sum + detail.length, FRAME_BYTES + outcome.message.length),
    channel,
    ...(txid !== '' && { txid }),
    ...(block !== undefined && { block }),
  };
}

type PrivateDataMessage = Extract<
  Message,
  { readonly type: 'privateData' | 'privateDataAck' | 'privateDataRequest' | 'privateDataResponse' }
>;

function privateData(message: PrivateDataMessage): Described {
  const { type: label, channel } = message;
  switch (message.type) {
    case 'privateData':
      return { kind: 'gossip', label, size: FRAME_BYTES + message.writes.length, channel, txid: message.txid };
    case 'privateDataAck':
      return { kind: 'gossip', label, size: FRAME_BYTES, channel, txid: message.txid };
    case 'privateDataRequest':
      return { kind: 'gossip', label, size: FRAME_BYTES * message.digests.length, channel };
    case 'privateDataResponse': {
      const size = message.elements.reduce((sum, { writes }) => sum + writes.length, FRAME_BYTES);
      return { kind: 'gossip', label, size, channel };
    }
  }
}

function envelope(label: string, size: number, { channel, txid }: { channel: string; txid: string }): Described {
  return txid === '' ? { kind: 'config', label, size, channel } : { kind: 'envelope', label, size, channel, txid };
}

export function sentFact(
  message: MessageId,
  to: NodeId,
  body: Message,
  arrivesAt: number,
  lost: LossReason | null,
): FactOf<'messageSent'> {
  const wire = lost === 'linkDown' || lost === 'lossy' ? { lost } : {};
  return { type: 'messageSent', message, to, ...describe(body), arrivesAt, ...wire };
}

export const lostFact = (message: MessageId, from: NodeId, reason: LossReason): FactOf<'messageLost'> => ({
  type: 'messageLost',
  message,
  from,
  reason,
});
