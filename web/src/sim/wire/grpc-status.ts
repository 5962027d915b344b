/**
 * The status codes of gRPC that a gateway answers with, by name and number.
 *
 * @fabric google.golang.org/grpc/codes
 */
export const GRPC_CODES = {
  OK: 0,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  PERMISSION_DENIED: 7,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  UNAVAILABLE: 14,
} as const;

export type GrpcCode = keyof typeof GRPC_CODES;

/** The name of a code; its number for one that no gateway uses. */
export const grpcCodeName = (code: number): string =>
  Object.entries(GRPC_CODES).find(([, number]) => number === code)?.[0] ?? String(code);
