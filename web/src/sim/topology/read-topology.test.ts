import { readFileSync } from 'node:fs';
import { equals, fromBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ChannelSpec as ChannelConfigSpec, RaftConsenter } from '../channel/channel-spec.ts';
import { newChannelGroup } from '../channel/genesis.ts';
import { recordedChannelSpec } from '../channel/recorded-channel.ts';
import { invariant } from '../kernel/result.ts';
import { blockEnvelopes, decodeBlock } from '../wire/block.ts';
import { EMPTY } from '../wire/bytes.ts';
import { parseEnvelope } from '../wire/envelope.ts';
import { ConfigEnvelopeSchema, ConfigGroupSchema } from '../wire/gen/common/configtx_pb.ts';
import { paperMaterial } from './read-topology-material.ts';
import { readTopology, type TopologyOptions } from './read-topology.ts';
import type { Topology } from './topology-spec.ts';
import { channelConfigSpec } from './workspace.ts';

const file = (path: string): Buffer => readFileSync(new URL(`../${path}`, import.meta.url));
const yaml = (path: string): unknown => parse(file(path).toString(), { merge: true });

const RAFT = {
  cryptoConfig: () => yaml('channel/testdata/raft.crypto-config.yaml'),
  configtx: () => yaml('channel/testdata/raft.configtx.yaml'),
};
const consortiumOrg = (n: number) => ({
  Name: `Org${n}`,
  Domain: `org${n}.example.com`,
  EnableNodeOUs: true,
  Template: { Count: 1 },
  Users: { Count: 1 },
});
const CONSORTIUM = {
  cryptoConfig: () => ({
    OrdererOrgs: [{ Name: 'Orderer', Domain: 'example.com', EnableNodeOUs: true, Specs: [{ Hostname: 'orderer' }] }],
    PeerOrgs: [consortiumOrg(1), consortiumOrg(2)],
  }),
  configtx: () => yaml('channel/testdata/consortium/configtx.yaml'),
};

type Documents = typeof RAFT;

const read = ({ cryptoConfig, configtx }: Documents, options?: TopologyOptions) =>
  readTopology({ cryptoConfig: cryptoConfig(), configtx: configtx() }, options);

function accepted(documents: Documents, options?: TopologyOptions) {
  const reading = read(documents, options);
  invariant(reading.ok, reading.ok ? '' : JSON.stringify(reading.error));
  return reading.value;
}

const texts = (notes: readonly { readonly document: string; readonly text: string }[]) =>
  notes.map(({ document, text }) => `${document}: ${text}`);

const peerOrg = (n: number, peers: number, users: number): Topology['peerOrgs'][number] => ({
  name: `Org${n}`,
  mspId: `Org${n}MSP`,
  domain: `org${n}.example.com`,
  peers,
  users,
  clients: ['client'],
  ca: true,
});

const BATCHES = {
  batchTimeoutMicros: 2_000_000,
  maxMessageCount: 10,
  absoluteMaxBytes: 99 * 1024 * 1024,
  preferredMaxBytes: 512 * 1024,
};

