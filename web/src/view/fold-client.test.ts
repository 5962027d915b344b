import { describe, expect, it } from 'vitest';
import { TWO_ORGS } from '../scenes/networks.ts';
import type { Fact } from '../sim/trace/facts.ts';
import { emptyWorld } from './world-model.ts';
import { foldWorld } from './world-view.ts';

const CLIENT = 'client.org1.example.com';
const PEER = 'peer0.org1.example.com';

const created = (channel: string): Fact => ({
  type: 'proposalCreated',
  channel,
  txid: 'a1',
  chaincode: 'any',
  function: 'Any',
  args: [],
  identity: 'Org1MSP:Admin',
  endorsers: [PEER],
  transient: [],
});
const collected = (channel: string): Fact => ({
  type: 'endorsementCollected',
  channel,
  txid: 'a1',
  from: PEER,
  mspId: 'Org1MSP',
  status: 200,
  message: '',
  collected: 1,
  asked: 1,
});

function stageAfter(...facts: readonly Fact[]): string | undefined {
  let world = emptyWorld(TWO_ORGS, '3.x');
  for (const [seq, fact] of facts.entries())
    world = foldWorld(world, { seq, at: seq, node: CLIENT, cause: null, fact });
  return world.nodes[CLIENT]?.transactions[0]?.stage;
}

describe('the answer of the last peer asked', () => {
  it('is the end of a call that concerns no channel', () => {
    expect(stageAfter(created(''), collected(''))).toBe('answered');
  });

  it('is one endorsement of a transaction that goes on', () => {
    expect(stageAfter(created('mychannel'), collected('mychannel'))).toBe('endorsing');
  });
});

it('a command that failed before its endorsements came ends the call; one that failed later changes nothing', () => {
  const failed: Fact = { type: 'commandFailed', command: 'submitTransaction', index: 0, text: 'connection refused' };
  expect(stageAfter(created('mychannel'), failed)).toBe('endorsementFailed');
  const refused: Fact = {
    type: 'broadcastAnswered',
    channel: 'mychannel',
    txid: 'a1',
    orderer: 'orderer.example.com',
    status: 'FORBIDDEN',
    info: '',
  };
  expect(stageAfter(created('mychannel'), refused, failed)).toBe('refused');
});

it.each([
  ['its orderer is gone', 'got unexpected status: SERVICE_UNAVAILABLE -- connection to orderer2 refused', 'refused'],
  ['no answer comes in time', 'timed out waiting for txid on all peers', 'gaveUp'],
])('a client whose envelope is on its way stops waiting when %s', (_, text, stage) => {
  const sent: Fact = { type: 'envelopeSubmitted', channel: 'mychannel', txid: 'a1', orderer: 'orderer.example.com' };
  const failed: Fact = { type: 'commandFailed', command: 'submitTransaction', index: 0, text };
  expect(stageAfter(created('mychannel'), sent, failed)).toBe(stage);
  expect(stageAfter(created('mychannel'), sent, { ...failed, command: 'enrollIdentity' })).toBe('submitted');
});

describe('a gateway that says no', () => {
  const failed = (method: string): Fact => ({
    type: 'gatewayCallFailed',
    channel: 'mychannel',
    txid: 'a1',
    method,
    gateway: 'peer0.org1.example.com',
    error: 'SubmitError',
    code: 14,
    text: '14 UNAVAILABLE: no orderers could successfully process transaction',
    details: [],
  });
  it.each([
    ['Endorse', 'endorsementFailed'],
    ['Submit', 'refused'],
    ['CommitStatus', 'endorsing'],
  ])('to %s leaves the transaction %s', (method, stage) => {
    expect(stageAfter(created('mychannel'), failed(method))).toBe(stage);
  });
});
