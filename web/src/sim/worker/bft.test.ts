/** A network of four BFT orderers as a whole: what it orders, without whom, and what becomes of lies. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { invariant } from '../kernel/result.ts';
import type { BftChain, OrdererState } from '../orderer/orderer-state.ts';
import type { Command, CommandOf } from '../protocol/commands.ts';
import type { PeerState } from '../peer/peer-state.ts';
import { digestOf } from '../trace/digest.ts';
import type { Entry, FactType } from '../trace/facts.ts';
import { blockHash, ordererMetadata } from '../wire/block.ts';
import { hex } from '../wire/bytes.ts';
import { viewMetadata } from '../orderer/bft/bft-wire.ts';
import { Simulation, type SimulationParts } from './simulation.ts';
import { call, CHANNEL, CLIENTS, ORDERER_ADMIN, PEERS, prepare, submitUpdate } from './test-config-network.ts';
import { BFT_OF_FOUR, BFT_OF_FOUR_UP, FOUR, ONE, ORDERERS, THREE, TWO } from './test-four-orderers.ts';
import { begin, facts, give } from './test-simulation.ts';
import type { Recording } from '../protocol/recording.ts';

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;

let parts: SimulationParts;
let ready: Simulation;

beforeAll(async () => {
  parts = await loadSimulationParts();
  ready = begin(BFT_OF_FOUR, parts, ...BFT_OF_FOUR_UP);
  for (const [place, client] of CLIENTS.slice(0, 2).entries())
    give(ready, { type: 'setAnchorPeer', client, channel: CHANNEL, peer: PEERS[place] ?? '' });
  // The peers of the two organisations have to hear of each other.
  run(ready, 30 * SECOND);
});

const fresh = (): Simulation => ready.forkAt(ready.now);
const run = (simulation: Simulation, time: number): void => simulation.runUntil(simulation.now + time);
const chainOf = (simulation: Simulation, node: string): BftChain => {
  const chain = (simulation.stateOf(node) as OrdererState).chains[CHANNEL];
  invariant(chain?.kind === 'BFT', `${node} runs the BFT chain`);
  return chain;
};
const blocksOf = (simulation: Simulation, node: string) => chainOf(simulation, node).disk.blocks;
const heights = (simulation: Simulation): readonly number[] =>
  ORDERERS.filter((node) => simulation.isUp(node)).map((node) => blocksOf(simulation, node).height);
const peerHeight = (simulation: Simulation, peer: string = PEERS[0]): number =>
  (simulation.stateOf(peer) as PeerState).disk.ledgers[CHANNEL]?.blocks.height ?? 0;
const told = (simulation: Simulation, type: FactType, from: number): readonly string[] =>
  simulation.entries.slice(from).flatMap(({ node, fact }: Entry) => (fact.type === type ? [node] : []));
const crash = (node: string): Command => ({ type: 'crashNode', node });
const restart = (node: string): Command => ({ type: 'restartNode', node });
const create = (id: string): Command => call(CLIENTS[0], 'CreateAsset', id, 'red', '1', 'Bo', '1');

describe('four orderers', () => {
  it('order what clients send, and a quorum signs each block', () => {
    // The anchor peers are in blocks of their own: their configuration does not change who takes part.
    expect(told(ready, 'viewStarted', 0)).toEqual(ORDERERS);
    const newest = blocksOf(ready, ONE).height - 1;
    expect(newest).toBeGreaterThan(3);
    expect(heights(ready)).toEqual([newest + 1, newest + 1, newest + 1, newest + 1]);
    const decided = facts(ready, 'blockDecided').filter(({ number }) => number === newest);
    expect(decided.map(({ by }) => by.length)).toEqual([3, 3, 3, 3]);
    const block = blocksOf(ready, TWO).block(newest);
    invariant(block, 'the newest block');
    const metadata = ordererMetadata(block);
    invariant(metadata.ok, 'orderer metadata');
    expect(viewMetadata(metadata.value.consenterMetadata)).toMatchObject({
      viewId: 0,
      latestSequence: newest,
      decisionsInView: newest - 1,
    });
    expect(peerHeight(ready)).toBe(newest + 1);
    expect(facts(ready, 'commandFailed')).toEqual([]);
  });

  it('play again to the same digest', () => {
    const again = Simulation.play(ready.recording, parts);
    invariant(again.ok, 'a recording can be played again');
    again.value.runUntil(ready.now);
    expect(digestOf(again.value.entries)).toBe(digestOf(ready.entries));
  });

  it('go on without one of them', () => {
    const simulation = fresh();
    const before = peerHeight(simulation);
    give(simulation, crash(FOUR), create('a1'));
    expect(peerHeight(simulation)).toBe(before + 1);
    expect(told(simulation, 'viewStarted', ready.entries.length)).toEqual([]);
  });

  it('replace a leader that is gone, after a minute without its heartbeat', () => {
    const simulation = fresh();
    give(simulation, crash(ONE));
    const before = peerHeight(simulation);
    const from = simulation.entries.length;
    run(simulation, 3 * MINUTE);
    const started = facts(simulation, 'viewStarted', from);
    expect(started.map(({ view, leader }) => [view, leader])).toEqual([
      [1, TWO],
      [1, TWO],
      [1, TWO],
    ]);
    give(simulation, create('a2'));
    expect(peerHeight(simulation)).toBe(before + 1);
    give(simulation, restart(ONE));
    run(simulation, 5 * MINUTE);
    expect(new Set(heights(simulation)).size).toBe(1);
  });

  it('accept without a quorum and order once it is back', () => {
    const simulation = fresh();
    give(simulation, crash(THREE), crash(FOUR));
    const from = simulation.entries.length;
    const before = peerHeight(simulation);
    const performed = simulation.perform(create('a3'));
    invariant(performed.ok, 'a call');
    run(simulation, 20 * SECOND);
    expect(told(simulation, 'envelopeAccepted', from).length).toBeGreaterThan(0);
    expect(peerHeight(simulation)).toBe(before);
    const back = simulation.now;
    give(simulation, restart(THREE));
    run(simulation, 3 * MINUTE);
    expect(peerHeight(simulation)).toBe(before + 1);
    // Nobody says its vote again: it takes a view change. With real orderers it took 61 seconds.
    const committed = simulation.entries.slice(from).find(({ fact }) => fact.type === 'blockCommitted');
    expect((committed?.at ?? 0) - back).toBeGreaterThan(40 * SECOND);
    expect((committed?.at ?? 0) - back).toBeLessThan(80 * SECOND);
  });

  it('let one that was away fetch what it missed', () => {
    const simulation = fresh();
    give(simulation, crash(FOUR), create('a4'), create('a5'), create('a6'), restart(FOUR), create('a7'));
    run(simulation, 2 * MINUTE);
    expect(new Set(heights(simulation)).size).toBe(1);
    const hashes = ORDERERS.map((node) => hex(blocksOf(simulation, node).lastHash));
    expect(new Set(hashes).size).toBe(1);
  });
});

const corrupt = (node: string, lie: CommandOf<'corruptOrderer'>['lie']): Command => ({
  type: 'corruptOrderer',
  node,
  lie,
});
const submit = (id: string): Command => ({ ...(create(id) as CommandOf<'submitTransaction'>), via: 'gateway' });
/** Through the gateway, which asks every orderer; three at once, so that there is an order to lie about. */
function submitSeveral(simulation: Simulation): void {
  for (const id of ['m1', 'm2', 'm3']) invariant(simulation.perform(submit(id)).ok, 'a call');
}
const hashesAt = (simulation: Simulation, number: number, nodes: readonly string[]): readonly string[] =>
  nodes.map((node) => {
    const block = blocksOf(simulation, node).block(number);
    return block ? hex(blockHash(block)) : '';
  });

