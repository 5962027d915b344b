/**
 * crypto-config.yaml as cryptogen understands it: which organisations there are, with how many nodes and users.
 *
 * Takes the document already parsed.
 *
 * @fabric cmd/cryptogen/main.go
 * @simplified Peers are counted, not named: `Specs` of peer organisations must name peer0, peer1 …; `Template.Start`, host
 *   name templates, `CommonName` and more than a hundred nodes or users of a kind are refused. The extra names (SANS) of
 *   one node are given to all nodes of its organisation.
 */
import type { CryptoConfig, OrdererOrgSpec, PeerOrgSpec } from '../identity/cryptogen.ts';
import type { Result } from '../kernel/result.ts';
import { type YamlFlaw, YamlFlaws } from './yaml-flaws.ts';
import { YamlNode, type YamlSection } from './yaml-reader.ts';

/** A wrong number in a file must not keep anybody busy for a day. */
const MOST = 100;

const ORGANIZATION = ['Name', 'Domain', 'EnableNodeOUs', 'CA', 'Specs', 'Template', 'Users'];

/** cryptogen knows no MSP ids: configtx.yaml gives them. */
type MspIdOf = (organization: { readonly name: string; readonly domain: string }) => string;

/** The error lists every flaw. By default `Org1` becomes `Org1MSP`. */
export function readCryptoConfig(
  document: unknown,
  mspIdOf: MspIdOf = ({ name }) => `${name}MSP`,
): Result<CryptoConfig, readonly YamlFlaw[]> {
  const flaws = new YamlFlaws();
  const top = new YamlNode(document, '', flaws).section(['OrdererOrgs', 'PeerOrgs', 'GenericOrgs']);
  const config = {
    ordererOrgs: top
      .get('OrdererOrgs')
      .items()
      .map((item) => ordererOrg(item, mspIdOf)),
    peerOrgs: top
      .get('PeerOrgs')
      .items()
      .map((item) => peerOrg(item, mspIdOf)),
  };
  const empty = config.ordererOrgs.length + config.peerOrgs.length === 0;
  if (empty && flaws.found.length === 0) flaws.add('OrdererOrgs, PeerOrgs', 'noOrganization');
  return flaws.found.length > 0 ? { ok: false, error: flaws.found } : { ok: true, value: config };
}

function ordererOrg(node: YamlNode, mspIdOf: MspIdOf): OrdererOrgSpec {
  const section = node.section(ORGANIZATION);
  const named = specs(section);
  const { count, sans } = template(section);
  return {
    ...organization(node, section, mspIdOf),
    orderers: [...Array.from({ length: count }, (_, index) => `orderer${index}`), ...named.map(({ host }) => host)],
    sans: distinct([...sans, ...named.flatMap((spec) => spec.sans)]),
  };
}

function peerOrg(node: YamlNode, mspIdOf: MspIdOf): PeerOrgSpec {
  const section = node.section(ORGANIZATION);
  const named = specs(section);
  const { count, sans } = template(section);
  const hosts = new Set([...named.map(({ host }) => host), ...peerHosts(count)]);
  if (hosts.size < named.length + count || peerHosts(hosts.size).some((host) => !hosts.has(host)))
    section.get('Specs').refuse('peerNames');
  const users = countIn(section.get('Users').section(['Count', 'Specs']));
  const allSans = distinct([...sans, ...named.flatMap((spec) => spec.sans)]);
  return { ...organization(node, section, mspIdOf), peers: hosts.size, users, sans: allSans };
}

const peerHosts = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `peer${index}`);

function organization(node: YamlNode, section: YamlSection, mspIdOf: MspIdOf) {
  const name = section.get('Name').text();
  const domain = section.get('Domain').text();
  if (name === '') node.refuse('noName');
  if (domain === '') node.refuse('noDomain');
  const mspId = mspIdOf({ name, domain });
  return { name, domain, mspId, enableNodeOUs: section.get('EnableNodeOUs').boolean() };
}

function specs(section: YamlSection): readonly { readonly host: string; readonly sans: readonly string[] }[] {
  const items = section.get('Specs').items();
  return items.map((item) => {
    const spec = item.section(['Hostname', 'CommonName', 'SANS', 'Country', 'Province', 'Locality']);
    const host = spec.get('Hostname').text();
    if (host === '') item.refuse('noHostname');
    if (!spec.get('CommonName').isAbsent) spec.get('CommonName').refuse('commonName');
    return { host, sans: texts(spec.get('SANS')) };
  });
}

function template(section: YamlSection): { readonly count: number; readonly sans: readonly string[] } {
  const fields = section.get('Template').section(['Count', 'Start', 'Hostname', 'SANS']);
  if (fields.get('Start').size() > 0) fields.get('Start').refuse('templateStart');
  if (!fields.get('Hostname').isAbsent) fields.get('Hostname').refuse('templateHostname');
  return { count: countIn(fields), sans: texts(fields.get('SANS')) };
}

function countIn(section: YamlSection): number {
  const node = section.get('Count');
  const count = node.size();
  if (count <= MOST) return count;
  node.refuse('tooMany', { most: MOST });
  return 0;
}

const texts = (node: YamlNode): readonly string[] => node.items().map((item) => item.text());

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)];
