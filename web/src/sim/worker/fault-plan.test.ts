/** Faults from the whole network's side: parts, one way, stopping in order; and plans of them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { invariant } from '../kernel/result.ts';
import { type Micros, SECOND } from '../kernel/time.ts';
import type { OrdererState } from '../orderer/orderer-state.ts';
import type { PeerState } from '../peer/peer-state.ts';
import type { Command, CommandOf, PlannedFault } from '../protocol/commands.ts';
import { digestOf } from '../trace/digest.ts';
import type { Entry } from '../trace/facts.ts';
import type { Simulation, SimulationParts } from './simulation.ts';
import { CHANNEL, CLIENTS, EMPTY_RECORDING, PEERS, SETUP } from './test-config-network.ts';
import { begin, facts, ledgerOf, replayed } from './test-simulation.ts';

const [PEER, OTHER] = PEERS;
let ORDERER = '';
let parts: SimulationParts;
let ready: Simulation;

beforeAll(async () => {
  parts = await loadSimulationParts();
  ready = begin(EMPTY_RECORDING, parts, ...SETUP);
  ORDERER = (ready.stateOf(PEER) as PeerState).channels[CHANNEL]?.orderer ?? '';
});

const TRANSFER: CommandOf<'submitTransaction'> = {
  type: 'submitTransaction',
  client: CLIENTS[1],
  identity: 'User1',
  channel: CHANNEL,
  chaincode: 'basic',
  function: 'TransferAsset',
  args: ['asset1', 'Mina'],
  transient: {},
  endorsers: [PEER, OTHER],
};

const copy = (): Simulation => ready.forkAt(ready.now);
function perform(simulation: Simulation, command: Command): void {
  const performed = simulation.perform(command);
  invariant(performed.ok, performed.ok ? '' : performed.error.code);
}
const crash = (node: string): PlannedFault['command'] => ({ type: 'crashNode', node });
const plan = (...faults: readonly PlannedFault[]): Command => ({ type: 'planFaults', faults });
const after = (simulation: Simulation, seconds: number): Micros => simulation.now + seconds * SECOND;

/** What happened, whatever number it has in the trace: the plan's own entries shift all that follows. */
const happened = (entries: readonly Entry[]): readonly unknown[] =>
  entries
    .filter(({ fact }) => fact.type !== 'faultsPlanned' && !('command' in fact && fact.command === 'planFaults'))
    .map(({ at, node, fact }) => ({ at, node, fact: 'index' in fact ? { ...fact, index: 0 } : fact }));

