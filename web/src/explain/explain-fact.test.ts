import { describe, expect, it } from 'vitest';
import type { Fact } from '../sim/trace/facts.ts';
import { explainFact } from './explain-fact.ts';

const tx = { channel: 'mychannel', txid: 'f00' };

const FACTS: readonly (readonly [Fact, string | undefined, string])[] = [
  [{ type: 'commitStatusReceived', ...tx, code: 'MVCC_READ_CONFLICT' } as Fact, 'MVCC_READ_CONFLICT', 'a code'],
  [
    { type: 'proposalRefused', ...tx, status: 500, message: 'The asset asset9 does not exist' },
    'chaincodeError',
    'what nobody knows, the chaincode said',
  ],
  [
    { type: 'envelopeRefused', ...tx, status: 'SERVICE_UNAVAILABLE', info: 'no Raft leader' },
    'noLeader',
    'the text before the status',
  ],
  [
    { type: 'envelopeRefused', ...tx, status: 'BAD_REQUEST', info: 'something new' },
    'status.BAD_REQUEST',
    'the status where the text is not known',
  ],
  [
    { type: 'commandFailed', command: 'enrollIdentity', index: 0, text: 'Authentication failure' },
    'caAuthentication',
    'of a command',
  ],
  [
    { type: 'commandFailed', command: 'submitTransaction', index: 0, text: 'No key u2 among the cars' },
    'chaincodeError',
    'a call fails with the words of its chaincode',
  ],
  [
    { type: 'commandFailed', command: 'startNode', index: 0, text: 'something new' },
    undefined,
    'no chaincode has to do with it',
  ],
  [
    {
      type: 'gatewayCallFailed',
      ...tx,
      text: '10 ABORTED: failed to endorse transaction, see attached details for more info',
      details: [
        {
          address: 'peer0',
          mspId: 'Org1MSP',
          message: "chaincode definition for 'x' exists, but chaincode is not installed",
        },
      ],
    } as unknown as Fact,
    'notInstalled',
    'what an endorser said before what the gateway made of it',
  ],
  [{ type: 'nodeStarted' } as Fact, undefined, 'nothing failed'],
];

describe('explainFact', () => {
  it.each(FACTS)('%j: %s (%s)', (fact, id) => {
    expect(explainFact(fact)?.id).toBe(id);
  });
});
