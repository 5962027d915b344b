import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { CONSORTIUM, ORDERERS, SYSTEM_CHANNEL, TWO_ORGS_2X } from '../../scenes/networks.ts';
import { invariant } from '../kernel/result.ts';
import type { OrdererState } from '../orderer/orderer-state.ts';
import type { Command, ConfigChange } from '../protocol/commands.ts';
import { digestOf } from '../trace/digest.ts';
import type { Simulation } from './simulation.ts';
import { type SimulationParts } from './simulation.ts';
import {
  call,
  CHANNEL,
  CLIENTS,
  EMPTY_RECORDING,
  ORDERER_ADMIN,
  PEERS,
  prepare,
  SETUP,
  sign,
  submitUpdate,
} from './test-config-network.ts';
import { begin, facts, give, replayed } from './test-simulation.ts';

let parts: SimulationParts;
let ready: Simulation;

beforeAll(async () => {
  parts = await loadSimulationParts();
  ready = begin(EMPTY_RECORDING, parts, ...SETUP);
  expect(facts(ready, 'commandFailed')).toEqual([]);
});

/** A simulation of its own at the end of the set-up. */
const fresh = (): Simulation => ready.forkAt(ready.now);

const failures = (simulation: Simulation, from: number): readonly string[] =>
  facts(simulation, 'commandFailed', from).map(({ text }) => text);

const REFUSED = `got unexpected status: BAD_REQUEST -- error applying config update to existing channel '${CHANNEL}': `;
const tooFew = (key: string, satisfied: number, needed: number): string =>
  `${REFUSED}error authorizing update: error validating DeltaSet: policy for ${key} not satisfied: ` +
  `implicit policy evaluation failed - ${satisfied} sub-policies were satisfied, but this policy requires ${needed} of the 'Admins' sub-policies to be satisfied`;
const notOurs = (key: string): string =>
  `${REFUSED}error authorizing update: error validating DeltaSet: policy for ${key} not satisfied: signature set did not satisfy policy`;

const BATCH: ConfigChange = {
  kind: 'batchSize',
  maxMessageCount: 2,
  absoluteMaxBytes: 900_000,
  preferredMaxBytes: 400_000,
};

interface Row {
  readonly why: string;
  readonly change: ConfigChange;
  /** Beside the administrator of the client that submits. */
  readonly signers: readonly string[];
  readonly client?: string;
  /** The text of the refusal; undefined when the update is accepted. */
  readonly refused?: string;
}

