import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCases } from './outcome.ts';
import { replayTimeline } from './timeline.ts';
import { replayBftTimeline } from './timeline-bft.ts';
import { TimelineNetwork } from './timeline-network.ts';

const BFT_FILE = path.join(import.meta.dirname, 'testdata/timeline-bft.json');
const FILE = path.join(import.meta.dirname, 'testdata/timeline.json');
type Moments = Parameters<typeof replayTimeline>[1];
let moments: Moments;

beforeAll(() => {
  moments = readCases<Moments[number]>(FILE, ['t_ms', 'what']);
});

describe('the run in which orderers were stopped', () => {
  it('goes as it was recorded', async () => {
    const { failed, passed, differences } = replayTimeline(await TimelineNetwork.start(), moments);
    expect(differences.filter((line) => !line.startsWith('not compared'))).toEqual([]);
    expect([passed, failed]).toEqual([21, 0]);
  });

  it('is not what another run says', async () => {
    const altered = moments.map((moment) => {
      if (/^submits to a follower/.test(moment.what)) return { ...moment, first_success_ms: 900_000 };
      if (/^broadcast to the last/.test(moment.what)) return { ...moment, answers: [{ status: 200, info: '' }] };
      if (/^heights after quorum/.test(moment.what))
        return { ...moment, ...(moment.before !== undefined && { after: moment.before }) };
      return moment;
    });
    const { failed } = replayTimeline(await TimelineNetwork.start(), altered);
    expect(failed).toBe(1 + 1 + 4);
  });
});

describe('the run in which BFT orderers were stopped', () => {
  const recorded = readCases<Moments[number]>(BFT_FILE, ['t_ms', 'what']);

  it('goes as it was recorded', async () => {
    const { failed, passed, differences } = replayBftTimeline(await TimelineNetwork.startBft(), recorded);
    expect(differences.filter((line) => !line.startsWith('not compared'))).toEqual([]);
    expect([passed, failed]).toEqual([31, 0]);
  });

  it('is not what another run says', async () => {
    const altered = recorded.map((moment) => {
      if (/two-down/.test(moment.what)) return { ...moment, exit: 0 };
      if (/^gateway submit two down/.test(moment.what)) return { ...moment, code: 9, details: [] };
      if (/^height after quorum/.test(moment.what)) return { ...moment, seconds: 2 };
      if (/leader-down-through/.test(moment.what)) return { ...moment, t_ms: moment.t_ms * 100 };
      return moment;
    });
    const { failed } = replayBftTimeline(await TimelineNetwork.startBft(), altered);
    expect(failed).toBe(1 + 2 + 1 + 1);
  });
});
