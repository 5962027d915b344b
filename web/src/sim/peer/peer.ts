/**
 * The peer: endorses proposals, pulls blocks, validates and commits them, tells listeners.
 *
 * @fabric internal/peer/node/start.go
 */
import { checkAcl } from '../channel/acls.ts';
import type { ActorId, Role } from '../kernel/actor.ts';
import { PersistentMap } from '../kernel/persistent-map.ts';
import { SECOND, type Micros } from '../kernel/time.ts';
import { envelopeSignedData } from '../wire/envelope.ts';
import { Status } from '../wire/gen/common/common_pb.ts';
import type { Message } from '../wire/messages.ts';
import { parseSeek } from '../wire/seek.ts';
import { statusName } from '../wire/status-name.ts';
import { finishCommit, receiveBlock, validateNext, withChannel } from './committer.ts';
import { censored, disprove, onHeader } from './censorship-monitor.ts';
import { connect, followStream, reconnectLater } from './deliver-client.ts';
import { followDefinitions, onProposal, run, sign, timeOut, wake } from './endorser.ts';
import {
  committedBlock,
  joinedChannel,
  mayPull,
  onGossip,
  onGossipTimer,
  pulledBlock,
  startDelivery,
  startGossip,
} from './gossip/gossip.ts';
import { answerDiscovery } from './discovery-service.ts';
import { continueElection } from './gossip/election.ts';
import { INITIAL_GOSSIP } from './gossip/gossip-state.ts';
import { presumeDead } from './gossip/membership.ts';
import { KEEPALIVE_TIMEOUT } from './event-stream.ts';
import { closeStreams, openBlockStream, openChaincodeEvents, pumpStreams } from './events.ts';
import {
  onGatewayAnswer,
  onGatewayDisconnected,
  onGatewayRequest,
  onGatewayTimeout,
  onGatewayUnreachable,
} from './gateway-service.ts';
import { tellCommitted } from './gateway-submit.ts';
import { finishJoinBySnapshot } from './join-by-snapshot.ts';
import { restoreChannel } from './join-channel.ts';
import { withLoopback } from './loopback.ts';
import { checkRegained, REGAIN_TIMER, rebuildOnStart } from './offline.ts';
import type { PeerDisk, PeerEnvironment, PeerReport, PeerState, PeerStepped } from './peer-state.ts';
import type { PeerTask } from './peer-task.ts';
import { onPrivateMessage, onPrivateRefused, onPrivateTimer, resumeReconciling } from './private-data.ts';
import { reconcileLater } from './private-reconciler.ts';
import { answerSnapshotRequest } from './snapshot-service.ts';
import { beginSnapshot, finishSnapshot, resumeSnapshots } from './snapshots.ts';

export function createPeer(environment: PeerEnvironment): Role<PeerState, PeerDisk, Message, PeerTask, PeerReport> {
  const role: Role<PeerState, PeerDisk, Message, PeerTask, PeerReport> = {
    boot: (disk) => ({
      disk,
      channels: {},
      invocations: PersistentMap.empty(),
      running: PersistentMap.empty(),
      calls: PersistentMap.empty(),
      draws: 0,
      gateway: PersistentMap.empty(),
      streams: PersistentMap.empty(),
      gossip: INITIAL_GOSSIP,
    }),
    step(state, input, now) {
      switch (input.type) {
        case 'start':
          return restoreChannels(state, now);
        case 'message':
          return onMessage(state, input.from, input.message, now);
        case 'timer':
          return onTimer(state, input.timer, environment, now);
        case 'persisted':
          return onPersisted(state, input.tag, environment, now);
        case 'undeliverable':
          return onRefused(state, input.to, input.message, now);
        case 'disconnected':
          return onDisconnected(state, input.from);
        case 'command':
          return copySnapshot(state, input.command);
      }
    },
  };
  return { ...role, step: withLoopback(role.step) };
}

