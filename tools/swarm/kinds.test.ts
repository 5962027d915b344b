/** What only one kind of ordering promises: for each promise a world in which it is not kept. */
import { beforeAll, describe, expect, it } from 'vitest';
import { invariant } from '../../web/src/sim/kernel/result.ts';
import { BlockStore } from '../../web/src/sim/ledger/block-store.ts';
import type { BrokerState } from '../../web/src/sim/kafka/broker-state.ts';
import { EMPTY_LOG } from '../../web/src/sim/kafka/partition-log.ts';
import { PersistentList } from '../../web/src/sim/kernel/persistent-list.ts';
import { encodeViewMetadata, viewMetadata } from '../../web/src/sim/orderer/bft/bft-wire.ts';
import type { Fact } from '../../web/src/sim/trace/facts.ts';
import { ordererMetadata, withOrdererSignatures } from '../../web/src/sim/wire/block.ts';
import { utf8 } from '../../web/src/sim/wire/bytes.ts';
import type { Block } from '../../web/src/sim/wire/gen/common/common_pb.ts';
import type { Simulation, SimulationParts } from '../../web/src/sim/worker/simulation.ts';
import { loadSimulationParts } from '../node-lab.ts';
import { longest } from './chain-invariants.ts';
import { live, LIVES, planOf } from './life.ts';
import { ORDERING_KINDS, standableLiars } from './network.ts';
import { quorumProblems } from './quorum-invariants.ts';
import { type ChannelTestimony, type OrdererTestimony, testimonyOf } from './testimony.ts';
import { Watch } from './watch.ts';

/** Short lives. */
const BFT_SEED = 52;
const KAFKA_SEED = 52;

let parts: SimulationParts;
let bft: Simulation;
let kafka: Simulation;

beforeAll(async () => {
  parts = await loadSimulationParts();
  const [byBft, byKafka] = [live(planOf(BFT_SEED, ['BFT']), parts), live(planOf(KAFKA_SEED, ['kafka']), parts)];
  expect([...byBft.problems, ...byKafka.problems]).toEqual([]);
  bft = byBft.simulation;
  kafka = byKafka.simulation;
});

/** The first channel of the topology, which is not the system channel. */
function channelOf(simulation: Simulation): ChannelTestimony {
  const { id } = simulation.recording.topology.channels[0] ?? { id: '' };
  const channel = testimonyOf(simulation).channels.find((one) => one.channel === id);
  invariant(channel, 'there is a channel');
  return channel;
}

/** Everything there is, the block `before` the newest of the first orderer altered. */
function withBlock(before: number, change: (block: Block) => Block): ChannelTestimony {
  const channel = channelOf(bft);
  const altered = (orderer: OrdererTestimony): OrdererTestimony => {
    let blocks = BlockStore.EMPTY;
    for (let number = 0; number < orderer.blocks.height; number++) {
      const block = orderer.blocks.block(number);
      invariant(block, 'all blocks are there');
      const next = blocks.append(number === orderer.blocks.height - 1 - before ? change(block) : block);
      invariant(next.ok, 'the chain goes on');
      blocks = next.value;
    }
    return { ...orderer, blocks };
  };
  return { ...channel, orderers: channel.orderers.map((one, place) => (place === 0 ? altered(one) : one)) };
}

describe('BFT', () => {
  it('has a quorum under every block', () => {
    expect(quorumProblems(channelOf(bft))).toEqual([]);
    const unsigned = withBlock(0, (block) => {
      const metadata = ordererMetadata(block);
      invariant(metadata.ok, 'an orderer made it');
      return withOrdererSignatures(block, metadata.value, []);
    });
    expect(quorumProblems(unsigned).join()).toMatch(/which 0 of \d consenters have signed/);
  });

  it('goes from view to view and never back', () => {
    const later = withBlock(1, (block) => {
      const metadata = ordererMetadata(block);
      invariant(metadata.ok, 'an orderer made it');
      const view = { ...viewMetadata(metadata.value.consenterMetadata), viewId: 9 };
      return withOrdererSignatures(block, { ...metadata.value, consenterMetadata: encodeViewMetadata(view) }, []);
    });
    expect(quorumProblems(later).join()).toMatch(/of view \d after view 9/);
  });

  it('has no orderer that begins an earlier view', () => {
    const [{ id: channel } = { id: '' }] = bft.recording.topology.channels;
    const begins = (view: number): Fact => ({ type: 'viewStarted', channel, view, leader: 'orderer.example.com' });
    expect(saying(bft, 'orderer.example.com', [begins(8), begins(7)]).join()).toMatch(/begins view 7 after view 8/);
    expect(saying(bft, 'orderer.example.com', [begins(8), begins(8), begins(9)])).toEqual([]);
  });
});

