import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { networkFiles as inEnglish } from '../../i18n/en/network-files.ts';
import { placeholdersOf } from '../../i18n/format.ts';
import { networkFiles as inKorean } from '../../i18n/ko/network-files.ts';
import { loadTranslate } from '../../i18n/translate.ts';
import { FLAW_TEXTS, type FlawCode } from '../../sim/channel/yaml-flaws.ts';
import { EMPTY_DRAFT, recordingOf } from './network-draft.ts';
import { readFiles } from './read-files.ts';

const t = await loadTranslate('en');
const testdata = join(import.meta.dirname, '../../sim/channel/testdata');
const file = (path: string, text: string) => ({ path, file: new Blob([text]) });
const CONFIGTX = readFileSync(join(testdata, 'raft.configtx.yaml'), 'utf8');
const CRYPTO = readFileSync(join(testdata, 'raft.crypto-config.yaml'), 'utf8');

describe('files of the learner', () => {
  it('are the network that both files describe', async () => {
    const read = await readFiles(t, [file('x/configtx.yaml', CONFIGTX), file('x/crypto-config.yaml', CRYPTO)]);
    expect(read.type).toBe('network');
  });

  it('are a network even without crypto-config.yaml, which says so', async () => {
    const [both, alone] = await Promise.all([
      readFiles(t, [file('configtx.yaml', CONFIGTX), file('crypto-config.yaml', CRYPTO)]),
      readFiles(t, [file('mine.yml', CONFIGTX)]),
    ]);
    if (both.type !== 'network' || alone.type !== 'network') throw new Error('no network');
    expect(alone.remarks[0]).toContain('guessed');
    expect(alone.topology.ordererOrg.orderers).toEqual(both.topology.ordererOrg.orderers);
    expect(alone.topology.peerOrgs.map(({ domain, mspId }) => [domain, mspId])).toEqual(
      both.topology.peerOrgs.map(({ domain, mspId }) => [domain, mspId]),
    );
    expect(alone.topology.channels).toHaveLength(1);
  });

  it.each<readonly [string, string, string, RegExp]>([
    ['a line that is not YAML', 'configtx.yaml', 'Profiles:\n  Lab: [', /configtx\.yaml, line \d+: not YAML/],
    [
      'a value Fabric does not know',
      'configtx.yaml',
      CONFIGTX.replaceAll('etcdraft', 'solo'),
      /configtx\.yaml, line \d+: .*solo/,
    ],
    ['the one file without the other', 'crypto-config.yaml', CRYPTO, /no configtx\.yaml/],
    ['something else', 'docker-compose.yaml', 'services: {}', /docker-compose\.yaml is no network/],
    ['a picture', 'me.png', 'x', /me\.png is no network/],
    ['half a recording', 'mine.json', '{"commands":', /mine\.json: /],
    [
      'a recording of no network',
      'mine.json',
      '{"formatVersion":1,"generation":"3.x","seed":"s"}',
      /mine\.json: .*network/,
    ],
  ])('are refused with their place: %s', async (_, path, text, expected) => {
    const read = await readFiles(t, [file(path, text)]);
    expect(read.type === 'refused' ? read.lines.join('\n') : read.type).toMatch(expected);
  });

  it('are refused in Korean too, with the same places', async () => {
    const ko = await loadTranslate('ko');
    const wrong = CONFIGTX.replaceAll('etcdraft', 'solo').replaceAll('ImplicitMeta', '[]');
    const [here, there] = [
      await readFiles(ko, [file('configtx.yaml', wrong)]),
      await readFiles(t, [file('configtx.yaml', wrong)]),
    ];
    if (here.type !== 'refused' || there.type !== 'refused') throw new Error('not refused');
    const places = (lines: readonly string[]) => lines.map((line) => /Profiles[^\s:]*/.exec(line)?.[0]);
    expect(places(here.lines)).toEqual(places(there.lines));
    expect(here.lines.join('\n')).toMatch(/configtx\.yaml \d+행: \S+\.OrdererType: solo는 모르는 OrdererType입니다/);
    expect(here.lines.join('\n')).toMatch(/\.Type: 글이어야 하는데 목록입니다/);
  });

  it('have their remarks in Korean', async () => {
    const read = await readFiles(await loadTranslate('ko'), [
      file('configtx.yaml', CONFIGTX.replaceAll(/TickInterval: \w+/g, 'TickInterval: 1s')),
      file('crypto-config.yaml', CRYPTO.replaceAll('EnableNodeOUs: true', 'EnableNodeOUs: false')),
    ]);
    if (read.type !== 'network') throw new Error('no network');
    for (const remark of read.remarks) expect(remark).toMatch(/다\.$/);
    expect(read.remarks.length).toBeGreaterThan(1);
  });

  it.each(Object.keys(FLAW_TEXTS) as FlawCode[])('say all there is to say of %s', (code) => {
    const params = placeholdersOf(FLAW_TEXTS[code]);
    expect(placeholdersOf(inKorean[code])).toEqual(params);
    expect(placeholdersOf(inEnglish[code])).toEqual(params);
  });

  it('are a recording, a moment, a block, a contract', async () => {
    const recording = recordingOf(EMPTY_DRAFT);
    expect((await readFiles(t, [file('mine.json', JSON.stringify(recording))])).type).toBe('recording');
    expect((await readFiles(t, [file('mine.json', JSON.stringify({ scene: 'x', recording }))])).type).toBe('moment');
    expect((await readFiles(t, [file('7.block', 'x')])).type).toBe('block');
    expect((await readFiles(t, [file('c/package.json', '{}'), file('c/index.js', '')])).type).toBe('contract');
    expect((await readFiles(t, [file('basic.tar.gz', 'x')])).type).toBe('contract');
  });
});
