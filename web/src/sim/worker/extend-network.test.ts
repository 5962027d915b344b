import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { CHANNEL, ORG1, TWO_ORGS, TWO_ORGS_2X, TWO_ORGS_UP } from '../../scenes/networks.ts';
import { checkRecording } from '../protocol/check-recording.ts';
import type { Command, NetworkAddition } from '../protocol/commands.ts';
import { growthOf } from '../protocol/growth.ts';
import { nodesOf } from '../topology/nodes.ts';
import { digestOf } from '../trace/digest.ts';
import type { Simulation, SimulationParts } from './simulation.ts';
import { begin, facts, give, ledgerOf, replayed, transferTo } from './test-simulation.ts';

const NETWORK = { generation: '3.x', seed: 'growing', topology: TWO_ORGS, contracts: {} } as const;
const ORG3 = {
  name: 'Org3',
  mspId: 'Org3MSP',
  domain: 'org3.example.com',
  peers: 1,
  users: 1,
  clients: ['client'],
  ca: false,
};
const [FIRST] = TWO_ORGS.channels;
const CLIENT3 = 'client.org3.example.com';
const PEER3 = 'peer0.org3.example.com';

const add = (addition: NetworkAddition): Command => ({ type: 'extendNetwork', addition });
const start = (node: string): Command => ({ type: 'startNode', node });

let parts: SimulationParts;
beforeAll(async () => {
  parts = await loadSimulationParts();
});

const up = (): Simulation => begin(NETWORK, parts, ...TWO_ORGS_UP);

const isReplayedTheSame = (simulation: Simulation): void => {
  const { recording } = simulation;
  const read = checkRecording(JSON.parse(JSON.stringify(recording)));
  expect(read).toEqual({ ok: true, value: recording });
  expect(digestOf(replayed(simulation, parts).entries)).toBe(digestOf(simulation.entries));
};

