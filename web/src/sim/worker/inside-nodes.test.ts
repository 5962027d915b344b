import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { scene } from '../../scenes/transaction-flow/scene.ts';
import { invariant } from '../kernel/result.ts';
import { lookInside } from './inside.ts';
import { ordererInside } from './inside-orderer.ts';
import { peerInside } from './inside-peer.ts';
import type { Simulation } from './simulation.ts';
import { begin, facts, transferTo } from './test-simulation.ts';

const PEER = 'peer0.org1.example.com';

let lab: Simulation;

const peer = (node = PEER) => {
  const seen = peerInside(lab, node);
  invariant(seen.ok, 'the peer is there');
  return seen.value;
};

/** The orderer that leads the channel. */
const leader = () => {
  const node = lab.entries.findLast(({ fact }) => fact.type === 'leaderElected')?.node;
  invariant(node, 'somebody leads');
  const seen = ordererInside(lab, node);
  invariant(seen.ok, 'the orderer is there');
  return seen.value;
};

beforeAll(async () => {
  lab = begin(scene, await loadSimulationParts(), ...scene.setup);
});

describe('inside a peer', () => {
  it('there are the keys as the blocks left them, the container, and the peers it knows', () => {
    const seen = peer();
    expect(seen.channels.map(({ channel }) => channel)).toEqual(['mychannel']);
    const [first] = seen.channels[0]?.keys ?? [];
    expect(first).toMatchObject({ namespace: 'basic', key: 'asset1', version: '6.0' });
    expect(seen.containers.map(({ label, state, usedAs }) => [label, state, usedAs])).toEqual([
      ['basic_1.0', 'ready', ['mychannel/basic']],
    ]);
    expect(seen.members.every(({ alive }) => alive)).toBe(true);
    expect(seen.members.map(({ node }) => node)).toContain('peer1.org1.example.com');
  });

  it('a proposal is seen where it is: in the container while it is simulated', () => {
    const before = lab.now;
    invariant(lab.perform(transferTo('Mina')).ok, 'the transfer is taken');
    const stages = new Set<string>();
    const calls = new Set<number>();
    for (let at = before; at < before + 60_000; at += 500) {
      lab.runUntil(at);
      const { proposals, containers } = peer();
      for (const { stage, function: name, creator } of proposals) {
        stages.add(stage);
        expect([name, creator]).toEqual(['TransferAsset', 'Org1MSP']);
        if (stage === 'simulating') calls.add(containers[0]?.calls.length ?? 0);
      }
    }
    expect([...stages]).toEqual(['checking', 'simulating']);
    expect([...calls]).toEqual([1]);
  });
});

describe('inside the leading orderer', () => {
  it('an envelope waits, and the timer goes off when its block is cut', () => {
    const cuts = facts(lab, 'blockCut').length;
    lab.runUntil(lab.now + 100_000);
    const [chain] = leader().chains;
    invariant(chain?.agreement.kind === 'etcdraft', 'a Raft chain');
    expect(chain.agreement.cutter.pending).toHaveLength(1);
    expect(chain.batch).toMatchObject({ maxMessageCount: 10, timeoutMicros: 2_000_000 });
    const due = chain.batchTimerDue;
    invariant(due !== null, 'the timer runs');
    lab.runUntil(due - 1);
    expect(facts(lab, 'blockCut')).toHaveLength(cuts);
    lab.runUntil(due);
    expect(facts(lab, 'blockCut')).toHaveLength(cuts + 1);
    expect(leader().chains[0]?.batchTimerDue).toBeNull();
  });
});

it.each(['peer', 'orderer', 'broker', 'zookeeper'] as const)('there is no %s of another role', (type) => {
  expect(lookInside(lab, { type, node: 'client.org1.example.com' })).toMatchObject({
    ok: false,
    error: { code: 'unknownNode' },
  });
});
