/**
 * A gateway on `peer0` of A, with peers of A, B and C that answer as each row says. What real gateways answered to
 * recorded calls is tested with the conform tool; here is what the recordings do not reach.
 */
import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { invariant } from '../kernel/result.ts';
import { parseSignaturePolicy } from '../policy/dsl.ts';
import { utf8 } from '../wire/bytes.ts';
import { ApplicationPolicySchema } from '../wire/gen/common/policies_pb.ts';
import { MSPRoleSchema, MSPRole_MSPRoleType } from '../wire/gen/msp/msp_principal_pb.ts';
import { decode } from '../wire/decode.ts';
import {
  ChaincodeCallSchema,
  ChaincodeInterestSchema,
  ProposalResponseSchema,
  ResponseSchema,
} from '../wire/gen/peer/proposal_pb.ts';
import { beginEndorse, beginEvaluate, type GatewayStep, onPeerAnswer } from './gateway-call.ts';
import type { GatewayPeer, GatewayView } from './gateway-discovery.ts';
import type { PeerAnswer } from './gateway-errors.ts';

const peer = (id: string, height = 10, chaincodes: readonly string[] = ['cc']): GatewayPeer => ({
  id,
  address: `${id}:7051`,
  mspId: id.split('.')[1] ?? '',
  height,
  chaincodes,
});

function policyOf(text: string) {
  const parsed = parseSignaturePolicy(text);
  invariant(parsed.ok, text);
  return create(ApplicationPolicySchema, { type: { case: 'signaturePolicy', value: parsed.value } });
}

const viewOf = (policy: string, peers: readonly GatewayPeer[]): GatewayView => ({
  channelId: 'mychannel',
  host: 'peer0.A',
  peers,
  config: { policies: {}, groups: {} },
  definition: (name) => (name === 'cc' ? { policy: policyOf(policy), collections: [] } : undefined),
  satisfiesPrincipal: (id, principal) => {
    const role = decode(MSPRoleSchema, principal.principal);
    const roles: readonly number[] = [MSPRole_MSPRoleType.MEMBER, MSPRole_MSPRoleType.PEER];
    return role.ok && role.value.mspIdentifier === id.split('.')[1] && roles.includes(role.value.role);
  },
});

/** Answers in short: `ok` and a payload, `500 text` from the chaincode, `peer text` from the peer, `no`, `gone`. */
function answerOf(short: string): PeerAnswer {
  const [kind = '', ...rest] = short.split(' ');
  const text = rest.join(' ');
  if (kind === 'no') return { type: 'refused', message: text };
  if (kind === 'gone') return { type: 'unreachable', message: text };
  const status = kind === 'ok' ? 200 : 500;
  return {
    type: 'response',
    response: create(ProposalResponseSchema, {
      response: create(ResponseSchema, { status, message: kind === 'ok' ? '' : text }),
      payload: kind === 'peer' ? new Uint8Array(0) : utf8(text || 'same'),
      interest: create(ChaincodeInterestSchema, { chaincodes: [create(ChaincodeCallSchema, { name: 'cc' })] }),
    }),
  };
}

/** Plays a call; peers answer `ok` unless told otherwise. @returns whom it asked, in order, and the end of it */
function play(begun: GatewayStep, answers: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const waiting: GatewayPeer[] = [];
  let step = begun;
  while (step.type === 'ask') {
    waiting.push(...step.peers);
    const next = waiting.shift();
    invariant(next, 'a gateway that waits has asked someone');
    asked.push(next.id);
    step = onPeerAnswer(step.call, next, answerOf(answers[next.id] ?? 'ok'));
  }
  const shown = asked.join(' ');
  if (step.type === 'failed')
    return { asked: shown, end: `${step.error.code} ${step.error.message}`, details: step.error.details };
  if (step.type === 'answered') return { asked: shown, end: 'answered', details: [] };
  return { asked: shown, end: step.endorsements.map((one) => one.peer.id).join(' '), details: [] };
}

const REQUEST = { chaincode: 'cc', organizations: [], hasTransientData: false };
const ALL = ['peer0.A', 'peer1.A', 'peer0.B', 'peer1.B', 'peer0.C'].map((id) => peer(id));
const TWO_OF_THREE = "OutOf(2,'A.peer','B.peer','C.peer')";
const AND = "AND('A.peer','B.peer')";

