/**
 * What the inspector shows of what is neither a node nor a message nor a block: links, channels, chaincodes,
 * collections, snapshots, keys. Read out of the states of the nodes that keep them. A part of its own: a page that
 * looks at none of these does not load it.
 */
import { create, toJson } from '@bufbuild/protobuf';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { hashedNamespace, privateNamespace } from '../ledger/state-db.ts';
import type { ChannelLedger } from '../ledger/commit.ts';
import { ADDITIONAL_METADATA, type ReadMetadata, SIGNABLE_METADATA } from '../ledger/snapshot-metadata.ts';
import { consentersOf } from '../orderer/membership.ts';
import { collectionTerms } from '../peer/lifecycle/collections.ts';
import {
  approvedPackageId,
  chaincodeDefinition,
  type ChaincodeDefinition,
  hasApproved,
  staticCollections,
} from '../peer/lifecycle/definitions.ts';
import type { PeerState } from '../peer/peer-state.ts';
import { printSignaturePolicy } from '../policy/dsl.ts';
import type { Inspection } from '../protocol/requests.ts';
import { type CollectionStructure, KEY_CHANGES_SHOWN, type StructureTarget } from '../protocol/structure.ts';
import { NETWORK_LATENCY } from '../topology/latency.ts';
import { nodesOf } from '../topology/nodes.ts';
import { encodeBlock } from '../wire/block.ts';
import { fromUtf8, hex } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { type ApplicationPolicy, SignaturePolicyEnvelopeSchema } from '../wire/gen/common/policies_pb.ts';
import { type StaticCollectionConfig, StaticCollectionConfigSchema } from '../wire/gen/peer/collection_pb.ts';
import { QueryChaincodeDefinitionResultSchema } from '../wire/gen/peer/lifecycle/lifecycle_pb.ts';
import { blockTree, type Tree } from '../wire/message-json.ts';
import { channelConfigSummary } from './channel-config-summary.ts';
import { seatsOf } from './channel-seats.ts';
import { printable } from './inspect-private.ts';
import type { Simulation } from './simulation.ts';

type Inspected = Result<Inspection>;
type TargetOf<T extends StructureTarget['type']> = Extract<StructureTarget, { readonly type: T }>;

const shown = (title: string, json: Tree, rest: Partial<Inspection>): Inspected =>
  ok({ title, json, texts: [], bytes: '', policies: [], channelConfigs: [], consensus: [], ...rest });

/** Looks at `target` in the world as `simulation` has it now. */
export function inspectStructure(simulation: Simulation, target: StructureTarget): Inspected {
  switch (target.type) {
    case 'link':
      return inspectLink(simulation, target);
    case 'channel':
      return inspectChannel(simulation, target);
    case 'chaincode':
      return inspectChaincode(simulation, target);
    case 'collection':
      return inspectCollection(simulation, target);
    case 'snapshot':
      return inspectSnapshot(simulation, target);
    case 'key':
      return inspectKey(simulation, target);
  }
}

function inspectLink(simulation: Simulation, { from, to }: TargetOf<'link'>): Inspected {
  const ids = nodesOf(simulation.recording.topology).map(({ id }) => id);
  const unknown = [from, to].find((id) => !ids.includes(id));
  if (unknown !== undefined) return refuse('unknownNode', { value: unknown });
  const { min, max } = NETWORK_LATENCY;
  const way = (one: string, other: string): Tree => ({ from: one, to: other, ...simulation.linkState(one, other) });
  const json = { usual_latency_micros: { min, max }, directions: [way(from, to), way(to, from)] };
  return shown('Link', json, { structure: { type: 'link', minMicros: min, maxMicros: max } });
}

const furthest = <T extends { readonly blocks: { readonly height: number } }>(seats: readonly T[]): T | undefined =>
  seats.reduce<T | undefined>(
    (best, seat) => (best && best.blocks.height >= seat.blocks.height ? best : seat),
    undefined,
  );

function inspectChannel(simulation: Simulation, { channel }: TargetOf<'channel'>): Inspected {
  const seats = seatsOf(simulation, channel);
  // Of nodes that are off the blocks are there, and nobody has read them.
  const working = seats.filter(({ bundle }) => bundle !== undefined);
  const seat = furthest(working.length > 0 ? working : seats);
  const block = seat?.blocks.block(seat.blocks.lastConfigNumber);
  if (!seat || !block) return refuse('unknownStructure', { value: channel });
  const { bundle, blocks, node } = seat;
  const bft = bundle?.orderer?.consenters ?? [];
  const raft = bundle && bft.length === 0 ? consentersOf(bundle) : [];
  return shown(`Block ${blocks.lastConfigNumber}`, blockTree(block), {
    bytes: hex(encodeBlock(block)),
    channelConfigs: bundle ? [channelConfigSummary(bundle)] : [],
    structure: {
      type: 'channel',
      node,
      configBlock: blocks.lastConfigNumber,
      consenters: [
        ...bft.map(({ host, port, id }) => ({ address: `${host}:${port}`, id })),
        ...raft.map(({ host, port }) => ({ address: `${host}:${port}`, id: null })),
      ],
    },
  });
}

