import { describe, expect, it } from 'vitest';
import type { Entry } from '../lab-types.ts';
import { outcomeOfCall } from './call-outcome.ts';

const CLIENT = 'client.org1.example.com';
const PEER = 'peer0.org1.example.com';

/** Entries of call 4, after another call with another transaction. */
const after = (...facts: readonly (readonly [node: string, fact: object])[]): readonly Entry[] =>
  [
    [CLIENT, { type: 'commandGiven', index: 3 }],
    [CLIENT, { type: 'queryAnswered', txid: 'before', status: 200, payload: 'before', peer: PEER }],
    [CLIENT, { type: 'commandGiven', index: 4 }],
    [CLIENT, { type: 'proposalCreated', txid: 'mine' }],
    ...facts,
  ].map(([node, fact], seq) => ({ seq, at: seq, node, cause: null, fact })) as unknown as readonly Entry[];

describe('what became of a call', () => {
  it('is the answer of the peer that was asked', () => {
    const entries = after([CLIENT, { type: 'queryAnswered', txid: 'mine', status: 200, payload: '7', peer: PEER }]);
    expect(outcomeOfCall(entries, 4)).toEqual({ type: 'answered', payload: '7', peer: PEER, seq: 4 });
  });

  it('is what the contract threw', () => {
    const entries = after([CLIENT, { type: 'queryAnswered', txid: 'mine', status: 500, message: 'no such asset' }]);
    expect(outcomeOfCall(entries, 4)).toMatchObject({ type: 'failed', text: 'no such asset' });
  });

  it('is the verdict of the block, with what the chaincode answered; others’ transactions do not count', () => {
    const entries = after(
      [PEER, { type: 'simulationFinished', txid: 'mine', status: 200, payload: 'Tomoko' }],
      [CLIENT, { type: 'commitStatusReceived', txid: 'theirs', code: 'VALID', block: 7, peer: PEER, channel: 'c' }],
      [
        CLIENT,
        { type: 'commitStatusReceived', txid: 'mine', code: 'MVCC_READ_CONFLICT', block: 8, peer: PEER, channel: 'c' },
      ],
    );
    expect(outcomeOfCall(entries, 4)).toMatchObject({
      type: 'committed',
      code: 'MVCC_READ_CONFLICT',
      block: 8,
      payload: 'Tomoko',
      txid: 'mine',
    });
  });

  it('is what the tool printed, with what each peer said, once', () => {
    const details = [{ message: 'no such asset' }, { message: 'no such asset' }];
    const entries = after(
      [CLIENT, { type: 'gatewayCallFailed', txid: 'mine', details }],
      [CLIENT, { type: 'commandFailed', index: 4, text: 'EndorseError: 10 ABORTED' }],
    );
    expect(outcomeOfCall(entries, 4)).toMatchObject({
      type: 'failed',
      text: 'EndorseError: 10 ABORTED\nno such asset',
    });
  });

  it('is open while nothing has come back', () => {
    expect(outcomeOfCall(after(), 4).type).toBe('open');
    expect(outcomeOfCall(after(), 9).type).toBe('open');
  });
});
