/**
 * configtx.yaml as configtxgen understands it: a profile, with its defaults filled in and the material it points to.
 *
 * Takes the document already parsed (merge keys resolved), because a YAML parser has no place in the simulation.
 *
 * @fabric internal/configtxgen/genesisconfig/config.go, internal/configtxgen/encoder/encoder.go
 * @simplified The orderer type `solo`, foreign organisations (`SkipAsForeign`) and other than X.509 MSPs are refused. Of
 *   several flaws all are named; configtxgen stops at the first.
 */
import type { Result } from '../kernel/result.ts';
import { EMPTY } from '../wire/bytes.ts';
import { DEFAULT_BFT_OPTIONS, DEFAULT_RAFT_OPTIONS } from './channel-defaults.ts';
import type {
  ApplicationOrgSpec,
  ApplicationSpec,
  BftConsenter,
  BftOptions,
  ChannelCreationSpec,
  ChannelSpec,
  ConsortiumSpec,
  OrdererOrgSpec,
  OrdererSpec,
  PolicySpecs,
  RaftConsenter,
  RaftOptions,
  SystemChannelSpec,
} from './channel-spec.ts';
import { parseGoDuration } from './go-duration.ts';
import { type FlawReason, flawAt, type YamlFlaw, YamlFlaws } from './yaml-flaws.ts';
import { YamlNode, type YamlSection } from './yaml-reader.ts';

/** Finds what configtx.yaml points to. Paths are as written there. */
export interface MaterialReader {
  /** Serialized `msp.MSPConfig` of the folder. */
  mspConfig(mspDir: string, mspId: string): Result<Uint8Array, FlawReason>;
  /** A certificate in PEM. */
  certificate(path: string): Result<Uint8Array, FlawReason>;
}

/** An organisation, as a member of either kind of group. */
export type ConfigtxOrganization = ApplicationOrgSpec & OrdererOrgSpec & { readonly mspDir: string };

/** A profile: which sections it has decides what can be made of it. */
export interface ConfigtxProfile {
  readonly consortium: string | undefined;
  readonly capabilities: readonly string[];
  readonly policies: PolicySpecs;
  readonly orderer: OrdererSpec | undefined;
  readonly application: ApplicationSpec | undefined;
  readonly consortiums: readonly ConsortiumSpec[] | undefined;
}

const TOP = ['Profiles', 'Organizations', 'Channel', 'Application', 'Orderer', 'Capabilities'];
const PROFILE = ['Consortium', 'Application', 'Orderer', 'Consortiums', 'Capabilities', 'Policies'];
const ORGANIZATION = [
  'Name',
  'ID',
  'MSPDir',
  'MSPType',
  'Policies',
  'AnchorPeers',
  'OrdererEndpoints',
  'AdminPrincipal',
  'SkipAsForeign',
];
const ORDERER = [
  'OrdererType',
  'Addresses',
  'BatchTimeout',
  'BatchSize',
  'ConsenterMapping',
  'EtcdRaft',
  'SmartBFT',
  'Organizations',
  'MaxChannels',
  'Capabilities',
  'Policies',
  'Kafka',
];
const RAFT_OPTIONS = ['TickInterval', 'ElectionTick', 'HeartbeatTick', 'MaxInflightBlocks', 'SnapshotIntervalSize'];
const ENDPOINT = ['Host', 'Port', 'ClientTLSCert', 'ServerTLSCert'];

/** What configtxgen falls back on; other than what the usual file says. */
const UNSET_BATCH = {
  timeoutMicros: 2_000_000,
  maxMessageCount: 500,
  absoluteMaxBytes: 10 * 1024 * 1024,
  preferredMaxBytes: 2 * 1024 * 1024,
};

/** Reads the profile `name`; the error lists every flaw. */
export function readConfigtxProfile(
  document: unknown,
  name: string,
  material: MaterialReader,
): Result<ConfigtxProfile, readonly YamlFlaw[]> {
  const reading = new Reading(material);
  const profiles = reading.top(document).get('Profiles');
  const found = profiles.members().find(([key]) => key === name);
  if (!found) return { ok: false, error: [flawAt('', 'noProfile', { name })] };
  return reading.result(reading.profile(found[1].section(PROFILE)));
}

