/**
 * The lab's own sample contract.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadQuickJsInNode } from '../quickjs-node.ts';
import { StateDb } from '../../web/src/sim/ledger/state-db.ts';
import { fromUtf8, utf8 } from '../../web/src/sim/wire/bytes.ts';
import { decodeReadWriteSet } from '../../web/src/sim/wire/transaction.ts';
import { ContainerMemo } from '../../web/src/sim/chaincode/container-memo.ts';
import { LonePeer, type LoneResult, payloadText } from './lone-peer.ts';
import { createQuickJsSandbox } from '../../web/src/sim/chaincode/quickjs-sandbox.ts';

const here = import.meta.dirname;
const contract = path.join(here, '../../chaincode/asset');
const names = ['package.json', 'index.js', 'lib/asset-contract.js', 'lib/ledger-json.js'];
const files = new Map(names.map((name) => [name, readFileSync(path.join(contract, name), 'utf8')]));
const certificate = readFileSync(path.join(here, 'testdata', 'org1-user1.pem'), 'utf8');

let memo: ContainerMemo;
beforeAll(async () => {
  memo = new ContainerMemo(createQuickJsSandbox(await loadQuickJsInNode()));
}, 60_000);

const CAR = '{"color":"blue","id":"car","owner":"Ann","size":4,"value":90}';

function call(state: StateDb, ...args: readonly string[]): LoneResult {
  const spec = {
    files,
    label: 'asset',
    seed: 'peer0',
    ccid: 'asset:0',
    env: new Map<string, string>(),
    startUnixMicros: 1e15,
  };
  const peer = new LonePeer(memo, spec, { channelId: 'mychannel', namespace: 'asset', state });
  return peer.endorse({ args, mspId: 'Org1MSP', certificate });
}

const withCar = StateDb.EMPTY.put('asset', 'car', { value: utf8(CAR), version: { blockNum: 1, txNum: 0 } });

function writes({ simulator }: LoneResult): readonly (readonly [string, string])[] {
  const decoded = decodeReadWriteSet(simulator?.results().publicBytes ?? utf8(''));
  if (!decoded.ok) return [];
  return decoded.value.flatMap(({ kv }) => kv.writes.map((write) => [write.key, fromUtf8(write.value)] as const));
}

describe('the asset contract', () => {
  it('opens the register with some assets', () => {
    expect(writes(call(StateDb.EMPTY, 'InitLedger')).map(([key]) => key)).toEqual(['asset1', 'asset2', 'asset3']);
  });

  it('creates with sorted keys and numbers, once', () => {
    const made = call(StateDb.EMPTY, 'CreateAsset', 'car', 'blue', '4', 'Ann', '90');
    expect(writes(made)).toEqual([['car', CAR]]);
    expect(payloadText(made)).toBe(CAR);
    expect(call(withCar, 'CreateAsset', 'car', 'red', '1', 'Bob', '1').message).toBe('The asset car already exists');
  });

  it('reads, lists, tells whether one exists', () => {
    expect(payloadText(call(withCar, 'ReadAsset', 'car'))).toBe(CAR);
    expect(payloadText(call(withCar, 'GetAllAssets'))).toBe(`[${CAR}]`);
    expect(payloadText(call(withCar, 'AssetExists', 'car'))).toBe('true');
    expect(payloadText(call(withCar, 'AssetExists', 'bus'))).toBe('false');
  });

  it('transfers with an event and gives back the owner before', () => {
    const moved = call(withCar, 'TransferAsset', 'car', 'Bob');
    expect(payloadText(moved)).toBe('Ann');
    expect(writes(moved)).toEqual([['car', CAR.replace('Ann', 'Bob')]]);
    expect(moved.event?.eventName).toBe('AssetTransferred');
    expect(fromUtf8(moved.event?.payload ?? utf8(''))).toBe('{"from":"Ann","id":"car","to":"Bob"}');
  });

  it('updates and deletes what is there', () => {
    expect(writes(call(withCar, 'UpdateAsset', 'car', 'red', '4', 'Ann', '91'))).toEqual([
      ['car', CAR.replace('blue', 'red').replace('90', '91')],
    ]);
    expect(writes(call(withCar, 'DeleteAsset', 'car'))).toEqual([['car', '']]);
  });

  it('refuses what is not there', () => {
    for (const args of [
      ['ReadAsset', 'bus'],
      ['DeleteAsset', 'bus'],
      ['TransferAsset', 'bus', 'Bob'],
      ['UpdateAsset', 'bus', 'a', '1', 'b', '2'],
    ]) {
      expect(call(withCar, ...args)).toMatchObject({ status: 500, message: 'The asset bus does not exist' });
    }
  });
});
