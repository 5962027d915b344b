import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SHARE_DICTIONARY } from './share-dictionary.ts';
import { decodeMoment, encodeMoment, momentFile, readMoment, SANDBOX } from './share-link.ts';
import type { SharedMoment } from './share-link.ts';
import { FNV_START, mix } from './trace-checksum.ts';

const moment: SharedMoment = {
  scene: 'transaction-flow',
  step: 'endorse',
  language: 'ko',
  playhead: 4_812_337,
  begun: [120, 133, null],
  drags: { 'peer0.org1.example.com': { x: 12.5, y: -3 } },
  checksum: '0badcafe',
  recording: {
    formatVersion: 1,
    generation: '3.x',
    seed: '씨앗',
    topology: {
      ordererOrg: { name: 'OrdererOrg', mspId: 'OrdererMSP', domain: 'example.com', orderers: ['orderer1'] },
      peerOrgs: [],
      channels: [],
    },
    contracts: { mine: { 'package.json': '{}', 'index.js': "// 계약 — '\0'" } },
    commands: [{ at: 5, command: { type: 'crashNode', node: 'orderer1.example.com' } }],
  },
};

const refusalOf = (text: string) => {
  const read = decodeMoment(text);
  return read.ok ? null : { code: read.error.refusal.code, scene: read.error.scene };
};

describe('a shared link', () => {
  const link = encodeMoment(moment);

  it('gives back the moment it was made of', () => {
    expect(decodeMoment(link)).toEqual({ ok: true, value: moment });
    expect(link).toMatch(/^[A-Za-z0-9_.-]+$/);
  });

  it('gives back the page of the dock; a page that has none reads the link all the same', () => {
    const other = { ...moment, dock: 'blocks' };
    expect(decodeMoment(encodeMoment(other))).toEqual({ ok: true, value: other });
    // Links to scenes stay what the first version reads.
    expect(momentFile(other)).toContain('"version": 1');
    const wrong = momentFile(other).replace('"dock": "blocks"', '"dock": 7');
    expect(readMoment(wrong)).toMatchObject({ ok: false, error: { refusal: { params: { where: 'dock' } } } });
  });

  it('gives back any moment', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(), fc.jsonValue(), (seed, playhead, extra) => {
        const other = { ...moment, playhead, recording: { ...moment.recording, seed } };
        const read = decodeMoment(encodeMoment(other));
        expect(read).toEqual({ ok: true, value: other });
        expect(decodeMoment(JSON.stringify(extra)).ok).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it('made by the first version is still read: the dictionary may never change', () => {
    expect(mix(FNV_START, SHARE_DICTIONARY)).toBe(3_470_992_895);
  });

  it('cut off anywhere is called cut off', () => {
    for (const length of [0, 1, 40, link.length >> 1, link.indexOf('.'), link.length - 1]) {
      expect(refusalOf(link.slice(0, length))?.code, `first ${length} characters`).toBe('linkTruncated');
    }
  });

  it('with any one character changed is called damaged, never opened', () => {
    for (let place = 0; place < link.length; place += 7) {
      const changed = link[place] === 'A' ? 'B' : 'A';
      expect(refusalOf(link.slice(0, place) + changed + link.slice(place + 1))?.code).toMatch(
        /^link(Damaged|Truncated)$/,
      );
    }
  });

  it('still tells its scene when its second half is missing', () => {
    let state = 7;
    const noise = Array.from({ length: 4000 }, () => {
      state = Math.imul(state, 1_664_525) + 1_013_904_223;
      return String.fromCharCode(48 + ((state >>> 16) % 64));
    }).join('');
    const long = encodeMoment({ ...moment, recording: { ...moment.recording, contracts: { a: { b: noise } } } });
    expect(refusalOf(long.slice(0, long.length >> 1))).toEqual({ code: 'linkTruncated', scene: 'transaction-flow' });
  });
});

describe('what a link may hold', () => {
  const file = (change: Record<string, unknown>): string =>
    JSON.stringify({ version: 1, ...moment, ...change })
      .replace('"version":1,', '')
      .replace('{', '{"version":1,');
  const rows: readonly [change: Record<string, unknown>, where: string, reason: string][] = [
    [{ playhead: -1 }, 'playhead', 'before the beginning'],
    [{ playhead: 1e15 }, 'playhead', 'decades of heartbeats'],
    [{ playhead: 1.5 }, 'playhead', 'time is whole microseconds'],
    [{ language: 'fr' }, 'language', 'a language we do not have'],
    [{ scene: 7 }, 'scene', 'not a name'],
    [{ begun: ['x'] }, 'begun', 'not a seq'],
    [{ drags: { n: { x: 1 } } }, 'drags.n', 'half a place'],
    [{ recording: { topology: {} } }, 'recording.commands', 'no commands'],
  ];
  it.each(rows)('%j is refused at %s: %s', (change, where) => {
    const read = readMoment(file(change));
    expect(read.ok ? null : [read.error.refusal.code, read.error.refusal.where]).toEqual(['linkInvalid', where]);
  });

  it('a newer schema is named with what we can read', () => {
    const read = readMoment(JSON.stringify({ scene: 'nodes', version: 3 }));
    expect(read).toEqual({
      ok: false,
      error: { refusal: { code: 'linkFromFuture', params: { version: 3, known: 2 }, where: '' }, scene: 'nodes' },
    });
  });

  it('a network of one’s own is of a version that older pages say they cannot read; scenes stay as they were', () => {
    const mine = { ...moment, scene: SANDBOX };
    expect(JSON.parse(momentFile(mine))).toMatchObject({ version: 2 });
    expect(JSON.parse(momentFile(moment))).toMatchObject({ version: 1 });
    expect(decodeMoment(encodeMoment(mine))).toEqual({ ok: true, value: mine });
  });

  it('a file is read like a link', () => {
    expect(readMoment(momentFile(moment))).toEqual({ ok: true, value: moment });
  });
});