/** The files are on the disk at once: whoever copied them has waited for that. */
function copySnapshot(state: PeerState, { path, files }: PeerTask): PeerStepped {
  const disk = { ...state.disk, copiedSnapshots: { ...state.disk.copiedSnapshots, [path]: files } };
  return { state: { ...state, disk }, effects: [{ type: 'persist', tag: '', durable: disk }] };
}

const unchanged = (state: PeerState): PeerStepped => ({ state, effects: [] });

/** Does `step` after `before`, keeping the effects in order. */
function then(before: PeerStepped, step: (state: PeerState) => PeerStepped): PeerStepped {
  const after = step(before.state);
  return { state: after.state, effects: [...before.effects, ...after.effects] };
}

function restoreChannels(state: PeerState, now: Micros): PeerStepped {
  let stepped = rebuildOnStart(state);
  for (const [channelId, ledger] of Object.entries(stepped.state.disk.ledgers)) {
    const channel = restoreChannel(channelId, ledger);
    if (!channel.ok) continue;
    const { value } = channel;
    stepped = then(stepped, (next) =>
      startDelivery({ ...next, channels: { ...next.channels, [channelId]: value } }, channelId, now),
    );
    stepped = then(stepped, (next) => resumeSnapshots(next, channelId));
  }
  return then(
    then(stepped, (next) => startGossip(next, now)),
    resumeReconciling,
  );
}

function onMessage(state: PeerState, from: ActorId, message: Message, now: Micros): PeerStepped {
  switch (message.type) {
    case 'gatewayRequest':
      return message.method === 'ChaincodeEvents'
        ? openChaincodeEvents(state, from, message)
        : onGatewayRequest(state, from, message);
    case 'proposalResponse':
    case 'broadcastResponse':
      return onGatewayAnswer(state, from, message);
    case 'eventsClose':
      return unchanged(closeStreams(state, from, message.stream));
    case 'proposal':
      return onProposal(state, from, message, now);
    case 'discoveryRequest':
      return answerDiscovery(state, from, message);
    case 'snapshotRequest':
      return answerSnapshotRequest(state, from, message, Math.floor((state.disk.epochUnixMicros + now) / SECOND));
    case 'gossip':
      return onGossip(state, from, message, now);
    case 'eventsSeek':
      return message.stream === undefined ? openEvents(state, from, message) : openBlockStream(state, from, message);
    case 'privateData':
    case 'privateDataAck':
    case 'privateDataRequest':
    case 'privateDataResponse':
      return onPrivateMessage(state, from, message, now);
    default:
      return onDelivered(state, from, message);
  }
}

/** What orderers give. */
function onDelivered(state: PeerState, from: ActorId, message: Message): PeerStepped {
  switch (message.type) {
    case 'deliverBlock':
      return then(followStream(state, message.channel, from, message.number), (next) =>
        then(
          pulledBlock(next, receiveBlock(next, message.channel, from, message.block, 'deliver'), message),
          (pulled) => disprove(pulled, message.channel),
        ),
      );
    case 'deliverHeader':
      return onHeader(state, from, message);
    case 'deliverStatus':
      return state.channels[message.channel]?.orderer === from
        ? reconnectLater(state, message.channel, statusName(message.status))
        : unchanged(state);
    default:
      return unchanged(state);
  }
}

/** Timers and tags are a word, then what it is about. */
function splitName(name: string): readonly [string, string] {
  const space = name.indexOf(' ');
  return space < 0 ? [name, ''] : [name.slice(0, space), name.slice(space + 1)];
}

