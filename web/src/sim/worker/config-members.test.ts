import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { invariant } from '../kernel/result.ts';
import { orderer } from '../orderer/orderer.ts';
import type { OrdererState } from '../orderer/orderer-state.ts';
import { createPeer } from '../peer/peer.ts';
import type { PeerState } from '../peer/peer-state.ts';
import type { Command } from '../protocol/commands.ts';
import type { Message } from '../wire/messages.ts';
import type { Simulation } from './simulation.ts';
import { type SimulationParts } from './simulation.ts';
import {
  approve,
  call,
  CHANNEL,
  CLIENTS,
  EMPTY_RECORDING,
  install,
  PEERS,
  prepare,
  SETUP,
  sign,
  submitUpdate,
} from './test-config-network.ts';
import { begin, facts, give } from './test-simulation.ts';

let parts: SimulationParts;
let ready: Simulation;

beforeAll(async () => {
  parts = await loadSimulationParts();
  ready = begin(EMPTY_RECORDING, parts, ...SETUP);
});

const fresh = (): Simulation => ready.forkAt(ready.now);
const height = (simulation: Simulation, peer: string): number | undefined =>
  (simulation.stateOf(peer) as PeerState).disk.ledgers[CHANNEL]?.blocks.height;
const codes = (simulation: Simulation, from: number): readonly string[] =>
  facts(simulation, 'commitStatusReceived', from).map(({ code }) => code);
const failures = (simulation: Simulation, from: number): readonly string[] =>
  facts(simulation, 'commandFailed', from).map(({ text }) => text);

const ADD_ORG3: readonly Command[] = [prepare({ kind: 'addOrg', org: 'Org3' }), sign('Org2'), submitUpdate()];
const RETRY = 12_000_000;

describe('an organisation that joins', () => {
  it('has its peer on the channel before, without a block more than the first, and catches up once it is a member', () => {
    const simulation = fresh();
    const from = simulation.entries.length;
    give(simulation, { type: 'joinPeer', node: PEERS[2], channel: CHANNEL });
    expect(failures(simulation, from)).toEqual([]);
    expect(height(simulation, PEERS[2])).toBe(1);
    expect(facts(simulation, 'deliverFailed', from)).toContainEqual(expect.objectContaining({ status: 'FORBIDDEN' }));
    give(simulation, ...ADD_ORG3);
    simulation.runUntil(simulation.now + RETRY);
    expect(height(simulation, PEERS[2])).toBe(height(simulation, PEERS[0]));
  });

  it('approves the chaincode with its own client, and its endorsements count', () => {
    const simulation = fresh();
    give(simulation, ...ADD_ORG3, { type: 'joinPeer', node: PEERS[2], channel: CHANNEL });
    const from = simulation.entries.length;
    give(simulation, install(2), approve(CLIENTS[2]), call(CLIENTS[2], 'TransferAsset', 'asset1', 'Mina'));
    expect(failures(simulation, from)).toEqual([]);
    expect(codes(simulation, from)).toEqual(['VALID', 'VALID']);
    const [assembled] = facts(simulation, 'envelopeAssembled', from).slice(-1);
    // In the order in which they came.
    expect(assembled?.endorsements.map(({ mspId }) => mspId).toSorted()).toEqual(['Org1MSP', 'Org3MSP']);
  });
});

describe('an organisation that is removed', () => {
  it('gets no more blocks, not even the one that removes it, and is refused by orderers', () => {
    const simulation = fresh();
    const before = height(simulation, PEERS[1]);
    give(simulation, prepare({ kind: 'removeOrg', org: 'Org2' }), sign('Org2'), submitUpdate());
    expect(height(simulation, PEERS[0])).toBe((before ?? 0) + 1);
    expect(height(simulation, PEERS[1])).toBe(before);
    const from = simulation.entries.length;
    // Its own peer still believes in the old configuration.
    give(simulation, { ...call(CLIENTS[1], 'TransferAsset', 'asset1', 'Mina'), endorsers: [PEERS[1]] } as Command);
    expect(failures(simulation, from)).toEqual([
      "got unexpected status: FORBIDDEN -- implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' sub-policies to be satisfied: permission denied",
    ]);
    const alone = simulation.entries.length;
    give(simulation, { ...call(CLIENTS[0], 'TransferAsset', 'asset1', 'Mina'), endorsers: [PEERS[0]] } as Command);
    expect(codes(simulation, alone)).toEqual(['VALID']);
  });
});

