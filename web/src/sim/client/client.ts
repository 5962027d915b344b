/**
 * The client server: endorses, collects, submits to the orderer itself, and waits for the commit.
 *
 * @fabric fabric-sdk (the classic flow the course tells): proposal → endorsements → envelope → broadcast → filtered block
 * @simplified One filtered block stream per channel, opened with the first transaction and kept.
 * @simplified The command line names one orderer; here the next of the profile is tried when one has no leader or is gone.
 */
import { fromBinary } from '@bufbuild/protobuf';
import type { ActorId, Input, Role } from '../kernel/actor.ts';
import { SECOND, type Micros } from '../kernel/time.ts';
import type { SigningIdentity } from '../identity/signing-identity.ts';
import { fromUtf8 } from '../wire/bytes.ts';
import { FilteredBlockSchema } from '../wire/gen/peer/events_pb.ts';
import { ProposalResponseSchema } from '../wire/gen/peer/proposal_pb.ts';
import { SerializedIdentitySchema } from '../wire/gen/msp/identities_pb.ts';
import { timestampOfMicros } from '../wire/envelope.ts';
import { type Message } from '../wire/messages.ts';
import { newProposal } from '../wire/proposal.ts';
import { statusName } from '../wire/status-name.ts';
import {
  beginCaCall,
  isCaTask,
  onCaGone,
  onCaPersisted,
  onCaResponse,
  onCaTimeout,
  onCaUnreachable,
} from './ca-client.ts';
import {
  beginChannelTask,
  isChannelTask,
  onChannelMessage,
  onChannelRefused,
  onChannelTimer,
} from './channel-create.ts';
import {
  bootClient,
  nextNonce,
  type Answer,
  type ClientDisk,
  type ClientState,
  type Operation,
} from './client-state.ts';
import { planCall, type PlannedCall } from './calls.ts';
import { type ClientEffect, type ClientReport, type ClientStepped, report } from './client-effects.ts';
import type { ClientTask, ProfileTask, UpdateTask } from './client-task.ts';
import { assemble, judgeAnswers } from './collect.ts';
import { isDiscoverTask } from './discover.ts';
import { beginDiscovery, onDiscoveryRefused, onDiscoveryResponse } from './discover-call.ts';
import { isPeerQuery } from './peer-query.ts';
import { sendProposal, sendProposals, WORK } from './proposals.ts';
import { listenForCommits, reportFilteredBlock } from './commit-status.ts';
import { isUpdateTask, updateOperation } from './config-update.ts';
import {
  beginEventTask,
  isEventTask,
  onEventMessage,
  onEventsGone,
  onEventsUnreachable,
  onListenTimer,
  resumeListeners,
} from './event-listener.ts';
import {
  beginGatewayTask,
  isGatewayTask,
  onGatewayGone,
  onGatewayResponse,
  onGatewayTimer,
  onGatewayUnreachable,
} from './gateway-client.ts';
import { beginSnapshotCall, onSnapshotResponse, onSnapshotUnreachable } from './snapshot-call.ts';
import { isSnapshotTask } from './snapshot-task.ts';
import { beginWorkload, isWorkloadTask, onWorkloadTimer, withWorkloads } from './workload-run.ts';

/** How long an SDK waits, by stage. For endorsements longer than a peer waits for its chaincode, whose text is then the answer. */
const TIMEOUT: Readonly<Record<Operation['stage'], Micros>> = {
  endorsing: 60 * SECOND,
  broadcasting: 30 * SECOND,
  committing: 60 * SECOND,
};

export const client: Role<ClientState, ClientDisk, Message, ClientTask, ClientReport> = {
  boot: bootClient,
  step: (state, input, now) => withWorkloads(step(state, input, now), now, begin),
};

function step(state: ClientState, input: Input<Message, ClientTask>, now: Micros): ClientStepped {
  switch (input.type) {
    case 'start':
      return resumeListeners({ ...state, born: now });
    case 'command':
      return begin({ ...state, latestCommand: input.index }, input.command, input.index, now);
    case 'message':
      return (
        onChannelMessage(state, input.from, input.message, now) ??
        onGatewayResponse(state, input.from, input.message) ??
        onEventMessage(state, input.from, input.message) ??
        onSnapshotResponse(state, input.from, input.message) ??
        onMessage(state, input.from, input.message)
      );
    case 'undeliverable':
      return (
        onChannelRefused(state, input.to, input.message, now) ??
        onGatewayUnreachable(state, input.to, input.message) ??
        onEventsUnreachable(state, input.to, input.message) ??
        onSnapshotUnreachable(state, input.to, input.message) ??
        onRefused(state, input.to, input.message)
      );
    case 'disconnected':
      return onDisconnected(state, input.from);
    case 'timer':
      return (
        onChannelTimer(state, input.timer, now) ??
        onGatewayTimer(state, input.timer) ??
        onListenTimer(state, input.timer, now) ??
        onWorkloadTimer(state, input.timer, now, begin) ??
        onTimeout(state, input.timer)
      );
    case 'persisted':
      return onCaPersisted(state, input.tag);
  }
}