/** What is found in a world in which more is said. */
function saying(
  simulation: Simulation,
  node: string,
  facts: readonly Fact[],
  change: { readonly known?: Simulation['entries']; readonly stateOf?: (id: string) => unknown } = {},
): readonly string[] {
  const { now, recording } = simulation;
  const entries = [...(change.known ?? simulation.entries)];
  const left = [...facts];
  const watch = new Watch({
    entries,
    now,
    recording,
    stateOf: change.stateOf ?? ((id) => simulation.stateOf(id)),
    runUntil: () => undefined,
    stepOnce: () => {
      const fact = left.shift();
      if (fact) entries.push({ seq: entries.length, at: now, node, cause: null, fact });
      return fact !== undefined;
    },
  });
  watch.runUntil(now + 1);
  return watch.problems;
}

describe('Kafka', () => {
  it('has the same records on all brokers', () => {
    const channel = channelOf(kafka);
    expect(quorumProblems(channel)).toEqual([]);
    const brokers = channel.brokers.map((broker, place) => {
      const [first, ...others] = broker.log.records;
      invariant(first, 'an orderer has said that it is there');
      const records = PersistentList.of([{ ...first, value: utf8('forged') }, ...others]);
      return place === 0 ? { ...broker, log: { ...broker.log, records } } : broker;
    });
    expect(quorumProblems({ ...channel, brokers }).join()).toMatch(/have different records at offset 0/);
  });

  it('gives orderers only what all replicas in sync have', () => {
    const { entries } = kafka;
    const { channel, brokers, orderers } = channelOf(kafka);
    const height = longest(orderers)?.blocks.height ?? 0;
    const isNewest = ({ type, ...fact }: Fact): boolean =>
      type === 'blockWritten' && 'number' in fact && fact.channel === channel && fact.number === height - 1;
    // Others have written it later.
    const last = entries.find(({ fact }) => isNewest(fact));
    invariant(last, 'blocks were written');
    const known = entries.slice(0, entries.indexOf(last));
    expect(saying(kafka, last.node, [last.fact], { known })).toEqual([]);
    const stateOf = (id: string): unknown => {
      const state = kafka.stateOf(id);
      if (id !== brokers[0]?.node) return state;
      const { disk, ...others } = state as BrokerState;
      return { ...others, disk: { ...disk, logs: { ...disk.logs, [channel]: EMPTY_LOG } } };
    };
    expect(saying(kafka, last.node, [last.fact], { known, stateOf }).join()).toMatch(/lacks, though in sync/);
  });
});

describe('what a seed draws', () => {
  const plans = Array.from({ length: 60 }, (_, index) => planOf(index * LIVES, ORDERING_KINDS));

  it('is of every kind, with the faults of that kind', () => {
    const touched = (kind: string, pattern: RegExp): boolean =>
      plans.some(({ network, deeds }) => network.kind === kind && pattern.test(JSON.stringify(deeds)));
    expect(touched('kafka', /"crashNode","node":"kafka\d/)).toBe(true);
    expect(touched('kafka', /"crashNode","node":"zookeeper\d/)).toBe(true);
    expect(touched('BFT', /"corruptOrderer"/)).toBe(true);
    expect(touched('etcdraft', /"corruptOrderer"|kafka/)).toBe(false);
  });

  it('has no more liars than each channel stands, and takes none of its consenters away then', () => {
    const lying = plans.filter(({ network }) => network.liars.length > 0);
    expect(lying.length).toBeGreaterThan(3);
    for (const { network, deeds } of lying) {
      const { ordererOrg, channels } = network.topology;
      for (const { consenters = ordererOrg.orderers } of channels)
        expect(network.liars.length).toBeLessThanOrEqual(standableLiars(consenters.length));
      expect(JSON.stringify(deeds)).not.toContain('removeConsenter');
    }
  });
});
