/** What was done in one picture and what it took, out of the entries of its steps. */
import type { Entry, LinkState } from '../../link/react/lab-context.tsx';
import { outcomesOf, sessionOf } from '../../panels/terminal/session.ts';
import { emptyWorld } from '../../view/world-model.ts';
import type { PictureSpan } from './comparison.ts';

type Recording = NonNullable<LinkState['recording']>;
type TimedCommand = Recording['commands'][number];

/** Commands of one kind given in a row. */
export interface DoneCommands {
  readonly type: TimedCommand['command']['type'];
  /** Whom or what each was about, in short names; empty for a command about the whole network. */
  readonly subjects: readonly string[];
  /** What the tools printed where it failed. */
  readonly failures: readonly string[];
  /** As the real tools take them. */
  readonly lines: readonly string[];
}

export interface PictureAccount {
  /** How many things happened at all; none in a picture that is only looked at. */
  readonly entries: number;
  readonly commands: readonly DoneCommands[];
  /** Blocks that came into being, genesis blocks included. */
  readonly blocks: number;
  /** Messages sent between nodes, without heartbeats: those come with time, not with what is done. */
  readonly messages: number;
}

type EntryRange = Pick<PictureSpan, 'from' | 'to'>;

/** What a command is about, the most telling first. */
const SUBJECTS = ['node', 'peer', 'function', 'client', 'channel'] as const;

function subjectOf(command: TimedCommand['command'], nameOf: (node: string) => string): readonly string[] {
  const fields: Readonly<Record<string, unknown>> = { ...command };
  for (const name of SUBJECTS) {
    const value = fields[name];
    if (typeof value === 'string') return [nameOf(value)];
  }
  return [];
}

/** A block by channel and number, for the facts that say that it has been made. */
function blockIn({ fact }: Entry): string | null {
  // With a system channel the orderers make a new channel's first block; without one, configtxgen does.
  if (fact.type === 'genesisBlockCreated' || fact.type === 'channelCreated') return `${fact.channel} 0`;
  return fact.type === 'blockCut' || fact.type === 'blockWritten' ? `${fact.channel} ${fact.number}` : null;
}

/** Orderers that write a block later than the one that cut it have not made another. */
function blocksMade(entries: readonly Entry[], { from, to }: EntryRange): number {
  const before = new Set<string>();
  const made = new Set<string>();
  for (const entry of entries.slice(0, to)) {
    const block = blockIn(entry);
    if (block === null || before.has(block)) continue;
    (entry.seq < from ? before : made).add(block);
  }
  return made.size;
}

const isHeartbeat = (label: string): boolean => /heartbeat/i.test(label);

/** Everything of the picture `span` in `entries`, the trace of `recording`. */
export function accountOf(recording: Recording, entries: readonly Entry[], span: EntryRange): PictureAccount {
  const { nodes } = emptyWorld(recording.topology, recording.generation);
  const nameOf = (node: string): string => nodes[node]?.info.shortName ?? node;
  const own = entries.slice(span.from, span.to);
  const given = own.flatMap(({ fact }) => (fact.type === 'commandGiven' ? [fact.index] : []));
  const session = sessionOf(recording, outcomesOf(entries.slice(0, span.to)));
  const commands: DoneCommands[] = [];
  for (const index of given) {
    const done = session[index];
    if (done === undefined) continue;
    const { command } = done.timed;
    const last = commands.at(-1)?.type === command.type ? commands.pop() : undefined;
    const failure = done.outcome?.status === 'failed' ? [done.outcome.text] : [];
    commands.push({
      type: command.type,
      subjects: [...(last?.subjects ?? []), ...subjectOf(command, nameOf)],
      failures: [...(last?.failures ?? []), ...failure],
      lines: [...(last?.lines ?? []), ...done.lines],
    });
  }
  const messages = own.filter(({ fact }) => fact.type === 'messageSent' && !isHeartbeat(fact.label)).length;
  return { entries: own.length, commands, blocks: blocksMade(entries, span), messages };
}
