/**
 * `peer snapshot`: an administrator asks a peer for snapshots of a channel's ledger, lists what is pending, and takes
 * requests back.
 *
 * @fabric internal/peer/snapshot
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { type SigningIdentity, signWith } from '../identity/signing-identity.ts';
import type { ActorId } from '../kernel/actor.ts';
import { SECOND, type Micros } from '../kernel/time.ts';
import { EMPTY } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import {
  QueryPendingSnapshotsResponseSchema,
  SignedSnapshotRequestSchema,
  SnapshotQuerySchema,
  SnapshotRequestSchema,
} from '../wire/gen/peer/snapshot_pb.ts';
import type { Message, SnapshotMethod } from '../wire/messages.ts';
import { type ClientStepped, report } from './client-effects.ts';
import { type ClientState, nextNonce, type Operation } from './client-state.ts';
import { isSnapshotTask, type SnapshotTask } from './snapshot-task.ts';

const TIMEOUT: Micros = 30 * SECOND;
/** Signing takes a client a moment. */
const WORK = { min: 300, max: 900 };

interface Words {
  readonly method: SnapshotMethod;
  /** What the tool prints when it is done, and before the text of a refusal. */
  readonly done: string;
  readonly failed: string;
}

const WORDS: Readonly<Record<SnapshotTask['type'], Words>> = {
  submitSnapshotRequest: {
    method: 'Generate',
    done: 'Snapshot request submitted successfully',
    failed: 'failed to submit the request',
  },
  cancelSnapshotRequest: {
    method: 'Cancel',
    done: 'Snapshot request cancelled successfully',
    failed: 'failed to cancel the request',
  },
  listSnapshotRequests: {
    method: 'QueryPendings',
    done: 'Successfully got pending snapshot requests: ',
    failed: 'failed to list pending requests',
  },
};

export function beginSnapshotCall(before: ClientState, task: SnapshotTask, index: number): ClientStepped {
  const identity = task.identity ?? 'Admin';
  const signer = Object.hasOwn(before.disk.wallet, identity) ? before.disk.wallet[identity] : undefined;
  if (!signer) return ended(before, task, index, `identity ${identity} not found in the wallet`);
  const { nonce, state } = nextNonce(before);
  const { channel } = task;
  const operation: Operation = {
    index,
    task,
    stage: 'endorsing',
    signer,
    channel,
    txid: '',
    proposalBytes: EMPTY,
    label: task.type,
    asked: [task.node],
    answers: [],
    envelope: undefined,
    orderersTried: 0,
  };
  const { method } = WORDS[task.type];
  const signedRequest = signedBy(signer, nonce, task);
  const message: Message = { type: 'snapshotRequest', request: String(index), channel, method, signedRequest };
  return {
    state: { ...state, operations: state.operations.set(String(index), operation) },
    effects: [
      { type: 'send', to: task.node, ...WORK, message },
      { type: 'setTimer', timer: String(index), min: TIMEOUT, max: TIMEOUT },
    ],
  };
}

function signedBy(signer: SigningIdentity, nonce: Uint8Array, task: SnapshotTask): Uint8Array {
  const about = { signatureHeader: { creator: signer.serialized, nonce }, channelId: task.channel };
  const request =
    'block' in task
      ? toBinary(SnapshotRequestSchema, create(SnapshotRequestSchema, { ...about, blockNumber: BigInt(task.block) }))
      : toBinary(SnapshotQuerySchema, create(SnapshotQuerySchema, about));
  const signature = signWith(signer, request);
  return toBinary(SignedSnapshotRequestSchema, create(SignedSnapshotRequestSchema, { request, signature }));
}

/** `text` undefined: it ended well. */
function ended(state: ClientState, { type }: SnapshotTask, index: number, text: string | undefined): ClientStepped {
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

/** Undefined for a message of another kind. */
export function onSnapshotResponse(state: ClientState, from: ActorId, message: Message): ClientStepped | undefined {
  if (message.type !== 'snapshotResponse') return undefined;
  const operation = state.operations.get(message.request);
  if (!operation || !isSnapshotTask(operation.task)) return { state, effects: [] };
  const { task, index, channel } = operation;
  const { outcome } = message;
  const words = WORDS[task.type];
  if (!outcome.ok)
    return ended(state, task, index, `${words.failed}: rpc error: code = Unknown desc = ${outcome.message}`);
  const output = task.type === 'listSnapshotRequests' ? `${words.done}${pendingText(outcome.payload)}` : words.done;
  const done = ended(state, task, index, undefined);
  const answered = report({ type: 'peerQueried', channel, txid: '', query: task.type, peer: from, output });
  return { state: done.state, effects: [answered, ...done.effects] };
}

/** As Go prints a list of numbers. */
function pendingText(payload: Uint8Array): string {
  const pending = decode(QueryPendingSnapshotsResponseSchema, payload);
  return `[${pending.ok ? pending.value.blockNumbers.join(' ') : ''}]`;
}

/** Nobody listens there. Undefined for a message of another kind. */
export function onSnapshotUnreachable(state: ClientState, to: ActorId, message: Message): ClientStepped | undefined {
  if (message.type !== 'snapshotRequest') return undefined;
  const operation = state.operations.get(message.request);
  if (!operation || !isSnapshotTask(operation.task)) return { state, effects: [] };
  const text = `failed to retrieve client from peer connection: failed to create new connection to ${to}: connection error: desc = "transport: error while dialing: dial tcp: connect: connection refused"`;
  return ended(state, operation.task, operation.index, text);
}
