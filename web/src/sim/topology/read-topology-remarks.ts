/**
 * What the lab does otherwise than crypto-config.yaml and configtx.yaml say, each with its place: nothing a file says is
 * dropped without a word.
 */
import { equals } from '@bufbuild/protobuf';
import type {
  ApplicationSpec,
  OrdererSpec,
  OrganizationSpec,
  PolicySpec,
  PolicySpecs,
} from '../channel/channel-spec.ts';
import { newPolicy } from '../channel/config-tree.ts';
import { type FlawCode, flawAt, flawsUnlessSame, type YamlFlaw, YamlFlaws } from '../channel/yaml-flaws.ts';
import { YamlNode } from '../channel/yaml-reader.ts';
import { invariant } from '../kernel/result.ts';
import { ConfigPolicySchema } from '../wire/gen/common/configtx_pb.ts';
import { ordererOf, paperMaterial } from './read-topology-material.ts';
import { CONSENTERS, type NetworkProfiles } from './read-topology-profile.ts';
import { systemChannelConfigSpec } from './system-channel.ts';
import type { Topology } from './topology-spec.ts';
import { channelConfigSpec } from './workspace.ts';

type Remarks = readonly YamlFlaw[];

/** The parts every kind of profile has. */
interface Section {
  readonly capabilities: readonly string[];
  readonly policies: PolicySpecs;
}

/** The lab's own configuration of the network, which {@link paperMaterial} is enough to write down, against the file's. */
export function remarksOnProfiles(topology: Topology, profiles: NetworkProfiles): Remarks {
  const { base, channel, orderer, application, consortium, unused } = profiles;
  const crypto = paperMaterial(topology);
  const [spec] = topology.channels;
  invariant(spec, 'a channel was read');
  const lab = channelConfigSpec(topology, spec, crypto);
  const remarks = unused.length > 0 ? [flawAt('Profiles', 'notUsed', { names: unused.join(', ') })] : [];
  if (consortium) {
    const system = systemChannelConfigSpec(topology, crypto);
    remarks.push(...remarksOnSection(base.at, base.profile, system));
    for (const { name, organizations } of base.profile.consortiums ?? []) {
      const ours = system.consortiums.find((candidate) => candidate.name === name);
      const at = `${base.at}.Consortiums.${name}`;
      if (ours) remarks.push(...remarksOnOrganizations(`${at}.Organizations`, organizations, ours.organizations));
      else remarks.push(flawAt(at, 'leftOut'));
    }
    if (base.profile.application) remarks.push(flawAt(`${base.at}.Application`, 'leftOutOfSystem'));
    if (channel.profile.orderer) remarks.push(flawAt(`${channel.at}.Orderer`, 'systemOrderer'));
  } else if (channel.profile.consortium !== undefined) {
    remarks.push(flawAt(`${channel.at}.Consortium`, 'leftOut'));
  }
  return [
    ...remarks,
    ...remarksOnOrderer(`${base.at}.Orderer`, orderer, lab.orderer),
    ...(topology.kafka ? [flawAt(`${base.at}.Orderer.Kafka`, 'zooKeepers', { count: topology.kafka.zooKeepers })] : []),
    ...remarksOnSection(channel.at, channel.profile, lab),
    ...remarksOnApplication(`${channel.at}.Application`, application, lab.application),
  ];
}

/** Of all that cryptogen knows the lab makes nodes and users. `isUsed` tells the organisations by their domains. */
export function remarksOnCryptoConfig(document: unknown, isUsed: (domain: string) => boolean): Remarks {
  const remarks = new YamlFlaws();
  const top = new YamlNode(document, '', new YamlFlaws());
  const organizations = [top.field('OrdererOrgs'), top.field('PeerOrgs')].flatMap((node) => node.items());
  for (const organization of organizations) {
    const say = (field: string, code: FlawCode) => remarks.add(`${organization.at}${field}`, code);
    if (!isUsed(organization.field('Domain').text())) {
      say('', 'noPart');
      continue;
    }
    if (!organization.field('EnableNodeOUs').boolean()) say('.EnableNodeOUs', 'nodeOus');
    if (!organization.field('CA').isAbsent) say('.CA', 'caPlace');
    if (!organization.field('Users').field('Specs').isAbsent) say('.Users.Specs', 'userNames');
    const template = organization.field('Template');
    for (const node of [template, ...organization.field('Specs').items()]) {
      const extra = ['SANS', 'Country', 'Province', 'Locality'].filter((field) => !node.field(field).isAbsent);
      if (extra.length > 0) remarks.add(node.at, 'usualNames', { fields: extra.join(', ') });
    }
  }
  if (top.field('GenericOrgs').items().length > 0) remarks.add('GenericOrgs', 'areLeftOut');
  return remarks.found;
}

