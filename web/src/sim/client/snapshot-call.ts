/**
 * `peer snapshot`: an administrator asks a peer for snapshots of a channel's ledger, lists what is pending, and takes
 * requests back.
 *
 * @fabric internal/peer/snapshot
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { type SigningIdentity, signWith } from '../identity/signing-identity.ts';
import type { ActorId } from '../kernel/actor.ts';
import { decode } from '../wire/decode.ts';
import {
  QueryPendingSnapshotsResponseSchema,
  SignedSnapshotRequestSchema,
  SnapshotQuerySchema,
  SnapshotRequestSchema,
} from '../wire/gen/peer/snapshot_pb.ts';
import type { Message, SnapshotMethod } from '../wire/messages.ts';
import type { ClientStepped } from './client-effects.ts';
import { type ClientState, nextNonce } from './client-state.ts';
import { askPeer, endQuestion, openQuestion, questionAnswered } from './peer-question.ts';
import { isSnapshotTask, type SnapshotTask } from './snapshot-task.ts';

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

export const beginSnapshotCall = (before: ClientState, task: SnapshotTask, index: number): ClientStepped =>
  askPeer(before, task, index, (signer) => {
    const { nonce, state } = nextNonce(before);
    const { channel } = task;
    const { method } = WORDS[task.type];
    const signedRequest = signedBy(signer, nonce, task);
    return { state, message: { type: 'snapshotRequest', request: String(index), channel, method, signedRequest } };
  });

function signedBy(signer: SigningIdentity, nonce: Uint8Array, task: SnapshotTask): Uint8Array {
  const about = { signatureHeader: { creator: signer.serialized, nonce }, channelId: task.channel };
  const request =
    'block' in task
      ? toBinary(SnapshotRequestSchema, create(SnapshotRequestSchema, { ...about, blockNumber: BigInt(task.block) }))
      : toBinary(SnapshotQuerySchema, create(SnapshotQuerySchema, about));
  const signature = signWith(signer, request);
  return toBinary(SignedSnapshotRequestSchema, create(SignedSnapshotRequestSchema, { request, signature }));
}

/** Undefined for a message of another kind. */
export function onSnapshotResponse(state: ClientState, from: ActorId, message: Message): ClientStepped | undefined {
  if (message.type !== 'snapshotResponse') return undefined;
  const question = openQuestion(state, message.request, isSnapshotTask);
  if (!question) return { state, effects: [] };
  const { type } = question.task;
  const { outcome } = message;
  const words = WORDS[type];
  if (!outcome.ok)
    return endQuestion(state, question, `${words.failed}: rpc error: code = Unknown desc = ${outcome.message}`);
  const output = type === 'listSnapshotRequests' ? `${words.done}${pendingText(outcome.payload)}` : words.done;
  return questionAnswered(state, question, from, output);
}

/** As Go prints a list of numbers. */
function pendingText(payload: Uint8Array): string {
  const pending = decode(QueryPendingSnapshotsResponseSchema, payload);
  return `[${pending.ok ? pending.value.blockNumbers.join(' ') : ''}]`;
}

/** Nobody listens there. Undefined for a message of another kind. */
export function onSnapshotUnreachable(state: ClientState, to: ActorId, message: Message): ClientStepped | undefined {
  if (message.type !== 'snapshotRequest') return undefined;
  const question = openQuestion(state, message.request, isSnapshotTask);
  if (!question) return { state, effects: [] };
  const text = `failed to retrieve client from peer connection: failed to create new connection to ${to}: connection error: desc = "transport: error while dialing: dial tcp: connect: connection refused"`;
  return endQuestion(state, question, text);
}
