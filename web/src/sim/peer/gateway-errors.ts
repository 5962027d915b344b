/**
 * The errors a gateway answers with: gRPC codes, Fabric's words, and which peer said what.
 *
 * @fabric internal/pkg/gateway/apiutils.go
 */
import type { ActorId } from '../kernel/actor.ts';
import type { ProposalResponse } from '../wire/gen/peer/proposal_pb.ts';
import type { GrpcCode } from '../wire/grpc-status.ts';

/** What one peer answered. */
export interface ErrorDetail {
  readonly address: string;
  readonly message: string;
  readonly mspId: string;
}

export interface GatewayError {
  readonly code: GrpcCode;
  readonly message: string;
  readonly details: readonly ErrorDetail[];
}

export const gatewayError = (code: GrpcCode, message: string, details: readonly ErrorDetail[] = []): GatewayError => ({
  code,
  message,
  details,
});

/** What came back from a peer. `refused`: it did not take the proposal at all; `unreachable`: nobody answered. */
export type PeerAnswer =
  | { readonly type: 'response'; readonly response: ProposalResponse }
  | { readonly type: 'refused'; readonly message: string }
  | { readonly type: 'unreachable'; readonly message: string };

export interface AnswerStatus {
  readonly code: GrpcCode;
  readonly message: string;
  /** A query may be tried at another peer. */
  readonly retry: boolean;
}

/** Whether a peer has agreed, and if not, what the gateway makes of it. `local`: it is the gateway's own peer. */
export function statusOf(answer: PeerAnswer, local: boolean): AnswerStatus {
  if (answer.type === 'unreachable') return { code: 'UNAVAILABLE', message: answer.message, retry: true };
  if (answer.type === 'refused')
    return local
      ? { code: 'FAILED_PRECONDITION', message: answer.message, retry: false }
      : { code: 'UNAVAILABLE', message: `rpc error: code = Unknown desc = ${answer.message}`, retry: true };
  const { response, payload } = answer.response;
  const { status, message } = response ?? { status: 0, message: '' };
  if (status >= 200 && status < 400) return { code: 'OK', message: '', retry: false };
  if (payload.length === 0 && status === 500) return { code: 'ABORTED', message, retry: true };
  return { code: 'UNKNOWN', message: `chaincode response ${status}, ${message}`, retry: false };
}

export const detailOf = (
  { address, mspId }: { readonly id: ActorId; readonly address: string; readonly mspId: string },
  message: string,
): ErrorDetail => ({ address, message, mspId });