describe('recorded files', () => {
  it('of 3.x give the network of the recording', () => {
    const { generation, topology, anchorPeers } = accepted(RAFT);
    expect(generation).toBe('3.x');
    expect(topology).toEqual({
      ordererOrg: {
        name: 'OrdererOrg',
        mspId: 'OrdererMSP',
        domain: 'example.com',
        orderers: ['orderer', 'orderer2', 'orderer3'],
      },
      peerOrgs: [peerOrg(1, 2, 2), peerOrg(2, 2, 2)],
      channels: [{ id: 'mychannel', orgs: ['Org1', 'Org2'], ...BATCHES }],
    });
    expect(anchorPeers).toEqual(['peer0.org1.example.com', 'peer0.org2.example.com']);
  });

  it('may name fewer consenters than there are orderers, and in another order', () => {
    const consenters = `${PROFILE}.Orderer.EtcdRaft.Consenters`;
    const configtx = () => changed(RAFT.configtx(), consenters, ([a, , c]: readonly unknown[]) => [c, a]);
    const { ordererOrg, channels } = accepted({ ...RAFT, configtx }).topology;
    expect(ordererOrg.orderers).toEqual(['orderer', 'orderer2', 'orderer3']);
    expect(channels[0]?.consenters).toEqual(['orderer3', 'orderer']);
  });

  it('of 3.x give, certificates aside, the genesis block that configtxgen wrote', () => {
    const block = decodeBlock(new Uint8Array(file('wire/testdata/raft/000.block')));
    const envelope = parseEnvelope(block.ok ? (blockEnvelopes(block.value)[0] ?? EMPTY) : EMPTY);
    invariant(envelope.ok, 'envelope');
    const recorded = fromBinary(ConfigEnvelopeSchema, envelope.value.data).config?.channelGroup;
    invariant(recorded, 'config');
    const { topology } = accepted(RAFT);
    const [channel] = topology.channels;
    invariant(channel, 'channel');
    const ours = channelConfigSpec(topology, channel, paperMaterial(topology));
    const tree = newChannelGroup(withMaterialOf(recordedChannelSpec(recorded, 'raft'), ours));
    invariant(tree.ok, 'tree');
    expect(equals(ConfigGroupSchema, tree.value, recorded)).toBe(true);
  });

  it('of 2.x give a system channel, and tell what is elsewhere in the lab', () => {
    const { generation, topology, remarks } = accepted(CONSORTIUM);
    expect(generation).toBe('2.x');
    expect(topology).toMatchObject({
      ordererOrg: { orderers: ['orderer'] },
      peerOrgs: [peerOrg(1, 1, 1), peerOrg(2, 1, 1)],
      systemChannel: { id: 'system-channel', consortium: 'SampleConsortium', orgs: ['Org1', 'Org2'] },
      channels: [{ id: 'mychannel', orgs: ['Org1', 'Org2'], ...BATCHES }],
    });
    const orderer = 'configtx.yaml: Profiles.TwoOrgsOrdererGenesis.Orderer';
    const members = 'configtx.yaml: Profiles.TwoOrgsChannel.Application.Organizations';
    expect(texts(remarks)).toEqual([
      `${orderer}.Addresses: the lab has none instead of 127.0.0.1:27050`,
      `${orderer}.EtcdRaft.Consenters: the lab has orderer.example.com:7050 instead of 127.0.0.1:27050`,
      `${orderer}.Organizations[0].OrdererEndpoints: the lab has orderer.example.com:7050 instead of 127.0.0.1:27050`,
      `${members}[0].AnchorPeers: the lab has peer0.org1.example.com:7051 instead of 127.0.0.1:27051`,
      `${members}[1].AnchorPeers: the lab has peer0.org2.example.com:8051 instead of 127.0.0.1:29051`,
    ]);
  });

  it('of 2.x without a consortium leave it to the orderers’ administrator', () => {
    const consortiums = 'Profiles.TwoOrgsOrdererGenesis.Consortiums';
    const { topology } = accepted({
      ...CONSORTIUM,
      configtx: () => changed(CONSORTIUM.configtx(), consortiums, set({})),
    });
    expect(topology).toMatchObject({
      ordererOrg: { admins: ['admin'] },
      systemChannel: { consortium: 'SampleConsortium', orgs: [] },
    });
  });

  it.each(['TwoOrgsOrdererGenesis', 'TwoOrgsChannel'])('of 2.x are found by either profile: %s', (profile) => {
    expect(accepted(CONSORTIUM, { profile, channel: 'other' }).topology).toMatchObject({
      systemChannel: { consortium: 'SampleConsortium' },
      channels: [{ id: 'other' }],
    });
  });
});

/** `ours` with the certificates of `recorded`. */
function withMaterialOf(recorded: ChannelConfigSpec, ours: ChannelConfigSpec): ChannelConfigSpec {
  const { orderer, application } = ours;
  invariant(orderer.type === 'etcdraft' && recorded.orderer.type === 'etcdraft', 'Raft');
  const msps = [...recorded.orderer.organizations, ...recorded.application.organizations];
  const mspConfig = (id: string) => msps.find(({ mspId }) => mspId === id)?.mspConfig ?? EMPTY;
  const theirs: readonly RaftConsenter[] = recorded.orderer.consenters;
  return {
    ...ours,
    orderer: {
      ...orderer,
      organizations: orderer.organizations.map((org) => ({ ...org, mspConfig: mspConfig(org.mspId) })),
      consenters: orderer.consenters.map(({ host, port }) => {
        const { clientTlsCert, serverTlsCert } = theirs.find((other) => other.host === host) ?? {};
        return { host, port, clientTlsCert: clientTlsCert ?? EMPTY, serverTlsCert: serverTlsCert ?? EMPTY };
      }),
    },
    application: {
      ...application,
      organizations: application.organizations.map((org) => ({ ...org, mspConfig: mspConfig(org.mspId) })),
    },
  };
}

type Tree = Record<string, unknown>;

/** `document` with what stands at `path` changed; the aliases of a document stay one and the same object. */
function changed(document: unknown, path: string, change: (old: never) => unknown): unknown {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let node = document as Tree;
  for (const key of keys) node = node[key] as Tree;
  node[last] = change(node[last] as never);
  return document;
}

