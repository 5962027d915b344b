/** What is done to the files of a stopped peer, and how it shows once the peer runs again. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { scene } from '../../scenes/transaction-flow/scene.ts';
import { invariant } from '../kernel/result.ts';
import { SECOND } from '../kernel/time.ts';
import type { Command } from '../protocol/commands.ts';
import { hex } from '../wire/bytes.ts';
import { inspect } from './inspect.ts';
import type { Simulation } from './simulation.ts';
import { begin, facts, give, ledgerOf, transferTo } from './test-simulation.ts';

const CHANNEL = 'mychannel';
const [PEER, OTHER] = ['peer0.org2.example.com', 'peer0.org1.example.com'] as const;

let ready: Simulation;

const CALL = { identity: 'User1', channel: CHANNEL, transient: {} } as const;
const ask = (chaincode: string, name: string, ...args: readonly string[]): Command => ({
  ...CALL,
  type: 'evaluateTransaction',
  client: 'client.org2.example.com',
  chaincode,
  function: name,
  args,
  peer: PEER,
});
const crash: Command = { type: 'crashNode', node: PEER };
const restart: Command = { type: 'restartNode', node: PEER };
const verify: Command = { type: 'verifyLedger', node: PEER };

const heightOf = (simulation: Simulation): number => ledgerOf(simulation, PEER).blocks.height;
const answer = (simulation: Simulation): string => facts(simulation, 'queryAnswered').at(-1)?.payload ?? '';
const failure = (simulation: Simulation): string | undefined => facts(simulation, 'commandFailed').at(-1)?.text;
const stateOf = (simulation: Simulation, peer: string) => [...ledgerOf(simulation, peer).state.range('basic', '', '')];

/** Block in which asset1 went to Mina; another follows. */
let written: number;
const tamper = (rehash: boolean, block = written): Command => ({
  type: 'tamperBlock',
  node: PEER,
  channel: CHANNEL,
  block,
  find: 'Mina',
  replace: 'Hana',
  rehash,
});
const fresh = (): Simulation => ready.forkAt(ready.now);

beforeAll(async () => {
  ready = begin(scene, await loadSimulationParts(), ...scene.setup, transferTo('Mina'));
  written = heightOf(ready) - 1;
  give(ready, transferTo('Joon'));
});

