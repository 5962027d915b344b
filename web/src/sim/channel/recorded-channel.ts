/**
 * For tests: the specification behind a recorded genesis block, that is, what configtx.yaml said in that run, with the
 * certificates of the recorded tree.
 */
import { fromBinary } from '@bufbuild/protobuf';
import { invariant } from '../kernel/result.ts';
import { EMPTY } from '../wire/bytes.ts';
import type { ConfigGroup } from '../wire/gen/common/configtx_pb.ts';
import { OrderersSchema } from '../wire/gen/common/configuration_pb.ts';
import { ConsensusTypeSchema } from '../wire/gen/orderer/configuration_pb.ts';
import { ConfigMetadataSchema } from '../wire/gen/orderer/etcdraft_pb.ts';
import {
  APPLICATION_POLICIES,
  applicationOrgPolicies,
  CHANNEL_POLICIES,
  DEFAULT_BATCH_SIZE,
  DEFAULT_BATCH_TIMEOUT_MICROS,
  DEFAULT_BFT_OPTIONS,
  DEFAULT_RAFT_OPTIONS,
  ORDERER_POLICIES,
  ordererOrgPolicies,
} from './channel-defaults.ts';
import type { ChannelSpec, OrdererSpec } from './channel-spec.ts';
import { readValue } from './config-tree.ts';

export type RecordedNetwork = 'raft' | 'bft';

/** The group at `path`, which must exist. */
export function groupAt(root: ConfigGroup, ...path: readonly string[]): ConfigGroup {
  let group = root;
  for (const name of path) {
    const next = group.groups[name];
    invariant(next, `group ${name}`);
    group = next;
  }
  return group;
}

const mspConfig = (group: ConfigGroup): Uint8Array => group.values['MSP']?.value ?? EMPTY;

const HOSTS = [
  ['orderer', 7050],
  ['orderer2', 8050],
  ['orderer3', 9050],
  ['orderer4', 10150],
] as const;

export function recordedChannelSpec(root: ConfigGroup, network: RecordedNetwork): ChannelSpec {
  const common = {
    addresses: [],
    batchSize: DEFAULT_BATCH_SIZE,
    batchTimeoutMicros: DEFAULT_BATCH_TIMEOUT_MICROS,
    capabilities: ['V2_0'],
    policies: ORDERER_POLICIES,
    organizations: [
      {
        name: 'OrdererOrg',
        mspId: 'OrdererMSP',
        mspConfig: mspConfig(groupAt(root, 'Orderer', 'OrdererOrg')),
        policies: ordererOrgPolicies('OrdererMSP'),
        ordererEndpoints: HOSTS.slice(0, network === 'raft' ? 3 : 4).map(
          ([name, port]) => `${name}.example.com:${port}`,
        ),
      },
    ],
  };
  const orderer: OrdererSpec =
    network === 'raft'
      ? { ...common, type: 'etcdraft', consenters: raftConsenters(root), options: DEFAULT_RAFT_OPTIONS }
      : { ...common, type: 'BFT', consenters: bftConsenters(root), options: DEFAULT_BFT_OPTIONS };
  const applicationOrg = (name: string) => ({
    name,
    mspId: name,
    mspConfig: mspConfig(groupAt(root, 'Application', name)),
    policies: applicationOrgPolicies(name),
    anchorPeers: [],
  });
  return {
    channelId: 'mychannel',
    capabilities: [network === 'raft' ? 'V2_0' : 'V3_0'],
    policies: CHANNEL_POLICIES,
    orderer,
    application: {
      organizations: ['Org1MSP', 'Org2MSP'].map(applicationOrg),
      capabilities: ['V2_5'],
      policies: APPLICATION_POLICIES,
    },
  };
}

function raftConsenters(root: ConfigGroup) {
  const value = readValue(groupAt(root, 'Orderer'), 'ConsensusType', ConsensusTypeSchema);
  invariant(value.ok && value.value, 'ConsensusType');
  return fromBinary(ConfigMetadataSchema, value.value.metadata).consenters;
}

function bftConsenters(root: ConfigGroup) {
  const value = readValue(groupAt(root, 'Orderer'), 'Orderers', OrderersSchema);
  invariant(value.ok && value.value, 'Orderers');
  return value.value.consenterMapping;
}