const ROWS: readonly Row[] = [
  { why: 'batches are the orderers’ affair', change: BATCH, signers: ['OrdererOrg'] },
  {
    why: 'members cannot change batches among themselves',
    change: BATCH,
    signers: ['Org2'],
    refused: tooFew('[Value]  /Channel/Orderer/BatchSize', 0, 1),
  },
  {
    why: 'an orderer’s administrator alone',
    change: { kind: 'batchTimeout', micros: 500_000 },
    signers: [],
    client: ORDERER_ADMIN,
  },
  {
    why: 'a timeout of nothing makes no channel',
    change: { kind: 'batchTimeout', micros: 0 },
    signers: ['OrdererOrg'],
    refused: `${REFUSED}initializing channelconfig failed: could not create channel Orderer sub-group config: Attempted to set the batch timeout to a non-positive value: 0s`,
  },
  { why: 'an organisation’s own affair', change: { kind: 'anchorPeers', org: 'Org1', peers: [PEERS[0]] }, signers: [] },
  {
    why: 'no organisation names another’s anchor peers',
    change: { kind: 'anchorPeers', org: 'Org2', peers: [PEERS[1]] },
    signers: [],
    refused: notOurs('[Group]  /Channel/Application/Org2MSP'),
  },
  { why: 'a majority of the members lets one in', change: { kind: 'addOrg', org: 'Org3' }, signers: ['Org2'] },
  {
    why: 'one of two is no majority',
    change: { kind: 'addOrg', org: 'Org3' },
    signers: [],
    refused: tooFew('[Group]  /Channel/Application', 1, 2),
  },
  {
    why: 'signing twice counts once',
    change: { kind: 'addOrg', org: 'Org3' },
    signers: ['Org1', 'Org1'],
    refused: tooFew('[Group]  /Channel/Application', 1, 2),
  },
  {
    why: 'the orderers’ signature does not count among the members’',
    change: { kind: 'addOrg', org: 'Org3' },
    signers: ['OrdererOrg'],
    refused: tooFew('[Group]  /Channel/Application', 1, 2),
  },
  {
    why: 'throwing one out needs a majority that includes it here',
    change: { kind: 'removeOrg', org: 'Org2' },
    signers: [],
    refused: tooFew('[Group]  /Channel/Application', 1, 2),
  },
  {
    why: 'the whole channel’s capabilities need orderers and members',
    change: { kind: 'capabilities', level: 'channel', capabilities: ['V2_0', 'V1_4_3'] },
    signers: ['Org2', 'OrdererOrg'],
  },
  {
    why: 'members alone are one of two sections',
    change: { kind: 'capabilities', level: 'channel', capabilities: ['V2_0', 'V1_4_3'] },
    signers: ['Org2'],
    refused: tooFew('[Value]  /Channel/Capabilities', 1, 2),
  },
  {
    why: 'an orderer takes no capability it does not have',
    change: { kind: 'capabilities', level: 'orderer', capabilities: ['V9_9'] },
    signers: ['OrdererOrg'],
    refused: `${REFUSED}config update is not compatible: config requires unsupported orderer capabilities: Orderer capability V9_9 is required but not supported: Orderer capability V9_9 is required but not supported`,
  },
  {
    why: 'access rules are the members’',
    change: { kind: 'acl', resource: 'peer/Propose', policy: '/Channel/Application/Admins' },
    signers: ['Org2'],
  },
  {
    why: 'access rules need a majority',
    change: { kind: 'acl', resource: 'peer/Propose', policy: '/Channel/Application/Admins' },
    signers: [],
    refused: tooFew('[Group]  /Channel/Application', 1, 2),
  },
  {
    why: 'the endorsement policy of the channel',
    change: {
      kind: 'policy',
      path: '/Channel/Application/Endorsement',
      type: 'Signature',
      rule: "OR('Org1MSP.peer','Org2MSP.peer')",
    },
    signers: ['Org2'],
  },
  {
    why: 'nor that alone',
    change: {
      kind: 'policy',
      path: '/Channel/Application/Endorsement',
      type: 'ImplicitMeta',
      rule: 'ANY Endorsement',
    },
    signers: [],
    refused: tooFew('[Policy] /Channel/Application/Endorsement', 1, 2),
  },
  { why: 'maintenance is the orderers’', change: { kind: 'maintenance', on: true }, signers: ['OrdererOrg'] },
  {
    why: 'no member may close the channel',
    change: { kind: 'maintenance', on: true },
    signers: ['Org2'],
    refused: tooFew('[Value]  /Channel/Orderer/ConsensusType', 0, 1),
  },
  {
    why: 'one consenter fewer',
    change: { kind: 'removeConsenter', node: 'orderer3.example.com' },
    signers: ['OrdererOrg'],
  },
  {
    why: 'consenters are the orderers’',
    change: { kind: 'removeConsenter', node: 'orderer3.example.com' },
    signers: ['Org2'],
    refused: tooFew('[Value]  /Channel/Orderer/ConsensusType', 0, 1),
  },
];

