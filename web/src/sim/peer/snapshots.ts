/**
 * Snapshots of a peer's ledgers: asked for by block number, made when that block is the newest, listed and taken back
 * until then.
 *
 * @fabric core/ledger/kvledger/snapshot_mgmt.go
 * @simplified While a snapshot is made a real peer holds back the next commit; here it is made of the ledger as it was,
 * and commits go on.
 */
import { ok, type Result } from '../kernel/result.ts';
import { exportSnapshot } from '../ledger/snapshot.ts';
import { SIGNABLE_METADATA, type SnapshotFiles } from '../ledger/snapshot-metadata.ts';
import { sha256 } from '../crypto/sha256.ts';
import { EMPTY, hex } from '../wire/bytes.ts';
import { ledgerOf, withChannel } from './committer.ts';
import { type ChannelSnapshots, type PeerEffect, type PeerState, type PeerStepped, report } from './peer-state.ts';

export const snapshotTimer = (channel: string, number: number): string => `snapshot ${channel} ${number}`;

/** Reading out a small state and hashing it, in microseconds. */
const SNAPSHOT_WORK = { min: 40_000, max: 90_000 };

const NO_SNAPSHOTS: ChannelSnapshots = { pending: [], completed: {} };

export const snapshotsOf = ({ disk }: PeerState, channel: string): ChannelSnapshots =>
  disk.snapshots?.[channel] ?? NO_SNAPSHOTS;

function withSnapshots(state: PeerState, channel: string, change: Partial<ChannelSnapshots>): PeerState {
  const snapshots = { ...state.disk.snapshots, [channel]: { ...snapshotsOf(state, channel), ...change } };
  return { ...state, disk: { ...state.disk, snapshots } };
}

const persisted = (state: PeerState): PeerEffect => ({ type: 'persist', tag: '', durable: state.disk });
const refused = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });
const lastBlock = (state: PeerState, channel: string): number => ledgerOf(state, channel).blocks.height - 1;

/** Notes the wish for a snapshot behind block `asked`, 0 for the newest; the error is Fabric's text. */
export function requestSnapshot(state: PeerState, channel: string, asked: number): Result<PeerStepped, string> {
  const newest = lastBlock(state, channel);
  const number = asked === 0 ? newest : asked;
  const { pending, completed } = snapshotsOf(state, channel);
  if (number < newest)
    return refused(
      `requested snapshot for block number ${number} cannot be less than the last committed block number ${newest}`,
    );
  if (number === newest && completed[number]) return refused(`snapshot already generated for block number ${number}`);
  if (pending.includes(number)) return refused(`duplicate snapshot request for block number ${number}`);
  const next = withSnapshots(state, channel, { pending: [...pending, number].sort((a, b) => a - b) });
  const begun = number === newest ? beginSnapshot(next, channel, number) : { state: next, effects: [] };
  const noted = [report({ type: 'snapshotRequested', channel, number }), persisted(next)];
  return ok({ state: begun.state, effects: [...noted, ...begun.effects] });
}

/** Takes the wish back; the error is Fabric's text. */
export function cancelSnapshot(state: PeerState, channel: string, number: number): Result<PeerStepped, string> {
  const { pending } = snapshotsOf(state, channel);
  if (!pending.includes(number)) return refused(`no snapshot request exists for block number ${number}`);
  if (state.channels[channel]?.snapshotting?.[number])
    return refused('cannot cancel the snapshot request because it is under processing');
  const next = withSnapshots(state, channel, { pending: pending.filter((other) => other !== number) });
  return ok({ state: next, effects: [report({ type: 'snapshotCancelled', channel, number }), persisted(next)] });
}

/**
 * Block `number` is the newest: if a snapshot is wanted behind it, the ledger as it is now is put aside for it. It is
 * ready when the time that takes has passed.
 */
export function beginSnapshot(state: PeerState, channel: string, number: number): PeerStepped {
  const joined = state.channels[channel];
  if (!joined || !snapshotsOf(state, channel).pending.includes(number)) return { state, effects: [] };
  const snapshotting = { ...joined.snapshotting, [number]: ledgerOf(state, channel) };
  return {
    state: withChannel(state, channel, { snapshotting }),
    effects: [{ type: 'setTimer', timer: snapshotTimer(channel, number), ...SNAPSHOT_WORK }],
  };
}

/** The time making a snapshot takes is over. `subject`: channel and number of the block. */
export function finishSnapshot(state: PeerState, subject: string): PeerStepped {
  const [channel = '', text = ''] = subject.split(' ');
  const number = Number(text);
  const { [number]: ledger, ...snapshotting } = state.channels[channel]?.snapshotting ?? {};
  if (!ledger) return { state, effects: [] };
  const { pending, completed } = snapshotsOf(state, channel);
  const files = exportSnapshot(channel, ledger, state.disk.couch === true);
  const next = withSnapshots(withChannel(state, channel, { snapshotting }), channel, {
    pending: pending.filter((other) => other !== number),
    completed: { ...completed, [number]: files },
  });
  return {
    state: next,
    effects: [
      report({
        type: 'snapshotGenerated',
        channel,
        number,
        hash: snapshotHash(files),
        commitHash: ledger.commitHash ? hex(ledger.commitHash) : '',
        files: Object.entries(files).map(([name, { length }]) => ({ name, size: length })),
      }),
      persisted(next),
    ],
  };
}

/** After a restart: a snapshot that was not ready is begun again, if no block has come since. */
export const resumeSnapshots = (state: PeerState, channel: string): PeerStepped =>
  beginSnapshot(state, channel, lastBlock(state, channel));

/** SHA-256 of the signable metadata, in hexadecimal. */
export const snapshotHash = (files: SnapshotFiles): string => hex(sha256(files[SIGNABLE_METADATA] ?? EMPTY));
