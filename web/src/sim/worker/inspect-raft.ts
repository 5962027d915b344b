/**
 * A Raft chain of an orderer for the inspector: as a tree to read, and as the picture to draw.
 */
import { missingChange } from '../orderer/membership.ts';
import type { RaftChain } from '../orderer/orderer-state.ts';
import { TICK } from '../orderer/raft-chain.ts';
import { snapshotIntervalOf } from '../orderer/raft-snapshots.ts';
import { decodeConfChange } from '../orderer/raft/conf-change.ts';
import { isPaused, type Progress } from '../orderer/raft/progress.ts';
import { entriesBetween, entryBytes, lastIndex, type RaftEntry } from '../orderer/raft/raft-log.ts';
import { NONE } from '../orderer/raft/raft-state.ts';
import {
  type ConsenterPicture,
  type FollowerPicture,
  LOG_ENTRIES_SHOWN,
  type RaftEntryContent,
  type RaftEntryPicture,
  type RaftPicture,
} from '../protocol/consensus-picture.ts';
import { blockEnvelopes, blockNumber, decodeBlock, isConfigBlock } from '../wire/block.ts';
import type { Tree } from '../wire/message-json.ts';

export function raftChainTree({ raft, hosts, membership, cutter }: RaftChain): Readonly<Record<string, Tree>> {
  const { snapshot } = raft.durable;
  return {
    role: raft.volatile.role,
    raftId: raft.config.id,
    leader: hosts[raft.volatile.leader] ?? null,
    hardState: { ...raft.durable.hardState },
    logEntries: raft.durable.log.entries.length,
    ...(snapshot.index > 0 && {
      snapshot: { index: snapshot.index, term: snapshot.term, bytes: snapshot.data.length },
    }),
    consenters: Object.fromEntries(membership.members.map(({ id, host }) => [id, host])),
    voters: [...raft.volatile.voters],
    pending: cutter.pending.map(({ txid }) => txid),
  };
}

export function raftPicture(chain: RaftChain): RaftPicture {
  const { raft, cutter } = chain;
  const { role, leader, transferee, votes, voters, applied } = raft.volatile;
  const { term, vote, commit } = raft.durable.hardState;
  const consenter = consenterOf(chain);
  const known = (id: number): ConsenterPicture | null => (id === NONE ? null : consenter(id));
  const isCandidate = role === 'preCandidate' || role === 'candidate';
  return {
    kind: 'etcdraft',
    channel: chain.channel,
    height: chain.disk.blocks.height,
    self: consenter(raft.config.id),
    leader: known(leader),
    role,
    term,
    vote: known(vote),
    commit,
    applied,
    voters: voters.map(consenter),
    learners: [],
    pendingChange: pendingChange(chain),
    transferee: known(transferee),
    votes: isCandidate ? [...votes].map(([id, granted]) => ({ consenter: consenter(id), granted })) : [],
    clock: {
      tickMicros: TICK,
      electionElapsedTicks: raft.volatile.electionElapsed,
      electionTimeoutTicks: raft.volatile.electionTimeout,
    },
    cutter: {
      pending: cutter.pending.map(({ txid }) => txid),
      pendingBytes: cutter.pendingBytes,
      timerRunning: chain.timerRunning,
      waiting: chain.waiting.map(({ ordering }) => ordering.txid),
    },
    snapshot: snapshotPicture(chain),
    catchUp: chain.catchUp ? { from: chain.catchUp.source ?? null, target: chain.catchUp.number } : null,
    log: logPicture(chain),
    followers: role === 'leader' ? followers(chain) : [],
  };
}

const consenterOf =
  ({ hosts, membership }: RaftChain) =>
  (id: number): ConsenterPicture => ({
    id,
    node: hosts[id] ?? membership.members.find((member) => member.id === id)?.host ?? null,
  });

/** In the log and not applied, or not even there although the newest config block asks for it. */
function pendingChange(chain: RaftChain): RaftPicture['pendingChange'] {
  const { durable, volatile } = chain.raft;
  const consenter = consenterOf(chain);
  const unapplied = entriesBetween(durable.log, volatile.applied + 1, lastIndex(durable.log));
  for (const { type, data } of unapplied) {
    const change = type === 'confChange' ? decodeConfChange(data) : undefined;
    if (change) return { type: change.type, consenter: consenter(change.node), stage: 'proposed' };
  }
  const wanted = missingChange(chain.membership, volatile.voters);
  return wanted ? { type: wanted.type, consenter: consenter(wanted.node), stage: 'wanted' } : null;
}

function snapshotPicture(chain: RaftChain): RaftPicture['snapshot'] {
  const { index, term, voters, data } = chain.raft.durable.snapshot;
  const block = decodeBlock(data);
  return {
    newest:
      index === 0
        ? null
        : {
            index,
            term,
            block: block.ok ? blockNumber(block.value) : null,
            bytes: data.length,
            voters: voters.map(consenterOf(chain)),
          },
    accumulatedBytes: chain.accumulatedBytes,
    intervalBytes: snapshotIntervalOf(chain.bundle),
  };
}

function logPicture(chain: RaftChain): RaftPicture['log'] {
  const { log, hardState } = chain.raft.durable;
  const last = lastIndex(log);
  const { applied } = chain.raft.volatile;
  const shown = entriesBetween(log, Math.max(log.base.index, last - LOG_ENTRIES_SHOWN) + 1, last);
  const stageOf = ({ index }: RaftEntry): RaftEntryPicture['stage'] => {
    if (index <= applied) return 'applied';
    return index <= hardState.commit ? 'committed' : 'appended';
  };
  return {
    compactedTo: log.base.index,
    count: log.entries.length,
    lastIndex: last,
    entries: shown.map((entry) => ({
      index: entry.index,
      term: entry.term,
      bytes: entryBytes(entry),
      stage: stageOf(entry),
      content: contentOf(chain, entry),
    })),
  };
}

function contentOf(chain: RaftChain, { type, data }: RaftEntry): RaftEntryContent {
  if (type === 'confChange') {
    const change = decodeConfChange(data);
    return change ? { kind: 'confChange', type: change.type, consenter: consenterOf(chain)(change.node) } : EMPTY;
  }
  const block = data.length > 0 ? decodeBlock(data) : undefined;
  if (!block?.ok) return EMPTY;
  const { value } = block;
  return {
    kind: 'block',
    block: blockNumber(value),
    transactions: blockEnvelopes(value).length,
    config: isConfigBlock(value),
  };
}

const EMPTY: RaftEntryContent = { kind: 'empty' };

function followers(chain: RaftChain): readonly FollowerPicture[] {
  const { config, volatile } = chain.raft;
  const others = volatile.voters.filter((voter) => voter !== config.id);
  return others.flatMap((id) => {
    const progress = volatile.progress.get(id);
    return progress ? [followerPicture(consenterOf(chain)(id), progress, config.maxInflight)] : [];
  });
}

const followerPicture = (consenter: ConsenterPicture, progress: Progress, maxInflight: number): FollowerPicture => ({
  consenter,
  match: progress.match,
  next: progress.next,
  state: progress.state,
  paused: isPaused(progress, maxInflight),
  recentActive: progress.recentActive,
  inflight: progress.inflight.length,
  maxInflight,
  pendingSnapshot: progress.pendingSnapshot,
});
