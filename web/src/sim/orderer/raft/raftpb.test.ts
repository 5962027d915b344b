import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, utf8 } from '../../wire/bytes.ts';
import type { RaftMessage } from './raft-message.ts';
import { decodeRaftMessage, encodeHardState, encodeRaftMessage } from './raftpb.ts';

/** What etcd writes after the entries of every message without a snapshot: an empty one, no rejection, no hint. */
const TAIL = '4a0a12080a0228001000180050005800';

describe('the bytes', () => {
  it.each<[string, RaftMessage, string]>([
    [
      'a heartbeat writes its zeros',
      { type: 'MsgHeartbeat', from: 2, to: 1, term: 3, commit: 300 },
      `08081001180220032800300040ac02${TAIL}`,
    ],
    [
      'an entry without data has no data field',
      {
        type: 'MsgApp',
        from: 1,
        to: 2,
        term: 2,
        index: 3,
        logTerm: 1,
        commit: 3,
        entries: [{ index: 4, term: 2, type: 'normal', data: utf8('') }],
      },
      `080310021801200228013003` + `3a06080010021804` + `4003${TAIL}`,
    ],
    [
      'a vote asked for because the leader goes says so',
      { type: 'MsgVote', from: 2, to: 1, term: 3, index: 4, logTerm: 2, transfer: true },
      `080510011802200328023004` + `4000${TAIL}` + `6210${hex(utf8('CampaignTransfer'))}`,
    ],
    [
      'a snapshot takes the place of the empty one',
      {
        type: 'MsgSnap',
        from: 1,
        to: 3,
        term: 2,
        snapshot: { index: 10, term: 2, voters: [1, 2, 3], data: utf8('block') },
      },
      // Voters are not packed; the flag behind them is written though it is false.
      `080710031801200228003000` +
        `4000` +
        `4a17${'0a05' + hex(utf8('block'))}120e0a080801080208032800100a1802` +
        `50005800`,
    ],
    [
      'a follower is asked to stand at once',
      { type: 'MsgTimeoutNow', from: 2, to: 1, term: 3 },
      `080e10011802200328003000` + `4000${TAIL}`,
    ],
  ])('%s', (_, message, expected) => {
    expect(hex(encodeRaftMessage(message))).toBe(expected);
  });

  it('of the hard state', () => {
    expect(hex(encodeHardState({ term: 2, vote: 0, commit: 4 }))).toBe('080210001804');
  });
});

const number = fc.nat(2 ** 40);
const routed = { from: number, to: number, term: number };
const message: fc.Arbitrary<RaftMessage> = fc.oneof(
  fc.record({
    type: fc.constantFrom('MsgPreVote' as const, 'MsgVote' as const),
    ...routed,
    index: number,
    logTerm: number,
  }),
  fc.record({ type: fc.constant('MsgTimeoutNow' as const), ...routed }),
  fc.record({
    type: fc.constant('MsgSnap' as const),
    ...routed,
    snapshot: fc.record({ index: number, term: number, voters: fc.array(number), data: fc.uint8Array() }),
  }),
  fc.record({
    type: fc.constant('MsgVote' as const),
    ...routed,
    index: number,
    logTerm: number,
    transfer: fc.constant(true as const),
  }),
  fc.record({
    type: fc.constantFrom('MsgPreVoteResp' as const, 'MsgVoteResp' as const),
    ...routed,
    reject: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('MsgAppResp' as const),
    ...routed,
    reject: fc.constant(false as const),
    index: number,
  }),
  fc.record({
    type: fc.constant('MsgAppResp' as const),
    ...routed,
    reject: fc.constant(true as const),
    index: number,
    rejectHint: number,
    logTerm: number,
  }),
  fc.record({ type: fc.constant('MsgHeartbeat' as const), ...routed, commit: number }),
  fc.record({ type: fc.constant('MsgHeartbeatResp' as const), ...routed }),
  fc.record({
    type: fc.constant('MsgApp' as const),
    ...routed,
    index: number,
    logTerm: number,
    commit: number,
    entries: fc.array(
      fc.record({
        index: number,
        term: number,
        type: fc.constantFrom('normal' as const, 'confChange' as const),
        data: fc.uint8Array({ maxLength: 5 }),
      }),
    ),
  }),
);

it('are read as they were written', () => {
  fc.assert(
    fc.property(message, (original) => {
      expect(decodeRaftMessage(encodeRaftMessage(original))).toEqual({ ok: true, value: original });
    }),
  );
});

it.each([
  ['bytes that are no message', [0xff], /./],
  ['a kind that is not sent between nodes', [0x08, 0x00], /type 0 is not understood/],
])('refuses %s', (_, bytes, error) => {
  const decoded = decodeRaftMessage(new Uint8Array(bytes));
  expect(!decoded.ok && decoded.error).toMatch(error);
});