describe('adding to a running network', () => {
  it('a peer: it is started, joins, catches up, and endorses', () => {
    const simulation = up();
    const peer = 'peer2.org1.example.com';
    const before = nodesOf(simulation.recording.topology);
    give(simulation, add({ kind: 'peer', org: 'Org1' }), start(peer));
    give(simulation, { type: 'joinPeer', node: peer, channel: CHANNEL });
    give(simulation, { type: 'installChaincode', client: ORG1.client, node: peer, label: 'basic_1.0' });
    give(simulation, { ...transferTo('Eve'), endorsers: [peer, 'peer0.org2.example.com'] });
    expect(facts(simulation, 'commandFailed')).toEqual([]);
    expect(ledgerOf(simulation, peer).blocks.height).toBe(ledgerOf(simulation, ORG1.peer0).blocks.height);
    expect(nodesOf(simulation.recording.topology)).toEqual(expect.arrayContaining([...before]));
    isReplayedTheSame(simulation);
  });

  it('an organisation: the channel takes it in by a config update', () => {
    const simulation = up();
    give(simulation, add({ kind: 'org', org: ORG3 }), start(PEER3), start(CLIENT3));
    const update = 'org3';
    give(
      simulation,
      {
        type: 'prepareConfigUpdate',
        client: ORG1.client,
        channel: CHANNEL,
        update,
        change: { kind: 'addOrg', org: 'Org3' },
      },
      { type: 'signConfigUpdate', org: 'Org2', update },
      { type: 'submitConfigUpdate', client: ORG1.client, update },
      { type: 'joinPeer', node: PEER3, channel: CHANNEL },
    );
    expect(facts(simulation, 'commandFailed')).toEqual([]);
    expect(ledgerOf(simulation, PEER3).blocks.height).toBe(ledgerOf(simulation, ORG1.peer0).blocks.height);
    isReplayedTheSame(simulation);
  });

  it('an orderer: it follows a channel that goes on with the consenters it had', () => {
    const simulation = up();
    const orderer = 'orderer4.example.com';
    give(simulation, add({ kind: 'orderer', host: 'orderer4' }), start(orderer));
    give(simulation, { type: 'joinOrderer', node: orderer, channel: CHANNEL }, transferTo('Eve'));
    expect(facts(simulation, 'commandFailed')).toEqual([]);
    expect(facts(simulation, 'ordererOnboarding').length).toBeGreaterThan(0);
    isReplayedTheSame(simulation);
  });

  it('a channel: clients that were there before call chaincode on it', () => {
    const simulation = up();
    const channel = { ...FIRST, id: 'second', orgs: ['Org1'] } as NonNullable<typeof FIRST>;
    const definition = { name: 'basic', version: '1.0', sequence: 1, signaturePolicy: null, initRequired: false };
    const there = { client: ORG1.client, channel: 'second' };
    give(
      simulation,
      { type: 'crashNode', node: 'client.org2.example.com' },
      add({ kind: 'channel', channel }),
      { type: 'createGenesisBlock', channel: 'second' },
      ...TWO_ORGS.ordererOrg.orderers.map((host): Command => {
        return { type: 'joinOrderer', node: `${host}.example.com`, channel: 'second' };
      }),
      { type: 'joinPeer', node: ORG1.peer0, channel: 'second' },
      { type: 'approveChaincode', ...there, definition, label: 'basic_1.0' },
      { type: 'commitChaincode', ...there, definition },
      { ...transferTo('Eve'), channel: 'second', function: 'InitLedger', args: [] },
    );
    expect(facts(simulation, 'commandFailed')).toEqual([]);
    expect(ledgerOf(simulation, ORG1.peer0, 'second').blocks.height).toBe(4);
    isReplayedTheSame(simulation);
  });

  it('a client server', () => {
    const simulation = up();
    const client = 'client2.org1.example.com';
    give(simulation, add({ kind: 'client', org: 'Org1', host: 'client2' }), start(client), {
      ...transferTo('Eve'),
      client,
    });
    expect(facts(simulation, 'commandFailed')).toEqual([]);
    isReplayedTheSame(simulation);
  });

  it('changes nothing of what was, and is gone before it happened', () => {
    const simulation = up();
    const before = simulation.entries.length;
    const { topology } = simulation.recording;
    const { now } = simulation;
    simulation.runUntil(now + 1_000);
    give(simulation, add({ kind: 'peer', org: 'Org1' }), add({ kind: 'org', org: ORG3 }));
    const fork = simulation.forkAt(now);
    expect(fork.recording.topology).toBe(topology);
    expect(fork.recording.begun).toBeUndefined();
    expect(fork.entries).toEqual(simulation.entries.slice(0, before));
    const half = simulation.forkBefore(simulation.recording.commands.length - 1);
    expect(half.recording.topology.peerOrgs.map(({ peers }) => peers)).toEqual([3, 2]);
    expect(half.recording.begun).toBe(topology);
    expect(growthOf(simulation.recording)).toEqual([topology, half.recording.topology]);
    expect(growthOf(fork.recording)).toEqual([]);
  });

  it.each<readonly [string, NetworkAddition, string]>([
    ['an organisation twice', { kind: 'org', org: { ...ORG3, name: 'Org2' } }, 'duplicateOrg'],
    ['a name Fabric does not take', { kind: 'org', org: { ...ORG3, mspId: 'Org 3' } }, 'badAddition'],
    ['a machine twice', { kind: 'client', org: 'Org1', host: 'client' }, 'duplicateNode'],
    ['a peer of nobody', { kind: 'peer', org: 'Org9' }, 'unknownOrganization'],
    [
      'a channel of strangers',
      { kind: 'channel', channel: { ...FIRST, id: 'x', orgs: ['Org9'] } as NonNullable<typeof FIRST> },
      'unknownOrg',
    ],
    ['no addition at all', { kind: 'moon' } as unknown as NetworkAddition, 'notAnAddition'],
  ])('refuses %s', (_, addition, code) => {
    const performed = begin(NETWORK, parts).perform(add(addition));
    expect(performed.ok ? null : performed.error.code).toBe(code);
  });

  it('refuses an orderer of 2.x', () => {
    const simulation = begin({ ...NETWORK, generation: '2.x', topology: TWO_ORGS_2X }, parts);
    const performed = simulation.perform(add({ kind: 'orderer', host: 'orderer4' }));
    expect(performed.ok ? null : performed.error.code).toBe('ordererNeedsFabric3');
  });

  it('does not believe a recording whose network is not what its additions make of it', () => {
    const simulation = begin(NETWORK, parts);
    give(simulation, add({ kind: 'peer', org: 'Org1' }));
    const { recording } = simulation;
    const read = checkRecording({ ...recording, topology: recording.begun });
    expect(read.ok ? null : read.error.code).toBe('notTheGrownTopology');
  });
});