function fail(state: ClientState, task: ClientTask, index: number, text: string): ClientStepped {
  return {
    state: { ...state, operations: state.operations.delete(String(index)) },
    effects: [
      { type: 'cancelTimer', timer: String(index) },
      report({ type: 'commandFailed', command: task.type, index, text }),
    ],
  };
}

function begin(state: ClientState, task: ClientTask, index: number, now: Micros): ClientStepped {
  if (task.type === 'extendNetwork') return withProfile(state, task);
  if (isCaTask(task)) return beginCaCall(state, task, index);
  if (isChannelTask(task)) return beginChannelTask(state, task, index, now);
  if (isDiscoverTask(task)) return beginDiscovery(state, task, index);
  if (isUpdateTask(task)) return beginUpdate(state, task, index, now);
  if (isSnapshotTask(task)) return beginSnapshotCall(state, task, index);
  if (isEventTask(task)) return beginEventTask(state, task, index, now);
  if (isWorkloadTask(task)) return beginWorkload(state, task, index, now, begin);
  if (isGatewayTask(task)) return beginGatewayTask(state, task, index, now);
  const policyOf = (channel: string, name: string) => state.policies.get(`${channel}/${name}`)?.signaturePolicy ?? null;
  const plan = planCall(task, state.disk.profile, policyOf);
  if (!plan.ok) return fail(state, task, index, plan.error);
  const { call, identity, endorsers } = plan.value;
  const signer = Object.hasOwn(state.disk.wallet, identity) ? state.disk.wallet[identity] : undefined;
  if (!signer) return fail(state, task, index, `identity ${identity} not found in the wallet`);
  if (endorsers.length === 0) return fail(state, task, index, `no peers of channel '${call.channelId}' are known`);
  return propose(state, task, index, plan.value, signer, now);
}

/** Nobody is waited for: what is under way goes on as it was planned. */
function withProfile(state: ClientState, { profile }: ProfileTask): ClientStepped {
  const disk = { ...state.disk, profile };
  return { state: { ...state, disk }, effects: [{ type: 'persist', tag: '', durable: disk }] };
}

function propose(
  before: ClientState,
  task: Operation['task'],
  index: number,
  { call, identity, endorsers, label }: PlannedCall,
  signer: SigningIdentity,
  now: Micros,
): ClientStepped {
  const { nonce, state } = nextNonce(before);
  const timestamp = timestampOfMicros(state.disk.epochUnixMicros + now);
  const { txId, proposalBytes } = newProposal(call, signer.serialized, nonce, timestamp);
  const operation: Operation = {
    index,
    task,
    stage: 'endorsing',
    signer,
    channel: call.channelId,
    txid: txId,
    proposalBytes,
    label,
    asked: endorsers,
    answers: [],
    envelope: undefined,
    orderersTried: 0,
  };
  const isQuery = task.type === 'evaluateTransaction' || isPeerQuery(task);
  const listening = isQuery ? unchanged(state) : listenForCommits(state, operation, now);
  const [name, ...args] = call.args;
  return {
    state: put(listening.state, operation),
    effects: [
      report({
        type: 'proposalCreated',
        channel: call.channelId,
        txid: txId,
        chaincode: call.chaincodeName,
        function: name ? fromUtf8(name) : '',
        args: call.chaincodeName.startsWith('_') || label === 'joinChain' ? [] : args.map(fromUtf8),
        identity: `${signer.mspId}:${identity}`,
        endorsers,
        transient: Object.keys(call.transient ?? {}).sort(),
      }),
      ...listening.effects,
      ...sendProposals(operation),
      { type: 'setTimer', timer: String(index), min: TIMEOUT.endorsing, max: TIMEOUT.endorsing },
    ],
  };
}

const unchanged = (state: ClientState): ClientStepped => ({ state, effects: [] });
const put = (state: ClientState, operation: Operation): ClientState => ({
  ...state,
  operations: state.operations.set(String(operation.index), operation),
});

