/**
 * The probe contract, unmodified, against what a real peer answered to the same calls.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadQuickJsInNode } from '../quickjs-node.ts';
import { sha256 } from '../../web/src/sim/crypto/sha256.ts';
import { ok } from '../../web/src/sim/kernel/result.ts';
import { hashedNamespace, keyHashOf, privateNamespace, StateDb } from '../../web/src/sim/ledger/state-db.ts';
import { fromUtf8, utf8 } from '../../web/src/sim/wire/bytes.ts';
import { ContainerMemo } from '../../web/src/sim/chaincode/container-memo.ts';
import { LonePeer, type LoneResult, payloadText } from './lone-peer.ts';
import { createQuickJsSandbox } from '../../web/src/sim/chaincode/quickjs-sandbox.ts';
import type { ContainerSpec, SandboxPort } from '../../web/src/sim/chaincode/sandbox.ts';
import type { CollectionPermission } from '../../web/src/sim/chaincode/transaction-context.ts';

const testdata = (name: string): string => readFileSync(path.join(import.meta.dirname, 'testdata', name), 'utf8');

interface Row {
  readonly function?: string;
  readonly args: readonly string[];
  readonly note?: string;
  readonly identity: string;
  readonly peer: string;
  readonly status: number;
  readonly message: string;
  readonly payload: string;
  readonly transient?: Readonly<Record<string, string>>;
  readonly event?: { readonly name: string; readonly payload: string };
}

const rows = JSON.parse(testdata('simulation.json')) as readonly Row[];

const probe = new Map(['index.js', 'package.json'].map((name) => [name, testdata(`probe/${name}`)]));

const specOf = (seed: string): ContainerSpec => ({
  files: probe,
  label: 'lab_1.0',
  seed,
  ccid: 'lab_1.0:00',
  env: new Map([['CORE_PEER_LOCALMSPID', seed.startsWith('peer0.Org2') ? 'Org2MSP' : 'Org1MSP']]),
  startUnixMicros: 1_795_360_198_000_000,
});

const at = (blockNum: number) => ({ blockNum, txNum: 0 });

/** The state the recording started from. Private values are where their members were. */
function stateOf(peer: string): StateDb {
  let state = StateDb.EMPTY;
  const put = (namespace: string, key: string, text: string | Uint8Array, block: number): void => {
    state = state.put(namespace, key, { value: typeof text === 'string' ? utf8(text) : text, version: at(block) });
  };
  const keys = { sim_1: 'one', sim_2: 'two', sim_3: 'three', sim_out: '0', '\u0000T\u0000x\u00001\u0000': '5' };
  for (const [key, text] of Object.entries(keys)) put('lab', key, text, 16);
  const collections: readonly (readonly [string, number, string])[] = [
    ['collA', 19, 'peer0.Org1'],
    ['collAB', 20, peer],
    ['collOpen', 21, 'peer0.Org1'],
  ];
  for (const [collection, block, holder] of collections) {
    const secret = `secret of ${collection}`;
    put(hashedNamespace('lab', collection), keyHashOf('sim_p'), sha256(utf8(secret)), block);
    if (holder === peer) put(privateNamespace('lab', collection), 'sim_p', secret, block);
  }
  return state;
}

const COLLECTIONS = ['collA', 'collAB', 'collOpen', 'collReq', '_implicit_org_Org1MSP', '_implicit_org_Org2MSP'];

const permissionOf =
  (identity: string): CollectionPermission =>
  (simulator, namespace, collection) => {
    if (!COLLECTIONS.includes(collection)) {
      return {
        simulator,
        access: { ok: false, error: `collection mychannel/${namespace}/${collection} could not be found` },
      };
    }
    const isMember = collection !== 'collA' || identity.startsWith('Org1MSP');
    return { simulator, access: ok({ read: isMember, write: isMember }) };
  };

let sandbox: SandboxPort;
let memo: ContainerMemo;
beforeAll(async () => {
  sandbox = createQuickJsSandbox(await loadQuickJsInNode());
  memo = new ContainerMemo(sandbox);
}, 60_000);

const certificates: Readonly<Record<string, string>> = {
  Org1MSP: testdata('org1-user1.pem'),
  Org2MSP: testdata('org2-user1.pem'),
};

function peerFor(peer: string, identity = 'Org1MSP:User1', seed = peer, containers = memo): LonePeer {
  return new LonePeer(containers, specOf(seed), {
    channelId: 'mychannel',
    namespace: 'lab',
    state: stateOf(peer),
    collections: COLLECTIONS,
    permission: permissionOf(identity),
    history: () => [
      {
        position: at(16),
        txId: 'e62f',
        value: utf8('one'),
        timestamp: { seconds: 1795360189, nanos: 550000000 },
        isDelete: false,
      },
    ],
  });
}

