/**
 * The Raft chain of one channel: the leader cuts batches and proposes blocks, everyone writes what is committed. After a
 * config block with other consenters the leader has Raft change its members before anything else is ordered.
 *
 * @fabric orderer/consensus/etcdraft/chain.go
 * @simplified A leader of a new term takes in nothing until its own first entry is committed, then works through what
 *   waited; Fabric blocks the callers instead. Blocks in flight are not limited beyond Raft's own window. Messages to a
 *   Raft id this node does not have are passed over; Fabric stops the chain.
 */
import type { ActorId } from '../kernel/actor.ts';
import { channelCreatedBy } from '../channel/channel-creation.ts';
import { SECOND } from '../kernel/time.ts';
import { invariant } from '../kernel/result.ts';

import {
  blockHash,
  blockNumber,
  decodeBlock,
  encodeBlock,
  isConfigBlock,
  newBlock,
  previousHash,
} from '../wire/block.ts';
import { equalBytes } from '../wire/bytes.ts';
import type { Block } from '../wire/gen/common/common_pb.ts';
import { cut, emptyBlockCutter, order } from './block-cutter.ts';
import { andThen, type Moved as MovedChain, still } from './chain.ts';
import { panicOver, txidsOf, writeBlock, type Writer } from './block-writer.ts';
import { feedSubscribers } from './deliver.ts';
import type { OrdererFacts } from './orderer-facts.ts';
import { type OrdererEffect, type Ordering, type RaftChain, report, type Waiting } from './orderer-state.ts';
import { batchTimer } from './orderer-timers.ts';
import { batchBy, lieToAll, withTwin } from './raft-lies.ts';
import { sendRaft } from './raft-send.ts';
import { accumulated, dueSnapshot } from './raft-snapshots.ts';
import { abdicate, endsOwnOffice, handOver } from './abdication.ts';
import { heldBack, restore } from './catch-up.ts';
import { hostsOf, missingChange } from './membership.ts';
import { decodeConfChange } from './raft/conf-change.ts';
import { BOOTSTRAP_TERM, raftStep } from './raft/raft.ts';
import type { RaftEntry } from './raft/raft-log.ts';
import { NONE, type RaftInput, type RaftTransition } from './raft/raft-state.ts';
import { reprocess } from './system-channel.ts';

type Moved = MovedChain<RaftChain>;

export const TICK = SECOND / 2;
/** Ten minutes without a leader make a node ask whether it still belongs. */
const EVICTION_SUSPICION_TICKS = (10 * 60 * SECOND) / TICK;

export const isLeader = (chain: RaftChain): boolean => chain.raft.volatile.role === 'leader';

/** The node that leads as far as this one knows. */
export const leaderOf = (chain: RaftChain): ActorId | undefined => chain.hosts[chain.raft.volatile.leader];

/** Gives Raft an input and carries out what comes of it. */
export const stepRaft = (chain: RaftChain, input: RaftInput, writer: Writer): Moved =>
  applyTransition(chain, raftStep(chain.raft, input), writer);

export function applyTransition(before: RaftChain, transition: RaftTransition, writer: Writer): Moved {
  const sentSnapshots = transition.outputs.flatMap((output) =>
    output.type === 'send' && output.message.type === 'MsgSnap' ? [output.to] : [],
  );
  let moved = still({ ...before, raft: transition.state });
  for (const output of transition.outputs)
    moved = andThen(moved, (chain): Moved => {
      switch (output.type) {
        case 'persist': {
          const disk = { ...chain.disk, raft: output.durable };
          const written = output.snapshot ? 'write' : 'no';
          return { chain: { ...chain, disk }, effects: [], persist: output.sync ? 'sync' : written };
        }
        case 'send':
          // What is said last to a node that was removed still goes to where it was.
          return {
            chain,
            effects: sendRaft(chain, chain.hosts[output.to] ?? before.hosts[output.to], output.message, writer.lie),
            persist: 'no',
          };
        case 'commit':
          return chain.catchUp ? still(heldBack(chain, output.entries)) : commitEntries(chain, output.entries, writer);
        case 'restore':
          return restore(chain, output.snapshot, output.received, writer);
        case 'roleChanged':
          return changeRole(chain, output.role, output.term);
        case 'leaderChanged':
          return changeLeader(chain, output.leader, output.term);
        case 'dropped':
          return still(chain);
      }
    });
  for (const peer of sentSnapshots)
    moved = andThen(moved, (chain) => stepRaft(chain, { type: 'snapshotReported', peer, failed: false }, writer));
  return andThen(moved, (chain) => snapshotIfDue(chain, writer));
}

