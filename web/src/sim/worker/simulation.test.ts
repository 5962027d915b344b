import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { scene } from '../../scenes/transaction-flow/scene.ts';
import { invariant } from '../kernel/result.ts';
import type { OrdererState } from '../orderer/orderer-state.ts';
import type { Recording } from '../protocol/recording.ts';
import { digestOf } from '../trace/digest.ts';
import { hex } from '../wire/bytes.ts';
import { createHost } from './host.ts';
import { runUntilSettled } from './settle.ts';
import { Simulation, type SimulationParts } from './simulation.ts';
import { begin, emptyRecording, facts, give, ledgerOf, replayed, transferTo } from './test-simulation.ts';

const { topology, setup } = scene;
const EMPTY = emptyRecording(scene);
const PEERS = ['peer0.org1.example.com', 'peer1.org1.example.com', 'peer0.org2.example.com', 'peer1.org2.example.com'];
const TRANSFER = transferTo('Mina');

let parts: SimulationParts;
let ready: Simulation;

/** A simulation of its own at the end of the set-up; the common one stays as it is. */
const fresh = (): Simulation => ready.forkAt(ready.now);

beforeAll(async () => {
  parts = await loadSimulationParts();
  ready = begin(scene, parts, ...setup);
});

describe('a network from nothing', () => {
  it('comes up without a failed command', () => {
    expect(facts(ready, 'commandFailed')).toEqual([]);
    expect(facts(ready, 'blockRejected')).toEqual([]);
  });

  it('has one chain, one state and one commit hash on all peers', () => {
    const [first, ...others] = PEERS.map((peer) => ledgerOf(ready, peer));
    invariant(first?.commitHash, 'the first peer has committed');
    for (const other of others) {
      expect(hex(other.blocks.lastHash)).toBe(hex(first.blocks.lastHash));
      expect(other.commitHash && hex(other.commitHash)).toBe(hex(first.commitHash));
    }
  });

  it('has the same blocks on all orderers', () => {
    const heights = topology.ordererOrg.orderers.map((host) => {
      const state = ready.stateOf(`${host}.example.com`) as OrdererState;
      return state.chains['mychannel']?.disk.blocks.height;
    });
    expect(new Set(heights).size).toBe(1);
    expect(heights[0]).toBe(ledgerOf(ready, 'peer0.org1.example.com').blocks.height);
  });
});

describe('a transaction', () => {
  it('is endorsed by a majority, ordered, validated and committed on every peer', () => {
    const simulation = fresh();
    const from = simulation.entries.length;
    give(simulation, TRANSFER);
    expect(facts(simulation, 'commitStatusReceived', from).map(({ code }) => code)).toEqual(['VALID']);
    expect(facts(simulation, 'endorsementSigned', from).map(({ endorser }) => endorser.split(':')[0])).toEqual(
      expect.arrayContaining(['Org1MSP', 'Org2MSP']),
    );
    for (const peer of PEERS)
      expect(new TextDecoder().decode(ledgerOf(simulation, peer).state.get('basic', 'asset1')?.value)).toContain(
        'Mina',
      );
  });

  it('conflicts with another on the same key in the same block, and both stand in it', () => {
    const simulation = fresh();
    const from = simulation.entries.length;
    const height = ledgerOf(simulation, PEERS[0] ?? '').blocks.height;
    for (const owner of ['Ann', 'Bob']) {
      const performed = simulation.perform({ ...TRANSFER, args: ['asset2', owner] });
      invariant(performed.ok, 'the command is allowed');
    }
    runUntilSettled(simulation, simulation.recording.commands.length - 1);
    const [block] = facts(simulation, 'blockValidated', from);
    expect(block?.number).toBe(height);
    expect(block?.verdicts.map(({ code }) => code).sort()).toEqual(['MVCC_READ_CONFLICT', 'VALID']);
    const conflict = block?.verdicts.find(({ code }) => code === 'MVCC_READ_CONFLICT');
    expect(conflict?.because).toMatchObject({ type: 'readVersion', namespace: 'basic', key: 'asset2', byTxInBlock: 0 });
  });

  it('endorsed by one organisation only is stored as ENDORSEMENT_POLICY_FAILURE, with who is missing', () => {
    const simulation = fresh();
    const from = simulation.entries.length;
    give(simulation, { ...TRANSFER, endorsers: ['peer0.org1.example.com'] });
    const [block] = facts(simulation, 'blockValidated', from);
    expect(block?.verdicts[0]).toMatchObject({
      code: 'ENDORSEMENT_POLICY_FAILURE',
      because: { type: 'policy', policy: '/Channel/Application/Endorsement', missing: ['Org2MSP.peer'] },
    });
  });
});

