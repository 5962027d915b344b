/**
 * Thousands of random schedules: whatever the network and the machines do, the nodes agree, and once everything works
 * again they go on. See `test-swarm.ts` for what happens and what is checked.
 */
import { describe, expect, it } from 'vitest';
import { emptyTally, Swarm } from './test-swarm.ts';

const tally = emptyTally();

function runAll(schedules: number, members: number, spares: number, steps: number): void {
  for (let seed = 1; seed <= schedules; seed++) new Swarm({ seed, members, spares, steps }, tally).run();
}

const MINUTE = 60_000;

describe('whatever the network does, the nodes agree', () => {
  it.each([
    [1, 100],
    [2, 250],
    [3, 900],
    [5, 450],
    [7, 100],
  ])('%i members, %i schedules', { timeout: MINUTE }, (members, schedules) => runAll(schedules, members, 0, 800));

  it.each([
    [1, 3, 150],
    [2, 2, 200],
    [3, 3, 500],
    [5, 2, 250],
  ])('%i members and %i more that come and go, %i schedules', { timeout: MINUTE }, (members, spares, schedules) =>
    runAll(schedules, members, spares, 1100),
  );

  it('is not for want of trouble', () => {
    // On the average each of these happens at least so often in a schedule.
    const { schedules, ...happened } = tally;
    expect(schedules).toBeGreaterThanOrEqual(2_000);
    const often = { leaders: 2, crashes: 3, committed: 15, heldBack: 10, membersChanged: 2 };
    const least = { ...often, snapshotsTaken: 5, snapshotsSent: 1, snapshotsReceived: 0.5 };
    for (const [what, times] of Object.entries(least))
      expect([what, happened[what as keyof typeof happened] / schedules > times]).toEqual([what, true]);
  });
});
