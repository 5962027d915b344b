import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { bringUpCommands, deployCommands, firstPeers } from '../../sim/protocol/bring-up.ts';
import { checkRecording } from '../../sim/protocol/check-recording.ts';
import { networkFlaws } from '../../sim/protocol/network-flaws.ts';
import type { Topology } from '../../sim/protocol/topology-spec.ts';
import { begin, facts, give } from '../../sim/worker/test-simulation.ts';
import type { SimulationParts } from '../../sim/worker/simulation.ts';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import {
  addChannel,
  addOrg,
  type Edit,
  EMPTY_DRAFT,
  editChannel,
  editOrg,
  ORDERING_KINDS,
  orderBy,
  orderingOf,
  recordingOf,
  removeOrg,
  setAdmins,
  setClients,
  setOrderers,
  toggleConsenter,
  toggleMember,
} from './network-draft.ts';

const built = (...edits: readonly Edit[]): Topology =>
  edits.reduce((topology, edit) => edit(topology), EMPTY_DRAFT.topology);

const flaws = (...edits: readonly Edit[]) =>
  networkFlaws(built(...edits), 'seed').map(({ where, code }) => `${where} ${code}`);

describe('drawing up a network', () => {
  it('begins with what is still missing', () => {
    expect(flaws()).toEqual(['peerOrgs noOrgs']);
  });

  it('names further organisations and channels after those there are', () => {
    const topology = built(addOrg, addOrg, addOrg, removeOrg(1), addOrg, addChannel, addChannel);
    expect(topology.peerOrgs.map(({ name }) => name)).toEqual(['Org1', 'Org3', 'Org2']);
    expect(topology.channels.map(({ id }) => id)).toEqual(['mychannel', 'channel2']);
    expect(networkFlaws(topology, 'seed')).toEqual([]);
  });

  it('keeps an organisation in its channels when it is renamed, and takes it out when it goes', () => {
    const renamed = built(addOrg, addOrg, addChannel, editOrg(0, { name: 'Seoul' }));
    expect(renamed.channels[0]?.orgs).toEqual(['Seoul', 'Org2']);
    expect(removeOrg(0)(renamed).channels[0]?.orgs).toEqual(['Org2']);
  });

  it('does not mix organisations up while one has the name of another', () => {
    const typed = built(addOrg, addOrg, addChannel, editOrg(1, { name: 'Org1' }), editOrg(1, { name: 'Org12' }));
    expect(typed.channels[0]?.orgs[0]).toBe('Org1');
  });

  it('has no consenter that is gone', () => {
    const topology = built(setOrderers(3), addOrg, addChannel, toggleConsenter(0, 'orderer'), setOrderers(1));
    expect(topology.channels[0]?.consenters).toBeUndefined();
  });

  it.each(ORDERING_KINDS)('goes from every kind of ordering to %s and stays whole', (kind) => {
    for (const before of ORDERING_KINDS) {
      const topology = built(addOrg, addChannel, orderBy(before), orderBy(kind));
      expect(orderingOf(topology)).toBe(kind);
      expect(networkFlaws(topology, 'seed')).toEqual([]);
      expect(checkRecording(recordingOf({ ...EMPTY_DRAFT, topology })).ok).toBe(true);
    }
  });

  it.each<readonly [string, readonly Edit[], readonly string[]]>([
    ['an MSP ID is a key of the config tree', [editOrg(0, { mspId: 'Org 1' })], ['peerOrgs[0].mspId mspId']],
    ['two organisations share no MSP', [editOrg(0, { mspId: 'OrdererMSP' })], ['peerOrgs[0].mspId nameTaken']],
    ['a domain is of host names', [editOrg(0, { domain: 'org1_example.com' })], ['peerOrgs[0].domain domain']],
    ['a channel begins with a small letter', [editChannel(0, { id: 'MyChannel' })], ['channels[0].id channelName']],
    ['a channel needs a member', [toggleMember(0, 'Org1')], ['channels[0].orgs noMembers']],
    ['a channel needs a consenter', [toggleConsenter(0, 'orderer')], ['channels[0].consenters noConsenters']],
    [
      'names are of one channel each',
      [addChannel, editChannel(1, { id: 'mychannel' })],
      ['channels[1].id channelTaken'],
    ],
    ['a batch has a time', [editChannel(0, { batchTimeoutMicros: 0 })], ['channels[0].batchTimeoutMicros timeout']],
    ['a batch has a message', [editChannel(0, { maxMessageCount: 0.5 })], ['channels[0].maxMessageCount messages']],
    [
      'preferred is not above absolute',
      [editChannel(0, { absoluteMaxBytes: 1 })],
      ['channels[0].preferredMaxBytes preferred'],
    ],
    ['seven peers do not fit', [editOrg(0, { peers: 7 })], ['peerOrgs[0].peers count']],
    ['somebody has to command', [setClients(0, 0)], ['peerOrgs[0].clients count']],
    [
      'BFT came with Fabric 3',
      [orderBy('raft2x'), editChannel(0, { consensus: 'BFT' })],
      ['channels[0].consensus bftNeedsFabric3'],
    ],
    [
      'the system channel has its name',
      [orderBy('kafka'), editChannel(0, { id: 'system-channel' })],
      ['channels[0].id channelTaken'],
    ],
  ])('%s', (_, edits, expected) => {
    expect(flaws(addOrg, addChannel, ...edits)).toEqual(expected);
  });
});

describe('every network that can be drawn up', () => {
  let parts: SimulationParts;
  beforeAll(async () => {
    parts = await loadSimulationParts();
  });

  const drawn = fc.record({
    kind: fc.constantFrom(...ORDERING_KINDS),
    orderers: fc.integer({ min: 1, max: 5 }),
    orgs: fc.array(
      fc.record({ peers: fc.integer({ min: 1, max: 2 }), users: fc.integer({ min: 0, max: 1 }), admins: fc.boolean() }),
      { minLength: 1, maxLength: 3 },
    ),
    channels: fc.integer({ min: 1, max: 2 }),
    apart: fc.boolean(),
  });

  it('comes up and commits a transaction on each of its channels', () => {
    fc.assert(
      fc.property(drawn, ({ kind, orderers, orgs, channels, apart }) => {
        const topology = built(
          setOrderers(orderers),
          ...orgs.flatMap((org, index): Edit[] => [
            addOrg,
            editOrg(index, { peers: org.peers, users: org.users }),
            setAdmins(index, org.admins),
          ]),
          ...Array.from({ length: channels }, () => addChannel),
          orderBy(kind),
          ...(apart && channels > 1 && orgs.length > 1 ? [toggleMember(1, 'Org1')] : []),
        );
        expect(networkFlaws(topology, 'seed')).toEqual([]);
        const recording = recordingOf({ name: '', seed: 'drawn', topology });
        expect(checkRecording(recording).ok).toBe(true);
        const simulation = begin(recording, parts);
        give(simulation, ...bringUpCommands(topology, firstPeers(topology)), ...deployCommands(topology));
        expect(facts(simulation, 'commandFailed')).toEqual([]);
        const valid = facts(simulation, 'commitStatusReceived').filter(({ code }) => code === 'VALID');
        expect(new Set(valid.map(({ channel }) => channel)).size).toBe(channels);
      }),
      { numRuns: 6, seed: 20261123 },
    );
  }, 120_000);
});
