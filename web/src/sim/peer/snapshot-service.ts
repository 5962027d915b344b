/**
 * The Snapshot service: administrators of the peer's own organisation ask for snapshots, list what is pending, and take
 * requests back.
 *
 * @fabric core/ledger/snapshotgrpc/snapshot_service.go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { isExpired } from '../identity/identity.ts';
import type { ActorId } from '../kernel/actor.ts';
import { ok, type Result } from '../kernel/result.ts';
import { EMPTY } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import type { SignatureHeader } from '../wire/gen/common/common_pb.ts';
import {
  QueryPendingSnapshotsResponseSchema,
  SignedSnapshotRequestSchema,
  SnapshotQuerySchema,
  SnapshotRequestSchema,
} from '../wire/gen/peer/snapshot_pb.ts';
import type { Message, SnapshotMethod } from '../wire/messages.ts';
import { authorizeSignedData } from './lifecycle/proposal-acl.ts';
import type { PeerState, PeerStepped } from './peer-state.ts';
import { cancelSnapshot, requestSnapshot, snapshotsOf } from './snapshots.ts';

/** Checking a request takes a peer a moment, in microseconds. */
const WORK = { min: 500, max: 1_500 };

const RESOURCES: Readonly<Record<SnapshotMethod, string>> = {
  Generate: 'snapshot/submitrequest',
  Cancel: 'snapshot/cancelrequest',
  QueryPendings: 'snapshot/listpending',
};

interface Answer extends PeerStepped {
  readonly payload: Uint8Array;
}

export function answerSnapshotRequest(
  state: PeerState,
  from: ActorId,
  message: Message & { type: 'snapshotRequest' },
  nowUnixSeconds: number,
): PeerStepped {
  const { request, channel, method } = message;
  const answered = answer(state, message, nowUnixSeconds);
  const outcome = answered.ok
    ? { ok: true as const, payload: answered.value.payload }
    : { ok: false as const, message: answered.error };
  const reply: Message = { type: 'snapshotResponse', request, channel, method, outcome };
  const { state: next, effects } = answered.ok ? answered.value : { state, effects: [] };
  return { state: next, effects: [...effects, { type: 'send', to: from, message: reply, ...WORK }] };
}

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

function answer(
  state: PeerState,
  { method, signedRequest }: Message & { type: 'snapshotRequest' },
  nowUnixSeconds: number,
): Result<Answer, string> {
  const signed = decode(SignedSnapshotRequestSchema, signedRequest);
  const asked = signed.ok
    ? decode(method === 'QueryPendings' ? SnapshotQuerySchema : SnapshotRequestSchema, signed.value.request)
    : signed;
  if (!signed.ok || !asked.ok) return failed('failed to unmarshal snapshot request');
  const { signatureHeader, channelId } = asked.value;
  const allowed = authorize(state, method, signatureHeader, signed.value, nowUnixSeconds);
  if (!allowed.ok) return allowed;
  if (channelId === '') return failed('missing channel ID');
  if (!state.disk.ledgers[channelId]) return failed(`cannot find ledger for channel ${channelId}`);
  if (!('blockNumber' in asked.value)) return ok({ state, effects: [], payload: pendingOf(state, channelId) });
  const number = Number(asked.value.blockNumber);
  const done =
    method === 'Generate' ? requestSnapshot(state, channelId, number) : cancelSnapshot(state, channelId, number);
  return done.ok ? ok({ ...done.value, payload: EMPTY }) : done;
}

function authorize(
  { disk }: PeerState,
  method: SnapshotMethod,
  header: SignatureHeader | undefined,
  { request: data, signature }: { readonly request: Uint8Array; readonly signature: Uint8Array },
  nowUnixSeconds: number,
): Result<void, string> {
  if (!header) return failed('missing signature header');
  const known = disk.localMsp.deserializeIdentity(header.creator);
  if (known.ok && isExpired(known.value, nowUnixSeconds)) return failed('client identity expired');
  return authorizeSignedData(RESOURCES[method], { data, identity: header.creator, signature }, disk.localMsp);
}

function pendingOf(state: PeerState, channel: string): Uint8Array {
  const blockNumbers = snapshotsOf(state, channel).pending.map(BigInt);
  const schema = QueryPendingSnapshotsResponseSchema;
  return toBinary(schema, create(schema, { blockNumbers }));
}