it('a file of a BFT channel makes a network whose channel orders by BFT', () => {
  const made = RAFT.cryptoConfig() as { OrdererOrgs: object[] };
  const Specs = [1, 2, 3, 4].map((n) => ({ Hostname: n === 1 ? 'orderer' : `orderer${n}` }));
  const cryptoConfig = () => ({ ...made, OrdererOrgs: made.OrdererOrgs.map((org) => ({ ...org, Specs })) });
  const { topology } = accepted({ cryptoConfig, configtx: () => yaml('channel/testdata/bft.configtx.yaml') });
  expect(topology.channels).toMatchObject([{ consensus: 'BFT' }]);
});

const set = (value: unknown) => () => value;
const PROFILE = 'Profiles.ChannelUsingRaft';

describe('what cannot be a network of the lab is refused, and the place named', () => {
  it.each<
    [why: string, document: 'cryptoConfig' | 'configtx', path: string, change: (old: never) => unknown, flaw: string]
  >([
    [
      'two ordering organisations',
      'configtx',
      `${PROFILE}.Orderer.Organizations`,
      ([org]: readonly unknown[]) => [org, org],
      `configtx.yaml: ${PROFILE}.Orderer.Organizations: the lab has one ordering organization, not 2`,
    ],
    [
      'an orderer without keys',
      'cryptoConfig',
      'OrdererOrgs.0.Specs',
      (specs: readonly unknown[]) => specs.slice(1),
      `configtx.yaml: ${PROFILE}.Orderer.EtcdRaft.Consenters[0].ServerTLSCert: crypto-config.yaml makes no orderer orderer.example.com`,
    ],
    [
      'a member without keys',
      'cryptoConfig',
      'PeerOrgs',
      (orgs: readonly unknown[]) => orgs.slice(1),
      `configtx.yaml: ${PROFILE}.Application.Organizations[0].MSPDir: crypto-config.yaml has no PeerOrgs of domain org1.example.com`,
    ],
    [
      'a member twice',
      'configtx',
      `${PROFILE}.Application.Organizations`,
      ([org]: readonly unknown[]) => [org, org],
      `configtx.yaml: ${PROFILE}.Application.Organizations[1]: Org1 is listed twice`,
    ],
    [
      'no member',
      'configtx',
      `${PROFILE}.Application.Organizations`,
      set(null),
      `configtx.yaml: ${PROFILE}.Application.Organizations: a channel needs a member`,
    ],
    [
      'a folder that is not cryptogen’s',
      'configtx',
      'Organizations.1.MSPDir',
      set('msp'),
      `configtx.yaml: ${PROFILE}.Application.Organizations[0].MSPDir: 'msp' is not the msp folder of an organization in the tree cryptogen writes`,
    ],
    [
      'a policy nobody can read',
      'configtx',
      `${PROFILE}.Application.Policies.Readers.Rule`,
      set('SOME Readers'),
      `configtx.yaml: ${PROFILE}.Application.Policies: invalid implicit meta policy rule 'SOME Readers': unknown rule type 'SOME', expected ALL, ANY, or MAJORITY`,
    ],
    [
      'no policy where configtxgen wants one',
      'configtx',
      `${PROFILE}.Orderer.Policies`,
      ({ BlockValidation: _, ...others }: Tree) => others,
      `configtx.yaml: ${PROFILE}.Orderer.Policies: no BlockValidation policy defined`,
    ],
    [
      'batches that cannot be',
      'configtx',
      `${PROFILE}.Orderer.BatchSize.PreferredMaxBytes`,
      set('100 MB'),
      `configtx.yaml: ${PROFILE}.Orderer.BatchSize: PreferredMaxBytes is greater than AbsoluteMaxBytes`,
    ],
    [
      'a name that leads out of the folder',
      'cryptoConfig',
      'PeerOrgs.0.Domain',
      set('..'),
      "crypto-config.yaml: PeerOrgs[0].Domain: '..' is not a host name",
    ],
    [
      'one domain for two organisations',
      'cryptoConfig',
      'PeerOrgs.1.Domain',
      set('org1.example.com'),
      'crypto-config.yaml: PeerOrgs[1]: has the Domain org1.example.com as PeerOrgs[0]',
    ],
  ])('%s', (_why, document, path, change, flaw) => {
    const documents = { ...RAFT, [document]: () => changed(RAFT[document](), path, change) };
    const reading = read(documents);
    expect(reading.ok ? [] : texts(reading.error)).toContain(flaw);
  });

  it('a channel for others than the consortium’s members', () => {
    const configtx = () =>
      changed(
        CONSORTIUM.configtx(),
        'Profiles.TwoOrgsOrdererGenesis.Consortiums.SampleConsortium.Organizations',
        (orgs: readonly unknown[]) => orgs.slice(1),
      );
    const reading = read({ ...CONSORTIUM, configtx });
    expect(reading.ok ? [] : texts(reading.error)).toEqual([
      'configtx.yaml: Profiles.TwoOrgsOrdererGenesis.Consortiums.SampleConsortium: has no Org1, which is to be a member of the channel',
    ]);
  });

  it('profiles without a network, and a profile that is not there', () => {
    const half = { ...CONSORTIUM, configtx: () => changed(CONSORTIUM.configtx(), 'Profiles.TwoOrgsChannel', set({})) };
    const reading = read(half);
    expect(reading.ok ? [] : texts(reading.error)).toEqual([
      'configtx.yaml: Profiles: there is no network in it, which takes an Orderer and an Application section, or Consortiums and another profile with that Consortium',
    ]);
    expect(read(RAFT, { profile: 'Nope' })).toMatchObject({
      ok: false,
      error: [{ text: 'Profiles: Could not find profile: Nope' }],
    });
  });
});

