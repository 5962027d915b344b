/**
 * What came of a call on our network, in the form recordings have it.
 */
import { decode } from '../../web/src/sim/wire/decode.ts';
import type { GatewayError } from '../../web/src/sim/peer/gateway-errors.ts';
import { GRPC_CODES } from '../../web/src/sim/wire/grpc-status.ts';
import { invariant } from '../../web/src/sim/kernel/result.ts';
import { base64, fromUtf8, hex } from '../../web/src/sim/wire/bytes.ts';
import { ChaincodeEventSchema } from '../../web/src/sim/wire/gen/peer/chaincode_pb.ts';
import {
  ChaincodeActionSchema,
  type ProposalResponse,
  ProposalResponsePayloadSchema,
} from '../../web/src/sim/wire/gen/peer/proposal_pb.ts';
import { decodeReadWriteSet, type NamespaceReadWriteSet } from '../../web/src/sim/wire/transaction.ts';
import type { NetworkOutcome } from './chaincode-network.ts';
import type { RecordedCall, RecordedError } from './chaincode-script.ts';

/** The fields of a recorded call that say what came of it. */
export type CallOutcome = Pick<
  RecordedCall,
  'result' | 'error' | 'validation_code' | 'endorsers' | 'writes' | 'metadata_writes' | 'reads' | 'event'
>;

/** Namespaces a recording leaves out of `reads`: every transaction looks up its chaincode there. */
const LOOKED_UP: readonly string[] = ['_lifecycle', 'lscc'];

export function describeOutcome(outcome: NetworkOutcome): CallOutcome {
  switch (outcome.type) {
    case 'failed':
      return { error: describeError(outcome.error, outcome.kind) };
    case 'answered':
      return { result: resultOf(outcome.response) };
    case 'submitted':
      return {
        ...describeSimulation(outcome.response),
        validation_code: outcome.validationCode ?? 'none',
        endorsers: outcome.endorsers.map(({ id, mspId }) => `${mspId}:${id}`),
      };
  }
}

/** The error of the client library: its class by what was called, its text by gRPC. */
function describeError({ code, message, details }: GatewayError, kind: RecordedCall['call']): RecordedError {
  const number = GRPC_CODES[code];
  return {
    name: kind === 'submit' ? 'EndorseError' : 'GatewayError',
    code: number,
    message: `${number} ${code}: ${message}`,
    details,
    ...(kind === 'submit' && { transactionId: '<txid>' }),
    cause: { code: number, details: message },
  };
}

function actionOf({ payload }: ProposalResponse) {
  const responsePayload = decode(ProposalResponsePayloadSchema, payload);
  const action = responsePayload.ok ? decode(ChaincodeActionSchema, responsePayload.value.extension) : responsePayload;
  invariant(action.ok, 'our endorsers sign what can be read');
  return action.value;
}

function resultOf(response: ProposalResponse): string {
  return fromUtf8(actionOf(response).response?.payload ?? new Uint8Array(0));
}

function describeSimulation(response: ProposalResponse): CallOutcome {
  const { results, events } = actionOf(response);
  const sets = decodeReadWriteSet(results);
  invariant(sets.ok, 'our endorsers sign what can be read');
  const event = events.length > 0 ? decode(ChaincodeEventSchema, events) : undefined;
  const metadataWrites = sets.value.flatMap(describeMetadataWrites);
  return {
    result: resultOf(response),
    writes: sets.value.flatMap(describeWrites),
    reads: sets.value
      .filter(({ namespace }) => !LOOKED_UP.includes(namespace))
      .flatMap(({ kv }) => kv.reads.map(({ key }) => key)),
    ...(metadataWrites.length > 0 && { metadata_writes: metadataWrites }),
    ...(event?.ok && {
      event: {
        chaincode: event.value.chaincodeId,
        name: event.value.eventName,
        payload: fromUtf8(event.value.payload),
      },
    }),
  };
}

function describeWrites({ namespace, kv, collections }: NamespaceReadWriteSet): readonly unknown[] {
  const plain = kv.writes.map(({ key, isDelete, value }) => ({
    namespace,
    key,
    isDelete,
    ...(!isDelete && { value: fromUtf8(value) }),
  }));
  const hashed = collections.flatMap(({ collection, hashed: set }) =>
    set.hashedWrites.map(({ keyHash, isDelete, isPurge, valueHash }) => ({
      namespace,
      collection,
      keyHash: hex(keyHash),
      isDelete,
      isPurge,
      ...(!isDelete && { valueHash: hex(valueHash) }),
    })),
  );
  return [...plain, ...hashed];
}

function describeMetadataWrites({ namespace, kv, collections }: NamespaceReadWriteSet): readonly unknown[] {
  const entriesOf = (entries: readonly { readonly name: string; readonly value: Uint8Array }[]) =>
    entries.map(({ name, value }) => ({ name, value: base64(value) }));
  const plain = kv.metadataWrites.map(({ key, entries }) => ({ namespace, key, entries: entriesOf(entries) }));
  const hashed = collections.flatMap(({ collection, hashed: set }) =>
    set.metadataWrites.map(({ keyHash, entries }) => ({
      namespace,
      collection,
      keyHash: hex(keyHash),
      entries: entriesOf(entries),
    })),
  );
  return [...plain, ...hashed];
}
