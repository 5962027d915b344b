/**
 * The statuses orderers answer with, and those gRPC carries from the gateway. They say little by themselves: the text beside
 * them says more, so they count as general.
 * @fabric fabric-protos/common/common.proto, Status
 */
import type { CodeEntries } from './explainer-entry.ts';

export const STATUSES = {
  'status.SUCCESS': {
    layer: 'orderer',
    name: 'SUCCESS',
    number: 200,
    general: true,
    seen: { scene: 'transaction-flow' },
  },
  'status.BAD_REQUEST': { layer: 'orderer', name: 'BAD_REQUEST', number: 400, general: true },
  'status.FORBIDDEN': {
    layer: 'orderer',
    name: 'FORBIDDEN',
    number: 403,
    general: true,
    seen: { scene: 'transaction-flow', step: 'signature' },
  },
  'status.NOT_FOUND': { layer: 'orderer', name: 'NOT_FOUND', number: 404, general: true },
  'status.REQUEST_ENTITY_TOO_LARGE': { layer: 'orderer', name: 'REQUEST_ENTITY_TOO_LARGE', number: 413, general: true },
  'status.INTERNAL_SERVER_ERROR': { layer: 'orderer', name: 'INTERNAL_SERVER_ERROR', number: 500, general: true },
  'status.NOT_IMPLEMENTED': { layer: 'orderer', name: 'NOT_IMPLEMENTED', number: 501, general: true },
  'status.SERVICE_UNAVAILABLE': {
    layer: 'orderer',
    name: 'SERVICE_UNAVAILABLE',
    number: 503,
    general: true,
    seen: { scene: 'nodes', step: 'no-quorum' },
  },
} as const satisfies CodeEntries;

/** Named as Node and Java print them; Go prints `FailedPrecondition`. */
export const GRPC_CODES = {
  'grpc.CANCELLED': { layer: 'gateway', name: 'CANCELLED', number: 1, go: 'Canceled', general: true },
  'grpc.UNKNOWN': { layer: 'gateway', name: 'UNKNOWN', number: 2, go: 'Unknown', general: true },
  'grpc.INVALID_ARGUMENT': {
    layer: 'gateway',
    name: 'INVALID_ARGUMENT',
    number: 3,
    go: 'InvalidArgument',
    general: true,
  },
  'grpc.DEADLINE_EXCEEDED': {
    layer: 'gateway',
    name: 'DEADLINE_EXCEEDED',
    number: 4,
    go: 'DeadlineExceeded',
    general: true,
    seen: { scene: 'ordering', step: 'raft-silent' },
  },
  'grpc.NOT_FOUND': { layer: 'gateway', name: 'NOT_FOUND', number: 5, go: 'NotFound', general: true },
  'grpc.PERMISSION_DENIED': {
    layer: 'gateway',
    name: 'PERMISSION_DENIED',
    number: 7,
    go: 'PermissionDenied',
    general: true,
  },
  'grpc.RESOURCE_EXHAUSTED': {
    layer: 'gateway',
    name: 'RESOURCE_EXHAUSTED',
    number: 8,
    go: 'ResourceExhausted',
    general: true,
  },
  'grpc.FAILED_PRECONDITION': {
    layer: 'gateway',
    name: 'FAILED_PRECONDITION',
    number: 9,
    go: 'FailedPrecondition',
    general: true,
  },
  'grpc.ABORTED': { layer: 'gateway', name: 'ABORTED', number: 10, go: 'Aborted', general: true },
  'grpc.UNIMPLEMENTED': { layer: 'gateway', name: 'UNIMPLEMENTED', number: 12, go: 'Unimplemented', general: true },
  'grpc.INTERNAL': { layer: 'gateway', name: 'INTERNAL', number: 13, go: 'Internal', general: true },
  'grpc.UNAVAILABLE': {
    layer: 'gateway',
    name: 'UNAVAILABLE',
    number: 14,
    go: 'Unavailable',
    general: true,
    seen: { scene: 'ordering', step: 'raft-refused' },
  },
  'grpc.UNAUTHENTICATED': {
    layer: 'gateway',
    name: 'UNAUTHENTICATED',
    number: 16,
    go: 'Unauthenticated',
    general: true,
  },
} as const satisfies CodeEntries;