/** The log is cut only after everything Raft had to say is done: what it says next is about the shorter one. */
function snapshotIfDue(chain: RaftChain, writer: Writer): Moved {
  const due = dueSnapshot(chain);
  return due ? andThen(due.told, (next) => stepRaft(next, due.input, writer)) : still(chain);
}

function commitEntries(before: RaftChain, entries: readonly RaftEntry[], writer: Writer): Moved {
  let moved = still(before);
  for (const entry of entries) moved = andThen(moved, (chain) => commitEntry(chain, entry, writer));
  return andThen(moved, (chain) => still(accumulated(chain, entries)));
}

/** The chain has caught up: what Raft committed meanwhile is written. */
export function commitHeldBack(before: RaftChain, batches: readonly (readonly RaftEntry[])[], writer: Writer): Moved {
  let moved = still(before);
  for (const batch of batches) moved = andThen(moved, (chain) => commitEntries(chain, batch, writer));
  return andThen(moved, (chain) => snapshotIfDue(chain, writer));
}

function commitEntry(chain: RaftChain, entry: RaftEntry, writer: Writer): Moved {
  if (entry.type !== 'normal') return applyConfChange(chain, entry, writer);
  if (entry.data.length === 0)
    return isLeader(chain) && !chain.ready && entry.term === chain.raft.durable.hardState.term
      ? openForWork(chain, writer)
      : still(chain);
  if (entry.index <= chain.disk.applied) return still(chain);
  const block = decodeBlock(entry.data);
  // A block proposed by a leader that lost its office may be committed after its successor's: it no longer follows.
  if (!block.ok || blockNumber(block.value) !== chain.disk.blocks.height) return still(chain);
  if (!equalBytes(previousHash(block.value), chain.disk.blocks.lastHash)) return panic(chain, block.value);
  const written = writeBlock(chain, block.value, entry.index, writer);
  const replicated: OrdererEffect[] = isLeader(chain)
    ? [
        report({
          type: 'entryReplicated',
          channel: chain.channel,
          index: entry.index,
          on: replicas(chain, entry.index),
        }),
      ]
    : [];
  const fed = feedSubscribers(written.chain, writer.lie);
  const stored: Moved = {
    chain: fed.chain,
    effects: [...replicated, ...written.effects, ...fed.effects],
    persist: 'write',
  };
  const isConfig = isConfigBlock(block.value) || channelCreatedBy(block.value) !== undefined;
  if (!isConfig) return stored;
  return andThen(stored, (next) => {
    const change = missingChange(next.membership, next.raft.volatile.voters);
    // Nobody has to come or go: a consenter may have other addresses or another certificate all the same.
    const connected = change ? next : { ...next, hosts: hostsOf(next.membership) };
    return connected.configInFlight ? resume(connected, writer) : still(connected);
  });
}

/** Only a leader that lied can bring this about: what Raft agreed on does not follow what this node has. */
const panic = (chain: RaftChain, block: Block): Moved => ({
  chain,
  effects: [panicOver(chain, block)],
  persist: 'no',
  afterwards: [{ type: 'exit' }],
});

/** Raft has changed its members already; the node learns to whom it talks, or that it is out. */
function applyConfChange(chain: RaftChain, entry: RaftEntry, writer: Writer): Moved {
  const change = decodeConfChange(entry.data);
  if (!change || entry.term === BOOTSTRAP_TERM || entry.index <= chain.disk.applied) return still(chain);
  const { channel, hosts, membership, disk, raft } = chain;
  const consenter = hosts[change.node] ?? hostsOf(membership)[change.node];
  const type = change.type === 'add' ? 'consenterAdded' : 'consenterRemoved';
  const isOut = change.type === 'remove' && change.node === raft.config.id;
  const next: RaftChain = {
    ...chain,
    hosts: hostsOf(membership),
    disk: { ...disk, applied: entry.index },
    ...(isOut && { leaving: 'evicted' }),
  };
  const effects = consenter === undefined ? [] : [report({ type, channel, consenter, term: entry.term })];
  const applied: Moved = { chain: next, effects, persist: 'write' };
  return next.configInFlight && next.ready && !isOut ? andThen(applied, (after) => resume(after, writer)) : applied;
}

