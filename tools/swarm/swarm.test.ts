/** The swarm finds what is planted: for each invariant a world in which it does not hold, and nothing else is wrong. */
import { beforeAll, describe, expect, it } from 'vitest';
import { invariant } from '../../web/src/sim/kernel/result.ts';
import { PersistentList } from '../../web/src/sim/kernel/persistent-list.ts';
import { BlockStore } from '../../web/src/sim/ledger/block-store.ts';
import { privateNamespace } from '../../web/src/sim/ledger/state-db.ts';
import { digestOf } from '../../web/src/sim/trace/digest.ts';
import type { Entry, Fact, FactOf } from '../../web/src/sim/trace/facts.ts';
import { newBlock, transactionsFilter, withTransactionsFilter } from '../../web/src/sim/wire/block.ts';
import { utf8 } from '../../web/src/sim/wire/bytes.ts';
import type { Block } from '../../web/src/sim/wire/gen/common/common_pb.ts';
import type { Simulation, SimulationParts } from '../../web/src/sim/worker/simulation.ts';
import { decodeMoment } from '../../web/src/link/share-link.ts';
import { loadSimulationParts } from '../node-lab.ts';
import { replayProblems, restartProblems } from './afterwards.ts';
import { invariantProblems } from './invariants.ts';
import { type Life, live, type Plan, planOf } from './life.ts';
import { CHAINCODE } from './network.ts';
import { probe } from './probe.ts';
import { failureLines, linkOf } from './reproduce.ts';
import { runSeed } from './run-seed.ts';
import { shrink } from './shrink.ts';
import { type ChannelTestimony, type PeerTestimony, type Testimony, testimonyOf } from './testimony.ts';
import { Watch } from './watch.ts';

/** Two peers of one organisation, three orderers, one channel; some of its transactions are conflicts. */
const SEED = 396;
const KINDS = ['etcdraft'] as const;

let parts: SimulationParts;
let life: Life;
let testimony: Testimony;

beforeAll(async () => {
  parts = await loadSimulationParts();
  life = live(planOf(SEED, KINDS), parts);
  testimony = testimonyOf(life.simulation);
});

const nameOf = (): string => life.plan.network.topology.channels[0]?.id ?? '';

/** The testimony with the channel, or its first peer, replaced. */
const withChannel = (change: (channel: ChannelTestimony) => ChannelTestimony): Testimony => ({
  ...testimony,
  channels: testimony.channels.map((one) => (one.channel === nameOf() ? change(one) : one)),
});
const withPeers = (change: (peer: PeerTestimony, place: number) => PeerTestimony): Testimony =>
  withChannel((channel) => ({ ...channel, peers: channel.peers.map(change) }));
const withLedger = (peer: PeerTestimony, change: Partial<PeerTestimony['ledger']>): PeerTestimony => ({
  ...peer,
  ledger: { ...peer.ledger, ...change },
});

function storeWith(blocks: BlockStore, change: (block: Block, number: number) => Block): BlockStore {
  let store = BlockStore.EMPTY;
  for (let number = 0; number < blocks.height; number++) {
    const block = blocks.block(number);
    invariant(block, 'all blocks are there');
    const next = store.append(change(block, number));
    invariant(next.ok, 'the chain goes on');
    store = next.value;
  }
  return store;
}

/** The place of a transaction of the channel that is not valid. */
function invalidPlace({ ledger: { blocks } }: PeerTestimony) {
  for (let blockNum = 0; blockNum < blocks.height; blockNum++) {
    const block = blocks.block(blockNum);
    const txNum = block ? transactionsFilter(block).findIndex((code) => code !== 0) : -1;
    if (txNum >= 0) return { blockNum, txNum };
  }
  throw new Error('the seed has a conflict');
}

const firstOnly =
  (change: (peer: PeerTestimony) => PeerTestimony) =>
  (peer: PeerTestimony, place: number): PeerTestimony =>
    place === 0 ? change(peer) : peer;
const put = (peer: PeerTestimony, namespace: string, key: string, version = { blockNum: 1, txNum: 0 }): PeerTestimony =>
  withLedger(peer, { state: peer.ledger.state.put(namespace, key, { value: utf8('7'), version }) });

const withFact = (change: (entry: Entry) => Entry): Testimony => ({
  ...testimony,
  entries: testimony.entries.map(change),
});
const told = <T extends Fact['type']>(entry: Entry, type: T, change: (fact: FactOf<T>) => FactOf<T>): Entry =>
  entry.fact.type === type ? ({ ...entry, fact: change(entry.fact as FactOf<T>) } as Entry) : entry;

