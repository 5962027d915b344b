import { describe, expect, it } from 'vitest';
import { commandBehind } from '../panels/inspector/causes.ts';
import { LongSession, outcomesOf, sessionOf } from '../panels/terminal/session.ts';
import { recorded } from '../panels/testdata/recorded-trace.ts';
import { CommandIndex } from './command-index.ts';

const { entries, recording } = recorded;

function filed(): CommandIndex {
  const index = new CommandIndex();
  index.update(entries, 0);
  return index;
}

/** Moments all over the trace, its ends among them. */
const COUNTS = [...entries.keys()].filter((count) => count % 61 === 0).concat(entries.length);

describe('the index of commands', () => {
  it('an entry belongs to the command that going back through its causes leads to', () => {
    const index = filed();
    for (const entry of entries) expect(index.behind(entry)).toBe(commandBehind(entries, entry.seq));
  });

  it('a session looked up is the one told from the beginning, at any moment', () => {
    const index = filed();
    const session = new LongSession(recording, index);
    for (const count of COUNTS) {
      const expected = sessionOf(recording, outcomesOf(entries.slice(0, count)));
      expect(recording.commands.map((_, command) => session.row(command, count))).toEqual(expected);
      const given = expected.filter(({ outcome }) => outcome !== null);
      expect(index.given(count)).toBe(given.length);
      expect(session.script(count)).toBe(given.flatMap(({ lines }) => lines).join('\n'));
    }
  });

  it('grows with its trace', () => {
    const index = new CommandIndex();
    for (const count of COUNTS) index.update(entries.slice(0, count), Math.max(0, count - 61));
    for (const [command] of recording.commands.entries())
      expect(index.told(command, entries.length)).toEqual(filed().told(command, entries.length));
  });

  it('forgets what a fork replaced, and has it again when the first branch is shown', () => {
    const index = filed();
    const half = Math.floor(entries.length / 2);
    const other = entries.slice(0, half + 40).map((entry) => (entry.seq < half ? entry : { ...entry, cause: null }));
    index.update(other, half);
    const expected = sessionOf(recording, outcomesOf(other));
    const session = new LongSession(recording, index);
    expect(recording.commands.map((_, command) => session.row(command, other.length))).toEqual(expected);
    index.update(entries, half);
    expect(recording.commands.map((_, command) => session.row(command, entries.length))).toEqual(
      sessionOf(recording, outcomesOf(entries)),
    );
  });
});