describe('links of several nodes', () => {
  it('a partition cuts every link between its groups and none inside; healing it joins them', () => {
    const simulation = copy();
    const { orderers, domain } = ready.recording.topology.ordererOrg;
    const groups = [[PEER], orderers.map((name) => `${name}.${domain}`)];
    const from = simulation.entries.length;
    perform(simulation, { type: 'partitionNetwork', groups, parted: true });
    const cut = facts(simulation, 'linkChanged', from);
    expect(cut.map(({ from: here, to, up }) => [here, to, up])).toEqual(groups[1]?.map((to) => [PEER, to, false]));
    perform(simulation, TRANSFER);
    simulation.runUntil(after(simulation, 6));
    // Every client and the other peer reach both: the transaction is ordered, and only one peer does not hear of it.
    expect(ledgerOf(simulation, OTHER).blocks.height).toBe(ledgerOf(simulation, PEER).blocks.height + 1);
    perform(simulation, { type: 'partitionNetwork', groups, parted: false });
    // The next block shows that one is missing.
    perform(simulation, { ...TRANSFER, args: ['asset2', 'Jun'] });
    simulation.runUntil(after(simulation, 10));
    expect(ledgerOf(simulation, OTHER).blocks.height).toBe(ledgerOf(simulation, PEER).blocks.height);
  });

  it('one way: what goes there is lost, what comes back arrives', () => {
    const simulation = copy();
    const usual = { loss: 0, latencyFactor: 1 } as const;
    perform(simulation, { type: 'setLink', from: PEER, to: CLIENTS[1], up: false, ...usual, oneWay: true });
    const from = simulation.entries.length;
    perform(simulation, TRANSFER);
    simulation.runUntil(after(simulation, 10));
    const sent = simulation.entries
      .slice(from)
      .flatMap(({ node, fact }) =>
        fact.type === 'messageSent' ? [{ way: `${node} ${fact.to}`, lost: fact.lost }] : [],
      );
    const lossesOf = (way: string) => new Set(sent.filter((message) => message.way === way).map(({ lost }) => lost));
    expect(lossesOf(`${PEER} ${CLIENTS[1]}`)).toEqual(new Set(['linkDown']));
    expect(lossesOf(`${CLIENTS[1]} ${PEER}`)).toEqual(new Set([undefined]));
  });

  it('a poor node loses a share on every link, and healing the network mends them all with one command', () => {
    const simulation = copy();
    const from = simulation.entries.length;
    perform(simulation, { type: 'degradeNode', node: PEER, loss: 0.5, latencyFactor: 4 });
    const broken = facts(simulation, 'linkChanged', from);
    expect(broken.every(({ up, loss, latencyFactor }) => up && loss === 0.5 && latencyFactor === 4)).toBe(true);
    perform(simulation, { type: 'healNetwork' });
    expect(facts(simulation, 'linkChanged', from)).toHaveLength(2 * broken.length);
    const healed = simulation.entries.length;
    perform(simulation, { type: 'healNetwork' });
    expect(facts(simulation, 'linkChanged', healed)).toEqual([]);
  });

  it('stopping in order keeps the write a crash would lose', () => {
    const simulation = copy();
    const diskAfter = (type: 'crashNode' | 'stopNode'): OrdererState['disk'] => {
      const fork = simulation.forkAt(simulation.now);
      perform(fork, { type, node: ORDERER });
      perform(fork, { type: 'restartNode', node: ORDERER });
      return (fork.stateOf(ORDERER) as OrdererState).disk;
    };
    perform(simulation, TRANSFER);
    const limit = after(simulation, 10);
    while (!facts(simulation, 'blockCut', ready.entries.length).length) invariant(simulation.stepOnce(limit), 'cut');
    // Between cutting and the disk's answer there is a moment at which the two differ.
    const differ = Array.from({ length: 6 }, () => {
      simulation.stepOnce(limit);
      return JSON.stringify(diskAfter('stopNode'), plain) !== JSON.stringify(diskAfter('crashNode'), plain);
    });
    expect(differ).toContain(true);
  });
});

/** Numbers of 64 bits as text. */
const plain = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

