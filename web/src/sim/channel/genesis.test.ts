import { readFileSync } from 'node:fs';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../crypto/sha256.ts';
import { invariant } from '../kernel/result.ts';
import { blockEnvelopes, decodeBlock, encodeBlock } from '../wire/block.ts';
import { EMPTY, equalBytes, hex } from '../wire/bytes.ts';

import { parseEnvelope } from '../wire/envelope.ts';
import { type Block, BlockMetadataIndex } from '../wire/gen/common/common_pb.ts';
import { ConfigEnvelopeSchema, type ConfigGroup, ConfigGroupSchema } from '../wire/gen/common/configtx_pb.ts';
import { CHANNEL_POLICIES } from './channel-defaults.ts';
import type { ChannelSpec } from './channel-spec.ts';
import { newPolicy, sortedRecord } from './config-tree.ts';
import { genesisBlock, newChannelGroup } from './genesis.ts';
import { groupAt, recordedChannelSpec } from './recorded-channel.ts';

interface Recorded {
  readonly block: Block;
  readonly group: ConfigGroup;
  readonly nonce: Uint8Array;
  readonly seconds: number;
}

/** Block 0 of a channel that real configtxgen made and a real peer stored. */
function recorded(network: 'raft' | 'bft'): Recorded {
  const file = new URL(`../wire/testdata/${network}/000.block`, import.meta.url);
  const block = decodeBlock(new Uint8Array(readFileSync(file)));
  invariant(block.ok, 'recorded block');
  const parsed = parseEnvelope(blockEnvelopes(block.value)[0] ?? EMPTY);
  invariant(parsed.ok, 'recorded envelope');
  const group = fromBinary(ConfigEnvelopeSchema, parsed.value.data).config?.channelGroup;
  invariant(group, 'recorded config');
  const { signatureHeader, channelHeader } = parsed.value;
  return { block: block.value, group, nonce: signatureHeader.nonce, seconds: channelHeader.timestamp?.seconds ?? 0 };
}

/** Go writes maps in random order, so the recording is compared with its entries sorted. */
const sorted = (group: ConfigGroup): ConfigGroup =>
  create(ConfigGroupSchema, {
    ...group,
    values: sortedRecord(Object.entries(group.values)),
    policies: sortedRecord(Object.entries(group.policies)),
    groups: sortedRecord(Object.entries(group.groups).map(([name, child]) => [name, sorted(child)] as const)),
  });

/** One line an element, so that a difference names its place. */
const elements = (group: ConfigGroup, path = ''): readonly string[] => [
  `${path} ${group.version} ${group.modPolicy}`,
  ...Object.entries(group.values).map(
    ([key, v]) => `${path}/${key} ${v.version} ${v.modPolicy} ${hex(sha256(v.value))}`,
  ),
  ...Object.entries(group.policies).map(
    ([key, p]) =>
      `${path}/${key} ${p.version} ${p.modPolicy} ${p.policy?.type} ${hex(sha256(p.policy?.value ?? EMPTY))}`,
  ),
  ...Object.entries(group.groups).flatMap(([key, child]) => elements(child, `${path}/${key}`)),
];

function built(spec: ChannelSpec): ConfigGroup {
  const group = newChannelGroup(spec);
  invariant(group.ok, group.ok ? '' : group.error);
  return group.value;
}

describe('genesis block', () => {
  it.each(['raft', 'bft'] as const)('of the recorded %s network has the bytes configtxgen wrote', (network) => {
    const { group } = recorded(network);
    const ours = built(recordedChannelSpec(group, network));
    expect(elements(ours)).toEqual(elements(sorted(group)));
    expect(equalBytes(toBinary(ConfigGroupSchema, ours), toBinary(ConfigGroupSchema, sorted(group)))).toBe(true);
  });

  it.each(['raft', 'bft'] as const)('wraps the recorded %s tree into the very block', (network) => {
    const { group, nonce, seconds, block } = recorded(network);
    const ours = genesisBlock('mychannel', group, nonce, { seconds, nanos: 999 });
    // The recording comes from a peer, which has added the validation flag.
    ours.metadata?.metadata.splice(BlockMetadataIndex.TRANSACTIONS_FILTER, 1, Uint8Array.of(0));
    expect(equalBytes(encodeBlock(ours), encodeBlock(block))).toBe(true);
  });

  it('adds anchor peers, ACLs and addresses only where they are given', () => {
    const spec = recordedChannelSpec(recorded('raft').group, 'raft');
    expect(groupAt(built(spec), 'Application', 'Org1MSP').values).not.toHaveProperty('AnchorPeers');
    const [, organization] = spec.application.organizations;
    invariant(organization, 'organization');
    const richer = built({
      ...spec,
      orderer: { ...spec.orderer, addresses: ['orderer.example.com:7050'] },
      application: {
        ...spec.application,
        organizations: [{ ...organization, anchorPeers: [{ host: 'peer0.org2.example.com', port: 9051 }] }],
        acls: { 'peer/Propose': '/Channel/Application/Admins' },
      },
    });
    expect(richer.values['OrdererAddresses']?.modPolicy).toBe('/Channel/Orderer/Admins');
    expect(groupAt(richer, 'Application').values).toHaveProperty('ACLs');
    expect(groupAt(richer, 'Application', 'Org2MSP').values).toHaveProperty('AnchorPeers');
  });
});

describe('a specification configtxgen refuses', () => {
  const spec = recordedChannelSpec(recorded('raft').group, 'raft');
  const bft = recordedChannelSpec(recorded('bft').group, 'bft');
  const { Admins: _, ...withoutAdmins } = CHANNEL_POLICIES;
  const [ordererOrg] = bft.orderer.organizations;
  invariant(ordererOrg, 'orderer organisation');

  it.each<[why: string, spec: ChannelSpec, text: string]>([
    [
      'every group needs the three basic policies',
      { ...spec, policies: withoutAdmins },
      'error adding policies to channel group: no Admins policy defined',
    ],
    [
      'blocks must be verifiable',
      { ...spec, orderer: { ...spec.orderer, policies: CHANNEL_POLICIES } },
      'could not create orderer group: error adding policies to orderer group: no BlockValidation policy defined',
    ],
    [
      'BFT came with V3_0',
      { ...bft, capabilities: ['V2_0'] },
      'could not create orderer group: orderer type BFT must be used with V3_0 channel capability: map[V2_0:true]',
    ],
    [
      'V3_0 has no addresses for all',
      { ...bft, orderer: { ...bft.orderer, addresses: ['o:1', 'p:2'] } },
      'could not create orderer group: global orderer endpoints exist, but can not be used with V3_0 capability: [o:1 p:2]',
    ],
    [
      'V3_0 wants endpoints of every organisation',
      { ...bft, orderer: { ...bft.orderer, organizations: [{ ...ordererOrg, ordererEndpoints: [] }] } },
      'could not create orderer group: failed to create orderer org: orderer endpoints for organization OrdererOrg are missing and must be configured when capability V3_0 is enabled',
    ],
  ])('%s', (_why, refused, text) => {
    expect(newChannelGroup(refused)).toEqual({ ok: false, error: text });
  });

  it('names the rule that cannot be read', () => {
    expect(newPolicy({ type: 'ImplicitMeta', rule: 'MOST Admins' })).toEqual({
      ok: false,
      error:
        "invalid implicit meta policy rule 'MOST Admins': unknown rule type 'MOST', expected ALL, ANY, or MAJORITY",
    });
  });
});