/** The organisations that stand on their own, for `configtxgen -printOrg`. */
export function readConfigtxOrganizations(
  document: unknown,
  material: MaterialReader,
): Result<readonly ConfigtxOrganization[], readonly YamlFlaw[]> {
  const reading = new Reading(material);
  return reading.result(reading.organizations(reading.top(document).get('Organizations')));
}

/** Names of the profiles; empty when the document is no configtx.yaml. */
export const configtxProfiles = (document: unknown): readonly string[] =>
  new YamlNode(document, '', new YamlFlaws())
    .section(TOP)
    .get('Profiles')
    .members()
    .map(([name]) => name);

/** The channel a profile with Orderer and Application describes; configtxgen's text when a section is missing. */
export function channelSpecOf(channelId: string, profile: ConfigtxProfile): Result<ChannelSpec, string> {
  const { orderer, application, capabilities, policies } = profile;
  if (!orderer) return { ok: false, error: 'refusing to generate block which is missing orderer section' };
  if (!application)
    return { ok: false, error: 'refusing to generate application channel block which is missing application section' };
  return { ok: true, value: { channelId, capabilities, policies, orderer, application } };
}

/** The system channel of a profile with Consortiums. */
export function systemChannelSpecOf(channelId: string, profile: ConfigtxProfile): Result<SystemChannelSpec, string> {
  const { orderer, consortiums = [], capabilities, policies } = profile;
  if (!orderer) return { ok: false, error: 'refusing to generate block which is missing orderer section' };
  return { ok: true, value: { channelId, capabilities, policies, orderer, consortiums } };
}

/** What a profile with a Consortium asks the system channel for. */
export function channelCreationSpecOf(
  channelId: string,
  profile: ConfigtxProfile,
): Result<ChannelCreationSpec, string> {
  const { application, consortium, capabilities, policies } = profile;
  const missing = (what: string) => `config update generation failure: cannot define a new channel with no ${what}`;
  if (!application) return { ok: false, error: missing('Application section') };
  if (!consortium) return { ok: false, error: missing('Consortium value') };
  return { ok: true, value: { channelId, consortium, capabilities, policies, application } };
}

/** One pass over a document. */
class Reading {
  private readonly material: MaterialReader;
  private readonly flaws = new YamlFlaws();

  constructor(material: MaterialReader) {
    this.material = material;
  }

  result<T>(value: T): Result<T, readonly YamlFlaw[]> {
    const { found } = this.flaws;
    return found.length > 0 ? { ok: false, error: found } : { ok: true, value };
  }

  top(document: unknown): YamlSection {
    return new YamlNode(document, '', this.flaws).section(TOP);
  }

  profile(profile: YamlSection): ConfigtxProfile {
    const orderer = profile.get('Orderer');
    const application = profile.get('Application');
    const consortiums = profile.get('Consortiums');
    return {
      consortium: profile.get('Consortium').text() || undefined,
      capabilities: this.capabilities(profile.get('Capabilities')),
      policies: this.policies(profile.get('Policies')),
      orderer: orderer.isAbsent ? undefined : this.orderer(orderer),
      application: application.isAbsent ? undefined : this.application(application),
      consortiums: consortiums.isAbsent ? undefined : this.consortiums(consortiums),
    };
  }

  private consortiums(node: YamlNode): readonly ConsortiumSpec[] {
    return node.members().map(([name, consortium]) => ({
      name,
      organizations: this.organizations(consortium.section(['Organizations']).get('Organizations')),
    }));
  }

  private application(node: YamlNode): ApplicationSpec {
    const section = node.section(['Organizations', 'Capabilities', 'Policies', 'ACLs']);
    const acls = section.get('ACLs').members();
    return {
      organizations: this.organizations(section.get('Organizations')),
      capabilities: this.capabilities(section.get('Capabilities')),
      policies: this.policies(section.get('Policies')),
      ...(acls.length > 0 && { acls: Object.fromEntries(acls.map(([name, policy]) => [name, policy.text()])) }),
    };
  }

  private capabilities(node: YamlNode): readonly string[] {
    return node.members().flatMap(([name, required]) => (required.boolean() ? [name] : []));
  }