/** On a leader: goes on where a config block stopped it, but has Raft change its members first if they are others now. */
function resume(chain: RaftChain, writer: Writer): Moved {
  const change = missingChange(chain.membership, chain.raft.volatile.voters);
  if (!change) return workOff({ ...chain, configInFlight: false }, writer);
  const proposals = [...chain.proposals, { type: 'proposeConfChange', change } as const];
  return still({ ...chain, configInFlight: true, proposals });
}

/** Nodes known to have the entry, the leader included. */
const replicas = (chain: RaftChain, index: number): number =>
  1 +
  [...chain.raft.volatile.progress].filter(([id, { match }]) => id !== chain.raft.config.id && match >= index).length;

function changeRole(chain: RaftChain, role: string, term: number): Moved {
  const { channel } = chain;
  if (role === 'leader') {
    const stored = chain.disk.blocks;
    const newest = { number: stored.height - 1, hash: stored.lastHash };
    return {
      // A lone orderer has committed its own entry by now and is open for work already.
      chain: chain.ready ? chain : { ...chain, newest },
      effects: [report({ type: 'leaderElected', channel, term })],
      persist: 'no',
    };
  }
  const stopped = stopLeading(chain);
  if (role === 'follower') return stopped;
  const fact = report({ type: 'electionStarted', channel, term, preVote: role === 'preCandidate' });
  return { ...stopped, effects: [...stopped.effects, fact] };
}

/** What was pending and not proposed is forgotten, as in Fabric: the senders were told SUCCESS all the same. */
function stopLeading(chain: RaftChain): Moved {
  const effects: OrdererEffect[] = chain.timerRunning
    ? [{ type: 'cancelTimer', timer: batchTimer(chain.channel) }]
    : [];
  return {
    chain: { ...chain, cutter: emptyBlockCutter(), timerRunning: false, ready: false, configInFlight: false },
    effects,
    persist: 'no',
  };
}

function changeLeader(chain: RaftChain, leader: number, term: number): Moved {
  const { channel } = chain;
  if (leader === chain.raft.config.id) return still({ ...chain, errored: false });
  const node = chain.hosts[leader];
  const fact: { type: 'leaderLost' } & OrdererFacts['leaderLost'] = { type: 'leaderLost', channel, term };
  // A channel of one or two goes on delivering, or a second or third one could never catch up to help it out.
  const errored = leader === NONE && (chain.errored || chain.membership.members.length > 2);
  if (leader === NONE || !node) return { chain: { ...chain, errored }, effects: [report(fact)], persist: 'no' };
  const followed = report({ type: 'leaderFollowed', channel, term, leader: node });
  const handed = handOver({ ...chain, errored }, node);
  return { chain: handed.chain, effects: [followed, ...handed.effects], persist: 'no' };
}

/** The new leader's own entry is committed: everything before it is written, the queue may move. */
function openForWork(chain: RaftChain, writer: Writer): Moved {
  const { blocks } = chain.disk;
  const newest = { number: blocks.height - 1, hash: blocks.lastHash };
  const { abdicating: _given, ...rest } = chain;
  return resume({ ...rest, ready: true, configInFlight: false, newest }, writer);
}

/** Takes in what had to wait, in the order it came. */
function workOff(chain: RaftChain, writer: Writer): Moved {
  let moved: Moved = still({ ...chain, waiting: [] });
  for (const waiting of chain.waiting) moved = andThen(moved, (next) => queue(next, waiting, writer));
  return moved;
}

