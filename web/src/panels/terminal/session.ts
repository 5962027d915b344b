/** The recording as a terminal session: each command with its lines, when it was given and what became of it. */
import { commandBehind } from '../inspector/causes.ts';
import type { Entry, FactOf, FactType, NodeId, Recording, TimedCommand } from '../lab-types.ts';
import { commandLines, exportLines } from './command-line.ts';
import { printedLine } from './command-parts.ts';

export interface CommandOutcome {
  /** seq of the entry that says the command was given. */
  readonly givenSeq: number;
  readonly status: 'running' | 'done' | 'failed';
  /** What the tool prints on failure; empty otherwise. */
  readonly text: string;
  /** What it prints when asked something and answered; empty otherwise. */
  readonly output: string;
  /** Peers that endorsed it or, before they have, those its proposal was sent to; empty when it made none. */
  readonly endorsers: readonly NodeId[];
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

/** An answer that is an error is printed as `peer chaincode query` prints it. */
function printedOf(fact: FactOf<'peerQueried' | 'queryAnswered' | 'ledgerVerified'>): Partial<CommandOutcome> {
  if (fact.type === 'ledgerVerified') return { output: verificationOf(fact) };
  if (fact.type === 'peerQueried') return { output: fact.output };
  if (fact.status < 400) return { output: fact.payload };
  const response = `response: status:${fact.status}  message:${JSON.stringify(fact.message)}`;
  return { text: `endorsement failure during query. ${response}` };
}

/** The facts that say what became of commands. */
export const OUTCOME_FACTS: readonly FactType[] = [
  'commandGiven',
  'commandDone',
  'commandFailed',
  'proposalCreated',
  'envelopeAssembled',
  'peerQueried',
  'queryAnswered',
  'ledgerVerified',
];

/**
 * Outcomes by the command's place in the recording, from the entries up to the moment. `told` are those of
 * {@link OUTCOME_FACTS} among them, where they are at hand.
 */
export function outcomesOf(
  entries: readonly Entry[],
  told: readonly Entry[] = entries,
): ReadonlyMap<number, CommandOutcome> {
  const proposals = new Map(
    told.flatMap((entry) => (entry.fact.type === 'proposalCreated' ? [[entry.fact.txid, entry] as const] : [])),
  );
  const behind = ({ seq, fact }: Entry): number | null => {
    const proposal = 'txid' in fact ? proposals.get(fact.txid ?? '') : undefined;
    return commandBehind(entries, seq, proposal === undefined ? [] : [proposal]);
  };
  const outcomes = new Map<number, CommandOutcome>();
  const change = (index: number, seq: number, part: Partial<CommandOutcome>): void => {
    const known = outcomes.get(index) ?? {
      givenSeq: seq,
      status: 'running' as const,
      text: '',
      output: '',
      endorsers: [],
    };
    outcomes.set(index, { ...known, ...part });
  };
  for (const entry of told) {
    const { fact, seq } = entry;
    if (fact.type === 'commandGiven') change(fact.index, seq, {});
    else if (fact.type === 'commandDone') change(fact.index, seq, { status: 'done' });
    else if (fact.type === 'commandFailed') change(fact.index, seq, { status: 'failed', text: fact.text });
    else if (fact.type === 'proposalCreated' || fact.type === 'envelopeAssembled') {
      const index = behind(entry);
      if (index !== null) change(index, seq, { endorsers: endorsersOf(fact) });
    } else if (fact.type === 'peerQueried' || fact.type === 'queryAnswered' || fact.type === 'ledgerVerified') {
      const index = behind(entry);
      if (index !== null) change(index, seq, printedOf(fact));
    }
  }
  return outcomes;
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
