/**
 * The two ways a function of the simulation may say no.
 *
 * A *refusal* (a bad command, a bad link, a malformed recording) is a value: the caller must look at it.
 * A *bug* is an `Invariant`: it is thrown, caught at the worker and React boundaries, and reported with seed and time.
 * Outcomes of the protocol (MVCC_READ_CONFLICT, status 403 …) are neither: they are ordinary data of the role that produced them.
 */
export type Result<T, E = Refusal> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

/** Why something was refused. `code` is a key of the text registry, `params` fill its sentence, `where` is a path into the input. */
export interface Refusal {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** e.g. `commands[3].command.channel`; empty when the whole input is meant. */
  readonly where: string;
}

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const refuse = (
  code: string,
  params: Refusal['params'] = {},
  where = '',
): { readonly ok: false; readonly error: Refusal } => ({ ok: false, error: { code, params, where } });

/** A broken promise of our own code: never the learner's fault. */
export class Invariant extends Error {
  override readonly name = 'Invariant';
}

/** Throws {@link Invariant} unless `condition` holds. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Invariant(message);
}

/** For the default branch of an exhaustive switch. */
export function unreachable(value: never): never {
  throw new Invariant(`unreachable: ${JSON.stringify(value)}`);
}
