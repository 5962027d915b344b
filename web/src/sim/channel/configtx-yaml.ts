/**
 * Prints the specification of a channel as the configtx.yaml from which the real configtxgen makes the same channel.
 *
 * @fabric internal/configtxgen/genesisconfig/config.go, sampleconfig/configtx.yaml
 */
import type {
  ApplicationSpec,
  BftConsenter,
  ChannelCreationSpec,
  ChannelSpec,
  OrdererSpec,
  OrganizationSpec,
  RaftConsenter,
  SystemChannelSpec,
} from './channel-spec.ts';
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
 * A profile for each channel holds the whole of it; organisations stand apart, with `others` that are no members (yet), for
 * `configtxgen -printOrg`.
 */
export function printConfigtxYaml(
  channels: readonly { readonly profile: string; readonly spec: ChannelSpec }[],
  paths: MaterialPaths,
  others: readonly OrganizationSpec[] = [],
): string {
  const members = channels.flatMap(({ spec }) => [...spec.orderer.organizations, ...spec.application.organizations]);
  const section = organizationSection([...members, ...others], paths);
  const profiles = channels.map(({ profile, spec: { orderer, application, ...spec } }): readonly [string, Yaml] => [
    profile,
    {
      ...channelYaml(spec),
      Orderer: { ...ordererYaml(orderer, paths), Organizations: section.aliases(orderer.organizations) },
      Application: applicationYaml(application, section),
    },
  ]);
  return documentOf(section, Object.fromEntries(profiles));
}

/** A network of 2.x: the profile of its system channel, and for each channel the one its creation transaction is made of. */
export interface SystemProfiles {
  readonly system: SystemChannelSpec;
  readonly systemProfile: string;
  readonly channels: readonly { readonly profile: string; readonly spec: ChannelCreationSpec }[];
}

/** The same for a network of 2.x: its members stand in consortiums and in the channels to be made. */
export function printSystemConfigtxYaml(
  { system, systemProfile, channels }: SystemProfiles,
  paths: MaterialPaths,
  others: readonly OrganizationSpec[] = [],
): string {
  const { orderer, consortiums } = system;
  const members = [
    ...channels.flatMap(({ spec }) => spec.application.organizations),
    ...consortiums.flatMap(({ organizations }) => organizations),
  ];
  const section = organizationSection([...orderer.organizations, ...members, ...others], paths);
  const genesis: Yaml = {
    ...channelYaml(system),
    Orderer: { ...ordererYaml(orderer, paths), Organizations: section.aliases(orderer.organizations) },
    Consortiums: Object.fromEntries(
      consortiums.map(({ name, organizations }) => [name, { Organizations: section.aliases(organizations) }]),
    ),
  };
  const created = channels.map(({ profile, spec }): readonly [string, Yaml] => [
    profile,
    {
      Consortium: spec.consortium,
      ...channelYaml(spec),
      Application: applicationYaml(spec.application, section),
    },
  ]);
  return documentOf(section, { [systemProfile]: genesis, ...Object.fromEntries(created) });
}

/** The organisations of a document, each once, and how its profiles refer to them. */
interface OrganizationSection {
  readonly lines: readonly string[];
  readonly aliases: (members: readonly OrganizationSpec[]) => readonly Alias[];
}

function organizationSection(all: readonly OrganizationSpec[], paths: MaterialPaths): OrganizationSection {
  const anchors = new Map<string, string>();
  const lines: string[] = [];
  for (const organization of all) {
    if (anchors.has(keyOf(organization))) continue;
    const anchor = anchorFor(organization.name, new Set(anchors.values()));
    anchors.set(keyOf(organization), anchor);
    const [first = '', ...rest] = yamlLines(organizationYaml(organization, paths), 4);
    lines.push(`  - &${anchor}`, first, ...rest);
  }
  return {
    lines,
    aliases: (members) =>
      members.map((organization) => new Alias(anchors.get(keyOf(organization)) ?? organization.name)),
  };
}

const documentOf = ({ lines }: OrganizationSection, profiles: Yaml): string =>
  ['---', 'Organizations:', ...lines, 'Profiles:', ...yamlLines(profiles, 2), ''].join('\n');

const channelYaml = ({ policies, capabilities }: Pick<ChannelSpec, 'policies' | 'capabilities'>) => ({
  Policies: policiesYaml(policies),
  Capabilities: capabilitiesYaml(capabilities),
});

const applicationYaml = (application: ApplicationSpec, section: OrganizationSection): Yaml => ({
  ...(application.acls && { ACLs: { ...application.acls } }),
  ...channelYaml(application),
  Organizations: section.aliases(application.organizations),
});

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
  if (orderer.type === 'kafka') return { Kafka: { Brokers: [...orderer.brokers] } };
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