describe('a change of who orders', () => {
  const FIVE = 'orderer5.example.com';
  const five: Recording = {
    ...BFT_OF_FOUR,
    topology: {
      ...BFT_OF_FOUR.topology,
      ordererOrg: {
        ...BFT_OF_FOUR.topology.ordererOrg,
        orderers: [...BFT_OF_FOUR.topology.ordererOrg.orderers, 'orderer5'],
      },
      channels: BFT_OF_FOUR.topology.channels.map((channel) => ({
        ...channel,
        consenters: BFT_OF_FOUR.topology.ordererOrg.orderers,
      })),
    },
  };
  const change = (kind: 'addConsenter' | 'removeConsenter', node: string): readonly Command[] => [
    prepare({ kind, node }, ORDERER_ADMIN),
    submitUpdate(ORDERER_ADMIN),
  ];

  it('a fifth consenter fetches everything and takes part; one that is removed only follows', () => {
    const played = Simulation.play(five, parts);
    invariant(played.ok, 'an empty recording can be played');
    const simulation = played.value;
    give(simulation, ...BFT_OF_FOUR_UP, { type: 'startNode', node: FIVE });
    give(simulation, { type: 'joinOrderer', node: FIVE, channel: CHANNEL }, ...change('addConsenter', FIVE));
    run(simulation, 30 * SECOND);
    expect(chainOf(simulation, FIVE).bft.config.nodes).toEqual([1, 2, 3, 4, 5]);
    give(simulation, create('c1'), crash(FOUR), create('c2'));
    const from = simulation.entries.length;
    give(simulation, create('c3'));
    expect(told(simulation, 'blockDecided', from)).toContain(FIVE);
    give(simulation, restart(FOUR), ...change('removeConsenter', FOUR));
    run(simulation, 2 * MINUTE);
    expect(told(simulation, 'chainEvicted', from)).toEqual([FOUR]);
    expect(facts(simulation, 'commandFailed')).toEqual([]);
  });

  it('a peer that gets the new consenters and what they signed in one go takes both', () => {
    const simulation = fresh();
    const from = simulation.entries.length;
    const sizes = { maxMessageCount: 2, absoluteMaxBytes: 1_000_000, preferredMaxBytes: 500_000 };
    const resize = [prepare({ kind: 'batchSize', ...sizes }, ORDERER_ADMIN), submitUpdate(ORDERER_ADMIN)];
    give(simulation, crash(PEERS[1]), ...change('removeConsenter', FOUR), ...resize, restart(PEERS[1]));
    run(simulation, 10 * SECOND);
    // Three consenters need two signatures where four needed three.
    expect(facts(simulation, 'blockRejected', from)).toEqual([]);
    expect(told(simulation, 'blockCommitted', from).filter((node) => node === PEERS[1])).toHaveLength(2);
  });

  it('another batch size begins the view anew on every orderer', () => {
    const simulation = fresh();
    const from = simulation.entries.length;
    const sizes = { maxMessageCount: 1, absoluteMaxBytes: 1_000_000, preferredMaxBytes: 500_000 };
    give(simulation, prepare({ kind: 'batchSize', ...sizes }, ORDERER_ADMIN), submitUpdate(ORDERER_ADMIN));
    expect(told(simulation, 'viewStarted', from).toSorted()).toEqual([ONE, TWO, THREE, FOUR]);
    const before = peerHeight(simulation);
    give(simulation, create('c4'), create('c5'));
    expect(peerHeight(simulation)).toBe(before + 2);
  });
});

