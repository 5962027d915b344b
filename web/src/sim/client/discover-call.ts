/**
 * Carrying a discovery question to the one peer it is for.
 *
 * @fabric discovery/client/client.go, discovery/cmd/stub.go
 */
import type { ActorId } from '../kernel/actor.ts';
import { SECOND, type Micros } from '../kernel/time.ts';
import { EMPTY } from '../wire/bytes.ts';
import type { Message } from '../wire/messages.ts';
import { type ClientStepped, report } from './client-effects.ts';
import type { ClientState, Operation } from './client-state.ts';
import { type DiscoverTask, discoveryAnswer, discoveryRequest, isDiscoverTask } from './discover.ts';

const TIMEOUT: Micros = 30 * SECOND;
/** Signing takes a client a moment. */
const WORK = { min: 300, max: 900 };

const unchanged = (state: ClientState): ClientStepped => ({ state, effects: [] });

export function beginDiscovery(state: ClientState, task: DiscoverTask, index: number): ClientStepped {
  const identity = task.identity ?? 'Admin';
  const signer = Object.hasOwn(state.disk.wallet, identity) ? state.disk.wallet[identity] : undefined;
  if (!signer) return ended(state, task, index, `identity ${identity} not found in the wallet`);
  const operation: Operation = {
    index,
    task,
    stage: 'endorsing',
    signer,
    channel: task.channel ?? '',
    txid: '',
    proposalBytes: EMPTY,
    label: task.type,
    asked: [task.node],
    answers: [],
    envelope: undefined,
    orderersTried: 0,
  };
  return {
    state: { ...state, operations: state.operations.set(String(index), operation) },
    effects: [
      { type: 'send', to: task.node, ...WORK, message: discoveryRequest(task, String(index), signer) },
      { type: 'setTimer', timer: String(index), min: TIMEOUT, max: TIMEOUT },
    ],
  };
}

/** `text` undefined: it ended well. */
function ended(state: ClientState, { type }: DiscoverTask, index: number, text: string | undefined): ClientStepped {
  return {
    state: { ...state, operations: state.operations.delete(String(index)) },
    effects: [
      { type: 'cancelTimer', timer: String(index) },
      report(
        text === undefined
          ? { type: 'commandDone', command: type, index }
          : { type: 'commandFailed', command: type, index, text },
      ),
    ],
  };
}

export function onDiscoveryResponse(
  state: ClientState,
  from: ActorId,
  { request, response }: Message & { type: 'discoveryResponse' },
): ClientStepped {
  const operation = state.operations.get(request);
  if (!operation || !isDiscoverTask(operation.task)) return unchanged(state);
  const { task, index, channel } = operation;
  const answer = discoveryAnswer(task, response);
  if (!answer.ok) return ended(state, task, index, answer.text);
  const { output } = answer;
  const answered = report({ type: 'peerQueried', channel, txid: '', query: task.type, peer: from, output });
  const done = ended(state, task, index, undefined);
  return { state: done.state, effects: [answered, ...done.effects] };
}

/** Nobody listens there. */
export function onDiscoveryRefused(
  state: ClientState,
  to: ActorId,
  { request }: Message & { type: 'discoveryRequest' },
): ClientStepped {
  const operation = state.operations.get(request);
  if (!operation || !isDiscoverTask(operation.task)) return unchanged(state);
  const text = `failed connecting to ${to}: failed connecting to discovery service: failed to create new connection: connection error: desc = "transport: error while dialing: dial tcp: connect: connection refused"`;
  return ended(state, operation.task, operation.index, text);
}
