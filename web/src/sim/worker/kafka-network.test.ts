import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import {
  BROKERS,
  CHANNEL,
  ORDERERS,
  ORG1,
  submit,
  SYSTEM_CHANNEL,
  TWO_ORGS_KAFKA,
  TWO_ORGS_KAFKA_UP,
  ZOOKEEPERS,
} from '../../scenes/networks.ts';
import { type BrokerState, logOf } from '../kafka/broker-state.ts';
import { invariant } from '../kernel/result.ts';
import { SECOND } from '../kernel/time.ts';
import { consume } from '../orderer/kafka-chain.ts';
import { offsetsIn, readKafkaMessage, regularMessage } from '../orderer/kafka-message.ts';
import type { KafkaChain, OrdererState } from '../orderer/orderer-state.ts';
import { checkRecording } from '../protocol/check-recording.ts';
import type { Command } from '../protocol/commands.ts';
import { digestOf } from '../trace/digest.ts';
import { EMPTY as EMPTY_BYTES, hex } from '../wire/bytes.ts';
import { blockHash } from '../wire/block.ts';
import { Simulation, type SimulationParts } from './simulation.ts';
import { begin, emptyRecording, facts, give } from './test-simulation.ts';

const EMPTY = emptyRecording({ generation: '2.x', seed: 'kafka', topology: TWO_ORGS_KAFKA, contracts: {} });

let parts: SimulationParts;
let ready: Simulation;

const copyOf = (simulation: Simulation): Simulation => simulation.forkAt(simulation.now);

beforeAll(async () => {
  parts = await loadSimulationParts();
  ready = begin(EMPTY, parts, ...TWO_ORGS_KAFKA_UP);
}, 60_000);

const ordererState = (simulation: Simulation, node: string) => simulation.stateOf(node) as OrdererState;
const chainOf = (simulation: Simulation, node: string, channel = CHANNEL): KafkaChain => {
  const chain = ordererState(simulation, node).chains[channel];
  invariant(chain?.kind === 'kafka', `${node} has ${channel} from Kafka`);
  return chain;
};
/** Header hashes of the blocks an orderer has, alive or not. */
function hashesAt(simulation: Simulation, node: string, channel = CHANNEL): readonly string[] {
  const { blocks } = chainOf(simulation, node, channel).disk;
  return Array.from({ length: blocks.height }, (_, number) => {
    const block = blocks.block(number);
    return block ? hex(blockHash(block)) : '';
  });
}
const brokerState = (simulation: Simulation, node: string) => simulation.stateOf(node) as BrokerState;
const leaderOf = (simulation: Simulation, channel = CHANNEL): string =>
  BROKERS.find(
    (node) => simulation.isUp(node) && brokerState(simulation, node).partitions[channel]?.role.type === 'leading',
  ) ?? '';
/** What stands in the partition, by the leader. */
const partitionOf = (simulation: Simulation, channel = CHANNEL) => {
  const { records } = logOf(brokerState(simulation, leaderOf(simulation, channel)), channel);
  return Array.from({ length: records.length }, (_, offset) =>
    readKafkaMessage(records.at(offset)?.value ?? EMPTY_BYTES),
  );
};
const run = (simulation: Simulation, seconds: number): void => simulation.runUntil(simulation.now + seconds * SECOND);
const add = (id: string): Command => submit(ORG1.client, 'CreateAsset', id, 'blue', '1', 'kim', '1');
const answers = (simulation: Simulation, from: number) =>
  facts(simulation, 'broadcastAnswered', from).map(({ status, info }) => `${status} ${info}`.trim());
const crash = (node: string): Command => ({ type: 'crashNode', node });
const restart = (node: string): Command => ({ type: 'restartNode', node });

function expectSameBlocks(simulation: Simulation): void {
  for (const node of ORDERERS) expect(hashesAt(simulation, node)).toEqual(hashesAt(simulation, ORDERERS[0]));
}

describe('a network that Kafka orders', () => {
  it('comes up, with a partition for each channel and the same blocks at every orderer', () => {
    expect(facts(ready, 'commandFailed')).toEqual([]);
    expect(facts(ready, 'topicCreated').map(({ channel }) => channel)).toEqual([SYSTEM_CHANNEL, CHANNEL]);
    for (const channel of [SYSTEM_CHANNEL, CHANNEL])
      for (const node of ORDERERS)
        expect(hashesAt(ready, node, channel)).toEqual(hashesAt(ready, ORDERERS[0], channel));
    expect(chainOf(ready, ORDERERS[0]).disk.blocks.height).toBeGreaterThan(3);
  });

  it('notes in each block up to where the partition is in blocks', () => {
    const { blocks } = chainOf(ready, ORDERERS[1]).disk;
    const offsets = Array.from({ length: blocks.height }, (_, number) => offsetsIn(blocks.block(number)).lastPersisted);
    expect(offsets[0]).toBe(-1);
    expect(offsets.slice(1).every((offset, index) => offset > (offsets[index] ?? 0))).toBe(true);
    expect(offsets.at(-1)).toBeLessThan(partitionOf(ready).length);
  });

  it('replays to the same digest, and its recording can be read again', () => {
    const checked = checkRecording(JSON.parse(JSON.stringify(ready.recording)));
    invariant(checked.ok, checked.ok ? '' : checked.error.code);
    const again = Simulation.play(checked.value, parts);
    invariant(again.ok, 'the recording plays');
    again.value.runUntil(ready.now);
    expect(digestOf(again.value.entries)).toBe(digestOf(ready.entries));
  });
});

