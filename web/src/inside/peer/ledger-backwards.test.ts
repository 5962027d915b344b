/**
 * Backwards a peer looks from inside as it looked forwards. Played forwards the page knows little more than what has
 * happened; scrubbed back it knows how everything ends.
 */
import { describe, expect, it } from 'vitest';
import { recorded, recordedTrace } from '../../panels/testdata/recorded-trace.ts';
import { nodesOf } from '../../view/network.ts';
import { countUntil } from '../../view/world-timeline.ts';
import { LedgerLog } from './ledger-log.ts';
import { statePicture } from './state-picture.ts';
import { blockPicture, waitingBlocks } from './validation-picture.ts';

const CHANNEL = 'mychannel';
/** As far as the page lets the simulation run ahead for a block that is being validated. */
const AHEAD = 50_000;
const MOMENTS = 400;

const { entries } = recordedTrace;
const peers = nodesOf(recorded.recording.topology).flatMap(({ id, role }) => (role === 'peer' ? [id] : []));

function pictureAt(log: LedgerLog, now: number) {
  const count = countUntil(entries, now);
  const block = blockPicture(log, count, now);
  const state = statePicture(log, block, count, { limit: 40, prefix: '', known: [] });
  return { block, state, waiting: waitingBlocks(log, count) };
}

describe('the ledger of a peer from inside', () => {
  it.each(peers)('of %s is at every moment the same, with and without knowing the end', (peer) => {
    const whole = new LedgerLog(peer, CHANNEL).update(entries);
    const growing = new LedgerLog(peer, CHANNEL);
    const stages = new Set<string>();
    for (let step = 0; step <= MOMENTS; step++) {
      const now = Math.floor((recorded.horizon * step) / MOMENTS);
      growing.update(entries.slice(0, countUntil(entries, now + AHEAD)));
      const forwards = pictureAt(growing, now);
      const { block, ...rest } = pictureAt(whole, now);
      expect(rest).toEqual({ state: forwards.state, waiting: forwards.waiting });
      expect(block).toEqual(forwards.block);
      stages.add(block?.stage ?? 'none');
    }
    expect([...stages]).toContain('committed');
  });

  it.each(peers)('of %s is so in the middle of a block, too', (peer) => {
    const whole = new LedgerLog(peer, CHANNEL).update(entries);
    const busy = whole.received.flatMap(({ at, number }) => {
      const end = whole.committed.find(({ fact }) => fact.number === number)?.at ?? at;
      return Array.from({ length: 9 }, (_, index) => Math.floor(at + ((end - at) * (index + 0.5)) / 9));
    });
    const stages = new Set<string>();
    for (const now of busy) {
      const growing = new LedgerLog(peer, CHANNEL).update(entries.slice(0, countUntil(entries, now + AHEAD)));
      const backwards = pictureAt(whole, now);
      expect(backwards).toEqual(pictureAt(growing, now));
      stages.add(backwards.block?.stage ?? 'none');
    }
    expect([...stages].sort()).toEqual(expect.arrayContaining(['checking', 'comparing', 'writing']));
  });
});