describe('what the lab does otherwise is told, and the place named', () => {
  it.each<
    [why: string, document: 'cryptoConfig' | 'configtx', path: string, change: (old: never) => unknown, remark: string]
  >([
    [
      'extra names of a node',
      'cryptoConfig',
      'PeerOrgs.0.Template.SANS',
      (sans: unknown) => sans,
      'crypto-config.yaml: PeerOrgs[0].Template: SANS: certificates have the usual names only',
    ],
    [
      'no NodeOUs',
      'cryptoConfig',
      'PeerOrgs.0.EnableNodeOUs',
      set(false),
      'crypto-config.yaml: PeerOrgs[0].EnableNodeOUs: the lab always tells roles by NodeOUs',
    ],
    [
      'a second ordering organisation nobody needs',
      'cryptoConfig',
      'OrdererOrgs',
      (orgs: readonly unknown[]) => [...orgs, { Name: 'Spare', Domain: 'spare.com' }],
      'crypto-config.yaml: OrdererOrgs[1]: has no part in the profile and is left out',
    ],
    [
      'another policy',
      'configtx',
      `${PROFILE}.Application.Policies.Endorsement.Rule`,
      set('ANY Endorsement'),
      `configtx.yaml: ${PROFILE}.Application.Policies.Endorsement: the lab has "MAJORITY Endorsement" instead of "ANY Endorsement"`,
    ],
    [
      'a policy more',
      'configtx',
      `${PROFILE}.Application.Policies`,
      (policies: Tree) => ({ ...policies, Mine: { Type: 'ImplicitMeta', Rule: 'ANY Readers' } }),
      `configtx.yaml: ${PROFILE}.Application.Policies.Mine: the lab has no such policy and leaves it out`,
    ],
    [
      'access control',
      'configtx',
      `${PROFILE}.Application.ACLs`,
      set({ 'peer/Propose': '/Channel/Application/Admins' }),
      `configtx.yaml: ${PROFILE}.Application.ACLs: peer/Propose: the lab has Fabric's own ACLs`,
    ],
    [
      'other capabilities',
      'configtx',
      `${PROFILE}.Application.Capabilities`,
      set({ V2_0: true }),
      `configtx.yaml: ${PROFILE}.Application.Capabilities: the lab has V2_5 instead of V2_0`,
    ],
    [
      'another port',
      'configtx',
      `${PROFILE}.Orderer.EtcdRaft.Consenters.0.Port`,
      set(7777),
      `configtx.yaml: ${PROFILE}.Orderer.EtcdRaft.Consenters: the lab has orderer.example.com:7050, orderer2.example.com:8050, orderer3.example.com:9050 instead of orderer.example.com:7777, orderer2.example.com:8050, orderer3.example.com:9050`,
    ],
    [
      'the name of a group',
      'configtx',
      'Organizations.1.Name',
      set('First'),
      `configtx.yaml: ${PROFILE}.Application.Organizations[0].Name: the lab has Org1MSP instead of First`,
    ],
    [
      'profiles that are not played',
      'configtx',
      'Profiles',
      (profiles: Tree) => ({ ...profiles, Other: {} }),
      'configtx.yaml: Profiles: not used: Other',
    ],
  ])('%s', (_why, document, path, change, remark) => {
    const usual = texts(accepted(RAFT).remarks);
    const documents = { ...RAFT, [document]: () => changed(RAFT[document](), path, change) };
    const remarks = texts(accepted(documents).remarks);
    expect(remarks).toContain(remark);
    // It is said because of the change, except for what the recorded file has already.
    expect(usual.includes(remark)).toBe(path.endsWith('SANS'));
  });

  it('but not that the same policy is written otherwise', () => {
    const rule = `OR('Org1MSP.admin','Org1MSP.peer',  'Org1MSP.client')`;
    const configtx = () => changed(RAFT.configtx(), 'Organizations.1.Policies.Readers.Rule', set(rule));
    expect(accepted({ ...RAFT, configtx }).remarks).toEqual(accepted(RAFT).remarks);
  });
});
