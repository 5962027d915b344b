/**
 * What may be changed in a running channel, by the names of the topology, and the edit of the configuration it means.
 */
import { toBinary } from '@bufbuild/protobuf';
import { applicationOrgPolicies } from '../channel/channel-defaults.ts';
import type { PolicySpec } from '../channel/channel-spec.ts';
import { isBft, withBftConsenter, withoutBftConsenter } from '../channel/config-bft-edits.ts';
import { withConsenter, withMaintenance, withoutConsenter } from '../channel/config-consensus-edits.ts';
import {
  type CapabilityPlace,
  type ConfigEdit,
  withAcl,
  withAnchorPeers,
  withApplicationOrg,
  withBatchSize,
  withBatchTimeout,
  withCapabilities,
  withoutApplicationOrg,
  withPolicy,
  withRevocationLists,
} from '../channel/config-edits.ts';
import { withConsortium } from '../channel/system-channel.ts';
import type { CryptoMaterial } from '../identity/crypto-material.ts';
import { mspConfigOf } from '../identity/fabric-msp-config.ts';
import type { ActorId } from '../kernel/actor.ts';
import { invariant } from '../kernel/result.ts';
import { utf8 } from '../wire/bytes.ts';
import { MSPConfigSchema } from '../wire/gen/msp/msp_config_pb.ts';
import { nodesOf } from './nodes.ts';
import type { Topology } from './topology-spec.ts';
import { materialOf } from './workspace.ts';

/** `org` is an organisation's name in the topology, `node` and `peers` are its machines. */
interface ConfigChanges {
  /** Sizes in bytes. */
  readonly batchSize: {
    readonly maxMessageCount: number;
    readonly absoluteMaxBytes: number;
    readonly preferredMaxBytes: number;
  };
  readonly batchTimeout: { readonly micros: number };
  readonly anchorPeers: { readonly org: string; readonly peers: readonly ActorId[] };
  readonly addOrg: { readonly org: string };
  readonly removeOrg: { readonly org: string };
  readonly capabilities: { readonly level: CapabilityPlace; readonly capabilities: readonly string[] };
  /** An empty policy gives the resource its default back. */
  readonly acl: { readonly resource: string; readonly policy: string };
  /** `path` is absolute: `/Channel/Application/Endorsement`. */
  readonly policy: { readonly path: string; readonly type: PolicySpec['type']; readonly rule: string };
  /** Puts the list of revoked certificates the organisation's client got from its CA into the organisation's MSP. */
  readonly revocationList: { readonly org: string };
  readonly addConsenter: { readonly node: ActorId };
  readonly removeConsenter: { readonly node: ActorId };
  /** System channel of 2.x only. */
  readonly consortium: { readonly name: string; readonly orgs: readonly string[] };
  readonly maintenance: { readonly on: boolean };
}

export type ConfigChangeKind = keyof ConfigChanges;
type ConfigChangeOf<K extends ConfigChangeKind> = K extends ConfigChangeKind
  ? { readonly kind: K } & ConfigChanges[K]
  : never;
export type ConfigChange = { [K in ConfigChangeKind]: ConfigChangeOf<K> }[ConfigChangeKind];

/** What a change needs to know besides itself. */
export interface ChangeContext {
  readonly topology: Topology;
  readonly crypto: CryptoMaterial;
  /** The newest list (PEM) an organisation's client has from its CA; undefined when it never asked for one. */
  readonly revocationListOf: (org: string) => Uint8Array | undefined;
}

/** The edit a change means. Names have been checked against the topology. */
export function editOf(change: ConfigChange, context: ChangeContext): ConfigEdit {
  const { topology, crypto } = context;
  const mspIdOf = (org: string): string => materialOf(crypto, org).mspId;
  switch (change.kind) {
    case 'batchSize':
      return withBatchSize(change);
    case 'batchTimeout':
      return withBatchTimeout(change.micros);
    case 'anchorPeers':
      return withAnchorPeers(
        mspIdOf(change.org),
        change.peers.map((peer) => addressOf(topology, peer)),
      );
    case 'addOrg':
      return withApplicationOrg({ ...definitionOf(crypto, change.org), anchorPeers: [] });
    case 'removeOrg':
      return withoutApplicationOrg(mspIdOf(change.org));
    case 'capabilities':
      return withCapabilities(change.level, change.capabilities);
    case 'acl':
      return withAcl(change.resource, change.policy);
    case 'policy':
      return withPolicy(change.path, { type: change.type, rule: change.rule });
    case 'revocationList':
      return revocationEdit(context.revocationListOf(change.org), mspIdOf(change.org));
    case 'addConsenter':
      return addConsenter(topology, crypto, change.node);
    case 'removeConsenter':
      return (root) => (isBft(root) ? withoutBftConsenter : withoutConsenter)(change.node)(root);
    case 'consortium': {
      const organizations = change.orgs.map((org) => definitionOf(crypto, org));
      return (root) => withConsortium(root, change.name, organizations);
    }
    case 'maintenance':
      return withMaintenance(change.on);
  }
}

function revocationEdit(list: Uint8Array | undefined, mspId: string): ConfigEdit {
  if (list) return withRevocationLists(mspId, [list]);
  return () => ({ ok: false, error: 'open msp/crls/crl.pem: no such file or directory' });
}

/** An organisation as configtx.yaml describes it. */
function definitionOf(crypto: CryptoMaterial, org: string) {
  const material = materialOf(crypto, org);
  const { mspId } = material;
  const mspConfig = toBinary(MSPConfigSchema, mspConfigOf(material));
  return { name: mspId, mspId, mspConfig, policies: applicationOrgPolicies(mspId) };
}

function addressOf(topology: Topology, id: ActorId) {
  const node = nodesOf(topology).find((candidate) => candidate.id === id);
  invariant(node, `no node ${id}`);
  return { host: node.id, port: node.port };
}

/** A BFT consenter is known by the certificate it signs with as well. */
function addConsenter(topology: Topology, crypto: CryptoMaterial, id: ActorId): ConfigEdit {
  const consenter = consenterOf(topology, crypto, id);
  const { mspId, nodes } = materialOf(crypto, topology.ordererOrg.name);
  const identity = utf8(nodes.find(({ name }) => name === id)?.identity.certPem ?? '');
  return (root) => (isBft(root) ? withBftConsenter({ ...consenter, mspId, identity }) : withConsenter(consenter))(root);
}

function consenterOf(topology: Topology, crypto: CryptoMaterial, id: ActorId) {
  const members = materialOf(crypto, topology.ordererOrg.name).nodes;
  const cert = utf8(members.find(({ name }) => name === id)?.tls.certPem ?? '');
  return { ...addressOf(topology, id), clientTlsCert: cert, serverTlsCert: cert };
}
