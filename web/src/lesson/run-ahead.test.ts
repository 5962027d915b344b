import { expect, it } from 'vitest';
import type { Entry, Fact } from '../sim/trace/facts.ts';
import { aheadUntil } from './run-ahead.ts';

const given = (command: string): Fact => ({ type: 'commandGiven', command, index: 0 });
const failed: Fact = { type: 'commandFailed', command: 'submitTransaction', index: 0, text: 'no' };
const trace = (...facts: readonly Fact[]): readonly Entry[] =>
  facts.map((fact, seq) => ({ seq, at: seq * 1_000_000, node: 'n', cause: null, fact }));

it.each<[why: string, entries: readonly Entry[], isTrying: boolean, seconds: number]>([
  ['an election may follow', trace(given('crashNode')), true, 90],
  ['only an answer follows a question', trace(given('listChannels')), true, 1],
  ['nothing follows what failed', trace(given('submitTransaction'), failed), true, 1],
  ['a step may wait for what follows its own failure', trace(given('submitTransaction'), failed), false, 90],
  ['the newest command counts', trace(given('listChannels'), given('crashNode')), true, 91],
  ['no command has been given', trace(), true, 90],
])('looks ahead as far as it is worth: %s', (_, entries, isTrying, seconds) => {
  expect(aheadUntil(entries, 0, isTrying)).toBe(seconds * 1_000_000);
});
