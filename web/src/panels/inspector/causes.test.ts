import { describe, expect, it } from 'vitest';
import { entryOf, recorded } from '../testdata/recorded-trace.ts';
import { causesOf, commandBehind, reasonsFor } from './causes.ts';

const status = entryOf('commitStatusReceived', ({ block }) => block === 7);

describe('causesOf', () => {
  it('leads from the commit back through block, ordering and endorsement to the command', () => {
    const types = causesOf(recorded.entries, status.seq, 100).map(({ fact }) => fact.type);
    const order = ['blockCommitted', 'blockWritten', 'blockCut'] as const;
    expect(order.map((type) => types.indexOf(type))).toEqual(
      [...order.map((type) => types.indexOf(type))].sort((a, b) => a - b),
    );
    expect(types).toEqual(expect.arrayContaining([...order]));
  });

  it('every entry of the trace has a chain that ends', () => {
    for (const { seq } of recorded.entries) {
      const chain = causesOf(recorded.entries, seq, Number.POSITIVE_INFINITY);
      expect(chain.every((entry, index) => entry.seq < (chain[index - 1]?.seq ?? seq))).toBe(true);
    }
  });

  it('gives no more than asked for', () => {
    expect(causesOf(recorded.entries, status.seq, 3)).toHaveLength(3);
  });

  it('does not follow a cause that lies ahead', () => {
    const [first, second] = recorded.entries;
    if (first === undefined || second === undefined) throw new Error('an empty trace');
    expect(
      causesOf(
        [
          { ...first, cause: 1 },
          { ...second, cause: 0 },
        ],
        1,
        10,
      ),
    ).toHaveLength(1);
  });
});

describe('commandBehind', () => {
  it('is the command a thing belongs to: neither the one a script began with nor a crash on the way', () => {
    const failed = entryOf('commandFailed');
    expect(commandBehind(recorded.entries, failed.seq)).toBe(failed.fact.index);
    // Its nearest cause is the crash that made the client ask another peer.
    expect(commandBehind(recorded.entries, entryOf('endorsementFailed').seq)).toBe(failed.fact.index);
    const proposal = entryOf('proposalCreated', ({ function: name }) => name === 'InitLedger');
    const index = commandBehind(recorded.entries, proposal.seq) ?? -1;
    expect(recorded.recording.commands[index]?.command).toMatchObject({
      type: 'submitTransaction',
      function: 'InitLedger',
    });
  });
});

describe('reasonsFor', () => {
  const given = (index: number) => entryOf('commandGiven', (fact) => fact.index === index);

  it('every entry of the trace leads back to the command it began with', () => {
    for (const { seq } of recorded.entries) {
      const index = commandBehind(recorded.entries, seq);
      const command = index === null ? null : given(index);
      const { chain, began } = reasonsFor(recorded.entries, seq, 5, command);
      const all = [recorded.entries[seq], ...chain, began];
      expect(
        all.map((entry) => entry?.fact.type),
        String(seq),
      ).toContain('commandGiven');
    }
  });

  it('says that there is more, and what it began with, where the chain is cut', () => {
    const { chain, more, began } = reasonsFor(recorded.entries, status.seq, 3, given(0));
    expect([chain.length, more, began?.fact.type]).toEqual([3, true, 'commandGiven']);
  });

  it('does not say twice what is in the chain, nor what comes later', () => {
    const last =
      causesOf(recorded.entries, status.seq, 100).findLast(({ fact }) => fact.type === 'commandGiven') ?? null;
    expect(reasonsFor(recorded.entries, status.seq, 100, last).began).toBeNull();
    expect(reasonsFor(recorded.entries, given(0).seq, 100, given(0)).began).toBeNull();
  });
});