describe('a plan of faults', () => {
  it('does what the same commands given by hand do', () => {
    const [planned, byHand] = [copy(), copy()];
    const [begins, ends] = [after(planned, 2), after(planned, 5)];
    perform(planned, plan({ at: begins, until: ends, command: crash(OTHER) }));
    planned.runUntil(after(planned, 8));
    byHand.runUntil(begins);
    perform(byHand, crash(OTHER));
    byHand.runUntil(ends);
    perform(byHand, { type: 'restartNode', node: OTHER });
    byHand.runUntil(planned.now);
    expect(happened(planned.entries)).toEqual(happened(byHand.entries));
    expect(planned.recording.commands.slice(-2)).toEqual([
      { at: begins, command: crash(OTHER), by: 'plan' },
      { at: ends, command: { type: 'restartNode', node: OTHER }, by: 'plan' },
    ]);
  });

  it('plays the same again, with what it gave in the recording or left out of it', () => {
    const simulation = copy();
    perform(simulation, plan({ at: after(simulation, 1), until: after(simulation, 3), command: crash(OTHER) }));
    simulation.runUntil(after(simulation, 2));
    perform(simulation, TRANSFER);
    simulation.runUntil(after(simulation, 6));
    const { recording, now } = simulation;
    const bare = { ...recording, commands: recording.commands.filter(({ by }) => by !== 'plan') };
    expect(bare.commands.length).toBe(recording.commands.length - 2);
    for (const again of [recording, bare])
      expect(digestOf(replayed({ recording: again, now }, parts).entries)).toBe(digestOf(simulation.entries));
  });

  it.each([
    ['before the fault keeps it', 0, [2, 5]],
    ['between fault and end keeps the end', 3, [2, 5]],
    ['before the plan was laid drops it', -1, []],
  ] as const)('a branch that leaves %s', (_reason, seconds, expected) => {
    const simulation = copy();
    const base = simulation.now;
    simulation.runUntil(base + SECOND);
    const laid = simulation.now;
    perform(simulation, plan({ at: laid + 2 * SECOND, until: laid + 5 * SECOND, command: crash(OTHER) }));
    simulation.runUntil(laid + 8 * SECOND);
    const branch = simulation.forkAt(seconds < 0 ? base : laid + seconds * SECOND);
    branch.runUntil(laid + 8 * SECOND);
    const given = branch.recording.commands.filter(({ by }) => by === 'plan').map(({ at }) => (at - laid) / SECOND);
    expect(given).toEqual(expected);
    if (seconds >= 0) expect(digestOf(branch.entries)).toBe(digestOf(simulation.entries));
  });

  it('finds the leader when the time comes, and restarts the node it hit', () => {
    const simulation = copy();
    const leaders = facts(simulation, 'leaderElected').length;
    const first = simulation.entries.findLast(({ fact }) => fact.type === 'leaderElected')?.node ?? '';
    const at = after(simulation, 1);
    perform(simulation, plan({ at, until: at + 20 * SECOND, command: crash(PEER), leaderOf: 'mychannel' }));
    simulation.runUntil(at + 25 * SECOND);
    const crashes = simulation.entries.filter(({ fact }) => fact.type === 'nodeCrashed').map(({ node }) => node);
    expect(crashes).toEqual([first]);
    expect(facts(simulation, 'nodeRestarted')).toHaveLength(1);
    expect(facts(simulation, 'leaderElected').length).toBeGreaterThan(leaders);
  });

  it('leaves out what cannot happen, and says so', () => {
    const simulation = copy();
    const at = after(simulation, 1);
    perform(
      simulation,
      plan({ at, until: null, command: crash(OTHER) }, { at: at + SECOND, until: null, command: crash(OTHER) }),
    );
    simulation.runUntil(at + 2 * SECOND);
    expect(facts(simulation, 'plannedFaultSkipped')).toEqual([
      { type: 'plannedFaultSkipped', command: 'crashNode', code: 'nodeNotRunning' },
    ]);
  });

  it('a later plan takes the place of what has not happened; what has begun still ends', () => {
    const simulation = copy();
    const start = simulation.now;
    const at = (seconds: number): Micros => start + seconds * SECOND;
    perform(
      simulation,
      plan({ at: at(1), until: at(4), command: crash(OTHER) }, { at: at(3), until: null, command: crash(PEER) }),
    );
    simulation.runUntil(at(2));
    perform(simulation, plan());
    simulation.runUntil(at(6));
    expect(simulation.isUp(PEER)).toBe(true);
    expect(simulation.isUp(OTHER)).toBe(true);
    expect(facts(simulation, 'nodeCrashed')).toHaveLength(1);
  });

  it.each<readonly [string, (now: Micros) => unknown, string]>([
    ['a time that has passed', (now) => [{ at: now - 1, until: null, command: crash(PEER) }], 'planInThePast'],
    ['an end before the beginning', (now) => [{ at: now, until: now, command: crash(PEER) }], 'badPlannedEnd'],
    [
      'an end of what needs none',
      (now) => [{ at: now, until: now + 1, command: { type: 'healNetwork' } }],
      'badPlannedEnd',
    ],
    ['what is no fault', (now) => [{ at: now, until: null, command: { type: 'generateCrypto' } }], 'notAFault'],
    ['a plan of plans', (now) => [{ at: now, until: null, command: plan() }], 'notAFault'],
    ['nobody to lead', (now) => [{ at: now, until: null, command: crash(PEER), leaderOf: 'x' }], 'badPlannedLeader'],
    [
      'more than can be followed',
      (now) => Array.from({ length: 201 }, () => ({ at: now, until: null, command: crash(PEER) })),
      'tooManyPlanned',
    ],
    ['no list', () => 'soon', 'notAList'],
  ])('refuses %s', (_reason, faults, code) => {
    const performed = copy().perform({ type: 'planFaults', faults: faults(ready.now) });
    expect(performed).toMatchObject({ ok: false, error: { code } });
  });
});
