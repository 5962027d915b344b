import { describe, expect, it } from 'vitest';
import type { TimedCommand } from '../sim/protocol/recording.ts';
import { encodeMomentInPieces } from './encode-in-pieces.ts';
import { decodeMoment, encodeMoment, type SharedMoment } from './share-link.ts';

/** Names that cannot be packed well, with letters of more than one byte. */
const commandsOf = (count: number): readonly TimedCommand[] =>
  Array.from({ length: count }, (_, at) => ({
    at,
    command: { type: 'crashNode', node: `노드-${String((at * 2_654_435_761) % 4_294_967_296)}` },
  }));

const moment = (commands: readonly TimedCommand[]): SharedMoment => ({
  scene: 'transaction-flow',
  step: 'endorse',
  language: 'ko',
  playhead: 4_812_337,
  begun: [120, null],
  drags: {},
  checksum: '0badcafe',
  inside: ['peer'],
  recording: {
    formatVersion: 1,
    generation: '3.x',
    seed: '씨앗',
    topology: { ordererOrg: { name: 'O', mspId: 'O', domain: 'x', orderers: ['o'] }, peerOrgs: [], channels: [] },
    contracts: {},
    commands,
  },
});

const always = (): boolean => true;
const nobody = (): void => undefined;

describe('a link made in pieces', () => {
  it('of a short run is the same to the letter', async () => {
    const short = moment(commandsOf(20));
    expect(await encodeMomentInPieces(short, always, nobody)).toBe(encodeMoment(short));
  });

  it('of a long run is read as any other, and says how far it is on the way', async () => {
    const long = moment(commandsOf(9_950));
    const shares: number[] = [];
    const link = await encodeMomentInPieces(long, always, (share) => shares.push(share));
    expect(decodeMoment(link ?? '')).toEqual({ ok: true, value: long });
    expect(shares.length).toBeGreaterThan(5);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.every((share) => share > 0 && share < 1)).toBe(true);
  });

  it('holds a command that is longer than a piece', async () => {
    const node = Array.from({ length: 40_000 }, (_, index) => String((index * 48_271) % 65_537)).join('');
    const long = moment([{ at: 1, command: { type: 'crashNode', node } }, ...commandsOf(200)]);
    expect(decodeMoment((await encodeMomentInPieces(long, always, nobody)) ?? '')).toEqual({ ok: true, value: long });
  });

  it.each([0, 1])('cuts no letter in two: %i before letters of two halves', async (before) => {
    const node = 'a'.repeat(before) + '\u{1F9F1}'.repeat(100_000);
    const long = moment([{ at: 1, command: { type: 'crashNode', node } }, ...commandsOf(200)]);
    const read = decodeMoment((await encodeMomentInPieces(long, always, nobody)) ?? '');
    expect(read.ok && read.value.recording.commands[0]).toEqual(long.recording.commands[0]);
  });

  it('is given up when nobody waits for it any more', async () => {
    let asked = 0;
    const link = await encodeMomentInPieces(moment(commandsOf(9_950)), () => ++asked < 3, nobody);
    expect(link).toBeNull();
    expect(asked).toBe(3);
  });
});