describe('the time to cut', () => {
  it('is posted by every orderer whose clock says so, and only the first message for a block counts', () => {
    const simulation = copyOf(ready);
    const from = simulation.entries.length;
    give(simulation, add('ttc'));
    run(simulation, 3);
    const cut = facts(simulation, 'blockCut', from);
    expect(cut.map(({ reason }) => reason)).toEqual(['timeout', 'timeout', 'timeout']);
    const number = cut[0]?.number;
    const posted = partitionOf(simulation).filter(
      (message) => message?.type === 'timeToCut' && message.block === number,
    );
    expect(posted.length).toBeGreaterThan(1);
    expect(facts(simulation, 'timeToCutIgnored', from)).toHaveLength((posted.length - 1) * ORDERERS.length);
    expectSameBlocks(simulation);
  });

  it('is said by the others for an orderer that hears late', () => {
    const simulation = copyOf(ready);
    const slow = { type: 'setLink', to: leaderOf(simulation), up: true, loss: 0 } as const;
    give(simulation, { ...slow, from: ORDERERS[2], latencyFactor: 200 });
    give(simulation, add('late'));
    run(simulation, 6);
    give(simulation, { ...slow, from: ORDERERS[2], latencyFactor: 1 });
    run(simulation, 6);
    expectSameBlocks(simulation);
  });
});

describe('when brokers crash', () => {
  it('nothing is taken in until another replica leads, and nothing is lost or there twice', () => {
    const simulation = copyOf(ready);
    give(simulation, add('before'));
    const first = leaderOf(simulation);
    give(simulation, crash(first));
    const from = simulation.entries.length;
    give(simulation, add('during'));
    expect(answers(simulation, from)).toContain('SERVICE_UNAVAILABLE cannot enqueue');
    run(simulation, 15);
    expect([first, '']).not.toContain(leaderOf(simulation));
    give(simulation, add('after'));
    const envelopes = partitionOf(simulation).flatMap((message) =>
      message?.type === 'regular' ? [hex(message.envelope)] : [],
    );
    expect(new Set(envelopes).size).toBe(envelopes.length);
    expectSameBlocks(simulation);
    expect(answers(simulation, from).at(-1)).toBe('SUCCESS');
  });

  it('and too few replicas are in sync, orderers take nothing in but go on delivering blocks', () => {
    const simulation = copyOf(ready);
    const { replicas = [] } = brokerState(simulation, leaderOf(simulation)).partitions[CHANNEL]?.view ?? {};
    const others = replicas.map((id) => BROKERS[id] ?? '').filter((node) => node !== leaderOf(simulation));
    give(simulation, ...others.map(crash));
    run(simulation, 15);
    const from = simulation.entries.length;
    give(simulation, add('refused'));
    expect(answers(simulation, from)).toContain('SERVICE_UNAVAILABLE cannot enqueue');
    expect(facts(simulation, 'produceRefused', from)[0]).toMatchObject({ error: 'NOT_ENOUGH_REPLICAS', needed: 2 });
    expect(chainOf(simulation, ORDERERS[0]).errored).toBe(false);
    give(simulation, ...others.map(restart));
    run(simulation, 15);
    give(simulation, add('accepted'));
    expect(answers(simulation, from).at(-1)).toBe('SUCCESS');
  });

  it('all of them, the orderers end their streams and begin them again later', () => {
    const simulation = copyOf(ready);
    const from = simulation.entries.length;
    give(simulation, ...BROKERS.map(crash));
    run(simulation, 20);
    expect(facts(simulation, 'consumerFailed', from).filter(({ channel }) => channel === CHANNEL)).toHaveLength(3);
    give(simulation, ...BROKERS.map(restart));
    run(simulation, 60);
    expect(facts(simulation, 'consumerResumed', from).filter(({ channel }) => channel === CHANNEL)).toHaveLength(3);
    give(simulation, add('again'));
    expect(answers(simulation, from).at(-1)).toBe('SUCCESS');
    expectSameBlocks(simulation);
  });
});

describe('without a majority of ZooKeeper', () => {
  it('ordering goes on, but a leader that crashes is not replaced', () => {
    const simulation = copyOf(ready);
    give(simulation, ...ZOOKEEPERS.slice(0, 2).map(crash));
    run(simulation, 20);
    const from = simulation.entries.length;
    give(simulation, add('alone'));
    expect(answers(simulation, from)).toEqual(['SUCCESS']);
    give(simulation, crash(leaderOf(simulation)));
    run(simulation, 30);
    expect(leaderOf(simulation)).toBe('');
    give(simulation, restart(ZOOKEEPERS[0] ?? ''));
    run(simulation, 30);
    expect(leaderOf(simulation)).not.toBe('');
  });
});

