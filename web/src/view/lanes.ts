/**
 * The time line's drawing: a lane per node, a stroke per message, a mark per thing worth seeing from afar.
 * Times stay simulated; the panel maps them to pixels.
 */
import type { Topology } from '../sim/protocol/topology-spec.ts';
import type { Micros } from '../sim/trace/facts.ts';
import type { Entry, NodeId } from '../sim/trace/facts.ts';
import type { Flight } from './flights.ts';
import { type NodeRole, nodesOf } from './network.ts';
import { isErrorFact } from './steps.ts';
import type { TraceIndex } from './trace-index.ts';
import { countUntil } from './world-timeline.ts';

export interface Lane {
  readonly node: NodeId;
  readonly label: string;
  readonly role: NodeRole;
  readonly orgIndex: number;
}

export type MarkType = 'blockCut' | 'blockCommitted' | 'leaderElected' | 'crashed' | 'restarted' | 'command' | 'error';

export interface LaneMark {
  readonly at: Micros;
  readonly seq: number;
  readonly lane: number;
  readonly type: MarkType;
  /** Block number, or null. */
  readonly number: number | null;
  readonly channel: string;
}

export interface LaneStroke {
  readonly flight: Flight;
  readonly fromLane: number;
  readonly toLane: number;
}

/** Top to bottom as a transaction travels: clients, peers, orderers, then CAs. */
const ORDER: readonly NodeRole[] = ['client', 'peer', 'orderer', 'broker', 'zookeeper', 'ca'];

/** The lanes of a network, always all of them: a lane never jumps because another appeared. */
export function lanesOf(topology: Topology): readonly Lane[] {
  const nodes = nodesOf(topology);
  return ORDER.flatMap((role) => nodes.filter((node) => node.role === role)).map(
    ({ id, shortName, role, orgIndex }) => ({
      node: id,
      label: shortName,
      role,
      orgIndex,
    }),
  );
}

function markType({ fact }: Entry): MarkType | null {
  switch (fact.type) {
    case 'blockCut':
    case 'blockCommitted':
    case 'leaderElected':
      return fact.type === 'blockCommitted' && isErrorFact(fact) ? 'error' : fact.type;
    case 'nodeCrashed':
    case 'nodeStopped':
    case 'peerPanicked':
    case 'ordererPanicked':
      return 'crashed';
    case 'nodeRestarted':
      return 'restarted';
    case 'commandGiven':
      return 'command';
    default:
      return isErrorFact(fact) ? 'error' : null;
  }
}

function markOf(entry: Entry, lane: number): LaneMark | null {
  const type = markType(entry);
  if (type === null) return null;
  const { fact } = entry;
  return {
    at: entry.at,
    seq: entry.seq,
    lane,
    type,
    number: 'number' in fact ? fact.number : null,
    channel: 'channel' in fact ? fact.channel : '',
  };
}

const laneIndex = (lanes: readonly Lane[]): ReadonlyMap<NodeId, number> =>
  new Map(lanes.map((lane, index) => [lane.node, index]));

/** Marks in [from, to], in order of time. */
export function marksBetween(trace: TraceIndex, lanes: readonly Lane[], from: Micros, to: Micros): readonly LaneMark[] {
  const index = laneIndex(lanes);
  return trace.entries.slice(countUntil(trace.entries, from - 1), countUntil(trace.entries, to)).flatMap((entry) => {
    const lane = index.get(entry.node);
    const mark = lane === undefined ? null : markOf(entry, lane);
    return mark === null ? [] : [mark];
  });
}

/** Messages that touch [from, to] between lanes shown. */
export function strokesBetween(
  trace: TraceIndex,
  lanes: readonly Lane[],
  from: Micros,
  to: Micros,
): readonly LaneStroke[] {
  const index = laneIndex(lanes);
  return trace.flights.between(from, to).flatMap((flight) => {
    const fromLane = index.get(flight.from);
    const toLane = index.get(flight.to);
    return fromLane === undefined || toLane === undefined ? [] : [{ flight, fromLane, toLane }];
  });
}