function run(peer: LonePeer, row: Pick<Row, 'function' | 'args' | 'transient'>, mspId = 'Org1MSP'): LoneResult {
  return peer.endorse({
    args: row.function === undefined ? row.args : [row.function, ...row.args],
    mspId,
    certificate: certificates[mspId] ?? '',
    ...(row.transient && { transient: row.transient }),
  });
}

const call = (peer: LonePeer, name: string, ...args: readonly string[]): LoneResult =>
  run(peer, { function: name, args });

/** Why a recorded row is not replayed here. */
function excluded({ function: name = '', message, identity, note }: Row): string | undefined {
  if (['call', 'callPut', 'pvtRange'].includes(name)) return 'recorded with an earlier revision of the probe';
  if (name === 'history' || name === 'txTime') return 'shows the txids and times of the recording';
  if (identity === 'Org2MSP:Admin' || (note ?? '').startsWith('a new cert')) return 'a certificate that was not kept';
  if (message.includes('not found on channel')) return 'no such chaincode: the endorser, not the chaincode';
  return undefined;
}

const txidsOut = (text: string): string => text.replace(/[0-9a-f]{64}/g, '<txid>');

describe('the probe contract answers as on a real peer', () => {
  for (const row of rows.filter((one) => excluded(one) === undefined)) {
    const title = `${row.function ?? '(no arguments)'} ${JSON.stringify(row.args)} ${row.note ?? ''} ${row.identity}`;
    it(title, () => {
      const mspId = row.identity.split(':')[0] ?? '';
      const result = run(peerFor(row.peer, row.identity), row, mspId);
      const hasHash = (row.function ?? '') === 'pvtHash';
      expect({
        status: result.status,
        message: txidsOut(result.message),
        payload: payloadText(result),
        event: result.event && { name: result.event.eventName, payload: fromUtf8(result.event.payload) },
      }).toEqual({
        status: row.status,
        message: txidsOut(row.message),
        payload: hasHash ? payloadText(result) : row.payload,
        event: row.event && { name: row.event.name, payload: row.event.payload },
      });
      if (hasHash) expect(payloadText(result)).toMatch(/^[0-9a-f]{64}$/);
    });
  }

  it('leaves few rows out', () => {
    expect(rows.filter((row) => excluded(row) !== undefined).length).toBeLessThan(18);
  });
});

describe('after trouble', () => {
  it('a crashed chaincode is started again for the next call', () => {
    const peer = peerFor('peer0.Org1');
    expect(call(peer, 'crash').message).toMatch(/chaincode stream terminated$/);
    expect(payloadText(call(peer, 'get', 'sim_1'))).toBe('one');
  });

  it('a chaincode that waited too long answers the next call, and its late answer is nobody\u2019s', () => {
    const peer = peerFor('peer0.Org1');
    expect(call(peer, 'hang', '31000').message).toMatch(/timeout expired while executing transaction$/);
    expect(payloadText(call(peer, 'get', 'sim_1'))).toBe('one');
    expect(payloadText(call(peer, 'hang', '5000'))).toBe('late');
  });

  it('history shows time and value of each change', () => {
    const shown = JSON.parse(payloadText(call(peerFor('peer0.Org1'), 'history', 'sim_1'))) as unknown;
    expect(shown).toEqual([
      { txId: 'e62f', value: 'one', isDelete: false, timestamp: { seconds: 1795360189, nanos: 550000000 } },
    ]);
  });
});

describe('clock and dice', () => {
  /** Computed anew, not remembered. */
  const anew = (seed: string): LonePeer => peerFor('peer0.Org1', 'Org1MSP:User1', seed, new ContainerMemo(sandbox));
  const dice = (seed: string): string => payloadText(call(anew(seed), 'randomResult'));

  it('two peers disagree on a random result, and each agrees with its own replay', () => {
    expect(dice('peer0.Org1')).not.toBe(dice('peer1.Org1'));
    expect(dice('peer0.Org1')).toBe(dice('peer0.Org1'));
  });

  it('two calls of one peer differ', () => {
    const peer = anew('peer0.Org1');
    expect(payloadText(call(peer, 'randomResult'))).not.toBe(payloadText(call(peer, 'randomResult')));
  });

  it('two peers write different times', () => {
    const written = (seed: string) => call(anew(seed), 'now', 'k').simulator?.results().publicBytes;
    expect(written('peer0.Org1')).not.toEqual(written('peer1.Org1'));
    expect(written('peer0.Org1')).toEqual(written('peer0.Org1'));
  });

  it('work is counted alike in every run', () => {
    const gas = () =>
      [call(anew('peer0.Org1'), 'retObject'), call(anew('peer0.Org1'), 'big', 'k', '100000')].map((r) => r.gas);
    expect(gas()).toEqual(gas());
  });
});
