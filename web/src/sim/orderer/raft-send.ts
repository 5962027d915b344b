/**
 * A message of Raft leaves for another orderer, and what there is to tell about it.
 *
 * @fabric orderer/consensus/etcdraft/node.go (send)
 */
import type { ActorId } from '../kernel/actor.ts';
import { blockNumber, decodeBlock } from '../wire/block.ts';
import type { Message } from '../wire/messages.ts';
import type { Lie } from './lie.ts';
import { type OrdererEffect, type RaftChain, report, send } from './orderer-state.ts';
import { messageFor } from './raft-lies.ts';
import type { RaftMessage } from './raft/raft-message.ts';
import { encodeRaftMessage } from './raft/raftpb.ts';

/** Nothing to a node nobody knows where to find, and nothing from an orderer that keeps silent. */
export function sendRaft(
  chain: RaftChain,
  node: ActorId | undefined,
  meant: RaftMessage,
  lie: Lie | undefined,
): readonly OrdererEffect[] {
  if (node === undefined || lie === 'silent') return [];
  const { channel } = chain;
  const message = messageFor(chain, meant);
  const block = blockIn(message);
  const wire: Message = {
    type: 'consensus',
    channel,
    label: LABELS[message.type],
    payload: encodeRaftMessage(message),
    block: block ?? null,
  };
  const lied =
    message === meant || block === undefined ? [] : [report({ type: 'lieTold', channel, lie: 'equivocate', to: node })];
  return [...told(channel, node, message, block), ...lied, send(node, wire)];
}

/** The first block in it. */
function blockIn(message: RaftMessage): number | undefined {
  const carried = message.type === 'MsgApp' ? message.entries.find((entry) => entry.data.length > 0) : undefined;
  const data = message.type === 'MsgSnap' ? message.snapshot.data : carried?.type === 'normal' && carried.data;
  const block = data ? decodeBlock(data) : undefined;
  return block?.ok ? blockNumber(block.value) : undefined;
}

function told(channel: string, to: ActorId, message: RaftMessage, block = 0): readonly OrdererEffect[] {
  switch (message.type) {
    case 'MsgVoteResp':
    case 'MsgPreVoteResp': {
      const preVote = message.type === 'MsgPreVoteResp';
      return message.reject ? [] : [report({ type: 'voteGranted', channel, term: message.term, to, preVote })];
    }
    case 'MsgSnap':
      return [report({ type: 'raftSnapshotSent', channel, to, number: block, index: message.snapshot.index })];
    default:
      return [];
  }
}

const LABELS: Readonly<Record<RaftMessage['type'], string>> = {
  MsgPreVote: 'raftPreVoteRequest',
  MsgPreVoteResp: 'raftPreVoteResponse',
  MsgVote: 'raftVoteRequest',
  MsgVoteResp: 'raftVoteResponse',
  MsgApp: 'raftAppend',
  MsgAppResp: 'raftAppendResponse',
  MsgSnap: 'raftSnapshot',
  MsgHeartbeat: 'raftHeartbeat',
  MsgHeartbeatResp: 'raftHeartbeatResponse',
  MsgTimeoutNow: 'raftTimeoutNow',
};
