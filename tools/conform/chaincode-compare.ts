/**
 * Compares what came of a call with what was recorded. Transaction ids and times are those of a run: ours stand for the
 * recorded ones, as long as the same one always stands for the same.
 */
import { isDeepStrictEqual } from 'node:util';
import type { CallOutcome } from './chaincode-outcome.ts';
import type { RecordedCall } from './chaincode-script.ts';

/** What differs from run to run: transaction ids (and hashes, which do not), times as text, as seconds and the rest of one. */
const VARIABLE =
  /<txid>|[0-9a-f]{64}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z|\b1[5-9]\d{8}(?:\d{3})?\b|(?<=nanos\\*":)\d+/g;
const TXID = /^[0-9a-f]{64}$/;

/** Which of our transaction ids and times stand for which recorded ones. */
export class RunValues {
  private readonly ours = new Map<string, string>();
  private readonly txids = new Set<string>();

  addTxids(txids: readonly string[]): void {
    for (const txid of txids) this.txids.add(txid);
  }

  /** Whether both texts are the same but for what differs from run to run. */
  same(ours: string, recorded: string): boolean {
    if (ours === recorded) return true;
    if (!isDeepStrictEqual(ours.split(VARIABLE), recorded.split(VARIABLE))) return false;
    const left = ours.match(VARIABLE) ?? [];
    const right = recorded.match(VARIABLE) ?? [];
    return left.every((value, i) => this.standsFor(value, right[i] ?? ''));
  }

  private standsFor(ours: string, recorded: string): boolean {
    if (ours === recorded) return true;
    if (ours === '<txid>' || recorded === '<txid>') return ours === '<txid>' ? TXID.test(recorded) : TXID.test(ours);
    if (TXID.test(ours) !== TXID.test(recorded)) return false;
    if (TXID.test(ours) && !this.txids.has(ours)) return false;
    const known = this.ours.get(ours);
    if (known !== undefined) return known === recorded;
    if (TXID.test(ours)) this.ours.set(ours, recorded);
    return true;
  }
}

/** Values with the keys of objects sorted: the order of fields means nothing in a recording. */
export const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
};

const text = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(sorted(value)));

/** One line per field that differs. */
export function compareOutcome(ours: CallOutcome, recorded: RecordedCall, run: RunValues): readonly string[] {
  if ((ours.error === undefined) !== (recorded.error === undefined))
    return [`${outcomeText(ours)}, Fabric ${outcomeText(recorded)}`];
  const names: (keyof CallOutcome)[] = ['result', 'error'];
  for (const name of ['validation_code', 'endorsers', 'writes', 'reads'] as const)
    if (recorded[name] !== undefined) names.push(name);
  // What a recording of the writes does not mention did not happen.
  if (recorded.writes !== undefined) names.push('metadata_writes', 'event');
  return names
    .map((name) => ({
      name,
      mine: text(fieldOf(ours, name, recorded)),
      theirs: text(fieldOf(recorded, name, recorded)),
    }))
    .filter(({ mine, theirs }) => !run.same(mine, theirs))
    .map(({ name, mine, theirs }) => `${name} ${mine}, Fabric ${theirs}`);
}

/** With organisations named by the caller, Fabric asks all at once and takes endorsements as they come. */
function fieldOf(outcome: CallOutcome, name: keyof CallOutcome, { endorsingOrganizations }: RecordedCall): unknown {
  return name === 'endorsers' && endorsingOrganizations ? [...(outcome.endorsers ?? [])].sort() : outcome[name];
}

const outcomeText = ({ result, error }: CallOutcome): string =>
  error ? `error ${text(error)}` : `result ${text(result)}`;