describe('an orderer', () => {
  it('that was away makes the very blocks the others made meanwhile', () => {
    const simulation = copyOf(ready);
    give(simulation, crash(ORDERERS[2]), add('one'), add('two'));
    const height = chainOf(simulation, ORDERERS[0]).disk.blocks.height;
    give(simulation, restart(ORDERERS[2]));
    run(simulation, 6);
    expect(hashesAt(simulation, ORDERERS[2])).toHaveLength(height);
    expectSameBlocks(simulation);
  });

  it('says that the cluster is not there yet as long as it cannot read', () => {
    const simulation = copyOf(ready);
    give(simulation, ...BROKERS.map(crash), ...ORDERERS.map(crash), ...ORDERERS.map(restart));
    const from = simulation.entries.length;
    give(simulation, add('early'));
    expect(answers(simulation, from)[0]).toBe(
      'SERVICE_UNAVAILABLE backing Kafka cluster has not completed booting; try again later',
    );
  });
});

describe('a message that was checked under an older configuration', () => {
  const context = () => ({ disk: ordererState(ready, ORDERERS[0]).disk, now: ready.now });
  const envelope = () => {
    const regular = partitionOf(ready).findLast((message) => message?.type === 'regular' && !message.config);
    invariant(regular?.type === 'regular', 'a transaction');
    return regular.envelope;
  };

  it('is checked again and posted anew, and of the copies of all orderers one counts', () => {
    const chain = chainOf(ready, ORDERERS[0]);
    const { sequence } = chain.bundle;
    const offset = chain.client.offset;
    const again = consume(chain, offset, regularMessage(envelope(), false, sequence - 1, 0), context());
    expect(again.chain.cutter.pending).toHaveLength(0);
    const [posted] = again.chain.client.outbox;
    invariant(posted, 'it is posted anew');
    const first = consume(again.chain, offset + 1, posted.record, context());
    expect(first.chain.cutter.pending).toHaveLength(1);
    const second = consume(first.chain, offset + 2, posted.record, context());
    expect(second.chain).toBe(first.chain);
  });

  it('goes no further when it does not hold any more', () => {
    const chain = chainOf(ready, ORDERERS[0]);
    const broken = Uint8Array.from(envelope()).fill(1, -20);
    const { sequence } = chain.bundle;
    const moved = consume(chain, chain.client.offset, regularMessage(broken, false, sequence - 1, 0), context());
    expect(moved.chain.client.outbox).toHaveLength(0);
  });
});

it('a recording of 3.x, of too few brokers or of an even ensemble is refused', () => {
  const { systemChannel: _none, ...without } = TWO_ORGS_KAFKA;
  const codes = [
    { ...EMPTY, generation: '3.x', topology: without },
    { ...EMPTY, topology: { ...TWO_ORGS_KAFKA, kafka: { brokers: 2, zooKeepers: 3 } } },
    { ...EMPTY, topology: { ...TWO_ORGS_KAFKA, kafka: { brokers: 4, zooKeepers: 2 } } },
  ].map((recording) => {
    const checked = checkRecording(JSON.parse(JSON.stringify(recording)));
    return checked.ok ? '' : checked.error.code;
  });
  expect(codes).toEqual(['kafkaNeedsSystemChannel', 'badBrokerCount', 'badZooKeeperCount']);
});

describe('whatever machines crash and come back', () => {
  const MACHINES = [...BROKERS, ...ZOOKEEPERS, ...ORDERERS];
  const incident = fc.record({ machine: fc.nat(MACHINES.length - 1), seconds: fc.integer({ min: 1, max: 9 }) });

  it("the orderers' chains never contradict each other, and what was taken in is in a block", () => {
    fc.assert(
      fc.property(fc.array(incident, { minLength: 3, maxLength: 7 }), (incidents) => {
        const simulation = copyOf(ready);
        const from = simulation.entries.length;
        for (const [index, { machine, seconds }] of incidents.entries()) {
          const node = MACHINES[machine] ?? '';
          give(simulation, simulation.isUp(node) ? crash(node) : restart(node));
          const asked = simulation.perform(add(`asset${index}`));
          expect(asked.ok).toBe(true);
          run(simulation, seconds);
          const chains = ORDERERS.map((orderer) => hashesAt(simulation, orderer));
          const longest = chains.toSorted((a, b) => b.length - a.length)[0] ?? [];
          for (const chain of chains) expect(longest.slice(0, chain.length)).toEqual(chain);
        }
        give(simulation, ...MACHINES.filter((node) => !simulation.isUp(node)).map(restart));
        run(simulation, 90);
        // A time to cut that nobody could post is not posted later: what waits for it waits for the next envelope, as in Fabric.
        give(simulation, add('last'));
        run(simulation, 5);
        expectSameBlocks(simulation);
        const written = new Set(facts(simulation, 'blockWritten', from).flatMap(({ txids }) => txids));
        for (const { status, txid } of facts(simulation, 'broadcastAnswered', from))
          if (status === 'SUCCESS') expect(written).toContain(txid);
      }),
      { numRuns: 6 },
    );
  }, 120_000);
});
