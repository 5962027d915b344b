import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import {
  CHANNEL,
  createChannel,
  createChannelTransaction,
  DEFINE_CONSORTIUM,
  fetchChannelBlock,
  joinOrderer,
  joinPeer,
  ORDERER_ADMIN,
  ORDERERS,
  ORG1,
  ORG2,
  start,
  submit,
  SYSTEM_CHANNEL,
  TWO_ORGS_2X,
  TWO_ORGS_2X_UP,
} from '../../scenes/networks.ts';
import { withBatchTimeout } from '../channel/config-edits.ts';
import type { ClientState } from '../client/client-state.ts';
import { signWith } from '../identity/signing-identity.ts';
import { invariant } from '../kernel/result.ts';
import { processMessage } from '../orderer/message-processor.ts';
import type { OrdererState } from '../orderer/orderer-state.ts';
import { processForNewChannel, reprocess } from '../orderer/system-channel.ts';
import type { PeerState } from '../peer/peer-state.ts';
import { checkRecording } from '../protocol/check-recording.ts';
import type { Command } from '../protocol/commands.ts';
import { EPOCH_UNIX_MICROS } from '../topology/workspace.ts';
import { digestOf } from '../trace/digest.ts';
import { blockEnvelopes } from '../wire/block.ts';
import { hex } from '../wire/bytes.ts';
import { parseEnvelope, signedEnvelope } from '../wire/envelope.ts';
import { HeaderType, Status } from '../wire/gen/common/common_pb.ts';
import type { Simulation } from './simulation.ts';
import { type SimulationParts } from './simulation.ts';
import { begin, emptyRecording, facts, give, replayed } from './test-simulation.ts';

const EMPTY = emptyRecording({ generation: '2.x', seed: 'consortium', topology: TWO_ORGS_2X, contracts: {} });
const PEERS = [ORG1.peer0, ORG1.peer1, ORG2.peer0, ORG2.peer1];
const ORDERERS_UP: readonly Command[] = [
  { type: 'generateCrypto' },
  { type: 'createGenesisBlock', channel: SYSTEM_CHANNEL },
  ...ORDERERS.map(start),
  ...[ORDERER_ADMIN, ORG1.client, ORG2.client, ORG1.peer0].map(start),
];

let parts: SimulationParts;
/** Orderers and clients run; the consortium is not defined yet. */
let orderersUp: Simulation;
let ready: Simulation;

/** What the commands answered, from here on. */
function failuresAfter(simulation: Simulation, ...commands: readonly Command[]): readonly string[] {
  const from = simulation.entries.length;
  give(simulation, ...commands);
  return facts(simulation, 'commandFailed', from).map(({ text }) => text);
}

const copyOf = (simulation: Simulation): Simulation => simulation.forkAt(simulation.now);
const blocksOf = (simulation: Simulation, orderer: string, channel: string) =>
  (simulation.stateOf(orderer) as OrdererState).disk.chains[channel]?.blocks;

beforeAll(async () => {
  parts = await loadSimulationParts();
  orderersUp = begin(EMPTY, parts, ...ORDERERS_UP);
  ready = begin(EMPTY, parts, ...TWO_ORGS_2X_UP);
}, 60_000);

describe('a network of 2.x from nothing', () => {
  it('comes up without a failed command, and the first transaction is valid', () => {
    expect(facts(ready, 'commandFailed')).toEqual([]);
    expect(facts(ready, 'blockRejected')).toEqual([]);
    expect(facts(ready, 'commitStatusReceived').map(({ code }) => code)).toEqual(expect.arrayContaining(['VALID']));
    const heights = PEERS.map((peer) => (ready.stateOf(peer) as PeerState).disk.ledgers[CHANNEL]?.blocks.lastHash);
    expect(new Set(heights.map((hash) => hash && hex(hash))).size).toBe(1);
  });

  it('has the created channel in block 2 of the system channel, on every orderer alike', () => {
    expect(facts(ready, 'channelCreated').map(({ channel, number }) => [channel, number])).toEqual(
      ORDERERS.map(() => [CHANNEL, 2]),
    );
    for (const channel of [SYSTEM_CHANNEL, CHANNEL]) {
      const hashes = ORDERERS.map((orderer) => blocksOf(ready, orderer, channel)?.lastHash);
      expect(new Set(hashes.map((hash) => hash && hex(hash))).size).toBe(1);
    }
  });

  it('does not take the making of a channel for a change of the system channel', () => {
    expect(blocksOf(ready, ORDERERS[0], SYSTEM_CHANNEL)?.lastConfigNumber).toBe(1);
  });

  it('gives the same digest when it is played again', () => {
    expect(digestOf(replayed(ready, parts).entries)).toBe(digestOf(ready.entries));
  });

  it('goes on after all orderers were restarted, with both channels', () => {
    const simulation = copyOf(ready);
    give(simulation, ...ORDERERS.map((node): Command => ({ type: 'crashNode', node })));
    give(simulation, ...ORDERERS.map((node): Command => ({ type: 'restartNode', node })));
    simulation.runUntil(simulation.now + 30_000_000);
    for (const orderer of ORDERERS)
      expect(Object.keys((simulation.stateOf(orderer) as OrdererState).chains).sort()).toEqual([
        CHANNEL,
        SYSTEM_CHANNEL,
      ]);
    const from = simulation.entries.length;
    give(simulation, submit(ORG1.client, 'TransferAsset', 'asset1', 'Mina'));
    expect(facts(simulation, 'commitStatusReceived', from).map(({ code }) => code)).toEqual(['VALID']);
  });
});

