import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { invariant, ok } from '../kernel/result.ts';
import { StateDb } from '../ledger/state-db.ts';
import { TxSimulator } from '../ledger/tx-simulator.ts';
import { EMPTY, fromUtf8, utf8 } from '../wire/bytes.ts';
import { ChaincodeIDSchema, ChaincodeSpecSchema } from '../wire/gen/peer/chaincode_pb.ts';
import {
  ChaincodeMessage_Type as Type,
  ChaincodeMessageSchema,
  GetStateByRangeSchema,
  GetStateSchema,
  PutStateSchema,
  QueryResponseSchema,
  QueryStateNextSchema,
} from '../wire/gen/peer/chaincode_shim_pb.ts';
import { ResponseSchema } from '../wire/gen/peer/proposal_pb.ts';
import {
  abandonTransaction,
  answerInvocation,
  beginTransaction,
  type HostState,
  type HostStep,
  NEW_HOST,
  onChaincodeMessage,
} from './chaincode-host.ts';
import type { TransactionParams } from './transaction-context.ts';

const say = (type: Type, payload: Uint8Array = EMPTY): Uint8Array =>
  toBinary(ChaincodeMessageSchema, create(ChaincodeMessageSchema, { type, payload, txid: 't1', channelId: 'ch' }));

const REGISTER = say(Type.REGISTER, toBinary(ChaincodeIDSchema, create(ChaincodeIDSchema, { name: 'cc_1:00' })));

const numbered = (count: number): StateDb => {
  let state = StateDb.EMPTY;
  for (let i = 0; i < count; i++) {
    state = state.put('cc', `k${String(i).padStart(3, '0')}`, { value: utf8('v'), version: { blockNum: 1, txNum: i } });
  }
  return state;
};

const paramsOn = (state: StateDb, change: Partial<TransactionParams> = {}): TransactionParams => ({
  channelId: 'ch',
  txId: 't1',
  namespace: 'cc',
  simulator: TxSimulator.begin(state, 't1', (simulator) => ({ simulator, collections: [] })),
  isInit: false,
  permission: (simulator) => ({ simulator, access: ok({ read: true, write: true }) }),
  capabilities: { keyLevelEndorsement: true, purgePrivateData: true },
  ...change,
});

const ready = onChaincodeMessage(NEW_HOST, REGISTER).host;

function begun(params = paramsOn(StateDb.EMPTY)): HostState {
  const result = beginTransaction(ready, params, [utf8('f')], EMPTY);
  invariant(result.ok, 'a fresh transaction');
  return result.value.host;
}

/** The only reply, as type and text. */
function reply({ replies }: HostStep): readonly [string, string] {
  expect(replies).toHaveLength(1);
  const { type, payload } = fromBinary(ChaincodeMessageSchema, replies[0] ?? EMPTY);
  return [type === Type.ERROR ? 'ERROR' : type === Type.RESPONSE ? 'RESPONSE' : String(type), fromUtf8(payload)];
}

const GET = say(Type.GET_STATE, toBinary(GetStateSchema, create(GetStateSchema, { key: 'k001' })));

describe('registration', () => {
  it('REGISTER is answered with REGISTERED and READY', () => {
    const { host, replies, event } = onChaincodeMessage(NEW_HOST, REGISTER);
    expect(replies.map((bytes) => fromBinary(ChaincodeMessageSchema, bytes).type)).toEqual([
      Type.REGISTERED,
      Type.READY,
    ]);
    expect([host.phase, host.ccid, event?.type]).toEqual(['ready', 'cc_1:00', 'ready']);
  });

  const table: readonly (readonly [why: string, host: HostState, message: Uint8Array, text: string])[] = [
    [
      'anything before REGISTER',
      NEW_HOST,
      GET,
      '[t1] Fabric side handler cannot handle message (GET_STATE) while in created state',
    ],
    ['REGISTER twice', ready, REGISTER, '[] Fabric side handler cannot handle message (REGISTER) while in ready state'],
    [
      'a nameless chaincode',
      NEW_HOST,
      say(Type.REGISTER),
      'error in handling register chaincode, chaincodeID name is empty',
    ],
    [
      'bytes that are no message',
      ready,
      utf8('\u0007\u0007'),
      'error unmarshalling ChaincodeMessage: proto: cannot parse invalid wire-format data',
    ],
  ];
  for (const [why, host, message, text] of table) {
    it(`${why} ends the stream`, () => {
      const step = onChaincodeMessage(host, message);
      expect(step.event).toMatchObject({ type: 'broken', text: expect.stringContaining(text.slice(4)) as unknown });
      expect(onChaincodeMessage(step.host, GET).replies).toEqual([]);
    });
  }
});

