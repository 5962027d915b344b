/**
 * Prints the files that describe a topology to the real tools: crypto-config.yaml for cryptogen and configtx.yaml for
 * configtxgen.
 *
 * @fabric cmd/cryptogen, sampleconfig/configtx.yaml
 * @simplified Client machines and CA servers have no place in these files.
 */
import { type MaterialPaths, printConfigtxYaml, printSystemConfigtxYaml } from '../channel/configtx-yaml.ts';
import { type Yaml, yamlLines } from '../channel/yaml-writer.ts';
import type { CryptoMaterial } from '../identity/crypto-material.ts';
import { channelCreationSpec, systemChannelConfigSpec } from './system-channel.ts';
import type { Topology } from './topology-spec.ts';
import { channelConfigSpec } from './workspace.ts';

/** Name of the profile that holds the channel. */
const PROFILE = 'Lab';

/** Profiles of 2.x, as the networks of Fabric's samples call them; further channels are called by their own name. */
const SYSTEM_PROFILE = 'TwoOrgsOrdererGenesis';
const CREATION_PROFILE = 'TwoOrgsChannel';

/** What peers read, as far as it differs from what they do without it; undefined when it does not. */
export function printCoreYaml({ stateDatabase = 'goleveldb' }: Topology): string | undefined {
  if (stateDatabase === 'goleveldb') return undefined;
  return ['---', ...yamlLines({ ledger: { state: { stateDatabase } } }, 0), ''].join('\n');
}

/** What cryptogen reads: every organisation with its nodes and users. */
export function printCryptoConfigYaml({ ordererOrg, peerOrgs }: Topology): string {
  const ordererOrgs: Yaml = [
    {
      Name: ordererOrg.name,
      Domain: ordererOrg.domain,
      EnableNodeOUs: true,
      Specs: ordererOrg.orderers.map((host) => ({ Hostname: host })),
    },
  ];
  const organizations: Yaml = peerOrgs.map(({ name, domain, peers, users }) => ({
    Name: name,
    Domain: domain,
    EnableNodeOUs: true,
    Template: { Count: peers },
    Users: { Count: users },
  }));
  return ['---', ...yamlLines({ OrdererOrgs: ordererOrgs, PeerOrgs: organizations }, 0), ''].join('\n');
}

/** What configtxgen reads, for a folder that holds cryptogen's tree; empty when the topology has no channel. */
export function printTopologyConfigtxYaml(topology: Topology, crypto: CryptoMaterial): string {
  const [channel] = topology.channels;
  if (!channel) return '';
  const { domain } = topology.ordererOrg;
  const folders = new Map([[topology.ordererOrg.mspId, `ordererOrganizations/${domain}`]]);
  for (const org of topology.peerOrgs) folders.set(org.mspId, `peerOrganizations/${org.domain}`);
  const tlsCert = ({ host }: { readonly host: string }) =>
    `crypto-config/ordererOrganizations/${domain}/orderers/${host}/tls/server.crt`;
  const paths: MaterialPaths = {
    mspDir: ({ mspId }) => `crypto-config/${folders.get(mspId) ?? mspId}/msp`,
    clientTlsCert: tlsCert,
    serverTlsCert: tlsCert,
    identity: ({ host }) =>
      `crypto-config/ordererOrganizations/${domain}/orderers/${host}/msp/signcerts/${host}-cert.pem`,
  };
  const everybody = { ...channel, orgs: topology.peerOrgs.map(({ name }) => name) };
  const { organizations } = channelConfigSpec(topology, everybody, crypto).application;
  if (!topology.systemChannel) {
    const channels = topology.channels.map((one, index) => ({
      profile: index === 0 ? PROFILE : one.id,
      spec: channelConfigSpec(topology, one, crypto),
    }));
    return printConfigtxYaml(channels, paths, organizations);
  }
  const channels = topology.channels.map((created, index) => ({
    profile: index === 0 ? CREATION_PROFILE : created.id,
    spec: channelCreationSpec(topology, created, crypto),
  }));
  const system = systemChannelConfigSpec(topology, crypto);
  return printSystemConfigtxYaml({ system, systemProfile: SYSTEM_PROFILE, channels }, paths, organizations);
}