/** An envelope on the leader: into the cutter, and out as blocks when it says so. Raft gets them through {@link RaftChain.proposals}. */
export function queue(chain: RaftChain, waiting: Waiting, writer: Writer): Moved {
  if (!chain.ready || chain.configInFlight || chain.abdicating !== undefined)
    return still({ ...chain, waiting: [...chain.waiting, waiting] });
  const { ordering } = waiting;
  if (waiting.config) {
    const current = reprocess(ordering, chain.bundle, writer.signer);
    if (!current) return still(chain);
    if (endsOwnOffice(chain, current))
      return { ...abdicate({ ...chain, waiting: [...chain.waiting, waiting] }), persist: 'no' };
    return andThen(flush(chain, 'config', writer), (flushed) =>
      propose({ ...flushed, configInFlight: true }, [current], 'config', writer),
    );
  }
  const batchSize = chain.bundle.orderer?.batchSize;
  invariant(batchSize, `${chain.channel} has no orderer section`);
  const { batches, pending, cutter } = order(chain.cutter, ordering, batchSize);
  let moved = still({ ...chain, cutter });
  if (pending)
    moved = {
      ...moved,
      effects: [
        report({
          type: 'envelopeQueued',
          channel: chain.channel,
          txid: ordering.txid,
          pending: cutter.pending.length,
          pendingBytes: cutter.pendingBytes,
        }),
      ],
    };
  const oversized = ordering.payload.length + ordering.signature.length > batchSize.preferredMaxBytes;
  for (const batch of batches) {
    const alone = batch.length === 1 && batch[0] === ordering;
    const reason = alone && oversized ? 'oversized' : batch.includes(ordering) ? 'count' : 'bytes';
    moved = andThen(moved, (next) => propose(next, batch, reason, writer));
  }
  return andThen(moved, (next) => (pending ? startTimer(next) : stopTimer(next)));
}

function startTimer(chain: RaftChain): Moved {
  const timeout = chain.bundle.orderer?.batchTimeoutMicros ?? 0;
  if (chain.timerRunning) return still(chain);
  return {
    chain: { ...chain, timerRunning: true },
    effects: [{ type: 'setTimer', timer: batchTimer(chain.channel), min: timeout, max: timeout }],
    persist: 'no',
  };
}

const stopTimer = (chain: RaftChain): Moved =>
  chain.timerRunning
    ? {
        chain: { ...chain, timerRunning: false },
        effects: [{ type: 'cancelTimer', timer: batchTimer(chain.channel) }],
        persist: 'no',
      }
    : still(chain);

/** Cuts what is pending. A leader that is handing over does not: Raft takes nothing from it. */
export function flush(chain: RaftChain, reason: 'timeout' | 'config', writer: Writer): Moved {
  if (chain.abdicating !== undefined) return startTimer(chain);
  const { batch, cutter } = cut(chain.cutter);
  const stopped = stopTimer({ ...chain, cutter });
  return batch.length === 0 ? stopped : andThen(stopped, (next) => propose(next, batch, reason, writer));
}

function propose(
  before: RaftChain,
  meant: readonly Ordering[],
  reason: OrdererFacts['blockCut']['reason'],
  { lie }: Writer,
): Moved {
  const number = before.newest.number + 1;
  const batch = batchBy(lie, meant);
  const block = newBlock(
    number,
    before.newest.hash,
    batch.map((ordering) => ordering.bytes),
  );
  const chain = lie === 'equivocate' ? withTwin(before, block) : before;
  const { channel } = chain;
  return {
    chain: {
      ...chain,
      newest: { number, hash: blockHash(block) },
      proposals: [...chain.proposals, { type: 'propose', data: encodeBlock(block) }],
    },
    effects: [
      ...(lie && batch !== meant ? [lieToAll(chain, lie)] : []),
      report({ type: 'blockCut', channel, number, txids: txidsOf(block), reason }),
    ],
    persist: 'no',
  };
}

/** Half a second has passed: Raft's clock, and what a node without a leader or without an heir does about it. */
export function tick(chain: RaftChain, writer: Writer): Moved {
  return andThen(stepRaft(chain, { type: 'tick' }, writer), (ticked): Moved => {
    const { leader, transferee, storing } = ticked.raft.volatile;
    const leaderlessTicks = leader === NONE ? ticked.leaderlessTicks + 1 : 0;
    const isSuspicious = leaderlessTicks >= EVICTION_SUSPICION_TICKS && !storing;
    const next: RaftChain = { ...ticked, leaderlessTicks, ...(isSuspicious && { leaving: 'suspected' }) };
    if (next.abdicating === undefined || !isLeader(next) || transferee !== NONE) return still(next);
    const again: Moved = { ...abdicate(next), persist: 'no' };
    return again.chain.abdicating === undefined ? andThen(again, (given) => workOff(given, writer)) : again;
  });
}

/** Hands what is proposed to Raft. Separate from cutting because Raft may commit at once. */
export function proposeAll(chain: RaftChain, writer: Writer): Moved {
  let moved: Moved = still({ ...chain, proposals: [] });
  for (const proposal of chain.proposals) moved = andThen(moved, (next) => stepRaft(next, proposal, writer));
  return moved;
}
