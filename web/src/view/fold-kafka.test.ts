import { describe, expect, it } from 'vitest';
import type { Topology } from '../sim/protocol/topology-spec.ts';
import type { Fact, NodeId } from '../sim/trace/facts.ts';
import { network } from './testdata/network.ts';
import { emptyWorld, type WorldView } from './world-model.ts';
import { foldWorld } from './world-view.ts';

const [KAFKA0, KAFKA1, ORDERER] = ['kafka0.example.com', 'kafka1.example.com', 'orderer.example.com'] as const;
const ID = 'mychannel';
const topology: Topology = {
  ...network({ orgs: 1, peers: 1, orderers: 1 }),
  kafka: { brokers: 3, zooKeepers: 1 },
};

const after = (...facts: readonly (readonly [NodeId, Fact])[]): WorldView =>
  facts.reduce(
    (world, [node, fact], seq) => foldWorld(world, { seq, at: seq, node, cause: null, fact }),
    emptyWorld(topology, '2.x'),
  );

const up = (node: NodeId): readonly [NodeId, Fact] => [node, { type: 'nodeStarted', role: 'broker' }];
const led = (node: NodeId, epoch: number): readonly [NodeId, Fact] => [
  node,
  { type: 'partitionLed', channel: ID, epoch, isr: [0, 1] },
];

describe('the world with Kafka', () => {
  it('has one leader of a partition and one controller, the latest of each', () => {
    const controlled = (node: NodeId, broker: number): readonly [NodeId, Fact] => [
      node,
      { type: 'controllerElected', broker, epoch: broker + 1 },
    ];
    const world = after(controlled(KAFKA0, 0), led(KAFKA0, 0), controlled(KAFKA1, 1), led(KAFKA1, 1));
    expect(world.channels[ID]?.partition).toEqual({ leader: KAFKA1, isr: [0, 1], committed: 0 });
    expect(world.nodes[KAFKA0]?.cluster).toMatchObject({ leads: [], controller: false });
    expect(world.nodes[KAFKA1]?.cluster).toMatchObject({ leads: [ID], controller: true });
  });

  it('gives an orderer that reads a partition no seat among consenters', () => {
    const world = after(
      [ORDERER, { type: 'ordererJoined', channel: ID, consenters: 1 }],
      [ORDERER, { type: 'consumerStarted', channel: ID, offset: 0 }],
    );
    expect(world.nodes[ORDERER]?.raft).toEqual({});
    expect(world.nodes[ORDERER]?.cluster.reads).toEqual([ID]);
  });

  it('takes everything a crashed broker led from it', () => {
    const world = after(up(KAFKA0), led(KAFKA0, 0), [KAFKA0, { type: 'nodeCrashed' }]);
    expect(world.nodes[KAFKA0]?.cluster.leads).toEqual([]);
  });

  it('counts what all in-sync replicas have', () => {
    const world = after(led(KAFKA0, 0), [
      KAFKA0,
      { type: 'recordsCommitted', channel: ID, offset: 3, count: 2, isr: [0, 1] },
    ]);
    expect(world.channels[ID]?.partition?.committed).toBe(5);
  });
});
