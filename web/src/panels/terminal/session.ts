/** The recording as a terminal session: each command with its lines, when it was given and what became of it. */
import { type CommandIndex, OUTCOME_FACTS } from '../../view/command-index.ts';
import { commandBehind } from '../inspector/causes.ts';
import type { Entry, FactOf, NodeId, Recording, TimedCommand, Topology } from '../lab-types.ts';
import { commandLines, exportLines } from './command-line.ts';
import { printedLine } from './command-parts.ts';
import { failureLines } from './failure-lines.ts';
import { entered, errorOfTool, goQuoted, ofTool, type Printed, type Told } from './printed.ts';
import { successLines } from './success-lines.ts';

export interface CommandOutcome {
  /** seq of the entry that says the command was given. */
  readonly givenSeq: number;
  /** seq of the entry that says it is done; Infinity before. */
  readonly doneSeq: number;
  readonly status: 'running' | 'done' | 'failed';
  /** Why it failed, in the words of whoever refused; empty otherwise. */
  readonly text: string;
  /** What it was answered when it asked something; empty otherwise. */
  readonly output: string;
  /** A question the chaincode answered with an error: which status. */
  readonly refusal: { readonly status: number; readonly message: string } | null;
  /** Peers that endorsed it or, before they have, those its proposal was sent to; empty when it made none. */
  readonly endorsers: readonly NodeId[];
  /** Of the transaction it made, and of the package it installed; empty while there is none. */
  readonly txid: string;
  readonly packageId: string;
}

export interface SessionCommand {
  readonly index: number;
  readonly timed: TimedCommand;
  readonly lines: readonly string[];
  /** null: not given yet at this moment. */
  readonly outcome: CommandOutcome | null;
}

const endorsersOf = (fact: FactOf<'proposalCreated' | 'envelopeAssembled'>): readonly NodeId[] =>
  fact.type === 'proposalCreated' ? fact.endorsers : fact.endorsements.map(({ from }) => from);

/** The tool's last line, and what it writes into blocks.json. */
function verificationOf({ errors }: FactOf<'ledgerVerified'>): string {
  if (errors.length === 0) return 'Successfully executed verify tool. No error is found.';
  const blocks = errors.map(({ number: blockNum, texts }) => ({ blockNum, valid: false, errors: texts }));
  return `Successfully executed verify tool. Some error(s) are found.\n${JSON.stringify(blocks, null, 2)}`;
}

function answerIn(fact: FactOf<'peerQueried' | 'queryAnswered' | 'ledgerVerified'>): Partial<CommandOutcome> {
  if (fact.type === 'ledgerVerified') return { output: verificationOf(fact) };
  if (fact.type === 'peerQueried') return { output: fact.output };
  const { status, message } = fact;
  return status < 400 ? { output: fact.payload } : { refusal: { status, message }, text: message };
}

const BROKEN = 'error validating proposal: ';

/** As `peer chaincode query` prints an answer that is an error. */
function refusalLines({ status, message }: NonNullable<CommandOutcome['refusal']>): readonly Printed[] {
  const error = message.startsWith(BROKEN)
    ? `error endorsing query: rpc error: code = Unknown desc = ${message} - proposal response: <nil>`
    : `endorsement failure during query. response: status:${status}  message:${goQuoted(message)}`;
  return [...ofTool(entered('query')), ...errorOfTool(`Error: ${error}`)];
}

/** What the tool of a command that has ended printed, and where the lab speaks. Empty for one that is under way. */
export function printedBy(
  { timed: { command }, outcome }: SessionCommand,
  topology: Topology,
  told: Told,
): readonly Printed[] {
  if (outcome === null || outcome.status === 'running') return [];
  if (outcome.status === 'failed') return failureLines(command, outcome, topology, told);
  const { refusal } = outcome;
  if (refusal === null) return successLines(command, outcome, topology, told);
  return 'via' in command && command.via === 'gateway' ? errorOfTool(refusal.message) : refusalLines(refusal);
}

/** What the entry says of its command, beyond that it was given. */
function partOf({ fact, seq }: Entry): Partial<CommandOutcome> {
  switch (fact.type) {
    case 'commandDone':
      return { status: 'done', doneSeq: seq };
    case 'commandFailed':
      return { status: 'failed', text: fact.text };
    case 'chaincodeInstalled':
      return { packageId: fact.packageId };
    case 'proposalCreated':
    case 'envelopeAssembled':
      return { endorsers: endorsersOf(fact), txid: fact.txid };
    case 'peerQueried':
    case 'queryAnswered':
    case 'ledgerVerified':
      return answerIn(fact);
    default:
      return {};
  }
}

/** Whoever answered first is not named first: the line names the peers in the order they were asked. */
function withPart(outcome: CommandOutcome, part: Partial<CommandOutcome>): CommandOutcome {
  const { endorsers = outcome.endorsers } = part;
  const isSame =
    endorsers.length === outcome.endorsers.length && endorsers.every((peer) => outcome.endorsers.includes(peer));
  return { ...outcome, ...part, endorsers: isSame ? outcome.endorsers : endorsers };
}