function onTimer(state: PeerState, timer: string, environment: PeerEnvironment, now: Micros): PeerStepped {
  const [kind, subject] = splitName(timer);
  switch (kind) {
    case 'run':
      return run(state, subject, environment, now);
    case 'container':
      return wake(state, subject, environment, now);
    case 'execute':
      return timeOut(state, subject);
    case 'sign':
      return sign(state, subject);
    case 'gateway':
      return onGatewayTimeout(state, subject);
    case 'snapshot':
      return finishSnapshot(state, subject);
    case REGAIN_TIMER:
      return checkRegained(state);
    case 'joinBySnapshot':
      return finishJoinBySnapshot(state);
    case 'validate':
      return validateNext(state, subject, now);
    case 'deliver':
      return mayPull(state, subject) ? connect(state, subject, now) : unchanged(state);
    case 'gossip':
      return onGossipTimer(state, now);
    case 'censor':
      return then(censored(state, subject), (next) => reconnectLater(next, subject));
    case 'election':
      return continueElection(state, subject, now);
    default:
      return onPrivateTimer(state, kind, subject, now) ?? unchanged(state);
  }
}

function onPersisted(state: PeerState, tag: string, environment: PeerEnvironment, now: Micros): PeerStepped {
  const [kind, subject] = splitName(tag);
  if (kind === 'joined') return joinedChannel(state, subject, now);
  if (kind !== 'commit') return unchanged(state);
  const [channel = '', number = ''] = subject.split(' ');
  const committed = then(finishCommit(state, channel, Number(number)), (next) =>
    followDefinitions(next, channel, Number(number), environment, now),
  );
  const kept = then(committed, (next) => beginSnapshot(next, channel, Number(number)));
  const told = then(kept, (next) => tellCommitted(next, channel));
  const pumped = then(told, (next) => pumpStreams(next, channel));
  const passedOn = committedBlock(pumped, channel, Number(number));
  return then(passedOn, (next) => reconcileLater(next, channel));
}

/** Deliver.DeliverFiltered: the client gets every block from now on. @simplified Always from the newest block. */
function openEvents(state: PeerState, from: ActorId, message: Message & { type: 'eventsSeek' }): PeerStepped {
  const { channel } = message;
  const joined = state.channels[channel];
  const seek = parseSeek(message.envelope);
  const refuse = (status: Status): PeerStepped => ({
    state,
    effects: [
      { type: 'send', to: from, message: { type: 'deliverStatus', channel, status }, patience: KEEPALIVE_TIMEOUT },
    ],
  });
  if (!joined) return refuse(Status.NOT_FOUND);
  if (!seek.ok) return refuse(Status.BAD_REQUEST);
  const allowed = checkAcl(joined.bundle, 'event/FilteredBlock', [envelopeSignedData(seek.value.envelope)]);
  if (!allowed.ok) return refuse(Status.FORBIDDEN);
  const listeners = [...joined.listeners.filter((listener) => listener !== from), from];
  return { state: withChannel(state, channel, { listeners }), effects: [] };
}

function onRefused(state: PeerState, to: ActorId, message: Message, now: Micros): PeerStepped {
  if (message.type === 'privateData' || message.type === 'privateDataRequest')
    return onPrivateRefused(state, to, message, now);
  if (message.type === 'deliverSeek')
    return state.channels[message.channel]?.orderer === to ? reconnectLater(state, message.channel) : unchanged(state);
  if (message.type === 'gossip') return presumeDead(state, to);
  if (message.type === 'proposal' || message.type === 'broadcast')
    return onGatewayUnreachable(state, message.request, to);
  if (message.type === 'eventBlock' || message.type === 'gatewayResponse') return unchanged(closeStreams(state, to));
  return message.type === 'filteredBlock' ? dropListener(closeStreams(state, to), to) : unchanged(state);
}

function onDisconnected(state: PeerState, from: ActorId): PeerStepped {
  let stepped = onGatewayDisconnected(closeStreams(dropListener(state, from).state, from), from);
  for (const [channel, { orderer }] of Object.entries(state.channels))
    if (orderer === from) stepped = then(stepped, (next) => reconnectLater(next, channel));
  return stepped;
}

function dropListener(before: PeerState, listener: ActorId): PeerStepped {
  let state = before;
  for (const [channel, { listeners }] of Object.entries(before.channels))
    if (listeners.includes(listener))
      state = withChannel(state, channel, { listeners: listeners.filter((other) => other !== listener) });
  return unchanged(state);
}