/** Capabilities and policies. */
function remarksOnSection(at: string, file: Section, lab: Section): Remarks {
  return [
    ...flawsUnlessSame(`${at}.Capabilities`, file.capabilities.toSorted(), lab.capabilities.toSorted()),
    ...remarksOnPolicies(`${at}.Policies`, file.policies, lab.policies),
  ];
}

function remarksOnOrderer(at: string, file: OrdererSpec, lab: OrdererSpec): Remarks {
  const consentersOf = (orderer: OrdererSpec) => (orderer.type === 'kafka' ? [] : orderer.consenters);
  const consenters = (orderer: OrdererSpec) =>
    orderer.type === 'kafka' ? orderer.brokers : orderer.consenters.map(({ host, port }) => `${host}:${port}`);
  const options = (orderer: OrdererSpec) =>
    orderer.type === 'kafka' ? [] : Object.entries(orderer.options).map(([name, value]) => `${name} ${value}`);
  const clientCertificates = consentersOf(file).map(({ clientTlsCert }) => ordererOf(clientTlsCert).node);
  const serverCertificates = consentersOf(file).map(({ serverTlsCert }) => ordererOf(serverTlsCert).node);
  return [
    ...remarksOnSection(at, file, lab),
    ...flawsUnlessSame(`${at}.Addresses`, file.addresses, lab.addresses),
    ...flawsUnlessSame(`${at}.${CONSENTERS[file.type]}`, consenters(file), consenters(lab)),
    ...flawsUnlessSame(`${at}.${CONSENTERS[file.type]}`, clientCertificates, serverCertificates),
    ...flawsUnlessSame(`${at}.${file.type === 'BFT' ? 'SmartBFT' : 'EtcdRaft.Options'}`, options(file), options(lab)),
    ...remarksOnOrganizations(`${at}.Organizations`, file.organizations, lab.organizations),
    ...file.organizations.flatMap(({ ordererEndpoints }, index) =>
      flawsUnlessSame(
        `${at}.Organizations[${index}].OrdererEndpoints`,
        ordererEndpoints.toSorted(),
        lab.organizations[index]?.ordererEndpoints.toSorted() ?? [],
      ),
    ),
  ];
}

function remarksOnApplication(at: string, file: ApplicationSpec, lab: ApplicationSpec): Remarks {
  const acls = Object.keys(file.acls ?? {});
  return [
    ...remarksOnSection(at, file, lab),
    ...(acls.length > 0 ? [flawAt(`${at}.ACLs`, 'acls', { names: acls.join(', ') })] : []),
    ...remarksOnOrganizations(`${at}.Organizations`, file.organizations, lab.organizations),
  ];
}

/** Organisations are the same when their MSPs are. */
function remarksOnOrganizations(
  at: string,
  file: readonly OrganizationSpec[],
  lab: readonly OrganizationSpec[],
): Remarks {
  return file.flatMap((organization, index) => {
    const ours = lab.find(({ mspId }) => mspId === organization.mspId);
    const place = `${at}[${index}]`;
    if (!ours) return [flawAt(place, 'leftOut')];
    return [
      ...flawsUnlessSame(`${place}.Name`, [organization.name], [ours.name]),
      ...remarksOnPolicies(`${place}.Policies`, organization.policies, ours.policies),
    ];
  });
}

function remarksOnPolicies(at: string, file: PolicySpecs, lab: PolicySpecs): Remarks {
  const names = new Set([...Object.keys(file), ...Object.keys(lab)]);
  return [...names].flatMap((name) => {
    const [theirs, ours] = [Object.hasOwn(file, name) ? file[name] : undefined, lab[name]];
    if (theirs && ours && isSamePolicy(theirs, ours)) return [];
    const place = `${at}.${name}`;
    if (!ours) return [flawAt(place, 'noSuchPolicy')];
    if (!theirs) return [flawAt(place, 'policyAdded', { lab: ours.rule })];
    return [flawAt(place, 'policyInstead', { lab: ours.rule, file: theirs.rule })];
  });
}

/** The same rule may be written in more than one way. */
function isSamePolicy(a: PolicySpec, b: PolicySpec): boolean {
  const [left, right] = [newPolicy(a), newPolicy(b)];
  return left.ok && right.ok && equals(ConfigPolicySchema, left.value, right.value);
}