describe('a config update', () => {
  it.each(ROWS)('$change.kind by $signers: $why', ({ change, signers, client, refused }) => {
    const simulation = fresh();
    const from = simulation.entries.length;
    const who = client ?? CLIENTS[0];
    give(simulation, prepare(change, who), ...signers.map((org) => sign(org)), submitUpdate(who));
    expect(failures(simulation, from)).toEqual(refused ? [refused] : []);
    const written = facts(simulation, 'blockWritten', from).filter(({ config }) => config);
    expect(written.length > 0).toBe(refused === undefined);
    expect(facts(simulation, 'configUpdateSigned', from).map(({ signatures }) => signatures)).toEqual(
      signers.map((_, index) => index + 1),
    );
  });

  it('says what it changes and whom that asks, and peers say it once it holds', () => {
    const simulation = fresh();
    const from = simulation.entries.length;
    give(simulation, prepare({ kind: 'addOrg', org: 'Org3' }), sign('Org2'), submitUpdate());
    const [prepared] = facts(simulation, 'configUpdatePrepared', from);
    expect(prepared).toMatchObject({ update: 'update', channel: CHANNEL, kind: 'addOrg' });
    expect(prepared?.elements).toContainEqual({
      key: '[Group]  /Channel/Application',
      policy: '/Channel/Application/Admins',
    });
    expect(prepared?.elements).toContainEqual({ key: '[Group]  /Channel/Application/Org3MSP', policy: '' });
    const changed = facts(simulation, 'channelConfigChanged', from);
    expect(changed).toHaveLength(2);
    expect(changed[0]?.elements).toEqual(prepared?.elements.map(({ key }) => key));
  });

  it('made from the same configuration as another that came first is refused', () => {
    const simulation = fresh();
    const from = simulation.entries.length;
    give(
      simulation,
      prepare({ kind: 'addOrg', org: 'Org3' }, CLIENTS[0], 'first'),
      prepare({ kind: 'removeOrg', org: 'Org2' }, CLIENTS[0], 'second'),
      sign('Org2', 'first'),
      sign('Org2', 'second'),
      submitUpdate(CLIENTS[0], 'first'),
      submitUpdate(CLIENTS[0], 'second'),
    );
    expect(failures(simulation, from)).toEqual([
      `${REFUSED}error authorizing update: error validating ReadSet: proposed update requires that key [Group]  /Channel/Application be at version 0, but it is currently at version 1`,
    ]);
  });

  it('that changes nothing is none', () => {
    const simulation = fresh();
    const from = simulation.entries.length;
    give(simulation, prepare({ kind: 'removeOrg', org: 'Org3' }));
    expect(failures(simulation, from)).toEqual(['no differences detected between original and updated config']);
    expect(simulation.perform(submitUpdate())).toMatchObject({ ok: false, error: { code: 'noConfigUpdate' } });
  });

  it('cannot be prepared by who may not read the channel', () => {
    const simulation = fresh();
    const from = simulation.entries.length;
    give(simulation, prepare({ kind: 'addOrg', org: 'Org3' }, CLIENTS[2]));
    expect(failures(simulation, from)).toEqual(["can't read the block: &{FORBIDDEN}"]);
  });

  it('is submitted in vain by who may not write, whoever has signed it', () => {
    const simulation = fresh();
    const from = simulation.entries.length;
    give(simulation, prepare(BATCH), sign('OrdererOrg'), submitUpdate(CLIENTS[2]));
    expect(failures(simulation, from)).toEqual([
      'got unexpected status: FORBIDDEN -- config update for existing channel did not pass initial checks: ' +
        "implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' sub-policies to be satisfied: permission denied",
    ]);
  });
});

