/**
 * `peer channel update`: the administrator adds its signature to the update in the file and sends it to an orderer.
 *
 * @fabric internal/peer/channel/update.go
 */
import { signConfigUpdateFile } from '../channel/config-update-file.ts';
import type { SigningIdentity } from '../identity/signing-identity.ts';
import type { Micros } from '../kernel/time.ts';
import type { Result } from '../kernel/result.ts';
import { timestampOfMicros } from '../wire/envelope.ts';
import { signerOf } from './client-effects.ts';
import { type ClientState, nextNonce, type Operation } from './client-state.ts';
import type { ClientTask, UpdateTask } from './client-task.ts';

export const isUpdateTask = (task: ClientTask): task is UpdateTask =>
  task.type === 'setAnchorPeer' || task.type === 'submitConfigUpdate';

/** The operation that hands the signed update to an orderer, or the text with which the tool gives up. */
export function updateOperation(
  state: ClientState,
  task: UpdateTask,
  index: number,
  now: Micros,
): Result<{ readonly state: ClientState; readonly operation: Operation; readonly envelope: Uint8Array }, string> {
  const signer: SigningIdentity | undefined = state.disk.wallet['Admin'];
  if (!signer) return { ok: false, error: 'identity Admin not found in the wallet' };
  const first = nextNonce(state);
  const second = nextNonce(first.state);
  const signing = {
    signer: signerOf(signer),
    nonces: [first.nonce, second.nonce] as const,
    timestamp: timestampOfMicros(state.disk.epochUnixMicros + now),
  };
  const envelope = signConfigUpdateFile(task.envelope, signing, task.channel);
  if (!envelope.ok) return envelope;
  const operation: Operation = {
    index,
    task,
    stage: 'broadcasting',
    signer,
    channel: task.channel,
    txid: '',
    proposalBytes: task.envelope,
    label: 'configUpdate',
    asked: [],
    answers: [],
    envelope: envelope.value,
    orderersTried: 0,
  };
  return { ok: true, value: { state: second.state, operation, envelope: envelope.value } };
}
