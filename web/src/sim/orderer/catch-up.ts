/**
 * A consenter that took over a snapshot of Raft's log lacks the blocks the snapshot stands for. It fetches them from the
 * other orderers; what Raft commits meanwhile waits.
 *
 * @fabric orderer/consensus/etcdraft/{chain,blockpuller}.go (catchUp, commitBlock), orderer/common/cluster/replication.go
 * @simplified It asks one orderer after the other; Fabric's asks all for their heights first. While it fetches, Raft goes
 *   on answering; Fabric's comes to a halt at the next entry it commits. A last block that is in the snapshot itself is
 *   written with the metadata of consensus; Fabric leaves them out.
 */
import type { ActorId } from '../kernel/actor.ts';
import { invariant } from '../kernel/result.ts';
import { type Micros, SECOND } from '../kernel/time.ts';
import { blockNumber, decodeBlock, isConfigBlock, ordererMetadata, previousHash } from '../wire/block.ts';
import { equalBytes } from '../wire/bytes.ts';
import type { Block } from '../wire/gen/common/common_pb.ts';
import { panicOver, signBlock, storeBlock, writeBlock, type Writer } from './block-writer.ts';
import { type ChainContext, type Moved, still } from './chain.ts';
import { feedSubscribers } from './deliver.ts';
import { hostsOf, raftMetadata, readMembership } from './membership.ts';
import { type OrdererEffect, type RaftChain, report, send } from './orderer-state.ts';
import { catchUpTimer } from './orderer-timers.ts';
import { isNextSigned, otherOrderers, seekBlocks } from './pulled-block.ts';
import type { RaftEntry, RaftSnapshot } from './raft/raft-log.ts';

/** How long an orderer may take to answer before another one is asked. */
const PULL_TIMEOUT: Micros = 5 * SECOND;
/** After all were asked in vain. */
const RETRY_TIMEOUT: Micros = 5 * SECOND;

export const heldBack = (chain: RaftChain, entries: readonly RaftEntry[]): RaftChain =>
  chain.catchUp ? { ...chain, catchUp: { ...chain.catchUp, heldBack: [...chain.catchUp.heldBack, entries] } } : chain;

/** Raft goes on behind a snapshot, received from the leader or found on disk at the start. */
export function restore(chain: RaftChain, snapshot: RaftSnapshot, received: boolean, writer: Writer): Moved<RaftChain> {
  const { index } = snapshot;
  const decoded = decodeBlock(snapshot.data);
  invariant(decoded.ok, 'a snapshot holds a block');
  const block = decoded.value;
  const number = blockNumber(block);
  const { channel, hosts, raft, disk } = chain;
  const from = hosts[raft.volatile.leader] ?? null;
  const told = received ? [report({ type: 'raftSnapshotReceived', channel, from, number, index })] : [];
  if (disk.blocks.height > number) {
    const caughtUp = { ...chain, disk: { ...disk, applied: Math.max(disk.applied, index) } };
    return { chain: caughtUp, effects: told, persist: 'write' };
  }
  if (disk.blocks.height === number) return writeLast(chain, block, index, told, writer);
  const { catchUp } = chain;
  const timer = catchUpTimer(channel);
  return {
    // What was held back until now is part of the snapshot.
    chain: { ...chain, catchUp: { number, index, source: undefined, asked: catchUp?.asked ?? 0, heldBack: [] } },
    effects: [...told, { type: 'setTimer', timer, min: 0, max: 0 }],
    persist: 'no',
  };
}

/** The only block that is missing is in the snapshot. */
function writeLast(
  chain: RaftChain,
  block: Block,
  index: number,
  told: readonly OrdererEffect[],
  writer: Writer,
): Moved<RaftChain> {
  if (!equalBytes(previousHash(block), chain.disk.blocks.lastHash))
    return { chain, effects: [...told, panicOver(chain, block)], persist: 'no', afterwards: [{ type: 'exit' }] };
  const written = writeBlock(chain, block, index, writer);
  const hosts = isConfigBlock(block) ? hostsOf(written.chain.membership) : written.chain.hosts;
  const fed = feedSubscribers({ ...written.chain, hosts }, writer.lie);
  return { chain: fed.chain, effects: [...told, ...written.effects, ...fed.effects], persist: 'write' };
}