describe('an orderer that was away while a channel was made', () => {
  it('makes it when it hears of the block', () => {
    const simulation = copyOf(orderersUp);
    const leader = facts(simulation, 'leaderFollowed')[0]?.leader;
    const away = ORDERERS.find((orderer) => orderer !== leader) ?? '';
    give(simulation, { type: 'crashNode', node: away }, ...DEFINE_CONSORTIUM, createChannelTransaction);
    give(simulation, createChannel(ORG1.client), { type: 'restartNode', node: away });
    simulation.runUntil(simulation.now + 20_000_000);
    expect(blocksOf(simulation, away, CHANNEL)?.height).toBe(1);
  });
});

describe('the tools answer as those of 2.4', () => {
  const readTwice =
    'error authorizing update: error validating ReadSet: proposed update requires that key [Group]  /Channel/Application be at version 0, but it is currently at version 1';

  it.each<[why: string, before: readonly Command[], command: Command, text: string]>([
    [
      'a channel whose consortium is not defined yet',
      [createChannelTransaction],
      createChannel(ORG1.client),
      'got unexpected status: BAD_REQUEST -- Unknown consortium name: SampleConsortium',
    ],
    [
      'a channel created twice',
      [...DEFINE_CONSORTIUM, createChannelTransaction, createChannel(ORG1.client)],
      createChannel(ORG1.client),
      `got unexpected status: BAD_REQUEST -- error applying config update to existing channel 'mychannel': ${readTwice}`,
    ],
    [
      'the block of a channel that does not exist',
      [],
      fetchChannelBlock(ORG1.client),
      "can't read the block: &{NOT_FOUND}",
    ],
    [
      'the block of a channel its reader is not in',
      [],
      { type: 'fetchChannelBlock', client: ORG1.client, channel: SYSTEM_CHANNEL },
      "can't read the block: &{FORBIDDEN}",
    ],
    ['joining by hand', [], joinOrderer(ORDERERS[0]), 'cannot join: system channel exists'],
    [
      'a genesis block of a channel that the system channel is to make',
      [],
      { type: 'createGenesisBlock', channel: CHANNEL },
      'refusing to generate block which is missing orderer section',
    ],
    [
      'an administrator who is in no member organisation',
      [...DEFINE_CONSORTIUM, createChannelTransaction],
      createChannel(ORDERER_ADMIN),
      "got unexpected status: BAD_REQUEST -- error validating channel creation transaction for new channel 'mychannel', could not successfully apply update to template configuration: error authorizing update: error validating DeltaSet: policy for [Group]  /Channel/Application not satisfied: implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Admins' sub-policies to be satisfied",
    ],
  ])('%s', (_why, before, command, text) => {
    const simulation = copyOf(orderersUp);
    expect(failuresAfter(simulation, ...before)).toEqual([]);
    expect(failuresAfter(simulation, command)).toEqual([text]);
  });
});

