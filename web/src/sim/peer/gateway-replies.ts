/**
 * How calls of the Gateway service end: with a response message, or with a gRPC status and the errors of those asked.
 *
 * @fabric internal/pkg/gateway/apiutils.go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { ErrorDetailSchema } from '../wire/gen/gateway/gateway_pb.ts';
import { GRPC_CODES } from '../wire/grpc-status.ts';
import { KEEPALIVE_TIMEOUT } from './event-stream.ts';
import type { GatewayError } from './gateway-errors.ts';
import type { GatewayCaller } from './gateway-state.ts';
import { type PeerState, type PeerStepped, report } from './peer-state.ts';

export const gatewayTimer = (id: string): string => `gateway ${id}`;

export const withoutCall = (state: PeerState, id: string): PeerState => ({
  ...state,
  gateway: state.gateway.delete(id),
});

/** The call has succeeded. @param payload the serialized response message */
export function answerCall(state: PeerState, caller: GatewayCaller, payload: Uint8Array): PeerStepped {
  const { id, client, request, method, channel, txid } = caller;
  return {
    state: withoutCall(state, id),
    effects: [
      { type: 'cancelTimer', timer: gatewayTimer(id) },
      {
        type: 'send',
        to: client,
        message: { type: 'gatewayResponse', request, method, outcome: { ok: true, payload }, channel, txid },
      },
    ],
  };
}

/** The call has failed. */
export function refuseCall(state: PeerState, caller: GatewayCaller, error: GatewayError): PeerStepped {
  const { id, client, request, method, channel, txid } = caller;
  const { code, message, details } = error;
  const encoded = details.map(({ address, mspId, message: text }) =>
    toBinary(ErrorDetailSchema, create(ErrorDetailSchema, { address, mspId, message: text })),
  );
  const outcome = { ok: false, code: GRPC_CODES[code], message, details: encoded } as const;
  return {
    state: withoutCall(state, id),
    effects: [
      { type: 'cancelTimer', timer: gatewayTimer(id) },
      report({ type: 'gatewayCallRefused', channel, txid, method, code, message }),
      {
        type: 'send',
        to: client,
        message: { type: 'gatewayResponse', request, method, outcome, channel, txid },
        // A stream is the one call its caller sets no time to.
        ...(method === 'ChaincodeEvents' && { patience: KEEPALIVE_TIMEOUT }),
      },
    ],
  };
}
