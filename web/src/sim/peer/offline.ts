/**
 * What is done to a peer's files while it is off: the `peer node` tools, a check of the chain, and what an intruder does.
 *
 * @fabric internal/peer/node/{reset,rollback,rebuild_dbs}.go, core/ledger/kvledger/{reset,rollback,rebuild_dbs}.go
 * @simplified `peer node unjoin`, `pause`, `resume` and `upgrade-dbs` are left out: none of them is part of the course.
 */
import { ok, type Result } from '../kernel/result.ts';
import type { ChannelLedger } from '../ledger/commit.ts';
import { dropDatabases, rebuildDatabases } from '../ledger/rebuild.ts';
import { type BlockChange, tamperedBlock, verifyBlocks, withTamperedState } from '../ledger/tamper.ts';
import { blockHash } from '../wire/block.ts';
import { fromUtf8, hex, utf8 } from '../wire/bytes.ts';
import type { PeerFact } from './peer-facts.ts';
import { type PeerDisk, type PeerEffect, type PeerState, type PeerStepped, report } from './peer-state.ts';
import { SECOND } from '../kernel/time.ts';
import { blockToLiveIn } from './private-retrieval.ts';
import { storedSets } from './stored-sets.ts';

export interface WorkedOn {
  readonly disk: PeerDisk;
  readonly facts: readonly PeerFact[];
}

/** The error is what the tool prints. */
type Outcome = Result<WorkedOn, string>;

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });
const noLedger = (channel: string) => failed(`ledgerID [${channel}] does not exist`);

const withLedger = (disk: PeerDisk, channel: string, ledger: ChannelLedger): PeerDisk => ({
  ...disk,
  ledgers: { ...disk.ledgers, [channel]: ledger },
});

/** sed in the block file. */
export function tamperWithBlock(disk: PeerDisk, channel: string, change: BlockChange): Outcome {
  const ledger = disk.ledgers[channel];
  if (!ledger) return noLedger(channel);
  const block = tamperedBlock(ledger.blocks, change);
  if (!block.ok) return block;
  const { number, find, replace, rehash: header } = change;
  const blocks = ledger.blocks.overwrite(number, block.value);
  const hash = hex(blockHash(block.value));
  const fact: PeerFact = { type: 'blockTampered', channel, number, find, replace, header, hash };
  return ok({ disk: withLedger(disk, channel, { ...ledger, blocks }), facts: [fact] });
}

/** Another value into the state database. */
export function tamperWithState(
  disk: PeerDisk,
  channel: string,
  { chaincode: namespace, key, value }: { readonly chaincode: string; readonly key: string; readonly value: string },
): Outcome {
  const ledger = disk.ledgers[channel];
  if (!ledger) return noLedger(channel);
  const before = ledger.state.get(namespace, key)?.value;
  const changed = withTamperedState(ledger, namespace, key, utf8(value));
  if (!before || !changed) return failed(`leveldb: key ${namespace}/${key} not found`);
  const fact: PeerFact = { type: 'stateTampered', channel, namespace, key, before: fromUtf8(before), value };
  return ok({ disk: withLedger(disk, channel, changed), facts: [fact] });
}

/** ledgerutil verify: all channels. */
export function verifyLedgers(disk: PeerDisk): Outcome {
  const facts = Object.entries(disk.ledgers).map(([channel, { blocks }]): PeerFact => {
    const errors = verifyBlocks(blocks);
    return { type: 'ledgerVerified', channel, blocks: blocks.height - blocks.first, errors };
  });
  return ok({ disk, facts });
}

function fromSnapshot({ ledgers }: PeerDisk): string | undefined {
  const channels = Object.keys(ledgers).filter((channel) => ledgers[channel]?.blocks.base !== undefined);
  return channels.length > 0
    ? `because the peer contains channel(s) [${channels.join(' ')}] that were bootstrapped from snapshot`
    : undefined;
}

/** peer node rebuild-dbs */
export function dropAllDatabases(disk: PeerDisk): Outcome {
  const because = fromSnapshot(disk);
  if (because !== undefined) return failed(`cannot rebuild databases ${because}`);
  return ok({ disk: withoutDatabases(disk), facts: [{ type: 'databasesDropped' }] });
}