interface PeerSeat {
  readonly node: string;
  readonly mspId: string;
  readonly peer: PeerState;
  readonly ledger: ChannelLedger;
}

/** The peers that keep the channel's ledger; the one furthest along first. */
function peersOf(simulation: Simulation, channel: string): readonly PeerSeat[] {
  return nodesOf(simulation.recording.topology)
    .flatMap(({ id, role, mspId }) => {
      const peer = role === 'peer' ? (simulation.stateOf(id) as PeerState | undefined) : undefined;
      const ledger = peer?.disk.ledgers[channel];
      return peer && ledger ? [{ node: id, mspId, peer, ledger }] : [];
    })
    .sort((a, b) => b.ledger.blocks.height - a.ledger.blocks.height);
}

function inspectChaincode(simulation: Simulation, { channel, chaincode }: TargetOf<'chaincode'>): Inspected {
  const peers = peersOf(simulation, channel);
  const [best] = peers;
  const definition = best && chaincodeDefinition(best.ledger.state, chaincode);
  if (!best || !definition) return refuse('unknownStructure', { value: chaincode });
  const { sequence, version, initRequired, endorsementPlugin, validationPlugin, collections } = definition;
  const approvals = membersOf(simulation, channel, peers).map((mspId) => ({
    mspId,
    approved: hasApproved(best.ledger.state, mspId, chaincode, definition),
  }));
  return shown('QueryChaincodeDefinitionResult', definitionTree(definition, approvals), {
    structure: {
      type: 'chaincode',
      node: best.node,
      ...{ sequence, version, initRequired, endorsementPlugin, validationPlugin, approvals },
      collections: staticCollections(collections).map(({ name }) => name),
      packages: peers
        .toSorted((a, b) => (a.node < b.node ? -1 : 1))
        .map(({ node, mspId, peer, ledger }) => {
          const packageId = approvedPackageId(ledger.state, mspId, chaincode, sequence) ?? '';
          const isInstalled = [...peer.disk.packages.values()].some((one) => one.packageId === packageId);
          return {
            node,
            packageId: packageId === '' ? null : packageId,
            installed: isInstalled,
            running: peer.running.get(packageId)?.host.phase === 'ready',
          };
        }),
    },
  });
}

/** Organisations of the channel as its configuration names them; where nobody has read it, those of the peers. */
function membersOf(simulation: Simulation, channel: string, peers: readonly PeerSeat[]): readonly string[] {
  const bundle = seatsOf(simulation, channel).find((seat) => seat.bundle)?.bundle;
  const named = bundle?.application?.organizations.map(({ mspId }) => mspId);
  return [...new Set(named ?? peers.map(({ mspId }) => mspId))].sort();
}

/** As `peer lifecycle chaincode querycommitted --output json` prints it. */
function definitionTree(
  { sequence, version, initRequired, endorsementPlugin, validationPlugin, policy, collections }: ChaincodeDefinition,
  approvals: readonly { readonly mspId: string; readonly approved: boolean }[],
): Tree {
  const message = create(QueryChaincodeDefinitionResultSchema, {
    sequence: BigInt(sequence),
    ...{ version, initRequired, endorsementPlugin, validationPlugin, collections },
    validationParameter: policy,
    approvals: Object.fromEntries(approvals.map(({ mspId, approved }) => [mspId, approved])),
  });
  return toJson(QueryChaincodeDefinitionResultSchema, message, { useProtoFieldName: true });
}

