import { readFileSync } from 'node:fs';
import { create, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../crypto/sha256.ts';
import { cryptogen } from '../identity/cryptogen.ts';
import { mspConfigOf } from '../identity/fabric-msp-config.ts';
import { signWith } from '../identity/signing-identity.ts';
import { invariant } from '../kernel/result.ts';
import { EMPTY, utf8 } from '../wire/bytes.ts';
import type { Signer } from '../wire/envelope.ts';
import { ConfigSchema, ConfigUpdateSchema } from '../wire/gen/common/configtx_pb.ts';
import { MSPConfigSchema } from '../wire/gen/msp/msp_config_pb.ts';
import { ConsensusTypeSchema } from '../wire/gen/orderer/configuration_pb.ts';
import { type ConfigMetadata, ConfigMetadataSchema, ConsenterSchema } from '../wire/gen/orderer/etcdraft_pb.ts';
import { createBundle } from './bundle.ts';
import {
  APPLICATION_POLICIES,
  CHANNEL_POLICIES,
  DEFAULT_BATCH_SIZE,
  DEFAULT_RAFT_OPTIONS,
  ORDERER_POLICIES,
  ordererOrgPolicies,
} from './channel-defaults.ts';
import { computeConfigUpdate } from './config-delta.ts';
import { newValue } from './config-tree.ts';
import { configUpdateEnvelope, proposeConfigUpdate, signConfigUpdate } from './config-update.ts';
import { newChannelGroup } from './genesis.ts';
import { consensusMetadataFlaw, newChannelMetadataFlaw } from './raft-consenters.ts';

const NOW = 1_795_359_600;
const HOSTS = ['orderer', 'orderer2', 'orderer3', 'orderer4', 'orderer5'];
const [organization] = cryptogen(
  { ordererOrgs: [{ name: 'O', domain: 'example.com', mspId: 'OrdererMSP', orderers: HOSTS }], peerOrgs: [] },
  (label) => sha256(utf8(label)),
  NOW,
).ordererOrganizations;
invariant(organization, 'organisation');
const { nodes, admin } = organization;
const mspConfig = toBinary(MSPConfigSchema, mspConfigOf(organization));

const consenters = nodes.map(({ name, tls }) => {
  const cert = utf8(tls.certPem);
  return create(ConsenterSchema, { host: name, port: 7050, clientTlsCert: cert, serverTlsCert: cert });
});
const [one, two, three, four, five] = consenters;
invariant(one && two && three && four && five, 'five consenters');

type Change = Parameters<typeof bundleWith>[0];

function bundleWith(metadata: Pick<ConfigMetadata, 'consenters'> & { readonly options?: typeof DEFAULT_RAFT_OPTIONS }) {
  const tree = newChannelGroup({
    channelId: 'mychannel',
    capabilities: ['V2_0'],
    policies: CHANNEL_POLICIES,
    orderer: {
      type: 'etcdraft',
      addresses: [],
      batchSize: DEFAULT_BATCH_SIZE,
      batchTimeoutMicros: 2_000_000,
      capabilities: ['V2_0'],
      policies: ORDERER_POLICIES,
      consenters: [],
      options: DEFAULT_RAFT_OPTIONS,
      organizations: [
        {
          name: 'OrdererOrg',
          mspId: 'OrdererMSP',
          mspConfig,
          policies: ordererOrgPolicies('OrdererMSP'),
          ordererEndpoints: ['orderer.example.com:7050'],
        },
      ],
    },
    application: { organizations: [], capabilities: ['V2_5'], policies: APPLICATION_POLICIES },
  });
  invariant(tree.ok && tree.value.groups['Orderer'], 'tree');
  const content = create(ConfigMetadataSchema, { options: DEFAULT_RAFT_OPTIONS, ...metadata });
  const type = create(ConsensusTypeSchema, {
    type: 'etcdraft',
    metadata: toBinary(ConfigMetadataSchema, content),
  });
  tree.value.groups['Orderer'].values['ConsensusType'] = newValue(ConsensusTypeSchema, type);
  const bundle = createBundle('mychannel', create(ConfigSchema, { channelGroup: tree.value }));
  invariant(bundle.ok && bundle.value.orderer, 'bundle');
  return { bundle: bundle.value, orderer: bundle.value.orderer };
}

const current = bundleWith({ consenters: [one, two, three] });

const peerCert = new Uint8Array(
  readFileSync(new URL('../wire/testdata/certificates/org1-peer0-tls.pem', import.meta.url)),
);
const text = (pem: Uint8Array) => new TextDecoder().decode(pem);
const withOptions = (change: Partial<typeof DEFAULT_RAFT_OPTIONS>): Change => ({
  consenters: [one, two, three],
  options: { ...DEFAULT_RAFT_OPTIONS, ...change },
});
const stranger = create(ConsenterSchema, { ...four, clientTlsCert: peerCert, serverTlsCert: peerCert });
const moreThanOne = (changes: string) =>
  `update of more than one consenter at a time is not supported, requested changes: ${changes}`;

describe('the next consenters', () => {
  it.each<[why: string, next: Change, flaw: string | undefined]>([
    ['nothing changes', { consenters: [one, two, three] }, undefined],
    ['their order does not matter', { consenters: [three, one, two] }, undefined],
    ['one is added', { consenters: [one, two, three, four] }, undefined],
    ['one is removed', { consenters: [one, two] }, undefined],
    ['one takes the place of another: its certificate is rotated', { consenters: [one, two, four] }, undefined],
    [
      'one moves to another address',
      { consenters: [one, two, create(ConsenterSchema, { ...three, port: 1 })] },
      undefined,
    ],
    ['two are removed', { consenters: [one] }, moreThanOne('add 0 node(s), remove 2 node(s)')],
    ['two are added', { consenters }, moreThanOne('add 2 node(s), remove 0 node(s)')],
    ['one is added, two go', { consenters: [one, four] }, moreThanOne('add 1 node(s), remove 2 node(s)')],
    ['nobody is left', { consenters: [] }, 'invalid new config metadata: empty consenter set'],
    [
      'someone whose certificate another CA has issued',
      { consenters: [one, two, three, stranger] },
      /^invalid new config metadata: consenter orderer4\.example\.com:7050 has invalid certificate: verifying tls client cert with serial number \d+: x509: certificate signed by unknown authority$/
        .source,
    ],
    [
      'someone without a certificate',
      { consenters: [one, two, three, create(ConsenterSchema, { ...four, serverTlsCert: Uint8Array.of(1, 171) })] },
      'invalid new config metadata: consenter orderer4.example.com:7050 has invalid certificate: parsing tls server cert of orderer4.example.com:7050: no PEM data found in cert[01 ab]',
    ],
    [
      'the same one twice',
      { consenters: [one, two, three, three] },
      `invalid new config metadata: duplicate consenter: server cert: ${text(three.serverTlsCert)}, client cert: ${text(three.serverTlsCert)}`,
    ],
    [
      'elections no slower than heartbeats',
      withOptions({ electionTick: 3, heartbeatTick: 3 }),
      'invalid new config metadata: ElectionTick (3) must be greater than HeartbeatTick (3)',
    ],
    [
      'no heartbeat',
      withOptions({ heartbeatTick: 0 }),
      'invalid new config metadata: none of HeartbeatTick (0), ElectionTick (10) and MaxInflightBlocks (5) can be zero',
    ],
    [
      'a tick that is no duration',
      withOptions({ tickInterval: '500' }),
      'invalid new config metadata: failed to parse TickInterval (500) to time duration: time: missing unit in duration "500"',
    ],
  ])('when %s', (_why, next, flaw) => {
    const found = consensusMetadataFlaw(current.orderer, bundleWith(next).orderer);
    if (flaw?.startsWith('^')) expect(found).toMatch(new RegExp(flaw));
    else expect(found).toBe(flaw);
  });

  it.each<[why: string, next: readonly (typeof one)[], down: readonly string[], ok: boolean]>([
    ['three of three, one joins', [one, two, three, four], [], true],
    ['two of three, one joins: three of four are needed', [one, two, three, four], ['orderer3.example.com'], false],
    ['two of three, the dead one leaves', [one, two], ['orderer3.example.com'], true],
    ['two of three, a living one leaves: one of two remains', [one, three], ['orderer3.example.com'], false],
    ['two of three, the dead one is replaced', [one, two, four], ['orderer3.example.com'], true],
    ['two of three, a living one is replaced', [one, three, four], ['orderer3.example.com'], false],
  ])('must leave a quorum: %s', (_why, next, down, isAllowed) => {
    const flaw = consensusMetadataFlaw(current.orderer, bundleWith({ consenters: [...next] }).orderer, ({ host }) => {
      return !down.includes(host);
    });
    expect(flaw).toBe(isAllowed ? undefined : '2 out of 3 nodes are alive, configuration will result in quorum loss');
  });

  it('of a new channel are among those of the system channel', () => {
    expect(newChannelMetadataFlaw(current.orderer, bundleWith({ consenters: [two] }).orderer)).toBeUndefined();
    expect(newChannelMetadataFlaw(current.orderer, bundleWith({ consenters: [four] }).orderer)).toBe(
      'new channel has consenter that is not part of system consenter set',
    );
  });

  it('are looked at when the update is properly signed, and not before', () => {
    const { bundle } = current;
    const next = bundleWith({ consenters: [one] }).bundle;
    const update = computeConfigUpdate('mychannel', bundle.config, next.config);
    invariant(update.ok, 'update');
    const signer: Signer = { creator: admin.identity.serialized, sign: (message) => signWith(admin.identity, message) };
    const bytes = toBinary(ConfigUpdateSchema, update.value);
    const signatures = [signConfigUpdate(bytes, signer, new Uint8Array(24))];
    const at = { seconds: NOW, nanos: 0 };
    expect(proposeConfigUpdate(bundle, configUpdateEnvelope(update.value, signatures, EMPTY, at, signer))).toEqual({
      ok: false,
      error: `consensus metadata update for channel config update is invalid: ${moreThanOne('add 0 node(s), remove 2 node(s)')}`,
    });
    expect(proposeConfigUpdate(bundle, configUpdateEnvelope(update.value, [], EMPTY, at, signer))).toMatchObject({
      ok: false,
      error: expect.stringContaining('not satisfied') as string,
    });
  });
});