describe('a block of a stopped peer is changed', () => {
  it('and the peer starts and says what it now has, as if nothing had happened', () => {
    const simulation = fresh();
    give(simulation, crash, tamper(false), restart, ask('qscc', 'GetBlockByNumber', CHANNEL, String(written)));
    const told = answer(simulation);
    expect(told).toContain(hex(new TextEncoder().encode('Hana')));
    expect(told).not.toContain(hex(new TextEncoder().encode('Mina')));
    give(simulation, ask('basic', 'ReadAsset', 'asset1'));
    expect(answer(simulation), 'the state database is another file').toContain('Joon');
    give(simulation, transferTo('Sora'));
    expect(facts(simulation, 'peerPanicked')).toEqual([]);
  });

  it.each([
    [false, () => [{ number: written, texts: ['DataHash mismatch'] }], 'the header still has the hash of the old data'],
    [true, () => [{ number: written + 1, texts: ['PreviousHash mismatch'] }], 'the next block names the old header'],
  ] as const)('and a check finds the place (data hash mended: %s)', (rehash, errors, why) => {
    const simulation = fresh();
    give(simulation, crash, verify);
    expect(facts(simulation, 'ledgerVerified')).toMatchObject([{ channel: CHANNEL, errors: [] }]);
    give(simulation, tamper(rehash), verify);
    expect(facts(simulation, 'ledgerVerified').at(-1)?.errors, why).toEqual(errors());
  });

  it('and the inspector shows what does not fit', () => {
    const simulation = fresh();
    give(simulation, crash, tamper(true));
    const flawsOf = (number: number): unknown => {
      const shown = inspect(simulation, { type: 'block', node: PEER, channel: CHANNEL, number });
      invariant(shown.ok, 'the block is there');
      return (shown.value.json as { readonly hashMismatch?: unknown }).hashMismatch;
    };
    expect([written, written + 1].map(flawsOf)).toEqual([undefined, ['PreviousHash mismatch']]);
  });

  it('and if that is its newest, header and all, the next block does not link: the peer stops itself, again and again', () => {
    const simulation = fresh();
    give(simulation, crash, { ...tamper(true, written + 1), find: 'Joon' } as Command, restart);
    expect(facts(simulation, 'peerPanicked'), 'nothing looks at the files').toEqual([]);
    give(simulation, transferTo('Sora'));
    const [panic] = facts(simulation, 'peerPanicked');
    expect(panic?.text).toMatch(
      /^Cannot commit block to the ledger due to unexpected Previous block hash\. Expected PreviousHash = \[/,
    );
    expect(simulation.isUp(PEER)).toBe(false);
    expect(ledgerOf(simulation, OTHER).blocks.height, 'the others go on').toBe(written + 3);
    give(simulation, restart);
    simulation.runUntil(simulation.now + 5 * SECOND);
    expect(facts(simulation, 'peerPanicked')).toHaveLength(2);
  });

  it('and a state made anew from the blocks follows the lie; only a reset brings the truth back', () => {
    const simulation = fresh();
    const newest: Command = { ...tamper(false, written + 1), find: 'Joon' } as Command;
    give(simulation, crash, newest, { type: 'rebuildDatabases', node: PEER });
    expect(stateOf(simulation, PEER), 'dropped').toEqual([]);
    give(simulation, restart, ask('basic', 'ReadAsset', 'asset1'));
    expect(answer(simulation)).toContain('Hana');
    give(simulation, crash, { type: 'resetPeer', node: PEER }, restart);
    simulation.runUntil(simulation.now + 15 * SECOND);
    give(simulation, ask('basic', 'ReadAsset', 'asset1'));
    expect(answer(simulation)).toContain('Joon');
    give(simulation, crash, verify);
    expect(facts(simulation, 'ledgerVerified').at(-1)?.errors).toEqual([]);
  });

  it.each([
    [{ find: 'Mina', replace: 'Jo' }, /could not be read/, 'the length is part of the file'],
    [{ find: 'Nobody', replace: 'Anyone' }, /does not occur/, 'there is nothing to change'],
    [{ block: 999 }, /is not in the file/, 'there is no such block'],
  ] as const)('unless it cannot be: %o', (change, text, _why) => {
    const simulation = fresh();
    give(simulation, crash, { ...tamper(false), ...change });
    expect(failure(simulation)).toMatch(text);
  });

  it('unless the peer runs', () => {
    expect(fresh().perform(tamper(false))).toMatchObject({ ok: false, error: { code: 'nodeIsRunning' } });
  });
});

describe('a value in the state of a stopped peer is changed', () => {
  const forge: Command = {
    type: 'tamperState',
    node: PEER,
    channel: CHANNEL,
    chaincode: 'basic',
    key: 'asset1',
    value: '{"ID":"asset1","Owner":"Hana","docType":"asset"}',
  };

  it('and its endorsements differ from those of the others, so that no transaction comes of it', () => {
    const simulation = fresh();
    give(simulation, crash, forge, restart, ask('basic', 'ReadAsset', 'asset1'));
    expect(answer(simulation)).toContain('Hana');
    give(simulation, transferTo('Sora'));
    expect(facts(simulation, 'endorsementFailed')).toHaveLength(1);
    expect(failure(simulation)).toContain('ProposalResponsePayloads do not match');
  });

  it('and snapshots of the same block tell the peers apart, though the chain is whole', () => {
    const simulation = fresh();
    give(simulation, crash, forge, verify, restart);
    expect(facts(simulation, 'ledgerVerified')[0]?.errors).toEqual([]);
    const request = { type: 'submitSnapshotRequest', channel: CHANNEL, block: 0 } as const;
    give(
      simulation,
      { ...request, client: 'client.org2.example.com', node: PEER },
      { ...request, client: 'client.org1.example.com', node: OTHER },
    );
    const [one, two] = facts(simulation, 'snapshotGenerated');
    expect(one?.commitHash, 'blocks wrote the same').toBe(two?.commitHash);
    expect(one?.hash).not.toBe(two?.hash);
  });

  it('and databases made anew from the blocks have the truth', () => {
    const simulation = fresh();
    give(simulation, crash, forge, { type: 'rebuildDatabases', node: PEER }, restart);
    expect(facts(simulation, 'databasesRebuilt')).toMatchObject([{ channel: CHANNEL, blocks: written + 2 }]);
    expect(stateOf(simulation, PEER)).toEqual(stateOf(simulation, OTHER));
    expect(ledgerOf(simulation, PEER).state.namespaces()).toEqual(ledgerOf(ready, PEER).state.namespaces());
    expect([...ledgerOf(simulation, PEER).state.range('_lifecycle$$p_implicit_org_Org2MSP', '', '')]).toEqual([
      ...ledgerOf(ready, PEER).state.range('_lifecycle$$p_implicit_org_Org2MSP', '', ''),
    ]);
    give(simulation, transferTo('Sora'));
    expect(hex(ledgerOf(simulation, PEER).commitHash ?? new Uint8Array())).toBe(
      hex(ledgerOf(simulation, OTHER).commitHash ?? new Uint8Array()),
    );
  });
});

describe('a chain is cut', () => {
  const rollback = (block: number): Command => ({ type: 'rollbackPeer', node: PEER, channel: CHANNEL, block });

  it('and grows again from the orderers; until then the peer endorses nothing', () => {
    const simulation = fresh();
    const height = heightOf(simulation);
    give(simulation, crash, rollback(5));
    expect(heightOf(simulation)).toBe(6);
    expect(facts(simulation, 'ledgerCut')).toEqual([
      { type: 'ledgerCut', channel: CHANNEL, height: 6, before: height },
    ]);
    give(simulation, rollback(99_999));
    expect(failure(simulation)).toBe('target block number [99999] should be less than the biggest block number [5]');
    give(simulation, restart, {
      type: 'getChannelInfo',
      client: 'client.org2.example.com',
      node: PEER,
      channel: CHANNEL,
    });
    expect(failure(simulation)).toBe(
      'failed sending proposal: rpc error: code = Unknown desc = endorse requests are blocked while ledgers are being rebuilt',
    );
    simulation.runUntil(simulation.now + 12 * SECOND);
    expect(facts(simulation, 'ledgerRegained')).toMatchObject([{ channel: CHANNEL, height }]);
    give(simulation, ask('basic', 'ReadAsset', 'asset1'));
    expect(answer(simulation)).toContain('Joon');
    expect([...ledgerOf(simulation, PEER).state.namespaces()]).toEqual([...ledgerOf(ready, PEER).state.namespaces()]);
  });
});