  private policies(node: YamlNode): PolicySpecs {
    const policies = node.members().map(([name, policy]) => {
      const section = policy.section(['Type', 'Rule']);
      const type = section.get('Type').text();
      if (type !== 'ImplicitMeta' && type !== 'Signature') policy.refuse('policyType', { type });
      return [name, { type: type === 'Signature' ? type : 'ImplicitMeta', rule: section.get('Rule').text() }] as const;
    });
    return Object.fromEntries(policies);
  }

  organizations(node: YamlNode): readonly ConfigtxOrganization[] {
    return node.items().map((item) => this.organization(item));
  }

  private organization(node: YamlNode): ConfigtxOrganization {
    const section = node.section(ORGANIZATION);
    const name = section.get('Name').text();
    const mspId = section.get('ID').text();
    const mspDir = section.get('MSPDir').text();
    if (name === '') node.refuse('noName');
    if (section.get('SkipAsForeign').boolean()) node.refuse('foreign', { name });
    const type = section.get('MSPType').text('bccsp');
    if (type !== 'bccsp') section.get('MSPType').refuse('mspType', { type });
    const mspConfig = this.material.mspConfig(mspDir, mspId);
    if (!mspConfig.ok) section.get('MSPDir').refuse(mspConfig.error.code, mspConfig.error.params);
    return {
      name,
      mspId,
      mspDir,
      mspConfig: mspConfig.ok ? mspConfig.value : EMPTY,
      policies: this.policies(section.get('Policies')),
      anchorPeers: section
        .get('AnchorPeers')
        .items()
        .map((anchor) => {
          const { host, port } = endpoint(anchor.section(['Host', 'Port']));
          return { host, port };
        }),
      ordererEndpoints: section
        .get('OrdererEndpoints')
        .items()
        .map((address) => address.text()),
    };
  }

  private orderer(node: YamlNode): OrdererSpec {
    const section = node.section(ORDERER);
    const batch = section.get('BatchSize').section(['MaxMessageCount', 'AbsoluteMaxBytes', 'PreferredMaxBytes']);
    const common = {
      addresses: section
        .get('Addresses')
        .items()
        .map((address) => address.text()),
      batchSize: {
        maxMessageCount: batch.get('MaxMessageCount').size() || UNSET_BATCH.maxMessageCount,
        absoluteMaxBytes: batch.get('AbsoluteMaxBytes').size() || UNSET_BATCH.absoluteMaxBytes,
        preferredMaxBytes: batch.get('PreferredMaxBytes').size() || UNSET_BATCH.preferredMaxBytes,
      },
      batchTimeoutMicros: section.get('BatchTimeout').durationMicros() || UNSET_BATCH.timeoutMicros,
      organizations: this.organizations(section.get('Organizations')),
      capabilities: this.capabilities(section.get('Capabilities')),
      policies: this.policies(section.get('Policies')),
    };
    const type = section.get('OrdererType').text('solo');
    if (type === 'BFT')
      return {
        ...common,
        type,
        consenters: this.bftConsenters(section.get('ConsenterMapping')),
        options: bftOptions(section.get('SmartBFT')),
      };
    if (type === 'kafka') return { ...common, type, brokers: brokers(section.get('Kafka')) };
    if (type !== 'etcdraft') section.get('OrdererType').refuse('ordererType', { type });
    const raft = section.get('EtcdRaft');
    if (raft.isAbsent && type === 'etcdraft') raft.refuse('noRaft');
    const fields = raft.section(['Consenters', 'Options']);
    const consenters = fields
      .get('Consenters')
      .items()
      .map((item) => this.consenter(item, item.section(ENDPOINT), 'etcdraft'));
    if (consenters.length === 0 && !raft.isAbsent) raft.refuse('noRaftConsenters');
    return { ...common, type: 'etcdraft', consenters, options: raftOptions(fields.get('Options')) };
  }

