/** A structure at a moment: as which node it is looked at, and the entry by which it came to be as it is. Pure. */
import type { TraceIndex } from '../../../view/trace-index.ts';
import { nodesOf } from '../../../view/network.ts';
import type { Entry, FactType, InspectTarget } from '../../lab-types.ts';
import type { Looked } from '../../terminal/look-lines.ts';

export type StructureTarget = Extract<
  InspectTarget,
  { readonly type: 'link' | 'channel' | 'chaincode' | 'collection' | 'snapshot' | 'key' }
>;

export interface StructureSubject {
  readonly type: 'structure';
  readonly target: StructureTarget;
  /** The node furthest along that has it; null: nobody has it at this moment. */
  readonly node: string | null;
  /** null: nothing has been done to it. */
  readonly entry: Entry | null;
}

const ofLink = ['linkChanged', 'networkHealed'] as const satisfies readonly FactType[];
const ofChannel = [
  'genesisBlockCreated',
  'channelCreated',
  'channelConfigChanged',
] as const satisfies readonly FactType[];
const ofChaincode = ['chaincodeApproved', 'chaincodeCommitted'] as const satisfies readonly FactType[];
const ofBlocks = ['blockCommitted', 'blockWritten'] as const satisfies readonly FactType[];

const pairOf = (one: string, other: string): string => [one, other].sort().join(' ');

/** Of links healed together only those that were broken are told of: the others have nothing to tell. */
function lastOfLink(trace: TraceIndex, from: string, to: string, count: number): Entry | null {
  const own = pairOf(from, to);
  const changed = trace.facts
    .ofTypes(['linkChanged'], count)
    .findLast(({ fact }) => fact.type === 'linkChanged' && pairOf(fact.from, fact.to) === own);
  if (changed === undefined) return null;
  return (
    trace.facts.ofTypes(ofLink, count, changed.seq).findLast((e) => e === changed || e.fact.type === 'networkHealed') ??
    changed
  );
}

function lastOf(trace: TraceIndex, target: StructureTarget, count: number): Entry | null {
  const last = (types: readonly FactType[], fits: (entry: Entry) => boolean): Entry | null =>
    trace.facts.ofTypes(types, count).findLast(fits) ?? null;
  switch (target.type) {
    case 'link':
      return lastOfLink(trace, target.from, target.to, count);
    case 'channel':
      return last(ofChannel, ({ fact }) => 'channel' in fact && fact.channel === target.channel);
    case 'chaincode':
      return last(
        ofChaincode,
        ({ fact }) =>
          'name' in fact && 'channel' in fact && fact.channel === target.channel && fact.name === target.chaincode,
      );
    case 'collection':
      return last(
        ['chaincodeCommitted'],
        ({ fact }) =>
          fact.type === 'chaincodeCommitted' && fact.channel === target.channel && fact.name === target.chaincode,
      );
    case 'snapshot':
      return last(
        ['snapshotGenerated'],
        ({ node, fact }) =>
          fact.type === 'snapshotGenerated' &&
          node === target.node &&
          fact.channel === target.channel &&
          fact.number === target.number,
      );
    case 'key':
      return last(
        ['blockCommitted'],
        ({ node, fact }) =>
          fact.type === 'blockCommitted' &&
          node === target.node &&
          fact.channel === target.channel &&
          fact.writes.some(({ namespace, key }) => namespace === target.namespace && key === target.key),
      );
  }
}

/** The node that has taken in the newest block of the channel, first of those that judge it. */
function holderOf(trace: TraceIndex, channel: string, count: number): string | null {
  for (const type of ofBlocks) {
    const entry = trace.facts
      .ofTypes([type], count)
      .findLast(({ fact }) => 'channel' in fact && fact.channel === channel);
    if (entry !== undefined) return entry.node;
  }
  return (
    trace.facts
      .ofTypes(['peerJoined', 'ordererJoined'], count)
      .findLast(({ fact }) => 'channel' in fact && fact.channel === channel)?.node ?? null
  );
}

function isKnown({ topology }: TraceIndex, target: StructureTarget): boolean {
  const ids = nodesOf(topology).map(({ id }) => id);
  if (target.type === 'link') return target.from !== target.to && ids.includes(target.from) && ids.includes(target.to);
  const channels = [...topology.channels, ...(topology.systemChannel ? [topology.systemChannel] : [])];
  return channels.some(({ id }) => id === target.channel) && (!('node' in target) || ids.includes(target.node));
}

/** `count` entries have happened. null: it names nothing of this network. */
export function structureSubject(trace: TraceIndex, target: StructureTarget, count: number): StructureSubject | null {
  if (!isKnown(trace, target)) return null;
  const node = 'node' in target ? target.node : 'channel' in target ? holderOf(trace, target.channel, count) : null;
  return { type: 'structure', target, node, entry: lastOf(trace, target, count) };
}

/** What a tool of a real network shows of it. null: no node has it, or no tool shows it. */
export function structureLooked({ target, node, entry }: StructureSubject): Looked | null {
  if (target.type === 'link') return { kind: 'link', node: target.from, to: target.to };
  if (node === null) return null;
  switch (target.type) {
    case 'channel':
      return { kind: 'config', node, channel: target.channel };
    case 'chaincode':
    case 'collection':
      return { kind: 'chaincode', node, channel: target.channel, name: target.chaincode };
    case 'snapshot':
      return { kind: 'snapshot', node, channel: target.channel, number: target.number };
    case 'key':
      // The block whose transaction wrote the value: no tool reads a key without asking a chaincode.
      return entry !== null && 'number' in entry.fact
        ? { kind: 'block', node, channel: target.channel, number: entry.fact.number }
        : null;
  }
}