describe('an envelope for the system channel or for no channel at all', () => {
  const { ENDORSER_TRANSACTION, ORDERER_TRANSACTION } = HeaderType;
  const NOBODY_WRITES =
    "implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' sub-policies to be satisfied: permission denied";

  it.each<[why: string, client: string, type: HeaderType, channelId: string, rejection: object | undefined]>([
    [
      'a transaction for a channel that does not exist',
      ORG1.client,
      ENDORSER_TRANSACTION,
      'nowhere',
      { status: Status.NOT_FOUND, info: 'channel does not exist' },
    ],
    [
      'what only orderers make',
      ORDERER_ADMIN,
      ORDERER_TRANSACTION,
      'nowhere',
      { status: Status.BAD_REQUEST, info: 'message is of type that cannot be processed directly' },
    ],
    [
      'a transaction of an organisation that is only in a consortium',
      ORG1.client,
      ENDORSER_TRANSACTION,
      SYSTEM_CHANNEL,
      { status: Status.FORBIDDEN, info: NOBODY_WRITES },
    ],
    ["a transaction of the orderers' own organisation", ORDERER_ADMIN, ENDORSER_TRANSACTION, SYSTEM_CHANNEL, undefined],
  ])('%s', (_why, client, type, channelId, rejection) => {
    const identity = (ready.stateOf(client) as ClientState).disk.wallet['Admin'];
    const bundle = (ready.stateOf(ORDERERS[0]) as OrdererState).chains[SYSTEM_CHANNEL]?.bundle;
    invariant(identity && bundle, 'the network is up');
    const signer = { creator: identity.serialized, sign: (bytes: Uint8Array) => signWith(identity, bytes) };
    const nonce = new Uint8Array(24);
    const bytes = signedEnvelope({ type, channelId }, nonce, nonce, signer);
    const envelope = parseEnvelope(bytes);
    invariant(envelope.ok, 'an envelope');
    const process = channelId === SYSTEM_CHANNEL ? processMessage : processForNewChannel;
    const processed = process(bytes, envelope.value, { bundle, nowUnixMicros: EPOCH_UNIX_MICROS, nonce, signer });
    expect(processed.ok ? undefined : processed.error).toEqual(rejection);
  });
});

describe('creations that have to wait for their block', () => {
  it('are made again from the system channel as it is then, and forgotten when they no longer fit', () => {
    const creation = blocksOf(ready, ORDERERS[0], SYSTEM_CHANNEL)?.block(2);
    const bytes = creation && blockEnvelopes(creation)[0];
    const orderer = ready.stateOf(ORDERERS[0]) as OrdererState;
    const now = orderer.chains[SYSTEM_CHANNEL]?.bundle;
    const earlier = (orderersUp.stateOf(ORDERERS[0]) as OrdererState).chains[SYSTEM_CHANNEL]?.bundle;
    invariant(bytes && now && earlier, 'the channel was created');
    const ordering = { payload: bytes, signature: bytes, bytes, txid: '' };
    expect(reprocess(ordering, now, orderer.disk.signer)).toBe(ordering);
    expect(reprocess(ordering, earlier, orderer.disk.signer)).toBeUndefined();
    const slower = withBatchTimeout(9_000_000)(now.root);
    invariant(slower.ok, 'an edit');
    const again = reprocess(ordering, { ...now, root: slower.value }, orderer.disk.signer);
    expect(again && hex(again.bytes)).not.toBe(hex(bytes));
  });
});

describe('files come before what needs them', () => {
  it.each<[why: string, before: readonly Command[], command: Command, code: string]>([
    ['an orderer without its genesis block', [{ type: 'generateCrypto' }], start(ORDERERS[0]), 'noGenesisBlock'],
    ['a creation transaction without certificates', [], createChannelTransaction, 'noCrypto'],
    ['a channel without its transaction', ORDERERS_UP, createChannel(ORG1.client), 'noChannelTransaction'],
    ['a peer without a block of the channel', ORDERERS_UP, joinPeer(ORG1.peer0), 'noGenesisBlock'],
  ])('%s', (_why, before, command, code) => {
    const simulation = before === ORDERERS_UP ? copyOf(orderersUp) : begin(EMPTY, parts, ...before);
    expect(simulation.perform(command)).toMatchObject({ ok: false, error: { code } });
  });
});

describe('a recording', () => {
  const { systemChannel, ...withoutSystemChannel } = TWO_ORGS_2X;
  invariant(systemChannel, 'a network of 2.x');
  const changed = (change: object) => ({
    ...EMPTY,
    topology: { ...TWO_ORGS_2X, systemChannel: { ...systemChannel, ...change } },
  });

  it.each<[why: string, recording: object, code: string]>([
    ['of 2.x without a system channel', { ...EMPTY, topology: withoutSystemChannel }, 'generationNeedsSystemChannel'],
    ['of 3.x with one', { ...EMPTY, generation: '3.x' }, 'generationWithoutSystemChannel'],
    ['whose system channel is called as another', changed({ id: CHANNEL }), 'duplicateChannel'],
    ['whose system channel has no name for a channel', changed({ id: 'System' }), 'badChannelName'],
    ['whose consortium has no name for a group', changed({ consortium: 'a/b' }), 'badConsortiumName'],
    ['whose consortium has a stranger in it', changed({ orgs: ['Org9'] }), 'unknownOrg'],
    ['whose system channel is none', changed({ orgs: 'Org1' }), 'notATopology'],
  ])('%s is refused', (_why, recording, code) => {
    expect(checkRecording(recording)).toMatchObject({ ok: false, error: { code } });
  });

  it('of 2.x is taken as it is', () => {
    expect(checkRecording(EMPTY)).toEqual({ ok: true, value: EMPTY });
  });
});
