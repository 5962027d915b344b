/**
 * Raft messages as the bytes that travel in a `ConsensusRequest`.
 *
 * etcd's encoder writes every number and flag even when it is zero, and an empty snapshot with every message; so do we.
 *
 * @fabric vendor/go.etcd.io/etcd/raft/v3/raftpb
 */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { ok, type Result } from '../../kernel/result.ts';
import { equalBytes, utf8 } from '../../wire/bytes.ts';
import {
  type Entry,
  EntryType,
  type HardState as HardStateProto,
  HardStateSchema,
  type Message,
  MessageSchema,
  MessageType,
  type Snapshot,
} from '../../wire/gen/orderer/raftpb_pb.ts';
import type { RaftEntry, RaftSnapshot } from './raft-log.ts';
import type { RaftMessage } from './raft-message.ts';
import type { HardState } from './raft-state.ts';

const ZERO = {
  type: MessageType.MsgHup,
  to: 0n,
  from: 0n,
  term: 0n,
  logTerm: 0n,
  index: 0n,
  commit: 0n,
  snapshot: { metadata: { confState: { autoLeave: false }, index: 0n, term: 0n } },
  reject: false,
  rejectHint: 0n,
};

/** What marks the request for a vote in an election the leader asked for. */
const TRANSFER = utf8('CampaignTransfer');

export function encodeRaftMessage(message: RaftMessage): Uint8Array {
  return toBinary(
    MessageSchema,
    create(MessageSchema, {
      ...ZERO,
      type: MessageType[message.type],
      to: BigInt(message.to),
      from: BigInt(message.from),
      term: BigInt(message.term),
      ...fields(message),
    }),
  );
}

function fields(message: RaftMessage) {
  switch (message.type) {
    case 'MsgPreVote':
    case 'MsgVote': {
      const last = { index: BigInt(message.index), logTerm: BigInt(message.logTerm) };
      return message.transfer ? { ...last, context: TRANSFER } : last;
    }
    case 'MsgPreVoteResp':
    case 'MsgVoteResp':
      return { reject: message.reject };
    case 'MsgApp':
      return {
        index: BigInt(message.index),
        logTerm: BigInt(message.logTerm),
        commit: BigInt(message.commit),
        entries: message.entries.map(entryFields),
      };
    case 'MsgAppResp': {
      const index = BigInt(message.index);
      if (!message.reject) return { index };
      return { index, reject: true, rejectHint: BigInt(message.rejectHint), logTerm: BigInt(message.logTerm) };
    }
    case 'MsgSnap':
      return { snapshot: snapshotFields(message.snapshot) };
    case 'MsgHeartbeat':
      return { commit: BigInt(message.commit) };
    case 'MsgHeartbeatResp':
    case 'MsgTimeoutNow':
      return {};
  }
}

const snapshotFields = ({ index, term, voters, data }: RaftSnapshot) => ({
  data,
  metadata: {
    confState: { voters: voters.map(BigInt), autoLeave: false },
    index: BigInt(index),
    term: BigInt(term),
  },
});

function entryFields({ type, term, index, data }: RaftEntry) {
  return {
    Type: type === 'normal' ? EntryType.EntryNormal : EntryType.EntryConfChange,
    Term: BigInt(term),
    Index: BigInt(index),
    // The entry with which a leader begins its term has no data at all, not empty data.
    ...(data.length > 0 && { Data: data }),
  };
}

/** The error says what is wrong with the bytes, or which kind of message is not understood. */
export function decodeRaftMessage(bytes: Uint8Array): Result<RaftMessage, string> {
  let message: Message;
  try {
    message = fromBinary(MessageSchema, bytes);
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
  const read = typed(message);
  return read ? ok(read) : { ok: false, error: `raft message of type ${message.type} is not understood` };
}

function typed(message: Message): RaftMessage | undefined {
  const routed = { from: Number(message.from), to: Number(message.to), term: Number(message.term) };
  const { reject } = message;
  const [index, logTerm] = [Number(message.index), Number(message.logTerm)];
  switch (message.type) {
    case MessageType.MsgPreVote:
      return { type: 'MsgPreVote', ...routed, index, logTerm };
    case MessageType.MsgVote: {
      const transfer = equalBytes(message.context, TRANSFER);
      return { type: 'MsgVote', ...routed, index, logTerm, ...(transfer && { transfer }) };
    }
    case MessageType.MsgPreVoteResp:
      return { type: 'MsgPreVoteResp', ...routed, reject };
    case MessageType.MsgVoteResp:
      return { type: 'MsgVoteResp', ...routed, reject };
    case MessageType.MsgApp: {
      const entries = message.entries.map(readEntry);
      return { type: 'MsgApp', ...routed, index, logTerm, entries, commit: Number(message.commit) };
    }
    case MessageType.MsgAppResp:
      return reject
        ? { type: 'MsgAppResp', ...routed, reject, index, rejectHint: Number(message.rejectHint), logTerm }
        : { type: 'MsgAppResp', ...routed, reject, index };
    case MessageType.MsgSnap:
      return { type: 'MsgSnap', ...routed, snapshot: readSnapshot(message.snapshot) };
    case MessageType.MsgHeartbeat:
      return { type: 'MsgHeartbeat', ...routed, commit: Number(message.commit) };
    case MessageType.MsgHeartbeatResp:
      return { type: 'MsgHeartbeatResp', ...routed };
    case MessageType.MsgTimeoutNow:
      return { type: 'MsgTimeoutNow', ...routed };
    default:
      return undefined;
  }
}

const readSnapshot = (snapshot: Snapshot | undefined): RaftSnapshot => ({
  index: Number(snapshot?.metadata?.index ?? 0n),
  term: Number(snapshot?.metadata?.term ?? 0n),
  voters: (snapshot?.metadata?.confState?.voters ?? []).map(Number),
  data: snapshot?.data ?? new Uint8Array(),
});

const readEntry = (entry: Entry): RaftEntry => ({
  index: Number(entry.Index),
  term: Number(entry.Term),
  type: entry.Type === EntryType.EntryNormal ? 'normal' : 'confChange',
  data: entry.Data,
});

/** The record of term, vote and commit as it lies in the log on disk. */
export function encodeHardState({ term, vote, commit }: HardState): Uint8Array {
  const proto: HardStateProto = create(HardStateSchema, {
    term: BigInt(term),
    vote: BigInt(vote),
    commit: BigInt(commit),
  });
  return toBinary(HardStateSchema, proto);
}
