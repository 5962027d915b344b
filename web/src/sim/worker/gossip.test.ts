import { beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import {
  CHANNEL,
  ORDERERS,
  ORG1,
  ORG2,
  submit,
  TWO_ORGS,
  TWO_ORGS_2X,
  TWO_ORGS_2X_UP,
  TWO_ORGS_UP,
} from '../../scenes/networks.ts';
import { invariant } from '../kernel/result.ts';
import { type Micros, SECOND } from '../kernel/time.ts';
import type { PeerState } from '../peer/peer-state.ts';
import type { Command } from '../protocol/commands.ts';
import type { Entry, FactType } from '../trace/facts.ts';
import { hex } from '../wire/bytes.ts';
import type { Simulation } from './simulation.ts';
import { type SimulationParts } from './simulation.ts';
import { begin, give } from './test-simulation.ts';

const PEERS = [ORG1.peer0, ORG1.peer1, ORG2.peer0, ORG2.peer1];
const ORGS = [
  [ORG1.peer0, ORG1.peer1],
  [ORG2.peer0, ORG2.peer1],
] as const;

let parts: SimulationParts;
/** Of 2.x, with a transaction on all peers. */
let elected: Simulation;

function networkOf(generation: '2.x' | '3.x', commands: readonly Command[]): Simulation {
  const topology = generation === '2.x' ? TWO_ORGS_2X : TWO_ORGS;
  return begin({ generation, seed: 'gossip', topology, contracts: {} }, parts, ...commands);
}

const told = (simulation: Simulation, from: number, ...types: readonly FactType[]): readonly Entry[] =>
  simulation.entries.slice(from).filter(({ fact }) => types.includes(fact.type));

const wait = (simulation: Simulation, time: Micros): void => simulation.runUntil(simulation.now + time);
const stateOf = (simulation: Simulation, peer: string) => simulation.stateOf(peer) as PeerState;
const leads = (simulation: Simulation, peer: string): boolean =>
  simulation.isUp(peer) && stateOf(simulation, peer).gossip.elections[CHANNEL]?.phase === 'leading';
const leaderOf = (simulation: Simulation, org: readonly string[]): string => {
  const leader = org.find((peer) => leads(simulation, peer));
  invariant(leader, 'the organisation has a leading peer');
  return leader;
};
const other = (org: readonly string[], peer: string): string => org.find((one) => one !== peer) ?? '';
const heightOf = (simulation: Simulation, peer: string): number =>
  stateOf(simulation, peer).disk.ledgers[CHANNEL]?.blocks.height ?? 0;
const link = (from: string, to: string, up: boolean): Command => ({
  type: 'setLink',
  from,
  to,
  up,
  loss: 0,
  latencyFactor: 1,
});
const fresh = (): Simulation => elected.forkAt(elected.now);

beforeAll(async () => {
  parts = await loadSimulationParts();
  elected = networkOf('2.x', TWO_ORGS_2X_UP);
}, 60_000);

describe('in 2.x', () => {
  it('each organisation elects one peer about six seconds after it joined, and only that one pulls', () => {
    const elections = told(elected, 0, 'leadingPeerElected');
    expect(elections).toHaveLength(2);
    for (const { at, node } of elections) {
      const joined = told(elected, 0, 'peerJoined').find((entry) => entry.node === node);
      expect((at - (joined?.at ?? 0)) / SECOND).toBeCloseTo(6, 0);
    }
    const pulling = new Set(told(elected, 0, 'deliverStarted').map(({ node }) => node));
    expect([...pulling].toSorted()).toEqual(ORGS.map((org) => leaderOf(elected, org)).toSorted());
  });

  it('the others get every block from their own leading peer', () => {
    for (const org of ORGS) {
      const leader = leaderOf(elected, org);
      const received = told(elected, 0, 'blockReceived').filter(({ node }) => node === other(org, leader));
      expect(received.length).toBe(heightOf(elected, leader) - 1);
      for (const { fact } of received) expect(fact).toMatchObject({ from: leader, via: 'gossip' });
    }
  });

  it('peers of another organisation are met only when there is an anchor peer', () => {
    const [first] = told(elected, 0, 'anchorPeersSet');
    const met = told(elected, 0, 'peerWentOnline').filter(
      ({ node, fact }) => fact.type === 'peerWentOnline' && !node.includes(fact.mspId.slice(0, 4).toLowerCase()),
    );
    expect(met).toHaveLength(8);
    for (const { seq } of met) expect(seq).toBeGreaterThan(first?.seq ?? Infinity);
  });

  it('a stopped leading peer is replaced within the recorded times, and blocks flow again', () => {
    const network = fresh();
    const leader = leaderOf(network, ORGS[0]);
    const [from, stoppedAt] = [network.entries.length, network.now];
    give(network, { type: 'crashNode', node: leader });
    wait(network, 50 * SECOND);
    const next = other(ORGS[0], leader);
    const events = told(network, from, 'peerWentOffline', 'leadingPeerMissed', 'leadingPeerElected', 'deliverStarted');
    expect(events.filter(({ node }) => node === next).map(({ fact }) => fact.type)).toEqual([
      'peerWentOffline',
      'leadingPeerMissed',
      'leadingPeerElected',
      'deliverStarted',
    ]);
    const took = (events.find(({ fact }) => fact.type === 'leadingPeerElected')?.at ?? 0) - stoppedAt;
    expect(took / SECOND).toBeGreaterThan(14);
    expect(took / SECOND).toBeLessThan(43);
    give(network, submit(ORG2.client, 'InitLedger'));
    expect(heightOf(network, next)).toBe(heightOf(network, ORG2.peer0));
  });

  it('a leading peer that comes back takes over, and one of the two yields', () => {
    const network = fresh();
    const leader = leaderOf(network, ORGS[0]);
    give(network, { type: 'crashNode', node: leader });
    wait(network, 50 * SECOND);
    give(network, submit(ORG2.client, 'InitLedger'));
    const [from, at] = [network.entries.length, network.now];
    give(network, { type: 'restartNode', node: leader });
    wait(network, 20 * SECOND);
    const [again] = told(network, from, 'leadingPeerElected', 'leadingPeerFollowed').filter(
      ({ node }) => node === leader,
    );
    expect(((again?.at ?? 0) - at) / SECOND).toBeLessThan(10);
    expect(ORGS[0].filter((peer) => leads(network, peer))).toHaveLength(1);
    expect(heightOf(network, leader)).toBe(heightOf(network, ORG2.peer0));
    const yielded = told(network, from, 'leadingPeerYielded');
    if (again?.fact.type === 'leadingPeerElected') expect(yielded).toHaveLength(1);
    // Who yielded closes its stream: from then on the orderers feed one peer of the organisation.
    give(network, submit(ORG2.client, 'InitLedger'));
    const fed = told(network, network.entries.length - 400, 'messageSent').flatMap(({ fact }) =>
      fact.type === 'messageSent' && fact.label === 'deliverBlock' ? [fact.to] : [],
    );
    expect(fed.filter((peer) => (ORGS[0] as readonly string[]).includes(peer))).toEqual([leaderOf(network, ORGS[0])]);
  });

  it('a peer cut off from its leading peer and the orderers gets blocks from the other organisation', () => {
    const network = fresh();
    const leader = leaderOf(network, ORGS[1]);
    const follower = other(ORGS[1], leader);
    give(network, ...[leader, ...ORDERERS].map((node) => link(follower, node, false)));
    const from = network.entries.length;
    const [first] = [heightOf(network, follower)];
    give(network, ...[0, 1].map(() => submit(ORG1.client, 'InitLedger')));
    wait(network, 30 * SECOND);
    expect(heightOf(network, follower)).toBe(heightOf(network, leader));
    const requests = told(network, from, 'blocksRequested').filter(({ node }) => node === follower);
    expect(requests[0]?.fact).toMatchObject({ first });
    for (const { fact } of requests) expect(ORGS[0]).toContain(fact.type === 'blocksRequested' ? fact.from : '');
  });

  it('two leading peers of a split organisation are one again after healing', () => {
    const network = fresh();
    const [one, two] = ORGS[0];
    give(network, link(one, two, false));
    wait(network, 60 * SECOND);
    expect(ORGS[0].filter((peer) => leads(network, peer))).toHaveLength(2);
    give(network, link(one, two, true));
    wait(network, 60 * SECOND);
    expect(ORGS[0].filter((peer) => leads(network, peer))).toHaveLength(1);
  });

  it('every live peer catches up once the network is whole again, whatever was cut or stopped', () => {
    const fault = fc.oneof(
      fc.record({ kind: fc.constant('crash' as const), peer: fc.nat(3) }),
      fc.record({ kind: fc.constant('isolate' as const), peer: fc.nat(3) }),
      fc.record({ kind: fc.constant('wait' as const), peer: fc.nat(30) }),
    );
    const runs = fc.array(fault, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(runs, (faults) => {
        const network = fresh();
        for (const { kind, peer } of faults) {
          const node = PEERS[peer] ?? '';
          if (kind === 'wait') wait(network, peer * SECOND);
          else if (kind === 'isolate') give(network, { type: 'isolateNode', node, isolated: true });
          else if (network.isUp(node)) give(network, { type: 'crashNode', node });
        }
        for (const node of PEERS) {
          give(network, { type: 'isolateNode', node, isolated: false });
          if (!network.isUp(node)) give(network, { type: 'restartNode', node });
        }
        wait(network, 75 * SECOND);
        give(network, submit(ORG1.client, 'InitLedger'));
        wait(network, 25 * SECOND);
        const hashes = PEERS.map((peer) => {
          const hash = stateOf(network, peer).disk.ledgers[CHANNEL]?.blocks.lastHash;
          return hash && hex(hash);
        });
        expect(new Set(hashes).size).toBe(1);
        for (const org of ORGS) expect(org.filter((peer) => leads(network, peer))).toHaveLength(1);
      }),
      { numRuns: 8, seed: 4 },
    );
  }, 60_000);
});

describe('in 3.x', () => {
  it('every peer pulls, nobody is elected, and no block goes from peer to peer', () => {
    const network = networkOf('3.x', TWO_ORGS_UP);
    expect(new Set(told(network, 0, 'deliverStarted').map(({ node }) => node)).size).toBe(PEERS.length);
    expect(told(network, 0, 'leadingPeerElected', 'blocksRequested')).toEqual([]);
    const passedOn = told(network, 0, 'blockReceived').filter(
      ({ fact }) => fact.type === 'blockReceived' && fact.via === 'gossip',
    );
    expect(passedOn).toEqual([]);
    expect(told(network, 0, 'peerWentOnline').length).toBeGreaterThan(0);
  });
});
