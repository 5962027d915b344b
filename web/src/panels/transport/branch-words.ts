/** What a branch of time is called, and what made it. */
import type { Translate } from '../../i18n/translate.ts';
import type { Lab, LinkState } from '../../link/react/lab-context.tsx';
import { shortNames } from '../../view/network.ts';
import { millisText } from '../figures.ts';

type Branch = LinkState['branches'][number];
type Recording = NonNullable<LinkState['recording']>;
type Command = Recording['commands'][number]['command'];

export interface ComparingProps {
  /** Lays two branches side by side. */
  readonly onCompare: (left: string, right: string) => void;
}

/** What a command is about, the most telling first. */
const SUBJECTS = ['node', 'peer', 'function', 'client', 'channel'] as const;

/** `Crash · peer0.org1`. */
export function commandWords(t: Translate, command: Command, topology: Recording['topology']): string {
  const fields: Readonly<Record<string, unknown>> = { ...command };
  const subject = SUBJECTS.map((name) => fields[name]).find((value) => typeof value === 'string');
  const what = t(`commands.${command.type}`);
  return typeof subject === 'string' ? `${what} · ${shortNames(topology)(subject)}` : what;
}

/** By its number among all that were ever made, so that it keeps its name when another is deleted. */
export function branchName(t: Translate, branch: Branch, names: LinkState['names']): string {
  const given = names[branch.id];
  if (given !== undefined) return given;
  if (branch.parent === null) return t('shell.branch.main');
  return t('branches.unnamed', { number: Number(branch.id.replace(/\D+/g, '')) });
}

/** In words: when it left another branch, and the first thing done in it since. */
export function branchOrigin(t: Translate, { link }: Pick<Lab, 'link'>, branch: Branch): string {
  if (branch.parent === null) return t('branches.begin');
  const time = millisText(branch.forkedAt / 1_000);
  const held = link.held(branch.id);
  for (let seq = branch.forkedAtSeq; seq < (held?.entries.length ?? 0); seq++) {
    const fact = held?.entries[seq]?.fact;
    const timed = fact?.type === 'commandGiven' ? held?.recording.commands[fact.index] : undefined;
    if (held !== undefined && timed !== undefined)
      return t('branches.made', { time, what: commandWords(t, timed.command, held.recording.topology) });
  }
  return t('branches.madeWithout', { time });
}

/** How many commands were given in it since it left its parent. */
export function commandsSince({ link }: Pick<Lab, 'link'>, branch: Branch): number {
  const held = link.held(branch.id);
  return held?.recording.commands.filter(({ at }) => at >= branch.forkedAt).length ?? 0;
}

/** Parents before their children, each with how deep it stands. */
export function branchTree(
  branches: readonly Branch[],
): readonly { readonly branch: Branch; readonly depth: number }[] {
  const below = (parent: string | null, depth: number): readonly { branch: Branch; depth: number }[] =>
    branches
      .filter((branch) => branch.parent === parent)
      .flatMap((branch) => [{ branch, depth }, ...below(branch.id, depth + 1)]);
  return below(null, 0);
}