describe('faults', () => {
  it('a crashed peer catches up after its restart', () => {
    const simulation = fresh();
    const peer = 'peer1.org2.example.com';
    give(simulation, { type: 'crashNode', node: peer }, TRANSFER, { type: 'restartNode', node: peer });
    simulation.runUntil(simulation.now + 5_000_000);
    const [reference] = PEERS;
    expect(hex(ledgerOf(simulation, peer).blocks.lastHash)).toBe(
      hex(ledgerOf(simulation, reference ?? '').blocks.lastHash),
    );
  });

  it('without a majority of orderers nothing is ordered, and with it again everything goes on', () => {
    const simulation = fresh();
    const a = 'orderer.example.com';
    const b = 'orderer2.example.com';
    give(simulation, { type: 'crashNode', node: a }, { type: 'crashNode', node: b });
    simulation.runUntil(simulation.now + 15_000_000);
    const from = simulation.entries.length;
    give(simulation, TRANSFER);
    expect(facts(simulation, 'commandFailed', from).map(({ text }) => text)).toEqual([
      expect.stringContaining('SERVICE_UNAVAILABLE -- no Raft leader'),
    ]);
    give(simulation, { type: 'restartNode', node: a }, { type: 'restartNode', node: b });
    simulation.runUntil(simulation.now + 20_000_000);
    const again = simulation.entries.length;
    give(simulation, TRANSFER);
    expect(facts(simulation, 'commitStatusReceived', again).map(({ code }) => code)).toEqual(['VALID']);
  });

  it('a crashed leader is replaced', () => {
    const simulation = fresh();
    const leader = simulation.entries.findLast(({ fact }) => fact.type === 'leaderElected')?.node ?? '';
    const from = simulation.entries.length;
    give(simulation, { type: 'crashNode', node: leader });
    simulation.runUntil(simulation.now + 15_000_000);
    expect(simulation.entries.slice(from).filter(({ fact }) => fact.type === 'leaderElected').length).toBe(1);
    give(simulation, TRANSFER);
    expect(facts(simulation, 'commitStatusReceived', from).map(({ code }) => code)).toEqual(['VALID']);
  });
});

describe('the same recording', () => {
  it('gives the same digest when it is played again', () => {
    expect(digestOf(replayed(ready, parts).entries)).toBe(digestOf(ready.entries));
  });

  it('gives the same digest from every checkpoint', () => {
    const whole = digestOf(ready.entries);
    for (let share = 1; share < 8; share++) {
      const resumed = ready.forkAt(Math.floor((ready.now * share) / 8));
      for (const { at, command } of ready.recording.commands.slice(resumed.recording.commands.length)) {
        resumed.runUntil(at);
        resumed.perform(command);
      }
      resumed.runUntil(ready.now);
      expect(digestOf(resumed.entries)).toBe(whole);
    }
  });

  it('gives another digest with another seed', () => {
    const other = Simulation.play({ ...ready.recording, seed: 'another' }, parts);
    invariant(other.ok, 'the seed is free');
    expect(digestOf(other.value.entries)).not.toBe(digestOf(ready.entries));
  });
});

describe('the host', () => {
  it('forks when a command is given in the past, and keeps the earlier future', async () => {
    const host = createHost(parts);
    const opened = await host.open(EMPTY, setup);
    invariant(opened.ok, 'the scene opens');
    const { horizon, entries } = opened.value;
    const before = await host.digest('main');
    const acted = await host.perform('main', horizon - 3_000_000, {
      type: 'crashNode',
      node: 'peer1.org1.example.com',
    });
    invariant(acted.ok, 'the command is allowed');
    expect(acted.value.branch).toBe('branch-1');
    expect(acted.value.branches.map(({ id }) => id)).toEqual(['main', 'branch-1']);
    expect(acted.value.fromSeq).toBeLessThan(entries.length);
    expect(await host.digest('main')).toBe(before);
  });

  it('refuses a command in the past that cannot be given, and lists no branch for it', async () => {
    const host = createHost(parts);
    const opened = await host.open(EMPTY, setup);
    invariant(opened.ok, 'the scene opens');
    const refused = await host.perform('main', 1_000_000, { type: 'startNode', node: 'orderer.example.com' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'nodeIsRunning' } });
    expect((await host.advance('main', 0)).branches.map(({ id }) => id)).toEqual(['main']);
  });

  it.each([
    ['no recording', null, 'notARecording', ''],
    ['another version', { ...EMPTY, formatVersion: 99 }, 'unknownFormatVersion', 'formatVersion'],
    [
      'no orderer',
      { ...EMPTY, topology: { ...topology, ordererOrg: { ...topology.ordererOrg, orderers: [] } } },
      'topologyWithoutOrderer',
      'topology.ordererOrg.orderers',
    ],
    [
      'two nodes of one name',
      { ...EMPTY, topology: { ...topology, ordererOrg: { ...topology.ordererOrg, orderers: ['orderer', 'orderer'] } } },
      'duplicateNode',
      'topology',
    ],
    [
      'an unknown command',
      { ...EMPTY, commands: [{ at: 0, command: { type: 'mineBlock' } }] },
      'unknownCommand',
      'commands[0].command.type',
    ],
    [
      'a command that comes too early',
      { ...EMPTY, commands: [{ at: 0, command: { type: 'startNode', node: 'orderer.example.com' } }] },
      'noCrypto',
      'commands[0]',
    ],
    [
      'commands out of order',
      {
        ...EMPTY,
        commands: [
          { at: 5, command: { type: 'generateCrypto' } },
          { at: 4, command: { type: 'createGenesisBlock', channel: 'mychannel' } },
        ],
      },
      'commandsOutOfOrder',
      'commands[1].at',
    ],
  ])('says what is wrong with a recording: %s', async (_, recording, code, where) => {
    const opened = await createHost(parts).open(recording as Recording, []);
    expect(opened).toMatchObject({ ok: false, error: { code, where } });
  });
});
