import { readFileSync } from 'node:fs';
import { create, equals, fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { keyPairFrom, sign } from '../crypto/p256.ts';
import { invariant } from '../kernel/result.ts';
import { blockEnvelopes, blockSignedData, decodeBlock } from '../wire/block.ts';
import { EMPTY, utf8 } from '../wire/bytes.ts';
import { parseEnvelope, parseEnvelopeMessage, type Signer } from '../wire/envelope.ts';
import { type Block, EnvelopeSchema } from '../wire/gen/common/common_pb.ts';
import {
  type Config,
  ConfigEnvelopeSchema,
  ConfigGroupSchema,
  ConfigSchema,
  type ConfigUpdate,
  ConfigUpdateEnvelopeSchema,
  ConfigUpdateSchema,
} from '../wire/gen/common/configtx_pb.ts';
import { BatchTimeoutSchema } from '../wire/gen/orderer/configuration_pb.ts';
import { checkAcl, policyPathFor } from './acls.ts';
import { type ChannelBundle, createBundle, evaluatePolicy } from './bundle.ts';
import { computeConfigUpdate } from './config-delta.ts';
import { newValue } from './config-tree.ts';
import { applyConfigEnvelope, configUpdateEnvelope, proposeConfigUpdate, signConfigUpdate } from './config-update.ts';
import { anchorPeersValue } from './genesis.ts';

type Network = 'raft' | 'bft';

function block(network: Network, number: number): Block {
  const file = new URL(`../wire/testdata/${network}/00${number}.block`, import.meta.url);
  const decoded = decodeBlock(new Uint8Array(readFileSync(file)));
  invariant(decoded.ok, 'recorded block');
  return decoded.value;
}

/** The data of the config envelope in a recorded block. */
function configData(network: Network, number: number): Uint8Array {
  const parsed = parseEnvelope(blockEnvelopes(block(network, number))[0] ?? EMPTY);
  invariant(parsed.ok, 'recorded envelope');
  return parsed.value.data;
}

const recorded = (network: Network, number: number) => fromBinary(ConfigEnvelopeSchema, configData(network, number));

function genesisBundle(network: Network): ChannelBundle {
  const bundle = createBundle('mychannel', recorded(network, 0).config);
  invariant(bundle.ok, bundle.ok ? '' : bundle.error);
  return bundle.value;
}

function recordedUpdate(network: Network, number: number) {
  const { lastUpdate } = recorded(network, number);
  invariant(lastUpdate, 'last update');
  const parsed = parseEnvelopeMessage(lastUpdate);
  invariant(parsed.ok, 'update envelope');
  const envelope = fromBinary(ConfigUpdateEnvelopeSchema, parsed.value.data);
  return { lastUpdate, envelope, update: fromBinary(ConfigUpdateSchema, envelope.configUpdate) };
}

function changed(config: Config | undefined, change: (copy: Config) => void): Config {
  invariant(config, 'config');
  const copy = fromBinary(ConfigSchema, toBinary(ConfigSchema, config));
  change(copy);
  return copy;
}

const NONCE = new Uint8Array(24).fill(7);
const AT = { seconds: 1_800_000_000, nanos: 0 };

/** Someone no organisation knows. */
const stranger: Signer = {
  creator: utf8('nobody'),
  sign: (message) => sign(keyPairFrom(utf8('stranger')).privateKey, message),
};

const send = (update: ConfigUpdate): Uint8Array =>
  configUpdateEnvelope(
    update,
    [signConfigUpdate(toBinary(ConfigUpdateSchema, update), stranger, NONCE)],
    NONCE,
    AT,
    stranger,
  );

describe('bundle of a recorded channel', () => {
  it('reads what the orderers need', () => {
    expect(genesisBundle('raft').orderer).toMatchObject({
      consensusType: 'etcdraft',
      batchSize: { maxMessageCount: 10, absoluteMaxBytes: 103_809_024, preferredMaxBytes: 524_288 },
      batchTimeoutMicros: 2_000_000,
      consenters: [],
    });
    expect(genesisBundle('bft').orderer?.consenters.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  });

  it.each([
    ['raft', 'ANY Writers: one orderer'],
    ['bft', 'a quorum of consenters named by number'],
  ] as const)('verifies the signatures of a %s block (%s)', (network, _why) => {
    const bundle = genesisBundle(network);
    const signedData = blockSignedData(block(network, 3), bundle.orderer?.consenters ?? []);
    invariant(signedData.ok, 'signatures');
    const verdict = (sigs: typeof signedData.value) =>
      evaluatePolicy(bundle, '/Channel/Orderer/BlockValidation', sigs).satisfied;
    expect(verdict(signedData.value)).toBe(true);
    expect(verdict(signedData.value.slice(1))).toBe(false);
    expect(verdict(signedData.value.map((s) => ({ ...s, data: utf8('another block') })))).toBe(false);
  });

  it('guards resources by default and by ACL', () => {
    const bundle = genesisBundle('raft');
    expect(policyPathFor(bundle, 'peer/Propose')).toBe('/Channel/Application/Writers');
    expect(checkAcl(bundle, 'event/Block', [])).toEqual({
      ok: false,
      error:
        "Failed evaluating policy on signed data during check policy on channel [mychannel] with policy [/Channel/Application/Readers]: [implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Readers' sub-policies to be satisfied]",
    });
  });

  it('is refused without an MSP, with an unknown value, and with a timeout that is no duration', () => {
    const refused = (change: (copy: Config) => void) => createBundle('c', changed(recorded('raft', 0).config, change));
    const orderer = (copy: Config) => copy.channelGroup?.groups['Orderer'] ?? create(ConfigGroupSchema);
    expect(refused((copy) => delete orderer(copy).groups['OrdererOrg']?.values['MSP'])).toMatchObject({ ok: false });
    expect(
      refused((copy) => {
        orderer(copy).values['Surprise'] = newValue(BatchTimeoutSchema, create(BatchTimeoutSchema));
      }),
    ).toEqual({
      ok: false,
      error:
        'initializing channelconfig failed: could not create channel Orderer sub-group config: failed to deserialize values: Unexpected key Surprise',
    });
    expect(
      refused((copy) => {
        orderer(copy).values['BatchTimeout'] = newValue(
          BatchTimeoutSchema,
          create(BatchTimeoutSchema, { timeout: '2' }),
        );
      }),
    ).toEqual({
      ok: false,
      error:
        'initializing channelconfig failed: could not create channel Orderer sub-group config: Attempted to set the batch timeout to a invalid value: time: missing unit in duration "2"',
    });
  });
});

describe.each(['raft', 'bft'] as const)('recorded anchor peer updates of the %s network', (network) => {
  it('are followed by a peer, block after block', () => {
    let bundle = genesisBundle(network);
    for (const number of [1, 2]) {
      const next = applyConfigEnvelope(bundle, configData(network, number));
      invariant(next.ok, next.ok ? '' : next.error);
      bundle = next.value;
      expect(bundle.sequence).toBe(number);
    }
    expect(bundle.application?.organizations.map(({ anchorPeers }) => anchorPeers.map(({ host }) => host))).toEqual([
      ['peer0.org1.example.com'],
      ['peer0.org2.example.com'],
    ]);
  });

  it('are made into the configuration the real orderer made', () => {
    const accepted = proposeConfigUpdate(
      genesisBundle(network),
      toBinary(EnvelopeSchema, recordedUpdate(network, 1).lastUpdate),
    );
    invariant(accepted.ok, accepted.ok ? '' : accepted.error);
    expect(equals(ConfigEnvelopeSchema, accepted.value.configEnvelope, recorded(network, 1))).toBe(true);
  });

  it('are computed as configtxlator computes them', () => {
    const updated = changed(recorded(network, 0).config, (copy) => {
      const org1 = copy.channelGroup?.groups['Application']?.groups['Org1MSP'];
      invariant(org1, 'Org1MSP');
      org1.values['AnchorPeers'] = anchorPeersValue([{ host: 'peer0.org1.example.com', port: 7051 }]);
    });
    const update = computeConfigUpdate('mychannel', genesisBundle(network).config, updated);
    invariant(update.ok, 'update');
    expect(equals(ConfigUpdateSchema, update.value, recordedUpdate(network, 1).update)).toBe(true);
  });

  it('do not apply out of order', () => {
    expect(applyConfigEnvelope(genesisBundle(network), configData(network, 2))).toEqual({
      ok: false,
      error: 'config currently at sequence 0, cannot validate config at sequence 2',
    });
  });
});

describe('a config update', () => {
  const genesis = genesisBundle('raft');
  const current = applyConfigEnvelope(genesis, configData('raft', 1));
  invariant(current.ok, 'current');

  it('that was computed from an older configuration names the element that moved', () => {
    const stale = toBinary(EnvelopeSchema, recordedUpdate('raft', 1).lastUpdate);
    expect(proposeConfigUpdate(current.value, stale)).toEqual({
      ok: false,
      error:
        'error authorizing update: error validating ReadSet: proposed update requires that key [Group]  /Channel/Application/Org1MSP be at version 0, but it is currently at version 1',
    });
  });

  const timeout = (text: string) => (copy: Config) => {
    const orderer = copy.channelGroup?.groups['Orderer'];
    invariant(orderer, 'Orderer');
    orderer.values['BatchTimeout'] = newValue(BatchTimeoutSchema, create(BatchTimeoutSchema, { timeout: text }));
  };

  it('without the signatures its policy asks for names policy and count', () => {
    const update = computeConfigUpdate('mychannel', genesis.config, changed(genesis.config, timeout('5s')));
    invariant(update.ok, 'update');
    expect(proposeConfigUpdate(genesis, send(update.value))).toEqual({
      ok: false,
      error:
        "error authorizing update: error validating DeltaSet: policy for [Value]  /Channel/Orderer/BatchTimeout not satisfied: implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Admins' sub-policies to be satisfied",
    });
  });

  it.each<[why: string, update: () => ConfigUpdate, text: string]>([
    [
      'for another channel',
      () => create(ConfigUpdateSchema, { channelId: 'other' }),
      "ConfigUpdate for channel 'other' but envelope for channel 'mychannel'",
    ],
    [
      'that changes nothing',
      () => create(ConfigUpdateSchema, { channelId: 'mychannel' }),
      'error validating DeltaSet: delta set was empty -- update would have no effect',
    ],
    [
      'that skips a version',
      () =>
        create(ConfigUpdateSchema, {
          channelId: 'mychannel',
          writeSet: create(ConfigGroupSchema, { version: 5n, modPolicy: 'Admins' }),
        }),
      'error validating DeltaSet: attempt to set key [Group]  /Channel to version 5, but key is at version 0',
    ],
    [
      'without a mod_policy',
      () =>
        create(ConfigUpdateSchema, { channelId: 'mychannel', writeSet: create(ConfigGroupSchema, { version: 1n }) }),
      'error validating DeltaSet: invalid mod_policy for element [Group]  /Channel: mod_policy not set',
    ],
    [
      'with a key Fabric does not allow',
      () =>
        create(ConfigUpdateSchema, {
          channelId: 'mychannel',
          writeSet: create(ConfigGroupSchema, { groups: { 'Org 3': create(ConfigGroupSchema) } }),
        }),
      "error mapping WriteSet: illegal characters in key: [Group]  : config ID 'Org 3' contains illegal characters",
    ],
  ])('%s is refused', (_why, update, text) => {
    expect(proposeConfigUpdate(genesis, send(update()))).toEqual({
      ok: false,
      error: `error authorizing update: ${text}`,
    });
  });

  it('that is no envelope at all is refused, not thrown', () => {
    expect(proposeConfigUpdate(genesis, Uint8Array.of(1, 2, 3))).toMatchObject({ ok: false });
    expect(applyConfigEnvelope(genesis, Uint8Array.of(0xff))).toMatchObject({ ok: false });
  });

  it('is not computed between equal configurations', () => {
    expect(computeConfigUpdate('mychannel', genesis.config, genesis.config)).toEqual({
      ok: false,
      error: 'no differences detected between original and updated config',
    });
  });
});