describe('endorsements through a gateway', () => {
  it.each([
    {
      reason: 'its own peer first, then one of the policy',
      policy: AND,
      answers: {},
      asked: 'peer0.A peer0.B',
      end: 'peer0.A peer0.B',
    },
    {
      reason: 'the highest of its organisation',
      policy: AND,
      peers: [peer('peer0.A'), peer('peer1.A', 12), peer('peer0.B')],
      answers: {},
      asked: 'peer1.A peer0.B',
      end: 'peer1.A peer0.B',
    },
    {
      reason: 'another peer of the group when one fails',
      policy: AND,
      answers: { 'peer0.B': '500 x' },
      asked: 'peer0.A peer0.B peer1.B',
      end: 'peer0.A peer1.B',
    },
    {
      reason: 'another layout when a group has failed',
      policy: TWO_OF_THREE,
      answers: { 'peer0.B': 'gone x', 'peer1.B': 'gone x' },
      asked: 'peer0.A peer0.B peer1.B peer0.C',
      end: 'peer0.A peer0.C',
    },
    {
      reason: 'its first endorsement is not used when the policy does not ask for it',
      policy: "OR('B.peer')",
      answers: {},
      asked: 'peer0.A peer0.B',
      end: 'peer0.B',
    },
    {
      reason: 'discovery chooses when its own organisation does not run the chaincode',
      policy: "OR('B.peer')",
      peers: [peer('peer0.A', 10, []), peer('peer0.B')],
      answers: {},
      asked: 'peer0.B',
      end: 'peer0.B',
    },
  ])('$reason', ({ policy, peers = ALL, answers, asked, end }) => {
    expect(play(beginEndorse(viewOf(policy, peers), REQUEST), answers)).toEqual({ asked, end, details: [] });
  });

  it('one peer of each organisation the caller names, all at once', () => {
    const request = { ...REQUEST, organizations: ['C', 'B'] };
    expect(play(beginEndorse(viewOf(AND, ALL), request), {}).end).toBe('peer0.C peer0.B');
  });

  it.each([
    {
      reason: 'too few peers for the policy',
      policy: "AND('A.peer','A.peer','A.peer')",
      says: /^FAILED_PRECONDITION no combination of peers .*: no peer combination can satisfy the endorsement policy$/,
    },
    {
      reason: 'too few that run it',
      policy: AND,
      peers: [peer('peer0.A'), peer('peer0.B', 10, [])],
      says: /^FAILED_PRECONDITION .*: required chaincodes are not installed on sufficient peers$/,
    },
    {
      reason: 'nobody who agrees',
      policy: AND,
      answers: { 'peer0.B': 'ok other', 'peer1.B': '500 no' },
      says: /^ABORTED failed to collect enough transaction endorsements/,
    },
    {
      reason: 'an unknown chaincode',
      request: { ...REQUEST, chaincode: 'x' },
      says: /: No metadata was found for chaincode x in channel mychannel$/,
    },
    {
      reason: 'secrets and no peer of its own',
      request: { ...REQUEST, hasTransientData: true },
      peers: [peer('peer0.B')],
      says: /^FAILED_PRECONDITION no endorsers found in the gateway's organization; retry specifying endorsing/,
    },
  ])('fails for $reason', ({ policy = AND, peers = ALL, answers = {}, request = REQUEST, says }) => {
    expect(play(beginEndorse(viewOf(policy, peers), request), answers).end).toMatch(says);
  });

  it('tells who said what, from afar with the words of gRPC', () => {
    const { details } = play(beginEndorse(viewOf(AND, ALL), REQUEST), {
      'peer0.A': 'no denied',
      'peer1.A': 'no denied',
    });
    expect(details).toEqual([
      { address: 'peer0.A:7051', mspId: 'A', message: 'denied' },
      { address: 'peer1.A:7051', mspId: 'A', message: 'rpc error: code = Unknown desc = denied' },
    ]);
  });
});

describe('queries through a gateway', () => {
  it.each([
    { reason: 'its own peer', answers: {}, asked: 'peer0.A', end: 'answered' },
    {
      reason: 'an error of the chaincode is an answer',
      answers: { 'peer0.A': '500 no' },
      asked: 'peer0.A',
      end: 'UNKNOWN evaluate call to endorser returned error: chaincode response 500, no',
    },
    {
      reason: 'a peer in trouble is passed over, own organisation first',
      answers: { 'peer0.A': 'peer x', 'peer1.A': 'gone x' },
      asked: 'peer0.A peer1.A peer0.B',
      end: 'answered',
    },
    {
      reason: 'a refusal of its own peer is final',
      answers: { 'peer0.A': 'no denied' },
      asked: 'peer0.A',
      end: 'FAILED_PRECONDITION evaluate call to endorser returned error: denied',
    },
  ])('$reason', ({ answers, asked, end }) => {
    expect(play(beginEvaluate(viewOf(AND, ALL), REQUEST), answers)).toMatchObject({ asked, end });
  });

  it('stay in its organisation when they carry secrets', () => {
    const step = beginEvaluate(viewOf(AND, [peer('peer0.B')]), { ...REQUEST, hasTransientData: true });
    expect(play(step, {}).end).toMatch(/^FAILED_PRECONDITION no endorsers found in the gateway's organization/);
  });

  it('go where the caller says', () => {
    const step = beginEvaluate(viewOf(AND, ALL), { ...REQUEST, organizations: ['C'] });
    expect(play(step, {}).asked).toBe('peer0.C');
  });
});
