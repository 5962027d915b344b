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
import { YamlFlaws, YamlNode } from '../channel/yaml-reader.ts';
import { invariant } from '../kernel/result.ts';
import { ConfigPolicySchema } from '../wire/gen/common/configtx_pb.ts';
import { ordererOf, paperMaterial } from './read-topology-material.ts';
import { CONSENTERS, type NetworkProfiles } from './read-topology-profile.ts';
import { systemChannelConfigSpec } from './system-channel.ts';
import type { Topology } from './topology-spec.ts';
import { channelConfigSpec } from './workspace.ts';

type Remarks = readonly string[];

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
  const remarks: string[] = unused.length > 0 ? [`Profiles: not used: ${unused.join(', ')}`] : [];
  if (consortium) {
    const system = systemChannelConfigSpec(topology, crypto);
    remarks.push(...remarksOnSection(base.at, base.profile, system));
    for (const { name, organizations } of base.profile.consortiums ?? []) {
      const ours = system.consortiums.find((candidate) => candidate.name === name);
      const at = `${base.at}.Consortiums.${name}`;
      if (ours) remarks.push(...remarksOnOrganizations(`${at}.Organizations`, organizations, ours.organizations));
      else remarks.push(`${at}: is left out`);
    }
    if (base.profile.application) remarks.push(`${base.at}.Application: is left out of the system channel`);
    if (channel.profile.orderer) remarks.push(`${channel.at}.Orderer: the channel has the system channel's`);
  } else if (channel.profile.consortium !== undefined) {
    remarks.push(`${channel.at}.Consortium: is left out`);
  }
  return [
    ...remarks,
    ...remarksOnOrderer(`${base.at}.Orderer`, orderer, lab.orderer),
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
    const say = (field: string, remark: string) => remarks.add(`${organization.at}${field}`, remark);
    if (!isUsed(organization.field('Domain').text())) {
      say('', 'has no part in the profile and is left out');
      continue;
    }
    if (!organization.field('EnableNodeOUs').boolean()) say('.EnableNodeOUs', 'the lab always tells roles by NodeOUs');
    if (!organization.field('CA').isAbsent) say('.CA', 'the lab gives every CA the usual name and place');
    if (!organization.field('Users').field('Specs').isAbsent) say('.Users.Specs', 'users are called User1, User2 …');
    const template = organization.field('Template');
    for (const node of [template, ...organization.field('Specs').items()]) {
      const extra = ['SANS', 'Country', 'Province', 'Locality'].filter((field) => !node.field(field).isAbsent);
      if (extra.length > 0) remarks.add(node.at, `${extra.join(', ')}: certificates have the usual names only`);
    }
  }
  if (top.field('GenericOrgs').items().length > 0) remarks.add('GenericOrgs', 'are left out');
  return remarks.found;
}

/** Capabilities and policies. */
function remarksOnSection(at: string, file: Section, lab: Section): Remarks {
  return [
    ...remarkUnlessSame(`${at}.Capabilities`, file.capabilities.toSorted(), lab.capabilities.toSorted()),
    ...remarksOnPolicies(`${at}.Policies`, file.policies, lab.policies),
  ];
}

function remarksOnOrderer(at: string, file: OrdererSpec, lab: OrdererSpec): Remarks {
  const consentersOf = (orderer: OrdererSpec) => (orderer.type === 'kafka' ? [] : orderer.consenters);
  const consenters = (orderer: OrdererSpec) => consentersOf(orderer).map(({ host, port }) => `${host}:${port}`);
  const options = (orderer: OrdererSpec) =>
    orderer.type === 'kafka' ? [] : Object.entries(orderer.options).map(([name, value]) => `${name} ${value}`);
  const clientCertificates = consentersOf(file).map(({ clientTlsCert }) => ordererOf(clientTlsCert).node);
  const serverCertificates = consentersOf(file).map(({ serverTlsCert }) => ordererOf(serverTlsCert).node);
  return [
    ...remarksOnSection(at, file, lab),
    ...remarkUnlessSame(`${at}.Addresses`, file.addresses, lab.addresses),
    ...remarkUnlessSame(`${at}.${CONSENTERS[file.type]}`, consenters(file), consenters(lab)),
    ...remarkUnlessSame(`${at}.${CONSENTERS[file.type]}`, clientCertificates, serverCertificates),
    ...remarkUnlessSame(`${at}.${file.type === 'BFT' ? 'SmartBFT' : 'EtcdRaft.Options'}`, options(file), options(lab)),
    ...remarksOnOrganizations(`${at}.Organizations`, file.organizations, lab.organizations),
    ...file.organizations.flatMap(({ ordererEndpoints }, index) =>
      remarkUnlessSame(
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
    ...(acls.length > 0 ? [`${at}.ACLs: ${acls.join(', ')}: the lab has Fabric's own ACLs`] : []),
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
    if (!ours) return [`${place}: is left out`];
    return [
      ...remarkUnlessSame(`${place}.Name`, [organization.name], [ours.name]),
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
    if (!ours) return [`${place}: the lab has no such policy and leaves it out`];
    return [`${place}: the lab has "${ours.rule}"${theirs ? ` instead of "${theirs.rule}"` : ''}`];
  });
}

/** The same rule may be written in more than one way. */
function isSamePolicy(a: PolicySpec, b: PolicySpec): boolean {
  const [left, right] = [newPolicy(a), newPolicy(b)];
  return left.ok && right.ok && equals(ConfigPolicySchema, left.value, right.value);
}

function remarkUnlessSame(at: string, file: readonly string[], lab: readonly string[]): Remarks {
  if (file.join() === lab.join()) return [];
  return [`${at}: the lab has ${lab.join(', ') || 'none'} instead of ${file.join(', ') || 'none'}`];
}