  private bftConsenters(node: YamlNode): readonly BftConsenter[] {
    const consenters = node.items().map((item): BftConsenter => {
      const section = item.section([...ENDPOINT, 'ID', 'MSPID', 'Identity']);
      const mspId = section.get('MSPID').text();
      if (mspId === '') item.refuse('consenterLacks', { type: 'BFT', what: 'MSP ID' });
      const identity = this.certificate(item, section, 'Identity', 'BFT', 'identity certificate');
      return { ...this.consenter(item, section, 'BFT'), id: section.get('ID').size(), mspId, identity };
    });
    if (consenters.length === 0) node.refuse('noBftConsenters');
    return consenters;
  }

  private consenter(item: YamlNode, section: YamlSection, type: string): RaftConsenter {
    const { host, port } = endpoint(section);
    const missing = (what: string) => item.refuse('consenterLacks', { type, what });
    if (host === '') missing('host');
    if (port === 0) missing('port');
    return {
      host,
      port,
      clientTlsCert: this.certificate(item, section, 'ClientTLSCert', type, 'client TLS cert'),
      serverTlsCert: this.certificate(item, section, 'ServerTLSCert', type, 'server TLS cert'),
    };
  }

  private certificate(item: YamlNode, section: YamlSection, field: string, type: string, what: string): Uint8Array {
    const path = section.get(field).text();
    if (path === '') {
      item.refuse('consenterLacks', { type, what });
      return EMPTY;
    }
    const certificate = this.material.certificate(path);
    if (certificate.ok) return certificate.value;
    section.get(field).refuse(certificate.error.code, certificate.error.params);
    return EMPTY;
  }
}

const endpoint = (section: YamlSection) => ({ host: section.get('Host').text(), port: section.get('Port').size() });

/** Those an orderer asks first; without any there is the one configtxgen takes for granted. */
function brokers(node: YamlNode): readonly string[] {
  const named = node.section(['Brokers']).get('Brokers').items();
  return named.length === 0 ? ['127.0.0.1:9092'] : named.map((broker) => broker.text());
}

function raftOptions(node: YamlNode): RaftOptions {
  const section = node.section(RAFT_OPTIONS);
  const unset = DEFAULT_RAFT_OPTIONS;
  const options = {
    tickInterval: section.get('TickInterval').text() || unset.tickInterval,
    electionTick: section.get('ElectionTick').size() || unset.electionTick,
    heartbeatTick: section.get('HeartbeatTick').size() || unset.heartbeatTick,
    maxInflightBlocks: section.get('MaxInflightBlocks').size() || unset.maxInflightBlocks,
    snapshotIntervalSize: section.get('SnapshotIntervalSize').size() || unset.snapshotIntervalSize,
  };
  if (!parseGoDuration(options.tickInterval).ok) node.refuse('tickInterval', { value: options.tickInterval });
  if (options.electionTick <= options.heartbeatTick) node.refuse('ticks');
  return options;
}

/** Without the section the options are the library's own; with it, what is not named is nothing at all. */
function bftOptions(node: YamlNode): BftOptions {
  if (node.isAbsent) return DEFAULT_BFT_OPTIONS;
  const names = Object.keys(DEFAULT_BFT_OPTIONS);
  const section = node.section([...names, 'SyncOnStart', 'SpeedUpViewChange', 'LeaderRotation', 'DecisionsPerLeader']);
  const text = (name: keyof BftOptions) => section.get(name).text();
  const size = (name: keyof BftOptions) => section.get(name).size();
  return {
    requestBatchMaxCount: size('requestBatchMaxCount'),
    requestBatchMaxBytes: size('requestBatchMaxBytes'),
    requestBatchMaxInterval: text('requestBatchMaxInterval'),
    incomingMessageBufferSize: size('incomingMessageBufferSize'),
    requestPoolSize: size('requestPoolSize'),
    requestForwardTimeout: text('requestForwardTimeout'),
    requestComplainTimeout: text('requestComplainTimeout'),
    requestAutoRemoveTimeout: text('requestAutoRemoveTimeout'),
    viewChangeResendInterval: text('viewChangeResendInterval'),
    viewChangeTimeout: text('viewChangeTimeout'),
    leaderHeartbeatTimeout: text('leaderHeartbeatTimeout'),
    leaderHeartbeatCount: size('leaderHeartbeatCount'),
    collectTimeout: text('collectTimeout'),
  };
}
