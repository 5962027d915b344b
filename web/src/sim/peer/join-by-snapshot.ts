/**
 * cscc JoinChainBySnapshot: a ledger made of a folder of files instead of from the genesis block on. The answer comes at
 * once; the work goes on behind it, and if it fails only the peer's log says so.
 *
 * @fabric core/ledger/ledgermgmt/ledger_mgmt.go (CreateLedgerFromSnapshot), core/peer/peer.go (CreateChannelFromSnapshot)
 */
import { ok, type Result } from '../kernel/result.ts';
import type { ChannelLedger } from '../ledger/commit.ts';
import { entitle } from '../ledger/private-store.ts';
import { importSnapshot, scheduleExpiries } from '../ledger/snapshot-import.ts';
import { restoreChannel } from './join-channel.ts';
import { type PeerEffect, type PeerState, type PeerStepped, report } from './peer-state.ts';
import { blockToLiveIn, entitlement } from './private-retrieval.ts';

const JOIN_TIMER = 'joinBySnapshot';

/** Reading a small snapshot and writing its databases, in microseconds. */
const IMPORT_WORK = { min: 60_000, max: 140_000 };

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** Begins to make a ledger from the folder `path`; the error is Fabric's text. */
export function joinBySnapshot(state: PeerState, path: string): Result<PeerStepped, string> {
  const refuse = (text: string) => failed(`cannot create ledger from snapshot ${path}: ${text}`);
  if (!state.disk.copiedSnapshots?.[path])
    return refuse(`error opening dir [${path}]: open ${path}: no such file or directory`);
  const busy = state.joiningFrom;
  if (busy !== undefined)
    return refuse(`a ledger is being created from a snapshot at ${busy}. Call ledger creation again after it is done.`);
  const timer: PeerEffect = { type: 'setTimer', timer: JOIN_TIMER, ...IMPORT_WORK };
  return ok({ state: { ...state, joiningFrom: path }, effects: [timer] });
}

/** The time that takes has passed. */
export function finishJoinBySnapshot(before: PeerState): PeerStepped {
  const { joiningFrom: path, ...state } = before;
  if (path === undefined) return { state, effects: [] };
  const made = makeLedger(state, path);
  if (!made.ok) return { state, effects: [report({ type: 'snapshotJoinFailed', path, text: made.error })] };
  const { channel, ledger } = made.value;
  const restored = restoreChannel(channel, ledger);
  const disk = { ...state.disk, ledgers: { ...state.disk.ledgers, [channel]: ledger } };
  if (!restored.ok)
    return {
      state,
      effects: [report({ type: 'snapshotJoinFailed', path, text: `error creating channel for ${channel}` })],
    };
  const { height } = ledger.blocks;
  return {
    state: { ...state, disk, channels: { ...state.channels, [channel]: restored.value } },
    effects: [
      report({ type: 'peerJoined', channel, height, snapshot: height - 1 }),
      { type: 'persist', tag: `joined ${channel}`, durable: disk },
    ],
  };
}

function makeLedger(
  state: PeerState,
  path: string,
): Result<{ readonly channel: string; readonly ledger: ChannelLedger }, string> {
  const { disk } = state;
  const imported = importSnapshot(disk.copiedSnapshots?.[path] ?? {}, path);
  if (!imported.ok) return imported;
  const { channel, ledger } = imported.value;
  if (disk.ledgers[channel])
    return failed(`error while creating ledger id: ledger [${channel}] already exists with state [ACTIVE]`);
  const privateStore = entitle(ledger.privateStore, entitlement(ledger.state, disk.signer.mspId));
  const entitled = { ...ledger, privateStore };
  return ok({ channel, ledger: scheduleExpiries(entitled, blockToLiveIn(state, ledger.state)) });
}