describe('what is planted in a copy of a world is found', () => {
  it('in which nothing is wrong before', () => {
    expect(life.problems).toEqual([]);
    expect(invariantProblems(testimony)).toEqual([]);
  });

  it.each<[string, () => Testimony, RegExp]>([
    [
      'a peer that judges otherwise',
      () =>
        withPeers(
          firstOnly((peer) => {
            const { blockNum } = invalidPlace(peer);
            const flip = (block: Block, number: number): Block =>
              number === blockNum
                ? withTransactionsFilter(
                    block,
                    transactionsFilter(block).map(() => 0),
                  )
                : block;
            return withLedger(peer, { blocks: storeWith(peer.ledger.blocks, flip) });
          }),
        ),
      /judge block \d+ differently/,
    ],
    [
      'an orderer with a block of its own',
      () =>
        withChannel((channel) => ({
          ...channel,
          orderers: channel.orderers.map((orderer, place) => {
            const top = orderer.blocks.height - 1;
            const forged = (block: Block, number: number): Block =>
              number === top ? newBlock(number, block.header?.previousHash ?? utf8(''), [utf8('forged')]) : block;
            return place === 0 ? { ...orderer, blocks: storeWith(orderer.blocks, forged) } : orderer;
          }),
        })),
      /have different blocks/,
    ],
    [
      'logs that part and meet again',
      () =>
        withChannel((channel) => ({
          ...channel,
          orderers: channel.orderers.map((orderer, place) => {
            if (place > 0 || !orderer.log) return orderer;
            const entries = [...orderer.log.entries];
            const altered = entries.map((entry, index) => (index === 5 ? { ...entry, term: entry.term + 1 } : entry));
            return { ...orderer, log: { ...orderer.log, entries: PersistentList.of(altered) } };
          }),
        })),
      /agree after \d+ and not at it/,
    ],
    [
      'a peer with a state of its own',
      () => withPeers(firstOnly((peer) => put(peer, CHAINCODE, 'k1'))),
      /different states/,
    ],
    [
      'a state no block leads to, the same for all',
      () => withPeers((peer) => put(peer, CHAINCODE, 'x')),
      /its blocks say nothing/,
    ],
    [
      'a key that an invalid transaction has written',
      () => withPeers((peer) => put(peer, CHAINCODE, 'x', invalidPlace(peer))),
      /an invalid transaction has written/,
    ],
    ['money from nowhere', () => withPeers((peer) => put(peer, CHAINCODE, 'a1')), /add up to/],
    [
      'private data that are not what was agreed',
      () => withPeers(firstOnly((peer) => put(peer, privateNamespace(CHAINCODE, 'own'), 's9'))),
      /another hash/,
    ],
    [
      'a peer that goes by another configuration',
      () => withPeers(firstOnly((peer) => ({ ...peer, configSequence: 99 }))),
      /different configurations/,
    ],
    [
      'a client that was told another code',
      () => withFact((entry) => told(entry, 'commitStatusReceived', (fact) => ({ ...fact, code: 'BAD_PAYLOAD' }))),
      /was told that .* is BAD_PAYLOAD/,
    ],
    [
      'a transaction that was acknowledged and is lost',
      () => withFact((entry) => told(entry, 'commitStatusReceived', (fact) => ({ ...fact, txid: 'f00d' }))),
      /lost/,
    ],
    [
      'an effect before its cause',
      () => withFact((entry) => (entry.seq === 50 ? { ...entry, cause: 51 } : entry)),
      /follows from 51/,
    ],
  ])('%s', (_, plant, words) => {
    const problems = invariantProblems(plant());
    expect(problems.join('\n')).toMatch(words);
  });
});

/** A world in which one more thing is said. */
function saying(node: string, fact: Fact): Watch {
  const { simulation } = life;
  const entries = [...simulation.entries];
  let said = false;
  const watch = new Watch({
    entries,
    now: simulation.now,
    recording: simulation.recording,
    stateOf: (id) => simulation.stateOf(id),
    runUntil: () => undefined,
    stepOnce: () => {
      if (said) return false;
      said = true;
      entries.push({ seq: entries.length, at: simulation.now, node, cause: null, fact });
      return true;
    },
  });
  watch.runUntil(simulation.now + 1);
  return watch;
}

const written = (number: number, hash: string): Fact => {
  return { type: 'blockWritten', channel: nameOf(), number, hash, previousHash: '', txids: [], config: false };
};
const isElected = ({ fact }: Entry): boolean => fact.type === 'leaderElected' && fact.channel === nameOf();

