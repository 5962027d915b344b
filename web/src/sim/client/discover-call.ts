/**
 * Carrying a discovery question to the one peer it is for.
 *
 * @fabric discovery/client/client.go, discovery/cmd/stub.go
 */
import type { ActorId } from '../kernel/actor.ts';
import type { Message } from '../wire/messages.ts';
import type { ClientStepped } from './client-effects.ts';
import type { ClientState } from './client-state.ts';
import { type DiscoverTask, discoveryAnswer, discoveryRequest, isDiscoverTask } from './discover.ts';
import { askPeer, endQuestion, openQuestion, questionAnswered } from './peer-question.ts';

const unchanged = (state: ClientState): ClientStepped => ({ state, effects: [] });

export const beginDiscovery = (state: ClientState, task: DiscoverTask, index: number): ClientStepped =>
  askPeer(state, task, index, (signer) => ({ state, message: discoveryRequest(task, String(index), signer) }));

export function onDiscoveryResponse(
  state: ClientState,
  from: ActorId,
  { request, response }: Message & { type: 'discoveryResponse' },
): ClientStepped {
  const question = openQuestion(state, request, isDiscoverTask);
  if (!question) return unchanged(state);
  const answer = discoveryAnswer(question.task, response);
  return answer.ok ? questionAnswered(state, question, from, answer.output) : endQuestion(state, question, answer.text);
}

/** Nobody listens there. */
export function onDiscoveryRefused(
  state: ClientState,
  to: ActorId,
  { request }: Message & { type: 'discoveryRequest' },
): ClientStepped {
  const question = openQuestion(state, request, isDiscoverTask);
  if (!question) return unchanged(state);
  const text = `failed connecting to ${to}: failed connecting to discovery service: failed to create new connection: connection error: desc = "transport: error while dialing: dial tcp: connect: connection refused"`;
  return endQuestion(state, question, text);
}