/** Time to ask the next orderer for what is missing. */
export function pullNext(chain: RaftChain, { disk, now }: ChainContext): Moved<RaftChain> {
  const { channel, catchUp } = chain;
  if (!catchUp) return still(chain);
  const others = otherOrderers(chain.bundle, disk.node);
  const source = others[catchUp.asked % Math.max(1, others.length)];
  const timer = catchUpTimer(channel);
  if (source === undefined) return still(chain);
  const { number } = catchUp;
  const next = chain.disk.blocks.height;
  return {
    chain: { ...chain, catchUp: { ...catchUp, source, asked: catchUp.asked + 1 } },
    effects: [
      report({ type: 'catchUpStarted', channel, from: source, next, number }),
      send(source, seekBlocks(disk, { channel, from: next, to: number }, now)),
      { type: 'setTimer', timer, min: PULL_TIMEOUT, max: PULL_TIMEOUT },
    ],
    persist: 'no',
  };
}

/** The one that was asked has no more, refuses, or is gone: the next one at once, or after a pause when all were asked. */
export function pullEnded(chain: RaftChain, source: ActorId, context: ChainContext): Moved<RaftChain> {
  const { channel, catchUp } = chain;
  if (!catchUp || catchUp.source !== source) return still(chain);
  const idle: RaftChain = { ...chain, catchUp: { ...catchUp, source: undefined } };
  const others = otherOrderers(chain.bundle, context.disk.node);
  if (catchUp.asked % Math.max(1, others.length) !== 0) return pullNext(idle, context);
  const timer = catchUpTimer(channel);
  return {
    chain: idle,
    effects: [{ type: 'setTimer', timer, min: RETRY_TIMEOUT, max: RETRY_TIMEOUT }],
    persist: 'no',
  };
}

/** What has come of a block: it may have been the last. */
export interface Taken {
  readonly moved: Moved<RaftChain>;
  /** Set once everything is there: what is to be committed now. */
  readonly heldBack: readonly (readonly RaftEntry[])[] | undefined;
}

/** Takes in a block from the orderer that was asked; one that does not fit ends that. */
export function takePulledBlock(chain: RaftChain, from: ActorId, bytes: Uint8Array, context: ChainContext): Taken {
  const { catchUp } = chain;
  const block = decodeBlock(bytes);
  if (!catchUp || catchUp.source !== from || !block.ok) return { moved: still(chain), heldBack: undefined };
  if (!isNextSigned(chain, block.value)) return { moved: pullEnded(chain, from, context), heldBack: undefined };
  const stored = storePulled(chain, block.value, context.disk);
  if (stored.chain.disk.blocks.height <= catchUp.number) return { moved: stored, heldBack: undefined };
  return { moved: finished(stored), heldBack: catchUp.heldBack };
}

/** The block with what its leader noted of consensus, and with this orderer's own signature. */
function storePulled(before: RaftChain, block: Block, writer: Writer): Moved<RaftChain> {
  const metadata = ordererMetadata(block);
  const consenterMetadata = metadata.ok ? metadata.value.consenterMetadata : new Uint8Array();
  const { chain, effects } = storeBlock(before, signBlock(before, block, consenterMetadata, writer));
  const membership = isConfigBlock(block) ? readMembership(block, chain.bundle) : chain.membership;
  const hosts = isConfigBlock(block) ? hostsOf(membership) : chain.hosts;
  const applied = Math.max(chain.disk.applied, Number(raftMetadata(block)?.raftIndex ?? 0n));
  const fed = feedSubscribers({ ...chain, membership, hosts, disk: { ...chain.disk, applied } }, writer.lie);
  return { chain: fed.chain, effects: [...effects, ...fed.effects], persist: 'write' };
}

function finished({ chain, effects, persist }: Moved<RaftChain>): Moved<RaftChain> {
  const { catchUp, ...rest } = chain;
  const { channel, disk } = chain;
  const applied = Math.max(disk.applied, catchUp?.index ?? 0);
  return {
    chain: { ...rest, disk: { ...disk, applied } },
    effects: [
      ...effects,
      report({ type: 'catchUpFinished', channel, number: disk.blocks.height - 1 }),
      { type: 'cancelTimer', timer: catchUpTimer(channel) },
    ],
    persist,
  };
}
