/**
 * Who has approved which chaincode definition of a channel, and in what approvals differ: from the facts up to a moment.
 *
 * An approval shows its parameters to everyone here, because they stand in its transaction; peers compare hashes.
 */
import type { Entry, FactOf } from '../lab-types.ts';

type Said = FactOf<'chaincodeCommitted'>;

/** Parameters in which approvals of one sequence may differ. */
export const PARAMETERS = ['version', 'policy', 'initRequired', 'collections'] as const;
export type Parameter = (typeof PARAMETERS)[number];
export type Parameters = Readonly<Record<Parameter, string>>;

export interface MatrixCell {
  readonly mspId: string;
  /** undefined: not approved. */
  readonly approved: Parameters | undefined;
  /** Parameters that are not those of the definition, or before its commit those of the first approval. */
  readonly different: readonly Parameter[];
}

export interface MatrixRow {
  readonly name: string;
  readonly sequence: number;
  readonly committed: boolean;
  /** Replaced by a later sequence. */
  readonly superseded: boolean;
  /** What is committed, or what was approved first. */
  readonly parameters: Parameters;
  readonly cells: readonly MatrixCell[];
}

const parametersOf = ({ version, policy, initRequired, collections }: Omit<Said, 'type'>): Parameters => ({
  version,
  policy,
  initRequired: String(initRequired),
  collections: collections.join(', '),
});

interface Gathered {
  readonly name: string;
  readonly sequence: number;
  committed: Parameters | undefined;
  readonly approvals: Map<string, Parameters>;
}

/** The facts the matrix is made of. */
export const APPROVAL_FACTS = ['chaincodeApproved', 'chaincodeCommitted'] as const;

/** Rows by name, the latest sequence first. @param mspIds the members of the channel, in the order of columns */
export function approvalMatrix(
  entries: readonly Entry[],
  channel: string,
  mspIds: readonly string[],
): readonly MatrixRow[] {
  const gathered = new Map<string, Gathered>();
  for (const { fact } of entries) {
    if (fact.type !== 'chaincodeApproved' && fact.type !== 'chaincodeCommitted') continue;
    if (fact.channel !== channel) continue;
    const { name, sequence } = fact;
    const key = `${name}#${sequence}`;
    const known = gathered.get(key) ?? { name, sequence, committed: undefined, approvals: new Map() };
    gathered.set(key, known);
    if (fact.type === 'chaincodeCommitted') known.committed = parametersOf(fact);
    else known.approvals.set(fact.mspId, parametersOf(fact));
  }
  const all = [...gathered.values()];
  const latest = (name: string): number =>
    Math.max(0, ...all.filter((one) => one.name === name && one.committed).map(({ sequence }) => sequence));
  return all
    .sort((a, b) => (a.name === b.name ? b.sequence - a.sequence : a.name < b.name ? -1 : 1))
    .map((one) => rowOf(one, mspIds, one.sequence < latest(one.name)));
}

function rowOf({ name, sequence, committed, approvals }: Gathered, mspIds: readonly string[], superseded: boolean) {
  const [first] = approvals.values();
  const parameters = committed ?? first ?? { version: '', policy: '', initRequired: '', collections: '' };
  const cells = mspIds.map((mspId): MatrixCell => {
    const approved = approvals.get(mspId);
    const different = approved ? PARAMETERS.filter((parameter) => approved[parameter] !== parameters[parameter]) : [];
    return { mspId, approved, different };
  });
  return { name, sequence, committed: committed !== undefined, superseded, parameters, cells };
}
