/** Going on after the worker has died: the same moment, and without the last command when it dies of it again. */
import { describe, expect, it } from 'vitest';
import type { Kin } from '../../link/kin.ts';
import type { SharedMoment } from '../../link/share-link.ts';
import { traceChecksum } from '../../link/trace-checksum.ts';
import type { Entry } from '../../link/react/lab-context.tsx';
import type { TimedCommand } from '../../sim/protocol/recording.ts';
import { Recovery, withoutLast } from './recovery.ts';

const entries: readonly Entry[] = [10, 20, 30].map((at, seq) => ({
  seq,
  at,
  node: 'n',
  cause: null,
  fact: { type: 'nodeCrashed' },
}));
const crash = (at: number, by?: 'plan'): TimedCommand => ({
  at,
  command: { type: 'crashNode', node: `n${at}` },
  ...(by && { by }),
});
const moment = (...commands: readonly TimedCommand[]): SharedMoment => ({
  scene: 'nodes',
  step: 'one',
  language: 'en',
  playhead: 25,
  begun: [],
  drags: {},
  recording: { commands } as unknown as SharedMoment['recording'],
  checksum: 'x',
});

/** A session whose worker dies of the recordings that `isDeadly` says. */
function session(isDeadly: (opened: SharedMoment) => boolean, lost: Kin['lost'] = [], deadlyBranch = '') {
  const opened: SharedMoment[] = [];
  const brought: (readonly string[])[] = [];
  let alive = false;
  const recovery = new Recovery({
    moment: () => (opened.length === 0 ? moment(crash(5), crash(20)) : null),
    entries: () => entries,
    kin: (onBranch) => (lost.length === 0 ? null : { shown: 'main', lost, names: {}, onBranch }),
    openMoment: (asked, kin) => {
      opened.push(asked);
      alive = !isDeadly(asked);
      const ids = kin?.lost.map(({ branch }) => branch.id) ?? [];
      if (alive) brought.push(ids);
      for (const id of alive ? ids : []) {
        kin?.onBranch(id);
        alive = id !== deadlyBranch;
        if (!alive) break;
      }
      return Promise.resolve();
    },
    isAlive: () => alive,
  });
  return { recovery, opened, brought };
}

describe('what can be gone on from', () => {
  it('is the moment at which it died, and nothing is suspected the first time', async () => {
    const { recovery, opened } = session(() => false);
    expect(recovery.look()).toEqual({ last: 'crashNode', again: false });
    await recovery.recover(false);
    expect(opened).toEqual([moment(crash(5), crash(20))]);
  });

  it('is kept while it dies again, and then the last command is suspected', async () => {
    const { recovery, opened } = session(({ recording }) => recording.commands.length === 2);
    await recovery.recover(false);
    expect(recovery.look()).toEqual({ last: 'crashNode', again: true });
    await recovery.recover(true);
    expect(opened.at(-1)?.recording.commands).toEqual([crash(5)]);
    // It lives: the next death is another story, of whatever is open then.
    expect(recovery.look()).toBeNull();
  });
});

describe('the other branches of time', () => {
  const branch = (id: string, parent: string | null) => ({
    branch: { id, parent, forkedAt: 0, forkedAtSeq: 0 },
    recording: null,
    horizon: 30,
  });
  const lost = [branch('main', null), branch('b1', 'main'), branch('b2', 'b1'), branch('b3', 'main')];

  it('come back beside the one shown', async () => {
    const { recovery, brought } = session(() => false, lost);
    recovery.look();
    await recovery.recover(false);
    expect(brought).toEqual([['main', 'b1', 'b2', 'b3']]);
  });

  it('stay behind, with what left them, where it dies of them; the last command is no suspect then', async () => {
    const { recovery, brought } = session(() => false, lost, 'b1');
    recovery.look();
    await recovery.recover(false);
    expect(recovery.look()?.again).toBe(false);
    await recovery.recover(false);
    expect(brought).toEqual([
      ['main', 'b1', 'b2', 'b3'],
      ['main', 'b3'],
    ]);
  });
});

describe('without the last command', () => {
  it('stands right before it, where what happened is still what is known', () => {
    const left = withoutLast(moment(crash(5), crash(20)), entries);
    expect(left.playhead).toBe(19);
    expect(left.checksum).toBe(traceChecksum(entries, 19));
  });

  it('leaves out what the learner gave, and what a plan gave after it', () => {
    const left = withoutLast(moment(crash(5), crash(20), crash(22, 'plan')), entries);
    expect(left.recording.commands).toEqual([crash(5)]);
  });

  it('changes nothing where nothing was given', () => {
    expect(withoutLast(moment(), entries)).toEqual(moment());
  });
});