describe('a new configuration', () => {
  it('cuts the pending batch first, and batches are as it says from the next message on', () => {
    const simulation = fresh();
    give(simulation, prepare(BATCH), sign('OrdererOrg'));
    const from = simulation.entries.length;
    const start = (command: Command): void => {
      invariant(simulation.perform(command).ok, 'the command is allowed');
    };
    start(call(CLIENTS[0], 'TransferAsset', 'asset1', 'Mina'));
    // The transaction is with the orderer and waits for its batch to fill.
    while (facts(simulation, 'envelopeQueued', from).length === 0 && simulation.stepOnce(simulation.now + 1_000_000));
    give(simulation, submitUpdate());
    expect(facts(simulation, 'blockCut', from).map(({ reason, txids }) => [reason, txids.length])).toEqual([
      ['config', 1],
      ['config', 1],
    ]);
    const after = simulation.entries.length;
    start(call(CLIENTS[0], 'TransferAsset', 'asset2', 'Jun'));
    start(call(CLIENTS[1], 'TransferAsset', 'asset3', 'Sora'));
    simulation.runUntil(simulation.now + 900_000);
    expect(facts(simulation, 'blockCut', after).map(({ reason }) => reason)).toEqual(['count']);
  });

  it.each([
    [
      'that removes one of two consenters that are left',
      { kind: 'removeConsenter', node: 'orderer2.example.com' } as const,
      ['2 out of 3 nodes are alive, configuration will result in quorum loss'],
    ],
    ['that removes the one that is dead', { kind: 'removeConsenter', node: 'orderer3.example.com' } as const, []],
  ])('%s', (_, change, refused) => {
    const simulation = fresh();
    give(simulation, { type: 'crashNode', node: 'orderer3.example.com' });
    simulation.runUntil(simulation.now + 25_000_000);
    const from = simulation.entries.length;
    give(simulation, prepare(change), sign('OrdererOrg'), submitUpdate());
    const invalid = `${REFUSED}consensus metadata update for channel config update is invalid: `;
    expect(failures(simulation, from)).toEqual(refused.map((text) => invalid + text));
  });

  it('in maintenance nothing is ordered and no peer gets blocks, until the orderers end it', () => {
    const simulation = fresh();
    const before = simulation.entries.length;
    give(simulation, prepare({ kind: 'maintenance', on: true }), sign('OrdererOrg'), submitUpdate());
    const from = simulation.entries.length;
    give(simulation, call(CLIENTS[0], 'TransferAsset', 'asset1', 'Mina'));
    expect(failures(simulation, from)).toEqual([
      'got unexpected status: SERVICE_UNAVAILABLE -- normal transactions are rejected: maintenance mode',
    ]);
    expect(new Set(facts(simulation, 'deliverFailed', before).map(({ status }) => status))).toEqual(
      new Set(['FORBIDDEN']),
    );
    const off: ConfigChange = { kind: 'maintenance', on: false };
    give(simulation, prepare(off, ORDERER_ADMIN, 'off'), submitUpdate(ORDERER_ADMIN, 'off'));
    simulation.runUntil(simulation.now + 20_000_000);
    const again = simulation.entries.length;
    give(simulation, call(CLIENTS[0], 'TransferAsset', 'asset1', 'Mina'));
    expect(facts(simulation, 'commitStatusReceived', again).map(({ code }) => code)).toEqual(['VALID']);
  });

  it('that peers do not understand ends them, and again after every restart', () => {
    const simulation = fresh();
    const from = simulation.entries.length;
    const change: ConfigChange = { kind: 'capabilities', level: 'application', capabilities: ['V9_9'] };
    give(simulation, prepare(change), sign('Org2'), submitUpdate());
    const words = '[channel mychannel] incompatible: Application capability V9_9 is required but not supported';
    expect(facts(simulation, 'peerPanicked', from).map(({ text }) => text)).toEqual([words, words]);
    expect(simulation.isUp(PEERS[0])).toBe(false);
    give(simulation, { type: 'restartNode', node: PEERS[0] });
    simulation.runUntil(simulation.now + 2_000_000);
    expect(facts(simulation, 'peerPanicked', from)).toHaveLength(3);
  });

  it('replays to the same digest', () => {
    const simulation = fresh();
    give(simulation, prepare({ kind: 'addOrg', org: 'Org3' }), sign('Org2'), submitUpdate());
    expect(digestOf(replayed(simulation, parts).entries)).toBe(digestOf(simulation.entries));
  });
});

describe('the system channel of 2.x', () => {
  it('gets its consortium from the orderers’ administrator', () => {
    const simulation = begin({ ...EMPTY_RECORDING, generation: '2.x', topology: TWO_ORGS_2X }, parts);
    const update = { client: ORDERER_ADMIN, update: 'consortium' };
    const change: ConfigChange = { kind: 'consortium', name: CONSORTIUM, orgs: ['Org1', 'Org2'] };
    give(
      simulation,
      { type: 'generateCrypto' },
      { type: 'createGenesisBlock', channel: SYSTEM_CHANNEL },
      ...[...ORDERERS, ORDERER_ADMIN].map((node): Command => ({ type: 'startNode', node })),
      { type: 'prepareConfigUpdate', ...update, channel: SYSTEM_CHANNEL, change },
      { type: 'submitConfigUpdate', ...update },
    );
    expect(failures(simulation, 0)).toEqual([]);
    const { chains } = simulation.stateOf(ORDERERS[0]) as OrdererState;
    expect(chains[SYSTEM_CHANNEL]?.bundle.consortiums).toMatchObject([
      { name: CONSORTIUM, organizations: [{ mspId: 'Org1MSP' }, { mspId: 'Org2MSP' }] },
    ]);
  });
});
