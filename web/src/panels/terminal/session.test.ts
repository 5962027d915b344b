import { describe, expect, it } from 'vitest';
import { entryOf, recorded, until } from '../testdata/recorded-trace.ts';
import { outcomesOf, sessionOf } from './session.ts';

const failure = entryOf('commandFailed');
const session = (entries = recorded.entries) => sessionOf(recorded.recording, outcomesOf(entries));

describe('sessionOf', () => {
  it('every command of the recording has lines, and an outcome at the end', () => {
    for (const { lines, outcome, index } of session()) {
      expect(lines.length, `command ${index}`).toBeGreaterThan(0);
      expect(outcome?.status).toBe(index === failure.fact.index ? 'failed' : 'done');
    }
  });

  it('a failed command says what the tool says', () => {
    expect(session()[failure.fact.index]?.outcome?.text).toContain('chaincode is not installed');
  });

  it('what comes later has not been given yet', () => {
    const then = session(until(failure));
    expect(then[failure.fact.index]?.outcome?.status).toBe('failed');
    expect(then[failure.fact.index + 1]?.outcome).toBeNull();
  });

  it('names the peers the client did ask: with peer0 down, peer1 of Org2', () => {
    const last = session().at(-1);
    expect(last?.lines.join('\n')).toContain('--peerAddresses peer1.org2.example.com:10051');
    expect(last?.lines.join('\n')).not.toContain('--peerAddresses peer0.org2.example.com');
  });
});
