import { readFileSync } from 'node:fs';
import { equals, fromBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { invariant } from '../kernel/result.ts';
import { blockEnvelopes, decodeBlock } from '../wire/block.ts';
import { EMPTY, utf8 } from '../wire/bytes.ts';
import { parseEnvelope } from '../wire/envelope.ts';
import { ConfigEnvelopeSchema, ConfigGroupSchema } from '../wire/gen/common/configtx_pb.ts';
import type { ChannelSpec, OrdererSpec } from './channel-spec.ts';
import { printConfigtxYaml } from './configtx-yaml.ts';
import { newChannelGroup } from './genesis.ts';
import {
  channelSpecOf,
  configtxProfiles,
  type MaterialReader,
  readConfigtxOrganizations,
  readConfigtxProfile,
} from './read-configtx.ts';
import { recordedChannelSpec } from './recorded-channel.ts';
import { linesOf } from './yaml-flaws.ts';

const file = (path: string): Buffer => readFileSync(new URL(path, import.meta.url));

function recordedTree(network: 'raft' | 'bft') {
  const block = decodeBlock(new Uint8Array(file(`../wire/testdata/${network}/000.block`)));
  invariant(block.ok, 'block');
  const envelope = parseEnvelope(blockEnvelopes(block.value)[0] ?? EMPTY);
  invariant(envelope.ok, 'envelope');
  const root = fromBinary(ConfigEnvelopeSchema, envelope.value.data).config?.channelGroup;
  invariant(root, 'config');
  return root;
}

/** Finds every certificate in the recorded genesis block, by the host or the MSP it belongs to. */
function materialOf({ orderer, application }: ChannelSpec): MaterialReader {
  const organizations = [...orderer.organizations, ...application.organizations];
  return {
    mspConfig: (_dir, id) => ({ ok: true, value: organizations.find(({ mspId }) => mspId === id)?.mspConfig ?? EMPTY }),
    certificate: (path) => ({ ok: true, value: certificateAt(orderer, path) }),
  };
}

function certificateAt(orderer: OrdererSpec, path: string): Uint8Array {
  const isOf = ({ host }: { readonly host: string }): boolean => path.includes(`/orderers/${host}/`);
  if (orderer.type === 'BFT' && !path.includes('/tls/')) return orderer.consenters.find(isOf)?.identity ?? EMPTY;
  return (orderer.type === 'kafka' ? undefined : orderer.consenters.find(isOf)?.serverTlsCert) ?? EMPTY;
}

const yamlOf = (network: 'raft' | 'bft'): unknown =>
  parse(file(`testdata/${network}.configtx.yaml`).toString(), { merge: true });

describe('configtx.yaml', () => {
  it.each([
    ['raft', 'ChannelUsingRaft'],
    ['bft', 'ChannelUsingBFT'],
  ] as const)('of the recorded %s network describes its genesis block', (network, name) => {
    const root = recordedTree(network);
    const profile = readConfigtxProfile(yamlOf(network), name, materialOf(recordedChannelSpec(root, network)));
    invariant(profile.ok, profile.ok ? '' : linesOf(profile.error));
    const spec = channelSpecOf('mychannel', profile.value);
    invariant(spec.ok, spec.ok ? '' : spec.error);
    const tree = newChannelGroup(spec.value);
    invariant(tree.ok, tree.ok ? '' : tree.error);
    expect(equals(ConfigGroupSchema, tree.value, root)).toBe(true);
  });

  it.each(['raft', 'bft'] as const)('that we print for a %s network is read as the same network', (network) => {
    const spec = recordedChannelSpec(recordedTree(network), network);
    const host = ({ host: name }: { readonly host: string }) => `crypto-config/orderers/${name}`;
    const printed = printConfigtxYaml([{ profile: 'Lab', spec }], {
      mspDir: ({ mspId }) => mspId,
      clientTlsCert: (consenter) => `${host(consenter)}/tls/server.crt`,
      serverTlsCert: (consenter) => `${host(consenter)}/tls/server.crt`,
      identity: (consenter) => `${host(consenter)}/msp/signcerts/cert.pem`,
    });
    const profile = readConfigtxProfile(parse(printed), 'Lab', materialOf(spec));
    invariant(profile.ok, profile.ok ? '' : linesOf(profile.error));
    const read = channelSpecOf('mychannel', profile.value);
    invariant(read.ok, 'spec');
    const [ours, again] = [newChannelGroup(spec), newChannelGroup(read.value)];
    invariant(ours.ok && again.ok, 'trees');
    expect(equals(ConfigGroupSchema, ours.value, again.value)).toBe(true);
  });

  const anything: MaterialReader = {
    mspConfig: () => ({ ok: true, value: EMPTY }),
    certificate: () => ({ ok: true, value: utf8('PEM') }),
  };
  const consenter = { Host: 'o', Port: 7050, ClientTLSCert: 'c', ServerTLSCert: 's' };
  const raft = { OrdererType: 'etcdraft', EtcdRaft: { Consenters: [consenter] } };
  const read = (orderer: object, material = anything) =>
    readConfigtxProfile({ Profiles: { P: { Orderer: orderer } } }, 'P', material);

  it('has the defaults of configtxgen, not those of the sample file', () => {
    const profile = read(raft);
    invariant(profile.ok, 'profile');
    expect(profile.value.orderer).toMatchObject({
      batchTimeoutMicros: 2_000_000,
      batchSize: { maxMessageCount: 500, absoluteMaxBytes: 10_485_760, preferredMaxBytes: 2_097_152 },
      options: { tickInterval: '500ms', electionTick: 10 },
    });
  });

  it.each([
    [10, 10],
    ['10', 10],
    ['99 MB', 103_809_024],
    ['512 KB', 524_288],
    ['512kb', 524_288],
    ['1g', 1_073_741_824],
  ])('takes %j for a size of %i bytes', (size, bytes) => {
    const profile = read({ ...raft, BatchSize: { AbsoluteMaxBytes: size } });
    invariant(profile.ok, 'profile');
    expect(profile.value.orderer?.batchSize.absoluteMaxBytes).toBe(bytes);
  });

  it('names fields without regard to case', () => {
    const profile = read({ ...raft, batchtimeout: '5s' });
    expect(profile).toMatchObject({ ok: true, value: { orderer: { batchTimeoutMicros: 5_000_000 } } });
  });

  it.each<[why: string, orderer: object, flaw: string]>([
    [
      'a timeout without a unit',
      { ...raft, BatchTimeout: '2' },
      'Profiles.P.Orderer.BatchTimeout: time: missing unit in duration "2"',
    ],
    [
      'a size that is none',
      { ...raft, BatchSize: { MaxMessageCount: 'many' } },
      'Profiles.P.Orderer.BatchSize.MaxMessageCount: expected a number from 0 to 4294967295, got "many"',
    ],
    ['a field nobody knows', { ...raft, BatchTimout: '2s' }, 'Profiles.P.Orderer: has invalid keys: BatchTimout'],
    [
      'an orderer type of the past',
      { ...raft, OrdererType: 'solo' },
      'Profiles.P.Orderer.OrdererType: unknown orderer type: solo',
    ],
    [
      'Raft without its section',
      { OrdererType: 'etcdraft' },
      'Profiles.P.Orderer.EtcdRaft: etcdraft configuration missing',
    ],
    [
      'Raft without nodes',
      { OrdererType: 'etcdraft', EtcdRaft: { Consenters: null } },
      'Profiles.P.Orderer.EtcdRaft: etcdraft configuration did not specify any consenter',
    ],
    [
      'a node without a port',
      { OrdererType: 'etcdraft', EtcdRaft: { Consenters: [{ ...consenter, Port: undefined }] } },
      'Profiles.P.Orderer.EtcdRaft.Consenters[0]: consenter info in etcdraft configuration did not specify port',
    ],
    [
      'a policy of another type',
      { ...raft, Policies: { Readers: { Type: 'Any', Rule: 'ANY Readers' } } },
      'Profiles.P.Orderer.Policies.Readers: unknown policy type: Any',
    ],
    [
      'a list where a map belongs',
      { ...raft, Policies: [] },
      'Profiles.P.Orderer.Policies: expected a map, got a list',
    ],
    [
      'a map where a list belongs',
      { ...raft, Addresses: {} },
      'Profiles.P.Orderer.Addresses: expected a list, got a map',
    ],
    [
      'BFT without a mapping',
      { OrdererType: 'BFT' },
      'Profiles.P.Orderer.ConsenterMapping: BFT configuration did not specify any consenter',
    ],
  ])('with %s is refused, and the place named', (_why, orderer, flaw) => {
    const refused = read(orderer);
    expect(refused.ok ? '' : linesOf(refused.error)).toBe(flaw);
  });

  it('names all flaws at once, and material that is missing', () => {
    const missing = (text: string) => ({ ok: false, error: { code: 'material', params: { text } } }) as const;
    const nothing: MaterialReader = {
      mspConfig: (dir) => missing(`could not load a valid ca certificate from directory ${dir}/cacerts`),
      certificate: (path) => missing(`open ${path}: no such file or directory`),
    };
    const orderer = { ...raft, Organizations: [{ Name: 'O', ID: 'OMSP', MSPDir: 'd' }] };
    const refused = read(orderer, nothing);
    expect(refused.ok ? [] : refused.error.map(({ text }) => text)).toEqual([
      'Profiles.P.Orderer.Organizations[0].MSPDir: could not load a valid ca certificate from directory d/cacerts',
      'Profiles.P.Orderer.EtcdRaft.Consenters[0].ClientTLSCert: open c: no such file or directory',
      'Profiles.P.Orderer.EtcdRaft.Consenters[0].ServerTLSCert: open s: no such file or directory',
    ]);
  });

  it('without the profile asked for, or without a section the channel needs, says so', () => {
    expect(readConfigtxProfile(yamlOf('raft'), 'Nope', anything)).toMatchObject({
      ok: false,
      error: [{ code: 'noProfile', text: 'Could not find profile: Nope' }],
    });
    const profile = read(raft);
    invariant(profile.ok, 'profile');
    expect(channelSpecOf('c', profile.value)).toEqual({
      ok: false,
      error: 'refusing to generate application channel block which is missing application section',
    });
  });

  it('lists profiles and organisations', () => {
    expect(configtxProfiles(yamlOf('raft'))).toEqual(['ChannelUsingRaft']);
    const organizations = readConfigtxOrganizations(yamlOf('raft'), anything);
    expect(organizations.ok && organizations.value.map(({ name }) => name)).toEqual([
      'OrdererOrg',
      'Org1MSP',
      'Org2MSP',
    ]);
  });

  it('may be anything at all without breaking us', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant([]), fc.constant({}));
    fc.assert(
      fc.property(fc.string(), leaf, (where, value) => {
        const document = yamlOf('raft') as Record<string, unknown>;
        replaceSomewhere(
          document,
          [...where].reduce((sum, char) => sum + char.charCodeAt(0), 0),
          value,
        );
        readConfigtxProfile(document, 'ChannelUsingRaft', anything);
        readConfigtxOrganizations(document, anything);
        configtxProfiles(value);
      }),
      { numRuns: 100 },
    );
  });
});

/** Puts `value` in the place of one of the document's members, chosen by `seed`. */
function replaceSomewhere(node: object, seed: number, value: unknown): void {
  const entries = Object.entries(node);
  const [name, member] = entries[seed % Math.max(1, entries.length)] ?? [];
  if (name === undefined) return;
  const next = Math.floor(seed / Math.max(1, entries.length));
  if (typeof member === 'object' && member !== null && next > 0) replaceSomewhere(member as object, next, value);
  else (node as Record<string, unknown>)[name] = value;
}