/** From what is told of one command, in order; null: nothing is, it has not been given. */
export function outcomeOf(told: readonly Entry[]): CommandOutcome | null {
  const [first] = told;
  if (first === undefined) return null;
  const start = {
    givenSeq: first.seq,
    doneSeq: Number.POSITIVE_INFINITY,
    status: 'running',
    text: '',
    output: '',
    refusal: null,
    endorsers: [],
    txid: '',
    packageId: '',
  } as const;
  return told.reduce<CommandOutcome>((outcome, entry) => withPart(outcome, partOf(entry)), start);
}

/** Outcomes by the command's place in the recording, from all the entries up to the moment. */
export function outcomesOf(entries: readonly Entry[]): ReadonlyMap<number, CommandOutcome> {
  const proposals = new Map(
    entries.flatMap((entry) => (entry.fact.type === 'proposalCreated' ? [[entry.fact.txid, entry] as const] : [])),
  );
  const told = new Map<number, Entry[]>();
  for (const entry of entries) {
    if (!OUTCOME_FACTS.includes(entry.fact.type)) continue;
    const proposal = 'txid' in entry.fact ? proposals.get(entry.fact.txid ?? '') : undefined;
    const index = commandBehind(entries, entry.seq, proposal === undefined ? [] : [proposal]);
    if (index !== null) told.set(index, [...(told.get(index) ?? []), entry]);
  }
  return new Map(
    [...told].flatMap(([index, own]) => {
      const outcome = outcomeOf(own);
      return outcome === null ? [] : [[index, outcome] as const];
    }),
  );
}

type Rendered = ReturnType<typeof commandLines>;

/** A session is told anew at every moment, and its commands stay what they are. */
const remembered = new WeakMap<TimedCommand, { readonly endorsers: string; readonly rendered: Rendered }>();

function rendering(timed: TimedCommand, { topology }: Recording, endorsers: readonly NodeId[] | undefined): Rendered {
  const asked = endorsers?.join(' ') ?? '-';
  const known = remembered.get(timed);
  if (known?.endorsers === asked) return known.rendered;
  const rendered = commandLines(timed.command, topology, endorsers);
  remembered.set(timed, { endorsers: asked, rendered });
  return rendered;
}

/** The variables a command is given in; whom it asks does not change them. */
const environmentOf = (timed: TimedCommand, recording: Recording): Rendered['environment'] =>
  (remembered.get(timed)?.rendered ?? rendering(timed, recording, undefined)).environment;

/** Lines of every command; variables are exported only where they change, as in a session that goes on. */
export function sessionOf(
  recording: Recording,
  outcomes: ReadonlyMap<number, CommandOutcome>,
): readonly SessionCommand[] {
  let environment: Readonly<Record<string, string>> = {};
  return recording.commands.map((timed, index) => {
    const outcome = outcomes.get(index) ?? null;
    const rendered = rendering(timed, recording, outcome?.endorsers);
    const exports = exportLines(rendered.environment, environment);
    environment = { ...environment, ...rendered.environment };
    const lines = [...exports, ...rendered.lines.map(printedLine)];
    return { index, timed, lines, outcome };
  });
}

/**
 * The session of a long recording, a command at a time: what a row says is looked up and not told from the beginning.
 * Row for row the same as {@link sessionOf}.
 */
export class LongSession {
  private readonly recording: Recording;
  private readonly commands: CommandIndex;

  constructor(recording: Recording, commands: CommandIndex) {
    this.recording = recording;
    this.commands = commands;
  }

  /** The command at its place in the recording once the first `count` entries have happened; null: there is none. */
  row(index: number, count: number): SessionCommand | null {
    const timed = this.recording.commands[index];
    if (timed === undefined) return null;
    const outcome = outcomeOf(this.commands.told(index, count));
    const rendered = rendering(timed, this.recording, outcome?.endorsers);
    const exports = exportLines(rendered.environment, this.before(index, Object.keys(rendered.environment)));
    return { index, timed, lines: [...exports, ...rendered.lines.map(printedLine)], outcome };
  }

  /** What the variables were last set to before the command; mostly by the one right before it. */
  private before(index: number, names: readonly string[]): Readonly<Record<string, string>> {
    const known: Record<string, string> = {};
    let missing = names;
    for (let earlier = index - 1; earlier >= 0 && missing.length > 0; earlier--) {
      const timed = this.recording.commands[earlier];
      if (timed === undefined) break;
      const environment = environmentOf(timed, this.recording);
      for (const name of missing) {
        const value = environment[name];
        if (value !== undefined) known[name] = value;
      }
      missing = missing.filter((name) => known[name] === undefined);
    }
    return known;
  }

  /** Lines of all that was given by then. */
  script(count: number): string {
    const rows = this.recording.commands.map((_, index) => this.row(index, count));
    return rows.flatMap((row) => (row === null || row.outcome === null ? [] : row.lines)).join('\n');
  }
}