describe('what is said while a network lives is held against what there is', () => {
  it.each<[string, () => Watch, RegExp]>([
    ['another block of a number', () => saying('orderer.example.com', written(1, 'f00d')), /writes another block 1/],
    [
      'a block that only its writer has',
      () => saying('orderer.example.com', written(999, 'f00d')),
      /which 0 of \d consenters have/,
    ],
    [
      'a second leader of a term',
      () => {
        const elected = life.simulation.entries.find(isElected);
        invariant(elected, 'there was an election');
        return saying('nobody.example.com', elected.fact);
      },
      /has the leaders/,
    ],
    [
      'a leader without what was written',
      () => saying('nobody.example.com', { type: 'leaderElected', channel: nameOf(), term: 999 }),
      /leads term 999 without block/,
    ],
    [
      'a panic',
      () => saying('peer0.org1.example.com', { type: 'peerPanicked', channel: nameOf(), number: 3, text: 'no' }),
      /panicked/,
    ],
  ])('%s', (_, plant, words) => {
    expect(plant().problems.join('\n')).toMatch(words);
  });
});

const fork = (): Simulation => life.simulation.forkAt(life.simulation.now);

describe('afterwards', () => {
  it('a network that does not work any more is found out', () => {
    const world = fork();
    for (const host of life.plan.network.topology.ordererOrg.orderers)
      world.perform({ type: 'crashNode', node: `${host}.example.com` });
    expect(probe(life.plan.network, world, new Watch(world)).join()).toMatch(/does not work after healing/);
  });

  it('a recording that is not what happened is found out, and one that is passes', () => {
    const { recording, now, entries } = life.simulation;
    expect(replayProblems(life.simulation, parts)).toEqual([]);
    const other = { ...recording, commands: recording.commands.slice(0, -1) };
    expect(replayProblems({ recording: other, now, entries } as unknown as Simulation, parts)).toHaveLength(1);
  });

  it('restarts change nothing', () => {
    expect(restartProblems(fork())).toEqual([]);
  });

  it('a failure is made as small as it goes', () => {
    const { plan } = life;
    // As if two of its deeds were wrong together.
    const [first, second] = [plan.deeds[3], plan.deeds[plan.deeds.length - 2]];
    const fails = (deeds: Plan['deeds']): boolean => [first, second].every((deed) => deed && deeds.includes(deed));
    const again = (tried: Plan): Life => ({ ...life, plan: tried, problems: fails(tried.deeds) ? ['planted'] : [] });
    expect(shrink(again(plan), again, Infinity).plan.deeds).toEqual([first, second]);
    expect(shrink(again(plan), again, 0).plan.deeds).toEqual(plan.deeds);
  });

  it('a failure prints its command, and a link that opens the run', () => {
    const failed = { ...life, problems: ['planted'] };
    const lines = failureLines(failed, failed).join('\n');
    expect(lines).toContain(`npm run -s swarm -- --seed ${String(SEED)}`);
    expect(lines).toContain(linkOf(life));
    const moment = decodeMoment(linkOf(life).slice('#s='.length));
    expect(moment).toMatchObject({ ok: true, value: { recording: life.simulation.recording, playhead: life.wrongAt } });
  });
});

describe('seeds', () => {
  it.each([1, 2, 11])('%i lives and works again', (seed) => {
    const { failure, transactions } = runSeed(seed, { kinds: KINDS, shrinkFor: 0 }, parts);
    expect(failure).toEqual([]);
    expect(transactions).toBeGreaterThan(5);
  });

  it('are the same each time', () => {
    expect(planOf(3, KINDS)).toEqual(planOf(3, KINDS));
    expect(planOf(3, KINDS)).not.toEqual(planOf(4, KINDS));
  });

  it('are the same with their kind alone, as the command of a failure names it', () => {
    for (const seed of [1, 9, 17, 29]) {
      const plan = planOf(seed, KINDS);
      expect(planOf(seed, [plan.network.kind])).toEqual(plan);
    }
  });

  it('that follow each other live differently in one network, wherever one begins', () => {
    const [first, second] = [planOf(4, KINDS), planOf(5, KINDS)];
    expect(second.network).toEqual(first.network);
    expect(second.deeds).not.toEqual(first.deeds);
    const alone = live(second, parts);
    live(first, parts);
    expect(digestOf(live(second, parts).simulation.entries)).toBe(digestOf(alone.simulation.entries));
  });
});
