import { readFileSync } from 'node:fs';
import { equals, fromBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { invariant, type Result } from '../kernel/result.ts';
import { blockEnvelopes, decodeBlock } from '../wire/block.ts';
import { EMPTY, utf8 } from '../wire/bytes.ts';
import { parseEnvelope } from '../wire/envelope.ts';
import { ConfigEnvelopeSchema, ConfigGroupSchema, ConfigUpdateSchema } from '../wire/gen/common/configtx_pb.ts';
import { printSystemConfigtxYaml, type SystemProfiles } from './configtx-yaml.ts';
import {
  channelCreationSpecOf,
  type MaterialReader,
  readConfigtxProfile,
  systemChannelSpecOf,
} from './read-configtx.ts';
import { channelCreationUpdate, newSystemChannelGroup } from './system-channel.ts';

function valueOf<T>(result: Result<T, unknown>): T {
  invariant(result.ok, result.ok ? '' : JSON.stringify(result.error));
  return result.value;
}

const file = (name: string) => readFileSync(new URL(`testdata/consortium/${name}`, import.meta.url));

/** MSPs of the recorded network by id, as in the recorded genesis block. */
const groups = (() => {
  const block = valueOf(decodeBlock(new Uint8Array(file('system-genesis.block'))));
  const envelope = valueOf(parseEnvelope(blockEnvelopes(block)[0] ?? EMPTY));
  const root = fromBinary(ConfigEnvelopeSchema, envelope.data).config?.channelGroup?.groups ?? {};
  return { ...root['Orderer']?.groups, ...root['Consortiums']?.groups['SampleConsortium']?.groups };
})();
const material: MaterialReader = {
  mspConfig: (_dir, id) => ({
    ok: true,
    value: groups[id === 'OrdererMSP' ? 'OrdererOrg' : id]?.values['MSP']?.value ?? EMPTY,
  }),
  certificate: (path) => ({ ok: true, value: utf8(path) }),
};
const SYSTEM = 'TwoOrgsOrdererGenesis';
const CHANNEL = 'TwoOrgsChannel';

/** What the profiles of a document make. */
function specsOf(document: unknown): SystemProfiles {
  const profile = (name: string) => valueOf(readConfigtxProfile(document, name, material));
  return {
    system: valueOf(systemChannelSpecOf('system-channel', profile(SYSTEM))),
    systemProfile: SYSTEM,
    channels: [{ profile: CHANNEL, spec: valueOf(channelCreationSpecOf('mychannel', profile(CHANNEL))) }],
  };
}

const recorded = specsOf(parse(file('configtx.yaml').toString(), { merge: true }));
const paths = {
  mspDir: ({ mspId }: { readonly mspId: string }) => `crypto-config/${mspId}/msp`,
  clientTlsCert: () => 'crypto-config/ordererOrganizations/example.com/orderers/orderer.example.com/tls/server.crt',
  serverTlsCert: () => 'crypto-config/ordererOrganizations/example.com/orderers/orderer.example.com/tls/server.crt',
  identity: () => '',
};

describe('configtx.yaml of 2.x', () => {
  it.each([
    ['with the consortium of the recorded network', recorded],
    ['whose consortium is left to an update', { ...recorded, system: { ...recorded.system, consortiums: [] } }],
  ])('%s is read as the system channel and the transaction it was printed from', (_, profiles) => {
    const again = specsOf(parse(printSystemConfigtxYaml(profiles, paths)));
    const trees = [profiles, again].map(({ system }) => valueOf(newSystemChannelGroup(system)));
    const updates = [profiles, again].map(({ channels: [first] }) => {
      invariant(first, 'one channel');
      return valueOf(channelCreationUpdate(first.spec));
    });
    const [tree, treeAgain] = trees;
    const [update, updateAgain] = updates;
    invariant(tree && treeAgain && update && updateAgain, 'two of each');
    expect(equals(ConfigGroupSchema, treeAgain, tree)).toBe(true);
    expect(equals(ConfigUpdateSchema, updateAgain, update)).toBe(true);
  });
});
