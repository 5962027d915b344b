import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { scene } from '../../scenes/transaction-flow/scene.ts';
import { SECOND } from '../kernel/time.ts';
import type { Command, CommandOf } from '../protocol/commands.ts';
import type { Simulation } from './simulation.ts';
import { begin, facts, give, transferTo } from './test-simulation.ts';

const { topology, setup } = scene;
const CLIENT = 'client.org1.example.com';
const HOST = 'peer0.org1.example.com';
const ORDERERS = topology.ordererOrg.orderers.map((host) => `${host}.example.com`);

const SUBMIT: CommandOf<'submitTransaction'> = { ...transferTo('Mina'), via: 'gateway' };
const LISTEN: CommandOf<'listenEvents'> = {
  type: 'listenEvents',
  client: CLIENT,
  identity: 'User1',
  channel: 'mychannel',
  kind: 'filtered',
  chaincode: '',
  from: 'oldest',
};

let ready: Simulation;
const fresh = (): Simulation => ready.forkAt(ready.now);

const crash = (node: string): Command => ({ type: 'crashNode', node });
const restart = (node: string): Command => ({ type: 'restartNode', node });

beforeAll(async () => {
  ready = begin(scene, await loadSimulationParts(), ...setup);
  ready.runUntil(ready.now + 40 * SECOND);
}, 60_000);

describe('a transaction through a gateway', () => {
  it('is endorsed by the peers the gateway chose, signed by the client, and committed', () => {
    const simulation = fresh();
    const from = simulation.entries.length;
    give(simulation, SUBMIT);
    const [asked] = facts(simulation, 'gatewayEndorsersAsked', from);
    expect(asked?.peers).toEqual([HOST]);
    expect(facts(simulation, 'gatewayTransactionSigned', from).map(({ endorsements }) => endorsements)).toEqual([2]);
    expect(facts(simulation, 'commitStatusReceived', from).map(({ code, peer }) => [code, peer])).toEqual([
      ['VALID', HOST],
    ]);
    const sent = facts(simulation, 'messageSent', from).filter(({ txid }) => txid !== undefined);
    const byClient = simulation.entries
      .slice(from)
      .filter(({ node, fact }) => node === CLIENT && fact.type === 'messageSent');
    expect(byClient.map(({ fact }) => fact.type === 'messageSent' && fact.label)).toEqual([
      'gatewayEndorse',
      'gatewaySubmit',
      'gatewayCommitStatus',
    ]);
    expect(sent.some(({ label, to }) => label === 'proposal' && to === HOST)).toBe(false);
  });

  it.each<[string, readonly Command[], string]>([
    ['nobody answers at the gateway', [crash(HOST)], 'EndorseError: 14 UNAVAILABLE: No connection established'],
    [
      'no orderer is there',
      ORDERERS.map(crash),
      'SubmitError: 14 UNAVAILABLE: no orderers could successfully process transaction',
    ],
  ])('fails when %s', (_why, before, text) => {
    const simulation = fresh();
    give(simulation, ...before);
    simulation.runUntil(simulation.now + SECOND);
    give(simulation, SUBMIT);
    expect(facts(simulation, 'commandFailed').at(-1)?.text).toContain(text);
  });

  it('goes to another orderer when the first is gone', () => {
    const simulation = fresh();
    const [first = ''] = ORDERERS;
    give(simulation, crash(first));
    simulation.runUntil(simulation.now + 20 * SECOND);
    const from = simulation.entries.length;
    give(simulation, SUBMIT);
    expect(facts(simulation, 'gatewayTransactionBroadcast', from).map(({ orderer }) => orderer)).toEqual(
      ORDERERS.slice(0, 2),
    );
    expect(facts(simulation, 'commitStatusReceived', from).map(({ code }) => code)).toEqual(['VALID']);
  });

  it('goes to another peer of an organisation when the first is gone', () => {
    const simulation = fresh();
    const [node, client] = ['peer1.org2.example.com', 'client.org2.example.com'];
    give(simulation, { type: 'installChaincode', client, node, label: 'basic_1.0' });
    simulation.runUntil(simulation.now + 20 * SECOND);
    give(simulation, crash('peer0.org2.example.com'));
    const from = simulation.entries.length;
    give(simulation, SUBMIT);
    const [prepared] = facts(simulation, 'gatewayTransactionPrepared', from);
    expect(prepared?.endorsements.map((one) => one.from)).toEqual([HOST, node]);
    expect(facts(simulation, 'commitStatusReceived', from).map(({ code }) => code)).toEqual(['VALID']);
  });
});

