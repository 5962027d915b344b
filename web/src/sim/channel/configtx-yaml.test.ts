import { readFileSync } from 'node:fs';
import { fromBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { invariant } from '../kernel/result.ts';
import { blockEnvelopes, decodeBlock } from '../wire/block.ts';
import { EMPTY } from '../wire/bytes.ts';
import { parseEnvelope } from '../wire/envelope.ts';
import { ConfigEnvelopeSchema } from '../wire/gen/common/configtx_pb.ts';
import type { ChannelSpec } from './channel-spec.ts';
import { type MaterialPaths, printConfigtxYaml } from './configtx-yaml.ts';
import { recordedChannelSpec } from './recorded-channel.ts';

const file = (path: string): Buffer => readFileSync(new URL(path, import.meta.url));

function specOf(network: 'raft' | 'bft'): ChannelSpec {
  const block = decodeBlock(new Uint8Array(file(`../wire/testdata/${network}/000.block`)));
  invariant(block.ok, 'block');
  const envelope = parseEnvelope(blockEnvelopes(block.value)[0] ?? EMPTY);
  invariant(envelope.ok, 'envelope');
  const root = fromBinary(ConfigEnvelopeSchema, envelope.value.data).config?.channelGroup;
  invariant(root, 'config');
  return recordedChannelSpec(root, network);
}

/** The folders of the recorded run. */
const ordererDir = (host: string) => `../crypto-config/ordererOrganizations/example.com/orderers/${host}`;
const paths: MaterialPaths = {
  mspDir: ({ name }) =>
    name === 'OrdererOrg'
      ? '../crypto-config/ordererOrganizations/example.com/msp'
      : `../crypto-config/peerOrganizations/${name.slice(0, 4).toLowerCase()}.example.com/msp`,
  clientTlsCert: ({ host }) => `${ordererDir(host)}/tls/server.crt`,
  serverTlsCert: ({ host }) => `${ordererDir(host)}/tls/server.crt`,
  identity: ({ host }) => `${ordererDir(host)}/msp/signcerts/${host}-cert.pem`,
};

describe('configtx.yaml', () => {
  it.each([
    ['raft', 'ChannelUsingRaft'],
    ['bft', 'ChannelUsingBFT'],
  ] as const)('says the same as the one of the recorded %s network', (network, profile) => {
    const ours = parse(printConfigtxYaml([{ profile, spec: specOf(network) }], paths));
    const recorded = parse(file(`testdata/${network}.configtx.yaml`).toString(), { merge: true });
    expect(ours.Profiles[profile]).toEqual(recorded.Profiles[profile]);
    expect(ours.Organizations).toEqual(recorded.Organizations);
  });

  it('writes what is optional when it is there, and quotes what YAML would read otherwise', () => {
    const spec = specOf('raft');
    const [first] = spec.application.organizations;
    invariant(first, 'organization');
    const odd = { ...first, name: 'no', anchorPeers: [{ host: 'peer0.org1.example.com', port: 7051 }] };
    const changed: ChannelSpec = {
      ...spec,
      orderer: { ...spec.orderer, addresses: ['orderer.example.com:7050'], batchTimeoutMicros: 1_500_000 },
      application: {
        ...spec.application,
        organizations: [odd, { ...first, name: 'Org.One' }],
        acls: { 'peer/Propose': '/Channel/Application/Admins' },
      },
    };
    const yaml = printConfigtxYaml([{ profile: 'P', spec: changed }], paths);
    expect(parse(yaml).Profiles.P).toMatchObject({
      Orderer: { Addresses: ['orderer.example.com:7050'], BatchTimeout: '1.5s' },
      Application: {
        ACLs: { 'peer/Propose': '/Channel/Application/Admins' },
        Organizations: [
          { Name: 'no', AnchorPeers: [{ Host: 'peer0.org1.example.com', Port: 7051 }] },
          { Name: 'Org.One' },
        ],
      },
    });
  });
});
