/**
 * What the inspector shows of the messages of the Gateway service: their fields by name, and their bytes.
 */
import { type DescMessage, toJson } from '@bufbuild/protobuf';
import { EMPTY } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import {
  ChaincodeEventsRequestSchema,
  ChaincodeEventsResponseSchema,
  CommitStatusRequestSchema,
  CommitStatusResponseSchema,
  EndorseRequestSchema,
  EndorseResponseSchema,
  ErrorDetailSchema,
  EvaluateRequestSchema,
  EvaluateResponseSchema,
  SignedChaincodeEventsRequestSchema,
  SignedCommitStatusRequestSchema,
  SubmitRequestSchema,
  SubmitResponseSchema,
} from '../wire/gen/gateway/gateway_pb.ts';
import type { GatewayMethod, Message } from '../wire/messages.ts';

export interface GatewayShown {
  readonly title: string;
  readonly json: unknown;
  readonly bytes: Uint8Array;
}

const SCHEMAS: Readonly<Record<GatewayMethod, readonly [request: DescMessage, response: DescMessage]>> = {
  Evaluate: [EvaluateRequestSchema, EvaluateResponseSchema],
  Endorse: [EndorseRequestSchema, EndorseResponseSchema],
  Submit: [SubmitRequestSchema, SubmitResponseSchema],
  CommitStatus: [SignedCommitStatusRequestSchema, CommitStatusResponseSchema],
  ChaincodeEvents: [SignedChaincodeEventsRequestSchema, ChaincodeEventsResponseSchema],
};

/** Of a signed request: the message that was signed. */
const INNER: Partial<Readonly<Record<GatewayMethod, DescMessage>>> = {
  CommitStatus: CommitStatusRequestSchema,
  ChaincodeEvents: ChaincodeEventsRequestSchema,
};

function fields(schema: DescMessage, bytes: Uint8Array): unknown {
  const message = decode(schema, bytes);
  return message.ok ? toJson(schema, message.value, { useProtoFieldName: true }) : null;
}

export function gatewayShown(message: Message & { type: 'gatewayRequest' | 'gatewayResponse' }): GatewayShown {
  const { method } = message;
  const [request, response] = SCHEMAS[method];
  if (message.type === 'gatewayRequest') {
    const json = fields(request, message.payload);
    const inner = INNER[method];
    const signed = inner && decode(SignedCommitStatusRequestSchema, message.payload);
    const opened = inner && signed?.ok ? { ...(json as object), request: fields(inner, signed.value.request) } : json;
    return { title: request.name, json: opened, bytes: message.payload };
  }
  const { outcome } = message;
  if (outcome.ok) return { title: response.name, json: fields(response, outcome.payload), bytes: outcome.payload };
  const { code, message: text, details } = outcome;
  const json = { code, message: text, details: details.map((detail) => fields(ErrorDetailSchema, detail)) };
  return { title: 'google.rpc.Status', json, bytes: EMPTY };
}