/** All ledgers without their databases, cut behind the blocks of `lastBlocks`. */
function withoutDatabases(disk: PeerDisk, lastBlocks: Readonly<Record<string, number>> = {}): PeerDisk {
  const ledgers = Object.entries(disk.ledgers).map(([channel, ledger]) => [
    channel,
    dropDatabases(ledger, lastBlocks[channel]),
  ]);
  return { ...disk, ledgers: Object.fromEntries(ledgers) as PeerDisk['ledgers'], dropped: true };
}

/** peer node reset: every channel back to its genesis block. */
export function resetLedgers(disk: PeerDisk): Outcome {
  const because = fromSnapshot(disk);
  if (because !== undefined) return failed(`cannot reset channels ${because}`);
  return ok(cut(disk, Object.fromEntries(Object.keys(disk.ledgers).map((channel) => [channel, 0]))));
}

/** peer node rollback: one channel back to a block; the databases of all are made anew. */
export function rollbackLedger(disk: PeerDisk, channel: string, block: number): Outcome {
  const because = fromSnapshot(disk);
  if (because !== undefined) return failed(`cannot rollback any channel ${because}`);
  const ledger = disk.ledgers[channel];
  if (!ledger) return noLedger(channel);
  const newest = ledger.blocks.height - 1;
  return newest <= block
    ? failed(`target block number [${block}] should be less than the biggest block number [${newest}]`)
    : ok(cut(disk, { [channel]: block }));
}

function cut(disk: PeerDisk, lastBlocks: Readonly<Record<string, number>>): WorkedOn {
  const heightsBefore: Record<string, number> = { ...disk.heightsBefore };
  const facts: PeerFact[] = [{ type: 'databasesDropped' }];
  for (const [channel, last] of Object.entries(lastBlocks)) {
    const before = disk.ledgers[channel]?.blocks.height ?? 0;
    heightsBefore[channel] = Math.max(before, heightsBefore[channel] ?? 0);
    if (before > last + 1) facts.push({ type: 'ledgerCut', channel, height: last + 1, before });
  }
  return { disk: { ...withoutDatabases(disk, lastBlocks), heightsBefore }, facts };
}

export const REGAIN_TIMER = 'regain';
/** How often a peer looks whether it has the blocks again that were cut off. */
const REGAIN_CHECK = { min: 10 * SECOND, max: 10 * SECOND };
const nextCheck: PeerEffect = { type: 'setTimer', timer: REGAIN_TIMER, ...REGAIN_CHECK };

/** A peer starts after its databases were dropped: before anything else it makes them anew. */
export function rebuildOnStart(state: PeerState): PeerStepped {
  const waiting: readonly PeerEffect[] = state.disk.heightsBefore ? [nextCheck] : [];
  if (!state.disk.dropped) return { state, effects: waiting };
  const rebuilt = Object.entries(state.disk.ledgers).map(([channel, ledger]) => {
    const made = rebuildDatabases(ledger, storedSets, (ledgerState) => blockToLiveIn(state, ledgerState));
    return [channel, made] as const;
  });
  const { dropped: _dropped, ...rest } = state.disk;
  const disk: PeerDisk = { ...rest, ledgers: Object.fromEntries(rebuilt) };
  const facts = rebuilt.map(([channel, { blocks }]) =>
    report({ type: 'databasesRebuilt', channel, blocks: blocks.height }),
  );
  const persisted: PeerEffect = { type: 'persist', tag: '', durable: disk };
  return { state: { ...state, disk }, effects: [...facts, persisted, ...waiting] };
}

/** Ten seconds have passed: is the peer where it was? Then it endorses again. */
export function checkRegained(state: PeerState): PeerStepped {
  const { heightsBefore, ...rest } = state.disk;
  if (!heightsBefore) return { state, effects: [] };
  const heightOf = (channel: string): number => state.disk.ledgers[channel]?.blocks.height ?? 0;
  if (Object.entries(heightsBefore).some(([channel, height]) => heightOf(channel) < height))
    return { state, effects: [nextCheck] };
  const facts = Object.keys(heightsBefore).map((channel) =>
    report({ type: 'ledgerRegained', channel, height: heightOf(channel) }),
  );
  return { state: { ...state, disk: rest }, effects: [...facts, { type: 'persist', tag: '', durable: rest }] };
}