describe('requests', () => {
  it('outside a transaction there is no ledger', () => {
    expect(reply(onChaincodeMessage(ready, GET))).toEqual([
      'ERROR',
      'GET_STATE failed: transaction ID: t1: no ledger context',
    ]);
    const late = abandonTransaction(begun(), 'ch', 't1');
    expect(reply(onChaincodeMessage(late, GET))[0]).toBe('ERROR');
    expect(onChaincodeMessage(late, say(Type.COMPLETED))).toMatchObject({ replies: [] });
  });

  it('reads go into the simulator that the transaction ends with', () => {
    const got = onChaincodeMessage(begun(paramsOn(numbered(3))), GET);
    expect(reply(got)).toEqual(['RESPONSE', 'v']);
    const response = toBinary(ResponseSchema, create(ResponseSchema, { status: 200 }));
    const { event, host } = onChaincodeMessage(got.host, say(Type.COMPLETED, response));
    invariant(event?.type === 'completed', 'it completed');
    expect(event.context.simulator.results().publicBytes.length).toBeGreaterThan(0);
    expect(host.contexts.size).toBe(0);
  });

  it('a payload that cannot be read', () => {
    const [type, text] = reply(onChaincodeMessage(begun(), say(Type.GET_STATE, utf8('\u0007'))));
    expect([type, text]).toEqual([
      'ERROR',
      expect.stringMatching(/^GET_STATE failed: transaction ID: t1: unmarshal failed: /),
    ]);
  });

  it('private data in Init', () => {
    const message = say(
      Type.PUT_STATE,
      toBinary(PutStateSchema, create(PutStateSchema, { key: 'k', collection: 'c' })),
    );
    expect(reply(onChaincodeMessage(begun(paramsOn(StateDb.EMPTY, { isInit: true })), message))).toEqual([
      'ERROR',
      'PUT_STATE failed: transaction ID: t1: private data APIs are not allowed in chaincode Init()',
    ]);
  });

  it('key-level endorsement without the capability', () => {
    const capabilities = { keyLevelEndorsement: false, purgePrivateData: false };
    expect(
      reply(onChaincodeMessage(begun(paramsOn(StateDb.EMPTY, { capabilities })), say(Type.GET_STATE_METADATA)))[1],
    ).toBe(
      'GET_STATE_METADATA failed: transaction ID: t1: key level endorsement is not enabled, channel application capability of V1_3 or later is required',
    );
  });

  it('a range of 250 comes in three messages, then the query is gone', () => {
    const open = say(Type.GET_STATE_BY_RANGE, toBinary(GetStateByRangeSchema, create(GetStateByRangeSchema)));
    let step = onChaincodeMessage(begun(paramsOn(numbered(250))), open);
    const sizes: number[] = [];
    let id = '';
    for (let more = true; more; ) {
      const message = fromBinary(ChaincodeMessageSchema, step.replies[0] ?? EMPTY);
      const response = fromBinary(QueryResponseSchema, message.payload);
      sizes.push(response.results.length);
      ({ id, hasMore: more } = response);
      const next = toBinary(QueryStateNextSchema, create(QueryStateNextSchema, { id }));
      step = onChaincodeMessage(step.host, say(Type.QUERY_STATE_NEXT, next));
    }
    expect(sizes).toEqual([100, 100, 50]);
    expect(reply(step)).toEqual(['ERROR', 'QUERY_STATE_NEXT failed: transaction ID: t1: query iterator not found']);
  });
});

describe('chaincode that calls chaincode', () => {
  const invoke = (name: string) =>
    say(
      Type.INVOKE_CHAINCODE,
      toBinary(
        ChaincodeSpecSchema,
        create(ChaincodeSpecSchema, { chaincodeId: { name }, input: { args: [utf8('g')] } }),
      ),
    );

  it('names are taken apart', () => {
    const target = (name: string) => {
      const { event } = onChaincodeMessage(begun(), invoke(name));
      return event?.type === 'invoke' && [event.chaincode, event.channelId, event.args.map(fromUtf8)];
    };
    expect(target('other')).toEqual(['other', 'ch', ['g']]);
    expect(target('other/ch2')).toEqual(['other', 'ch2', ['g']]);
    expect(target('other:1.0/ch2')).toEqual(['other', 'ch2', ['g']]);
  });

  it('calling oneself fails in the words of a real peer', () => {
    const { host, event } = onChaincodeMessage(begun(), invoke('cc'));
    invariant(event?.type === 'invoke', 'it calls');
    const again = beginTransaction(host, paramsOn(StateDb.EMPTY), event.args, EMPTY);
    invariant(!again.ok, 'it is busy with this transaction');
    const answered = answerInvocation(
      host,
      event.caller,
      { ok: false, error: `execute failed: ${again.error}` },
      event.caller.simulator,
    );
    expect(reply(answered)).toEqual([
      'ERROR',
      'INVOKE_CHAINCODE failed: transaction ID: t1: execute failed: error sending: txid: t1(ch) exists',
    ]);
  });

  it('the caller goes on with the simulator it is given', () => {
    const { host, event } = onChaincodeMessage(begun(), invoke('other'));
    invariant(event?.type === 'invoke', 'it calls');
    const { simulator } = event.caller.simulator.getState('other', 'x');
    const answered = answerInvocation(host, event.caller, ok(say(Type.COMPLETED)), simulator);
    expect(reply(answered)[0]).toBe('RESPONSE');
    const { event: end } = onChaincodeMessage(answered.host, say(Type.COMPLETED));
    expect(end?.type === 'completed' && end.context.simulator).toBe(simulator);
  });
});