function beginUpdate(state: ClientState, task: UpdateTask, index: number, now: Micros): ClientStepped {
  const planned = updateOperation(state, task, index, now);
  if (!planned.ok) return fail(state, task, index, planned.error);
  return broadcast(planned.value.state, planned.value.operation, planned.value.envelope);
}

/** No orderer of the profile can be reached. */
const NO_ORDERER = 'no orderers could successfully process transaction';

/** Hands the envelope to the next orderer of the profile. */
function broadcast(state: ClientState, operation: Operation, envelope: Uint8Array): ClientStepped {
  const orderer = state.disk.profile.orderers[operation.orderersTried];
  const { channel, txid, index } = operation;
  if (!orderer) return fail(state, operation.task, index, operation.refusal ?? NO_ORDERER);
  const next: Operation = { ...operation, stage: 'broadcasting', envelope, orderersTried: operation.orderersTried + 1 };
  return {
    state: put(state, next),
    effects: [
      report({ type: 'envelopeSubmitted', channel, txid, orderer }),
      {
        type: 'send',
        to: orderer,
        ...WORK,
        message: { type: 'broadcast', request: String(index), envelope, channel, txid },
      },
      { type: 'setTimer', timer: String(index), min: TIMEOUT.broadcasting, max: TIMEOUT.broadcasting },
    ],
  };
}

function onMessage(state: ClientState, from: ActorId, message: Message): ClientStepped {
  if (message.type === 'filteredBlock') {
    const filtered = fromBinary(FilteredBlockSchema, message.filtered);
    return reportFilteredBlock(state, from, filtered);
  }
  if (message.type === 'deliverStatus') return onEventsEnded(state, from, message.channel);
  if (message.type === 'discoveryResponse') return onDiscoveryResponse(state, from, message);
  if (message.type === 'caResponse') return onCaResponse(state, message);
  if (message.type !== 'proposalResponse' && message.type !== 'broadcastResponse') return unchanged(state);
  const operation = state.operations.get(message.request);
  if (!operation) return unchanged(state);
  if (message.type === 'broadcastResponse') return onBroadcastResponse(state, operation, from, message);
  if (operation.stage !== 'endorsing') return unchanged(state);
  const answer: Answer = { from, response: fromBinary(ProposalResponseSchema, message.response) };
  return onAnswer(state, { ...operation, answers: [...operation.answers, answer] }, answer);
}

/** The peer lets this client listen no longer, or not yet: the next transaction asks again. */
const onEventsEnded = (state: ClientState, from: ActorId, channel: string): ClientStepped =>
  unchanged(state.listening.get(channel) === from ? { ...state, listening: state.listening.delete(channel) } : state);

function onAnswer(state: ClientState, operation: Operation, answer: Answer): ClientStepped {
  const { channel, txid, answers, asked, index, task } = operation;
  const { response, endorsement } = answer.response;
  const collected: ClientEffect = report({
    type: 'endorsementCollected',
    channel,
    txid,
    from: answer.from,
    mspId: endorsement ? fromBinary(SerializedIdentitySchema, endorsement.endorser).mspid : '',
    status: response?.status ?? 0,
    message: response?.message ?? '',
    collected: answers.length,
    asked: asked.length,
  });
  if (answers.length < asked.length) return { state: put(state, operation), effects: [collected] };
  const verdict = judgeAnswers(operation);
  const done: readonly ClientEffect[] = [{ type: 'cancelTimer', timer: String(index) }];
  if (verdict.type === 'failed') {
    const failed = fail(state, task, index, verdict.text);
    return { ...failed, effects: [collected, ...verdict.effects, ...failed.effects] };
  }
  if (verdict.type === 'answered')
    return {
      state: { ...state, operations: state.operations.delete(String(index)) },
      effects: [collected, ...done, ...verdict.effects, report({ type: 'commandDone', command: task.type, index })],
    };
  const envelope = assemble(operation);
  if (!envelope.ok) {
    const failed = fail(state, task, index, envelope.error.text);
    return { ...failed, effects: [collected, ...envelope.error.effects, ...failed.effects] };
  }
  const sent = broadcast(remember(state, task), operation, envelope.value.bytes);
  return { ...sent, effects: [collected, ...done, ...envelope.value.effects, ...sent.effects] };
}

/** An approved or committed definition tells the client which endorsements later transactions need. */
function remember(state: ClientState, task: ClientTask): ClientState {
  if (task.type !== 'approveChaincode' && task.type !== 'commitChaincode') return state;
  const { name, signaturePolicy } = task.definition;
  return { ...state, policies: state.policies.set(`${task.channel}/${name}`, { signaturePolicy }) };
}