describe('a revoked user', () => {
  const ca = 'ca.org1.example.com';
  const client = CLIENTS[0];
  const transfer = { ...call(client, 'TransferAsset', 'asset1', 'Mina'), identity: 'mina' } as Command;
  const enrolled: readonly Command[] = [
    {
      type: 'enrollIdentity',
      client,
      ca,
      id: 'admin',
      secret: 'adminpw',
      identity: 'caadmin',
      profile: '',
      attributes: [],
    },
    {
      type: 'registerIdentity',
      client,
      ca,
      registrar: 'caadmin',
      id: 'mina',
      secret: 'minapw',
      idType: 'client',
      affiliation: '',
      maxEnrollments: -1,
      attributes: [],
    },
    { type: 'enrollIdentity', client, ca, id: 'mina', secret: 'minapw', identity: 'mina', profile: '', attributes: [] },
  ];
  const revoked: readonly Command[] = [
    { type: 'revokeIdentity', client, ca, registrar: 'caadmin', id: 'mina', serial: '', aki: '', reason: '' },
    { type: 'generateCrl', client, ca, registrar: 'caadmin' },
  ];

  it('goes on until the list is in the channel, and then is nobody for orderers and peers', () => {
    const simulation = fresh();
    const from = simulation.entries.length;
    give(simulation, ...enrolled, ...revoked, transfer);
    expect(failures(simulation, from)).toEqual([]);
    expect(codes(simulation, from)).toEqual(['VALID']);
    give(simulation, prepare({ kind: 'revocationList', org: 'Org1' }), submitUpdate());
    const after = simulation.entries.length;
    give(simulation, transfer);
    expect(failures(simulation, after)).toEqual([
      'error validating proposal: access denied: channel [mychannel] creator org [Org1MSP]',
    ]);
    expect(codes(simulation, after)).toEqual([]);
    give(simulation, call(client, 'TransferAsset', 'asset1', 'Jun'));
    expect(codes(simulation, after)).toEqual(['VALID']);
  });

  it('endorsed in time is refused by the orderer when it comes late', () => {
    const simulation = fresh();
    give(simulation, ...enrolled, ...revoked, prepare({ kind: 'revocationList', org: 'Org1' }), sign('Org1'));
    for (const to of ['orderer.example.com', 'orderer2.example.com', 'orderer3.example.com'])
      give(simulation, { type: 'setLink', from: client, to, up: true, loss: 0, latencyFactor: 200 });
    const from = simulation.entries.length;
    invariant(simulation.perform(transfer).ok, 'the command is allowed');
    while (
      facts(simulation, 'envelopeSubmitted', from).length === 0 &&
      simulation.stepOnce(simulation.now + 1_000_000)
    );
    // Another organisation may hand in what Org1's administrator has signed.
    give(simulation, submitUpdate(CLIENTS[1]));
    simulation.runUntil(simulation.now + 10_000_000);
    expect(failures(simulation, from)).toEqual([
      "got unexpected status: FORBIDDEN -- implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' sub-policies to be satisfied: permission denied",
    ]);
  });

  it('has no list to be on before the client fetched one', () => {
    const simulation = fresh();
    const from = simulation.entries.length;
    give(simulation, prepare({ kind: 'revocationList', org: 'Org1' }));
    expect(failures(simulation, from)).toEqual(['open msp/crls/crl.pem: no such file or directory']);
  });
});

describe('an expired certificate', () => {
  const LATER = 11 * 365 * 24 * 3600 * 1_000_000;

  /** The last message of this kind that was sent during the set-up. */
  function sent<T extends Message['type']>(type: T): Message & { readonly type: T } {
    const ids = facts(ready, 'messageSent').map(({ message }) => message);
    const found = ids.map((id) => ready.payloadOf(id)).findLast((message) => message?.type === type);
    invariant(found, `a ${type} was sent`);
    return found as Message & { readonly type: T };
  }

  it('is refused by peers', () => {
    const stepped = createPeer({ containers: parts.containers }).step(
      ready.stateOf(PEERS[0]) as PeerState,
      { type: 'message', from: CLIENTS[0], message: sent('proposal') },
      LATER,
    );
    expect(stepped.effects[0]).toMatchObject({
      type: 'report',
      fact: { type: 'proposalRefused', status: 500, message: 'proposal client identity expired' },
    });
  });

  it('is refused by orderers', () => {
    const stepped = orderer.step(
      ready.stateOf('orderer.example.com') as OrdererState,
      { type: 'message', from: CLIENTS[0], message: sent('broadcast') },
      LATER,
    );
    expect(stepped.effects[0]).toMatchObject({
      type: 'report',
      fact: { type: 'envelopeRefused', status: 'BAD_REQUEST', info: 'broadcast client identity expired' },
    });
  });
});
