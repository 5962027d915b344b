/**
 * Going on after the simulation has died: what had been done is in the recording, and played again it leads back to the
 * same moment. What had been done is remembered until that has worked; if it dies of the same recording again, the last
 * command is the suspect and can be left out. The other branches of time are brought back beside it; one that it dies of is
 * left behind.
 */
import { type Kin, kinOf, shownUntil, withoutKin } from '../../link/kin.ts';
import type { SharedMoment } from '../../link/share-link.ts';
import { traceChecksum } from '../../link/trace-checksum.ts';
import type { Lab } from '../../link/lab.ts';
import type { Entry, Refusal } from '../../link/react/lab-context.tsx';

/** What a recovery needs of the session. */
export interface Recovered {
  readonly moment: () => SharedMoment | null;
  readonly openMoment: (moment: SharedMoment, kin: Kin | null) => Promise<void>;
  /** The branches there were; null: but the one. Each is told of before it is played again. */
  readonly kin: (onBranch: (id: string) => void) => Kin | null;
  readonly entries: () => readonly Entry[];
  /** Whether the simulation runs. */
  readonly isAlive: () => boolean;
}

/** The moment without the last command the learner gave; as it is when there is none. */
export function withoutLast(moment: SharedMoment, entries: readonly Entry[]): SharedMoment {
  const { commands } = moment.recording;
  const last = commands.findLastIndex(({ by }) => by !== 'plan');
  const dropped = commands[last];
  if (dropped === undefined) return moment;
  // Right before it: what had happened by then is the same with and without it.
  const playhead = Math.max(0, Math.min(moment.playhead, dropped.at - 1));
  return {
    ...moment,
    playhead,
    checksum: traceChecksum(entries, playhead),
    recording: { ...moment.recording, commands: commands.slice(0, last) },
  };
}

interface Kept {
  readonly moment: SharedMoment;
  readonly entries: readonly Entry[];
  readonly kin: Kin | null;
}

function keptWithoutLast({ moment, entries, kin }: Kept): Kept {
  const left = withoutLast(moment, entries);
  if (left === moment || kin === null) return { moment: left, entries, kin };
  const later = entries.findIndex(({ at }) => at > left.playhead);
  return { moment: left, entries, kin: shownUntil(kin, left.playhead, later < 0 ? entries.length : later) };
}

export class Recovery {
  private readonly session: Recovered;
  private kept: Kept | null = null;
  /** The branch that was being brought back last; null: not that far. */
  private reviving: string | null = null;
  /** Times the kept moment has been played again; none has worked, or it would be forgotten. */
  private attempts = 0;

  constructor(session: Recovered) {
    this.session = session;
  }

  /** What there is to go on from; null when nothing has been recorded. */
  look(): { readonly last: string | null; readonly again: boolean } | null {
    const kept = this.keep();
    if (kept === null) return null;
    const last = kept.moment.recording.commands.findLast(({ by }) => by !== 'plan');
    return { last: last?.command.type ?? null, again: this.attempts > 0 };
  }

  /** Plays the recording again up to the same moment, or (`without`) up to right before its last command. */
  async recover(without: boolean): Promise<void> {
    const kept = this.keep();
    if (kept === null) return;
    const tried = without ? keptWithoutLast(kept) : kept;
    this.kept = tried;
    if (without) this.attempts = 0;
    this.reviving = null;
    await this.session.openMoment(tried.moment, tried.kin);
    if (this.session.isAlive()) this.forget();
    else this.noteDeath(tried);
  }

  /** It dies of the recording, or of a branch beside it: then the recording is no suspect. */
  private noteDeath(tried: Kept): void {
    const { kin } = tried;
    if (kin === null || this.reviving === null || this.reviving === kin.shown) this.attempts++;
    else this.kept = { ...tried, kin: withoutKin(kin, this.reviving) };
  }

  /** Something else is open. */
  forget(): void {
    this.kept = null;
    this.attempts = 0;
    this.reviving = null;
  }

  private keep() {
    if (this.kept !== null) return this.kept;
    const moment = this.session.moment();
    if (moment === null) return null;
    const kin = this.session.kin((id) => (this.reviving = id));
    this.kept = { moment, entries: this.session.entries(), kin };
    return this.kept;
  }
}

/** The work did not fail: it was stopped, or the worker died of it. */
export const isInterrupted = ({ code }: Refusal): boolean => code === 'workerDied' || code === 'cancelled';

export const recoveryOf = (session: Pick<Recovered, 'moment' | 'openMoment'> & { readonly lab: Lab }): Recovery =>
  new Recovery({
    moment: () => session.moment(),
    openMoment: (moment, kin) => session.openMoment(moment, kin),
    kin: (onBranch) => kinOf(session.lab.link, onBranch),
    entries: () => session.lab.link.store.getState().entries,
    isAlive: () => session.lab.link.store.getState().status === 'ready',
  });
