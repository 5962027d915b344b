import { readFileSync } from 'node:fs';
import { clone, create, equals, fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { invariant, type Result } from '../kernel/result.ts';
import { blockEnvelopes, decodeBlock, encodeBlock } from '../wire/block.ts';
import { EMPTY, utf8 } from '../wire/bytes.ts';
import { parseEnvelope } from '../wire/envelope.ts';
import { EnvelopeSchema } from '../wire/gen/common/common_pb.ts';
import {
  ConfigEnvelopeSchema,
  type ConfigGroup,
  ConfigGroupSchema,
  type ConfigUpdate,
  ConfigUpdateEnvelopeSchema,
  ConfigUpdateSchema,
} from '../wire/gen/common/configtx_pb.ts';
import { ConfigMetadataSchema } from '../wire/gen/orderer/etcdraft_pb.ts';
import { createBundle } from './bundle.ts';
import { createChannel, createdChannelBlock } from './channel-creation.ts';
import { rawValue } from './config-tree.ts';
import { configUpdateEnvelope } from './config-update.ts';
import { consortiumValue } from './genesis.ts';
import { channelCreationSpecOf, readConfigtxProfile, systemChannelSpecOf } from './read-configtx.ts';
import {
  anchorPeersUpdateFromProfile,
  channelCreationUpdate,
  newSystemChannelGroup,
  withConsortium,
} from './system-channel.ts';

/** Recorded on Fabric 2.4: system channel, creation transaction, and the channel that came of it. */
const file = (name: string) => new Uint8Array(readFileSync(new URL(`testdata/consortium/${name}`, import.meta.url)));

function valueOf<T>(result: Result<T, unknown>): T {
  invariant(result.ok, result.ok ? '' : JSON.stringify(result.error));
  return result.value;
}

const envelopeIn = (bytes: Uint8Array) => valueOf(parseEnvelope(bytes));

const firstEnvelope = (name: string): Uint8Array => blockEnvelopes(valueOf(decodeBlock(file(name))))[0] ?? EMPTY;

const configIn = (envelope: Uint8Array) => fromBinary(ConfigEnvelopeSchema, envelopeIn(envelope).data);

const updateIn = (envelope: Uint8Array): ConfigUpdate =>
  fromBinary(ConfigUpdateSchema, fromBinary(ConfigUpdateEnvelopeSchema, envelopeIn(envelope).data).configUpdate);

const genesis = configIn(firstEnvelope('system-genesis.block'));
const created = configIn(firstEnvelope('mychannel_0.block'));
const system = valueOf(createBundle('system-channel', genesis.config));
invariant(created.lastUpdate && genesis.config?.channelGroup, 'recorded');
const creation = toBinary(EnvelopeSchema, created.lastUpdate);

/** configtx.yaml of the run, with the certificates of the recorded system channel. */
function profile(name: string) {
  const groups = genesis.config?.channelGroup?.groups ?? {};
  const organizations = { ...groups['Orderer']?.groups, ...groups['Consortiums']?.groups['SampleConsortium']?.groups };
  const { consenters } = fromBinary(ConfigMetadataSchema, system.orderer?.consensusMetadata ?? EMPTY);
  const yaml: unknown = parse(new TextDecoder().decode(file('configtx.yaml')), { merge: true });
  const read = readConfigtxProfile(yaml, name, {
    mspConfig: (_dir, mspId) => {
      const group = organizations[mspId === 'OrdererMSP' ? 'OrdererOrg' : mspId];
      return { ok: true, value: group?.values['MSP']?.value ?? EMPTY };
    },
    certificate: () => ({ ok: true, value: consenters[0]?.serverTlsCert ?? EMPTY }),
  });
  return valueOf(read);
}

describe('configtxgen of 2.x', () => {
  const spec = valueOf(channelCreationSpecOf('mychannel', profile('TwoOrgsChannel')));

  it('makes the recorded system channel of the same configtx.yaml', () => {
    const specOfSystem = valueOf(systemChannelSpecOf('system-channel', profile('TwoOrgsOrdererGenesis')));
    expect(equals(ConfigGroupSchema, valueOf(newSystemChannelGroup(specOfSystem)), system.root)).toBe(true);
  });

  it('makes the recorded channel creation transaction', () => {
    const update = valueOf(channelCreationUpdate(spec));
    expect(equals(ConfigUpdateSchema, update, updateIn(file('mychannel.tx')))).toBe(true);
  });

  it('makes the recorded anchor peer update', () => {
    const update = valueOf(anchorPeersUpdateFromProfile(spec, 'Org1MSP'));
    expect(equals(ConfigUpdateSchema, update, updateIn(file('Org1MSPanchors.tx')))).toBe(true);
    expect(anchorPeersUpdateFromProfile(spec, 'Org9MSP')).toEqual({
      ok: false,
      error: "org with name 'Org9MSP' does not exist in config",
    });
  });
});

describe('a consortium', () => {
  const { consortiums = [] } = profile('TwoOrgsOrdererGenesis');
  const [sample] = consortiums;
  invariant(sample, 'the recorded network has a consortium');
  const [org1] = sample.organizations;
  invariant(org1, 'with members');
  const groupsOf = (root: ConfigGroup) => root.groups['Consortiums']?.groups ?? {};

  it('defined after the genesis block is the one that stands in it otherwise', () => {
    const specOfSystem = valueOf(systemChannelSpecOf('system-channel', profile('TwoOrgsOrdererGenesis')));
    const without = valueOf(newSystemChannelGroup({ ...specOfSystem, consortiums: [] }));
    expect(groupsOf(without)).toEqual({});
    const defined = valueOf(withConsortium(without, sample.name, sample.organizations));
    expect(equals(ConfigGroupSchema, defined, system.root)).toBe(true);
  });

  it('that exists gets other members and keeps what else it has', () => {
    const changed = groupsOf(valueOf(withConsortium(system.root, sample.name, [org1])))[sample.name];
    const before = groupsOf(system.root)[sample.name];
    expect(Object.keys(changed?.groups ?? {})).toEqual(['Org1MSP']);
    expect(changed?.values).toEqual(before?.values);
  });

  it('is defined on the system channel only', () => {
    expect(withConsortium(created.config?.channelGroup ?? system.root, 'Other', [])).toEqual({
      ok: false,
      error: 'config has no Consortiums group: consortiums are defined on the system channel',
    });
  });
});

describe('the orderers of 2.x', () => {
  it('make the recorded channel of the recorded transaction, under its real signatures', () => {
    const made = valueOf(createChannel(system, creation));
    expect(equals(ConfigEnvelopeSchema, made.configEnvelope, created)).toBe(true);
    expect(made.bundle.application?.organizations.map(({ mspId }) => mspId)).toEqual(['Org1MSP', 'Org2MSP']);
  });

  it('wrap its configuration in the transaction of the system channel, and begin the channel with it', () => {
    const config = envelopeIn(firstEnvelope('system_1.block')).data;
    expect(encodeBlock(createdChannelBlock(config))).toEqual(file('mychannel_0.block'));
  });

  const unsigned = (change: (update: ConfigUpdate) => void): Uint8Array => {
    const update = clone(ConfigUpdateSchema, updateIn(creation));
    change(update);
    return configUpdateEnvelope(update, [], EMPTY, { seconds: 1, nanos: 0 }, undefined);
  };
  const application = (update: ConfigUpdate) => {
    const group = update.writeSet?.groups['Application'];
    invariant(group, 'Application');
    return group;
  };
  const notAuthorized = (channelId: string) =>
    `error validating channel creation transaction for new channel '${channelId}', could not successfully apply update to template configuration: error authorizing update: error validating DeltaSet: policy for [Group]  /Channel/Application not satisfied: implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Admins' sub-policies to be satisfied`;

  it.each<[why: string, change: (update: ConfigUpdate) => void, text: string]>([
    ['no administrator of a member has signed', () => undefined, notAuthorized('mychannel')],
    [
      'the Admins policy is past version 0, so the creation policy stands in under its name',
      (update) => {
        const admins = application(update).policies['Admins'];
        invariant(admins, 'Admins');
        admins.version = 1n;
      },
      notAuthorized('mychannel'),
    ],
    [
      'a consortium nobody has heard of',
      (update) => {
        invariant(update.writeSet, 'write set');
        update.writeSet.values['Consortium'] = consortiumValue('Others');
      },
      'Unknown consortium name: Others',
    ],
    [
      'no consortium at all',
      (update) => {
        if (update.writeSet) update.writeSet.values = {};
      },
      'Consortium config value missing',
    ],
    [
      'a consortium that cannot be read',
      (update) => {
        if (update.writeSet) update.writeSet.values = { Consortium: rawValue(Uint8Array.of(0xff)) };
      },
      'Error reading unmarshalling consortium name: error unmarshalling Consortium: proto: cannot parse invalid wire-format data',
    ],
    [
      'a member from outside the consortium',
      (update) => {
        application(update).groups['Org9MSP'] = create(ConfigGroupSchema);
      },
      'Attempted to include member Org9MSP which is not in the consortium',
    ],
    [
      'no members',
      (update) => {
        application(update).groups = {};
      },
      'Proposed configuration has no application group members, but consortium contains members',
    ],
    [
      'the application not at version 1, where a new one begins',
      (update) => {
        application(update).version = 0n;
      },
      'Config update for channel creation does not set application group version to 1, was 0',
    ],
    [
      'no application',
      (update) => {
        if (update.writeSet) update.writeSet.groups = {};
      },
      'Config update has missing application group',
    ],
    [
      'a name that no channel may have',
      (update) => {
        update.channelId = 'MyChannel';
      },
      "initializing configtx manager failed: bad channel ID: 'MyChannel' contains illegal characters",
    ],
  ])('refuse a creation with %s', (_why, change, text) => {
    expect(createChannel(system, unsigned(change))).toEqual({ ok: false, error: text });
  });

  it('refuse what is no creation, and ask only the system channel', () => {
    expect(createChannel(system, utf8('nothing'))).toMatchObject({ ok: false });
    const channel = valueOf(createBundle('mychannel', created.config));
    expect(createChannel(channel, creation)).toEqual({
      ok: false,
      error: 'The ordering system channel does not appear to resources creating channels',
    });
  });
});