describe('a listener', () => {
  const numbers = (simulation: Simulation): readonly number[] =>
    facts(simulation, 'blockEventReceived').map(({ number }) => number);

  it('receives every block once from where it asked, also after it and the peer were down', () => {
    const simulation = fresh();
    give(simulation, LISTEN);
    give(simulation, SUBMIT, crash(CLIENT), restart(CLIENT), SUBMIT, crash(HOST));
    give(simulation, restart(HOST), SUBMIT);
    simulation.runUntil(simulation.now + 10 * SECOND);
    const heard = numbers(simulation);
    expect(heard).toEqual(heard.map((_, i) => i));
    expect(heard.length).toBeGreaterThan(facts(simulation, 'commitStatusReceived').length);
  });

  it('hears nothing after it stopped, and goes on from its checkpoint', () => {
    const simulation = fresh();
    give(simulation, { ...LISTEN, from: 'newest' }, SUBMIT);
    simulation.runUntil(simulation.now + SECOND);
    const before = numbers(simulation);
    const { type: _type, identity: _identity, from: _from, ...listened } = LISTEN;
    give(simulation, { type: 'stopListening', ...listened }, SUBMIT);
    simulation.runUntil(simulation.now + SECOND);
    expect(numbers(simulation)).toEqual(before);
    give(simulation, { ...LISTEN, from: 'checkpoint' });
    simulation.runUntil(simulation.now + SECOND);
    const last = before.at(-1) ?? 0;
    expect(numbers(simulation)).toEqual([...before, last + 1]);
  });
});

describe('a client that was down', () => {
  it('never uses a nonce again: the same call is another transaction', () => {
    const simulation = fresh();
    give(simulation, SUBMIT, crash(CLIENT), restart(CLIENT), SUBMIT, crash(CLIENT), restart(CLIENT), SUBMIT);
    const txids = facts(simulation, 'proposalCreated').map(({ txid }) => txid);
    expect(new Set(txids).size).toBe(txids.length);
    expect(
      facts(simulation, 'commitStatusReceived')
        .slice(-3)
        .map(({ code }) => code),
    ).toEqual(['VALID', 'VALID', 'VALID']);
  });
});

describe('many calls on one key', () => {
  const many = (strategy: CommandOf<'submitMany'>['strategy'], via: 'client' | 'gateway'): Command => ({
    ...transferTo(''),
    type: 'submitMany',
    args: ['asset1', 'owner{i}'],
    endorsers: null,
    via,
    count: 4,
    interval: 50_000,
    strategy,
  });

  it.each<['none' | 'retry' | 'queue', 'client' | 'gateway', number, string]>([
    ['none', 'client', 1, 'all read the same version, and the first in the block wins'],
    ['retry', 'client', 4, 'whoever lost reads again later'],
    ['queue', 'gateway', 4, 'each reads what the one before has written'],
  ])('with %s by the %s commit %i, because %s', (strategy, via, committed) => {
    const simulation = fresh();
    const from = simulation.entries.length;
    give(simulation, many(strategy, via));
    const [finished] = facts(simulation, 'workloadFinished', from);
    expect([finished?.committed, finished?.failed]).toEqual([committed, 4 - committed]);
    expect(facts(simulation, 'commandDone', from).map(({ command }) => command)).toEqual(['submitMany']);
    expect(facts(simulation, 'commandFailed', from)).toEqual([]);
  });
});