describe('through the gateway', () => {
  it('a transaction goes to all orderers and is ordered once', () => {
    const simulation = fresh();
    const from = simulation.entries.length;
    const before = peerHeight(simulation);
    give(simulation, submit('g1'));
    expect(facts(simulation, 'gatewayTransactionBroadcast', from)).toHaveLength(4);
    expect(peerHeight(simulation)).toBe(before + 1);
    expect(facts(simulation, 'envelopeForwarded', from)).toEqual([]);
  });

  it('is refused in Fabric’s words where no quorum takes it', () => {
    const simulation = fresh();
    give(simulation, crash(THREE), crash(FOUR));
    const from = simulation.entries.length;
    give(simulation, submit('g2'));
    const [failed] = facts(simulation, 'gatewayCallFailed', from);
    expect(JSON.stringify(failed)).toContain(
      'insufficient number of orderers could successfully process transaction to satisfy quorum requirement',
    );
  });
});

describe('one of four lies', () => {
  it.each([
    ['silent', 'whoever leads and says nothing is replaced', ONE],
    ['withhold', 'a leader that drops what it was sent is replaced once the others have waited', ONE],
    ['tamper', 'a proposal with a changed transaction is refused', ONE],
    ['equivocate', 'two orders for one block find no two quorums', ONE],
    ['silent', 'a follower is not missed', TWO],
    ['equivocate', 'nor is its vote', TWO],
  ] as const)('%s: %s', (lie, _why, liar) => {
    const simulation = fresh();
    const from = simulation.entries.length;
    const before = peerHeight(simulation);
    give(simulation, corrupt(liar, lie));
    submitSeveral(simulation);
    run(simulation, 6 * MINUTE);
    const honest = ORDERERS.filter((node) => node !== liar);
    const newest = Math.min(...honest.map((node) => blocksOf(simulation, node).height)) - 1;
    expect(newest).toBeGreaterThanOrEqual(before);
    expect(new Set(hashesAt(simulation, newest, honest)).size).toBe(1);
    const committed = facts(simulation, 'blockCommitted', from).flatMap(({ verdicts }) => verdicts);
    expect(committed.filter(({ code }) => code === 'VALID')).toHaveLength(6);
    expect(told(simulation, 'lieTold', from).length).toBeGreaterThan(0);
    expect(told(simulation, 'viewStarted', from).length > 0).toBe(liar === ONE);
  });

  it('who leads after a liar has been found out proposes at once, although it was fetching blocks just then', () => {
    const simulation = fresh();
    const from = simulation.entries.length;
    give(simulation, corrupt(ONE, 'tamper'));
    submitSeveral(simulation);
    run(simulation, 10 * SECOND);
    expect(told(simulation, 'viewStarted', from)).toContain(TWO);
    const committed = facts(simulation, 'blockCommitted', from).flatMap(({ verdicts }) => verdicts);
    expect(committed.filter(({ code }) => code === 'VALID').length).toBeGreaterThan(0);
    expect(new Set(facts(simulation, 'leaderSuspected', from).map(({ leader }) => leader))).toEqual(new Set([ONE]));
  });

  it('a leader may order one block’s transactions as it likes: nobody can tell', () => {
    const simulation = fresh();
    const from = simulation.entries.length;
    give(simulation, corrupt(ONE, 'reorder'));
    submitSeveral(simulation);
    run(simulation, 10 * SECOND);
    expect(told(simulation, 'viewStarted', from)).toEqual([]);
    expect(told(simulation, 'lieTold', from)).toContain(ONE);
  });
});

