/**
 * The door of the Gateway service: which call goes where, and what happens when someone goes away.
 *
 * @fabric internal/pkg/gateway/gateway.go
 */
import type { ActorId } from '../kernel/actor.ts';
import type { Message } from '../wire/messages.ts';
import { beginGatewayCall, onEndorserAnswer, onEndorserUnreachable } from './gateway.ts';
import { gatewayError } from './gateway-errors.ts';
import { refuseCall } from './gateway-replies.ts';
import type { GatewayCaller } from './gateway-state.ts';
import { beginCommitStatus, beginSubmit, onOrdererAnswer, onOrdererUnreachable } from './gateway-submit.ts';
import type { PeerState, PeerStepped } from './peer-state.ts';

const unchanged = (state: PeerState): PeerStepped => ({ state, effects: [] });

/** A client calls, except for a stream of events. */
export function onGatewayRequest(
  state: PeerState,
  from: ActorId,
  message: Message & { type: 'gatewayRequest' },
): PeerStepped {
  const { request, method, channel, txid, payload } = message;
  const caller: GatewayCaller = { id: `${from}/${request}`, client: from, request, method, channel, txid };
  switch (method) {
    case 'Evaluate':
    case 'Endorse':
      return beginGatewayCall(state, caller, message);
    case 'Submit':
      return beginSubmit(state, caller, payload);
    case 'CommitStatus':
      return beginCommitStatus(state, caller, payload);
    case 'ChaincodeEvents':
      return unchanged(state);
  }
}

/** An answer to what the gateway asked. */
export function onGatewayAnswer(
  state: PeerState,
  from: ActorId,
  message: Message & { type: 'proposalResponse' | 'broadcastResponse' },
): PeerStepped {
  const stepped =
    message.type === 'proposalResponse'
      ? onEndorserAnswer(state, from, message)
      : onOrdererAnswer(state, from, message);
  return stepped ?? unchanged(state);
}

/** Somebody the gateway asked is not there, or has gone. */
export function onGatewayUnreachable(state: PeerState, request: string, gone: ActorId): PeerStepped {
  return onEndorserUnreachable(state, request, gone) ?? onOrdererUnreachable(state, request, gone) ?? unchanged(state);
}

/** A machine is gone: its own calls are forgotten, those that waited for it go on without it. */
export function onGatewayDisconnected(before: PeerState, gone: ActorId): PeerStepped {
  let stepped = unchanged(before);
  for (const call of before.gateway.values()) {
    const { state } = stepped;
    if (call.client === gone) stepped = { ...stepped, state: { ...state, gateway: state.gateway.delete(call.id) } };
    else {
      const next = onGatewayUnreachable(state, call.id, gone);
      stepped = { state: next.state, effects: [...stepped.effects, ...next.effects] };
    }
  }
  return stepped;
}

/** The time of a call is up. */
export function onGatewayTimeout(state: PeerState, id: string): PeerStepped {
  const call = state.gateway.get(id);
  if (!call) return unchanged(state);
  const doing =
    call.stage === 'submitting' || call.stage === 'submittingToAll'
      ? 'submit timeout expired while broadcasting to ordering service'
      : `${call.method === 'Evaluate' ? 'evaluate' : 'endorsement'} timeout expired`;
  return refuseCall(state, call, gatewayError('DEADLINE_EXCEEDED', doing));
}
