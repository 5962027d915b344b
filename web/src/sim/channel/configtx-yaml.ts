/**
 * Prints the specification of a channel as the configtx.yaml from which the real configtxgen makes the same channel.
 *
 * @fabric internal/configtxgen/genesisconfig/config.go, sampleconfig/configtx.yaml
 */
import type { BftConsenter, ChannelSpec, OrdererSpec, OrganizationSpec, RaftConsenter } from './channel-spec.ts';
import { printGoDuration } from './go-duration.ts';
import { Alias, type Yaml, yamlLines } from './yaml-writer.ts';

/** Where the material lies, relative to the folder of configtx.yaml or absolute. */
export interface MaterialPaths {
  mspDir(organization: OrganizationSpec): string;
  clientTlsCert(consenter: RaftConsenter): string;
  serverTlsCert(consenter: RaftConsenter): string;
  /** Certificate with which a BFT consenter signs. */
  identity(consenter: BftConsenter): string;
}

/**
 * The profile of that name holds the whole channel; organisations stand apart, with `others` that are no members (yet),
 * for `configtxgen -printOrg`.
 */
export function printConfigtxYaml(
  spec: ChannelSpec,
  profile: string,
  paths: MaterialPaths,
  others: readonly OrganizationSpec[] = [],
): string {
  const anchors = new Map<string, string>();
  const organizations: string[] = [];
  const { orderer, application } = spec;
  for (const organization of [...orderer.organizations, ...application.organizations, ...others]) {
    if (anchors.has(keyOf(organization))) continue;
    const anchor = anchorFor(organization.name, new Set(anchors.values()));
    anchors.set(keyOf(organization), anchor);
    const [first = '', ...rest] = yamlLines(organizationYaml(organization, paths), 4);
    organizations.push(`  - &${anchor}`, first, ...rest);
  }
  const aliases = (members: readonly OrganizationSpec[]) =>
    members.map((organization) => new Alias(anchors.get(keyOf(organization)) ?? organization.name));
  const channel: Yaml = {
    Policies: policiesYaml(spec.policies),
    Capabilities: capabilitiesYaml(spec.capabilities),
    Orderer: { ...ordererYaml(orderer, paths), Organizations: aliases(orderer.organizations) },
    Application: {
      ...(application.acls && { ACLs: { ...application.acls } }),
      Policies: policiesYaml(application.policies),
      Capabilities: capabilitiesYaml(application.capabilities),
      Organizations: aliases(application.organizations),
    },
  };
  return ['---', 'Organizations:', ...organizations, 'Profiles:', ...yamlLines({ [profile]: channel }, 2), ''].join(
    '\n',
  );
}

/** Ordering organisations and members are named each by themselves, so two may have one name. */
const keyOf = ({ name, mspId }: OrganizationSpec): string => JSON.stringify([name, mspId]);

/** Anchors take letters, digits, `_` and `-` only, and each its own. */
function anchorFor(name: string, taken: ReadonlySet<string>): string {
  let anchor = name.replace(/[^A-Za-z0-9_-]/g, '_');
  while (taken.has(anchor)) anchor += '_';
  return anchor;
}

function organizationYaml(organization: OrganizationSpec, paths: MaterialPaths): Yaml {
  const anchorPeers = 'anchorPeers' in organization ? (organization.anchorPeers as readonly HostPortYaml[]) : [];
  const endpoints = 'ordererEndpoints' in organization ? (organization.ordererEndpoints as readonly string[]) : [];
  return {
    Name: organization.name,
    ID: organization.mspId,
    MSPDir: paths.mspDir(organization),
    Policies: policiesYaml(organization.policies),
    ...(endpoints.length > 0 && { OrdererEndpoints: endpoints }),
    ...(anchorPeers.length > 0 && { AnchorPeers: anchorPeers.map(({ host, port }) => ({ Host: host, Port: port })) }),
  };
}

interface HostPortYaml {
  readonly host: string;
  readonly port: number;
}

const policiesYaml = (policies: ChannelSpec['policies']): Yaml =>
  Object.fromEntries(Object.entries(policies).map(([name, { type, rule }]) => [name, { Type: type, Rule: rule }]));

const capabilitiesYaml = (names: readonly string[]): Yaml => Object.fromEntries(names.map((name) => [name, true]));

function ordererYaml(orderer: OrdererSpec, paths: MaterialPaths): { readonly [key: string]: Yaml } {
  const { batchSize } = orderer;
  return {
    OrdererType: orderer.type,
    ...(orderer.addresses.length > 0 && { Addresses: orderer.addresses }),
    BatchTimeout: printGoDuration(orderer.batchTimeoutMicros),
    BatchSize: {
      MaxMessageCount: batchSize.maxMessageCount,
      AbsoluteMaxBytes: byteSize(batchSize.absoluteMaxBytes),
      PreferredMaxBytes: byteSize(batchSize.preferredMaxBytes),
    },
    ...consensusYaml(orderer, paths),
    Policies: policiesYaml(orderer.policies),
    Capabilities: capabilitiesYaml(orderer.capabilities),
  };
}

function consensusYaml(orderer: OrdererSpec, paths: MaterialPaths): { readonly [key: string]: Yaml } {
  if (orderer.type === 'etcdraft') {
    const { snapshotIntervalSize, ...options } = orderer.options;
    const Consenters = orderer.consenters.map((consenter) => consenterYaml(consenter, paths));
    const Options = { ...capitalized(options), SnapshotIntervalSize: byteSize(snapshotIntervalSize) };
    return { EtcdRaft: { Consenters, Options } };
  }
  return {
    SmartBFT: capitalized({ ...orderer.options }),
    ConsenterMapping: orderer.consenters.map((consenter) => ({
      ID: consenter.id,
      ...consenterYaml(consenter, paths),
      MSPID: consenter.mspId,
      Identity: paths.identity(consenter),
    })),
  };
}

const consenterYaml = (consenter: RaftConsenter, paths: MaterialPaths): { readonly [key: string]: Yaml } => ({
  Host: consenter.host,
  Port: consenter.port,
  ClientTLSCert: paths.clientTlsCert(consenter),
  ServerTLSCert: paths.serverTlsCert(consenter),
});

const capitalized = (options: Readonly<Record<string, string | number>>): { readonly [key: string]: Yaml } =>
  Object.fromEntries(
    Object.entries(options).map(([key, value]) => [key.charAt(0).toUpperCase() + key.slice(1), value]),
  );

/** `16 MB`, `512 KB` or plain bytes, as configtxgen reads them. */
function byteSize(bytes: number): Yaml {
  if (bytes > 0 && bytes % (1024 * 1024) === 0) return `${bytes / (1024 * 1024)} MB`;
  return bytes > 0 && bytes % 1024 === 0 ? `${bytes / 1024} KB` : bytes;
}