function onBroadcastResponse(
  state: ClientState,
  operation: Operation,
  from: ActorId,
  message: Message & { type: 'broadcastResponse' },
): ClientStepped {
  if (operation.stage !== 'broadcasting' || operation.envelope === undefined) return unchanged(state);
  const { channel, txid, index, task } = operation;
  const status = statusName(message.status);
  const answered = report({ type: 'broadcastAnswered', channel, txid, orderer: from, status, info: message.info });
  if (message.status === 200) {
    if (isUpdateTask(task)) {
      const done = { ...state, operations: state.operations.delete(String(index)) };
      const timer: ClientEffect = { type: 'cancelTimer', timer: String(index) };
      return { state: done, effects: [answered, timer, report({ type: 'commandDone', command: task.type, index })] };
    }
    const waiting: Operation = { ...operation, stage: 'committing' };
    return {
      state: put(state, waiting),
      effects: [answered, { type: 'setTimer', timer: String(index), min: TIMEOUT.committing, max: TIMEOUT.committing }],
    };
  }
  const another = message.status === 503 && operation.orderersTried < state.disk.profile.orderers.length;
  const refusal = `got unexpected status: ${status} -- ${message.info}`;
  const next = another
    ? broadcast(state, { ...operation, refusal }, operation.envelope)
    : fail(state, task, index, refusal);
  return { ...next, effects: [answered, ...next.effects] };
}

/** Nobody listens there: another peer of the organisation is asked, or another orderer. */
function onRefused(state: ClientState, to: ActorId, message: Message): ClientStepped {
  if (message.type === 'eventsSeek') return unchanged({ ...state, listening: state.listening.delete(message.channel) });
  if (message.type === 'discoveryRequest') return onDiscoveryRefused(state, to, message);
  if (message.type === 'caRequest') return onCaUnreachable(state, message);
  if (message.type !== 'proposal' && message.type !== 'broadcast') return unchanged(state);
  const operation = state.operations.get(message.request);
  if (!operation) return unchanged(state);
  if (message.type === 'broadcast' && operation.envelope !== undefined && operation.stage === 'broadcasting')
    return broadcast(state, operation, operation.envelope);
  return askAnother(state, operation, to);
}

function askAnother(state: ClientState, operation: Operation, gone: ActorId): ClientStepped {
  const { channel, task, asked, answers, index } = operation;
  if (operation.stage !== 'endorsing' || !asked.includes(gone) || answers.some(({ from }) => from === gone))
    return unchanged(state);
  const members = state.disk.profile.channels[channel] ?? [];
  const peers = members.find((member) => member.peers.includes(gone))?.peers ?? [];
  const named = 'peers' in task;
  const chosen =
    named ||
    isPeerQuery(task) ||
    isDiscoverTask(task) ||
    (task.type === 'submitTransaction' && task.endorsers !== null);
  const spare = chosen ? undefined : peers.slice(peers.indexOf(gone) + 1).find((peer) => !asked.includes(peer));
  if (!spare || channel === '') return fail(state, task, index, `failed to connect to ${gone}: connection refused`);
  const next = { ...operation, asked: asked.map((peer) => (peer === gone ? spare : peer)) };
  return { state: put(state, next), effects: [sendProposal(next, spare)] };
}

/** A timeout is not a failure of the transaction: it is not knowing. */
function onTimeout(state: ClientState, timer: string): ClientStepped {
  const operation = state.operations.get(timer);
  if (!operation) return onCaTimeout(state, timer);
  const text =
    operation.stage === 'committing'
      ? `timed out waiting for txid on all peers`
      : `context deadline exceeded while ${operation.stage}`;
  return fail(state, operation.task, operation.index, text);
}

/** A peer or orderer has gone: streams to it end, and calls it had not answered go elsewhere. */
function onDisconnected(before: ClientState, from: ActorId): ClientStepped {
  const caGone = onCaGone(before, from);
  const gatewayGone = onGatewayGone(caGone.state, from);
  const eventsGone = onEventsGone(gatewayGone.state, from);
  let { state } = eventsGone;
  const effects: ClientEffect[] = [...caGone.effects, ...gatewayGone.effects, ...eventsGone.effects];
  for (const [channel, peer] of before.listening)
    if (peer === from) state = { ...state, listening: state.listening.delete(channel) };
  for (const operation of [...before.operations.values()]) {
    const asked = askAnother(state, operation, from);
    state = asked.state;
    effects.push(...asked.effects);
  }
  return { state, effects };
}