it('a peer whose orderer keeps blocks to itself hears of them from the others and leaves it', () => {
  const simulation = fresh();
  const source = (simulation.stateOf(PEERS[0]) as PeerState).channels[CHANNEL]?.orderer;
  invariant(source, 'the peer pulls from an orderer');
  give(simulation, corrupt(source, 'censor'));
  const from = simulation.entries.length;
  const before = peerHeight(simulation);
  submitSeveral(simulation);
  run(simulation, 25 * SECOND);
  expect(told(simulation, 'censorshipSuspected', from)).toEqual([]);
  run(simulation, 10 * SECOND);
  const suspicions = facts(simulation, 'censorshipSuspected', from);
  expect(suspicions[0]).toMatchObject({ orderer: source, number: before });
  expect(peerHeight(simulation)).toBe(before + 1);
  expect((simulation.stateOf(PEERS[0]) as PeerState).channels[CHANNEL]?.orderer).not.toBe(source);
});

describe('two of four lie', () => {
  it('two orders for one block each find a quorum: the chain forks', () => {
    const simulation = fresh();
    const before = blocksOf(simulation, ONE).height;
    give(simulation, corrupt(ONE, 'equivocate'), corrupt(TWO, 'equivocate'));
    submitSeveral(simulation);
    run(simulation, 5 * SECOND);
    const [three, four] = hashesAt(simulation, before, [THREE, FOUR]);
    expect(three).not.toBe('');
    expect(four).not.toBe('');
    expect(three).not.toBe(four);
    for (const id of ['f1', 'f2', 'f3', 'f4', 'f5', 'f6']) {
      invariant(simulation.perform(submit(id)).ok, 'a call');
      run(simulation, MINUTE);
    }
    // Whoever is left on the other branch cannot follow any more.
    expect(new Set(hashesAt(simulation, before, ORDERERS)).size).toBeGreaterThan(1);
  });

  it('two that say nothing leave no quorum: nothing is ordered', () => {
    const simulation = fresh();
    const before = peerHeight(simulation);
    give(simulation, corrupt(THREE, 'silent'), corrupt(FOUR, 'silent'));
    const performed = simulation.perform(create('b1'));
    invariant(performed.ok, 'a call');
    run(simulation, 5 * MINUTE);
    expect(peerHeight(simulation)).toBe(before);
  });
});