function inspectCollection(
  simulation: Simulation,
  { channel, chaincode, collection }: TargetOf<'collection'>,
): Inspected {
  const peers = peersOf(simulation, channel);
  const [best] = peers;
  const terms = best && collectionTerms(best.ledger.state, chaincode, collection, best.mspId);
  if (!best || !terms) return refuse('unknownStructure', { value: collection });
  const definition = chaincodeDefinition(best.ledger.state, chaincode);
  const config = definition && staticCollections(definition.collections).find(({ name }) => name === collection);
  const holders = peers
    .toSorted((a, b) => (a.node < b.node ? -1 : 1))
    .map(({ node, mspId, ledger: { state, privateStore } }) => ({
      node,
      member: terms.memberOrgs.includes(mspId),
      clear: state.keyCount(privateNamespace(chaincode, collection)),
      hashes: state.keyCount(hashedNamespace(chaincode, collection)),
      missing: [...privateStore.missing.values()].filter(
        (set) => set.namespace === chaincode && set.collection === collection,
      ).length,
    }));
  const json = config
    ? toJson(StaticCollectionConfigSchema, config, { useProtoFieldName: true, alwaysEmitImplicit: true })
    : { name: collection, member_orgs: [...terms.memberOrgs] };
  return shown('StaticCollectionConfig', json, {
    structure: { type: 'collection', node: best.node, terms: config ? termsOf(config) : null, holders },
  });
}

const termsOf = (config: StaticCollectionConfig): CollectionStructure['terms'] => ({
  policy: config.memberOrgsPolicy?.payload.value ? printSignaturePolicy(config.memberOrgsPolicy.payload.value) : '',
  requiredPeerCount: config.requiredPeerCount,
  maximumPeerCount: config.maximumPeerCount,
  blockToLive: Number(config.blockToLive),
  memberOnlyRead: config.memberOnlyRead,
  memberOnlyWrite: config.memberOnlyWrite,
  endorsementPolicy: config.endorsementPolicy ? policyText(config.endorsementPolicy) : '',
});

function policyText({ type }: ApplicationPolicy): string {
  if (type.case === 'signaturePolicy') return printSignaturePolicy(type.value);
  return type.case === 'channelConfigPolicyReference' ? type.value : '';
}

/** Where the images of Fabric keep snapshots that are complete. */
const COMPLETED = '/var/hyperledger/production/snapshots/completed';

function inspectSnapshot(simulation: Simulation, { node, channel, number }: TargetOf<'snapshot'>): Inspected {
  const seat = peersOf(simulation, channel).find((one) => one.node === node);
  const files = seat?.peer.disk.snapshots?.[channel]?.completed[number];
  if (!files) return refuse('unknownStructure', { value: `${channel}/${number}` });
  const read = (name: string): Tree => JSON.parse(fromUtf8(files[name] ?? new Uint8Array(0))) as Tree;
  const [signable, additional] = [read(SIGNABLE_METADATA), read(ADDITIONAL_METADATA)];
  const metadata = { ...(signable as object), ...(additional as object) } as ReadMetadata;
  const hashes: Readonly<Record<string, string>> = {
    ...metadata.snapshot_files_raw_hashes,
    [SIGNABLE_METADATA]: metadata.snapshot_hash,
  };
  return shown(
    `${channel}/${number}`,
    { [SIGNABLE_METADATA]: signable, [ADDITIONAL_METADATA]: additional },
    {
      structure: {
        type: 'snapshot',
        folder: `${COMPLETED}/${channel}/${number}`,
        lastBlockHash: metadata.last_block_hash,
        commitHash: metadata.last_block_commit_hash,
        files: Object.entries(files).map(([name, { length }]) => ({ name, bytes: length, hash: hashes[name] ?? null })),
      },
    },
  );
}

function inspectKey(simulation: Simulation, { node, channel, namespace, key }: TargetOf<'key'>): Inspected {
  const seats = peersOf(simulation, channel);
  const seat = seats.find((one) => one.node === node) ?? seats[0];
  if (!seat) return refuse('unknownStructure', { value: key });
  const { state, history, blocks } = seat.ledger;
  const value = state.get(namespace, key);
  const changes = [];
  for (const { txId, position, value: written, isDelete } of history.modifications(blocks, namespace, key)) {
    if (changes.length === KEY_CHANGES_SHOWN) break;
    changes.push({
      txid: txId,
      version: `${position.blockNum}.${position.txNum}`,
      value: isDelete ? null : printable(written),
    });
  }
  if (!value && changes.length === 0) return refuse('unknownStructure', { value: key });
  const held = value && {
    value: printable(value.value),
    version: `${value.version.blockNum}.${value.version.txNum}`,
  };
  const policy = value?.metadata?.find(({ name }) => name === 'VALIDATION_PARAMETER')?.value;
  const envelope = policy && decode(SignaturePolicyEnvelopeSchema, policy);
  const structure = {
    type: 'key' as const,
    node: seat.node,
    held: held ?? null,
    policy: envelope?.ok ? printSignaturePolicy(envelope.value) : null,
    history: changes,
  };
  const { type: _type, node: peer, ...told } = structure;
  return shown(key, { namespace, key, peer, ...told }, { bytes: value ? hex(value.value) : '', structure });
}
