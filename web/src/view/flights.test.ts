import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recorded } from '../panels/testdata/recorded-trace.ts';
import type { Entry } from '../sim/trace/facts.ts';
import { FlightIndex } from './flights.ts';
import { PEER2, TRANSACTION, trace } from './testdata/trace.ts';

const indexOf = (entries: readonly Entry[]): FlightIndex => {
  const index = new FlightIndex();
  index.update(entries, 0);
  return index;
};

const sent = (message: number, at: number, arrivesAt: number, lost?: 'lossy'): Entry => ({
  seq: message,
  at,
  node: 'a',
  cause: null,
  fact: {
    type: 'messageSent',
    message,
    to: 'b',
    kind: 'gossip',
    label: 'x',
    arrivesAt,
    size: 1,
    ...(lost ? { lost } : {}),
  },
});

describe('messages in flight', () => {
  const flights = indexOf(trace(TRANSACTION));

  it.each([
    [99, [], 'nothing left yet'],
    [
      100,
      [
        [1, 0],
        [2, 0],
      ],
      'both leave together',
    ],
    [
      112.5,
      [
        [1, 0.5],
        [2, 12.5 / 30],
      ],
      'each at its own speed',
    ],
    [125, [[2, 25 / 30]], 'an arrived message is gone at the instant it arrives'],
    [1000, [], 'waiting for the batch: nothing moves'],
  ])('at %d ms: %j (%s)', (millis, expected) => {
    expect(flights.at(millis * 1_000).map(({ flight, progress }) => [flight.message, progress])).toEqual(expected);
  });

  it('knows which messages carried a block, also after a fork and back', () => {
    const { entries } = recorded;
    const index = indexOf(entries);
    const half = Math.floor(entries.length / 2);
    const agrees = (shown: readonly Entry[]): void => {
      const carried = shown.flatMap(({ fact }) =>
        fact.type === 'messageSent' && fact.block !== undefined
          ? [{ block: fact.block, channel: fact.channel ?? '', message: fact.message }]
          : [],
      );
      for (const { block, channel } of carried) {
        const walked = carried.filter((one) => one.block === block && one.channel === channel);
        expect(index.carrying(channel, block).map(({ message }) => message)).toEqual(
          walked.map(({ message }) => message),
        );
      }
      expect(carried.length).toBeGreaterThan(10);
    };
    agrees(entries);
    index.update(entries.slice(0, half), half);
    agrees(entries.slice(0, half));
    index.update(entries, half);
    agrees(entries);
    expect(index.carrying('mychannel', 10_000)).toEqual([]);
  });

  it('stops a lost message on the way and shows where for a while', () => {
    const at = (millis: number) => flights.at(millis * 1_000).find(({ flight }) => flight.message === 6);
    expect(at(2_197.5)).toMatchObject({ progress: 0.55 / 2, ended: false });
    expect(at(2_212)).toMatchObject({ progress: 0.55, ended: true });
    expect(at(2_240)).toBeUndefined();
  });

  it('a message to a dead node flies all the way and ends there', () => {
    const lines = [
      ...TRANSACTION.slice(0, 12),
      [130, PEER2, { type: 'messageLost', message: 2, from: 'x', reason: 'nodeDown' }],
    ] as const;
    const index = indexOf(trace(lines));
    expect(index.at(131_000).find(({ flight }) => flight.message === 2)).toMatchObject({ progress: 1, ended: true });
    // The fork in which it does not die forgets the loss.
    index.update(trace(TRANSACTION), 12);
    expect(index.of(2)?.lost).toBeNull();
    expect(index.at(131_000).some(({ flight }) => flight.message === 2)).toBe(false);
  });

  it('agrees with looking at every message, however long each takes and however the trace grows', () => {
    const messages = fc.array(
      fc.record({ gap: fc.nat(40), takes: fc.integer({ min: 1, max: 3_000 }), lost: fc.boolean() }),
      {
        minLength: 1,
        maxLength: 400,
      },
    );
    fc.assert(
      fc.property(messages, fc.array(fc.nat(16_000), { maxLength: 20 }), fc.nat(400), (list, times, split) => {
        let at = 0;
        const entries = list.map(({ gap, takes, lost }, message) => {
          at += gap;
          return sent(message, at, at + takes, lost ? 'lossy' : undefined);
        });
        const index = new FlightIndex();
        const first = Math.min(split, entries.length);
        index.update(entries.slice(0, first), 0);
        index.at(times[0] ?? 0);
        index.update(entries, first);
        for (const time of times) {
          const alone = entries.flatMap((entry) =>
            indexOf([entry])
              .at(time)
              .map(({ flight }) => flight.message),
          );
          expect(index.at(time).map(({ flight }) => flight.message)).toEqual(alone);
        }
      }),
      { numRuns: 30 },
    );
  });
});
