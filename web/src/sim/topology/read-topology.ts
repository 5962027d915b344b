/**
 * crypto-config.yaml and configtx.yaml as the definition of a network: the organisations of the one that take part in a
 * profile of the other. A core.yaml beside them says where the peers keep their state.
 *
 * What the lab does otherwise than the files say is listed as remarks; what would make the network another one (several
 * ordering organisations, orderers nobody makes keys for) is refused. Takes the documents already parsed.
 *
 * @fabric cmd/cryptogen, internal/configtxgen/genesisconfig/config.go
 * @simplified The files name no client machines and no CA servers: every peer organisation gets one of each. Names of
 *   channels stand on configtxgen's command line: here the channel's is an option, the system channel's is fixed.
 */
import { type MaterialReader, readConfigtxOrganizations } from '../channel/read-configtx.ts';
import { readCryptoConfig } from '../channel/read-crypto-config.ts';
import { flawAt, flawsUnlessSame, type YamlFlaw, YamlFlaws } from '../channel/yaml-flaws.ts';
import type { Result } from '../kernel/result.ts';
import { nodesOf } from './nodes.ts';
import { readCore } from './read-topology-core.ts';
import { FOLDER_READER, folderOf } from './read-topology-material.ts';
import { checkNames, networkOf, organizationsOf } from './read-topology-network.ts';
import { type NetworkProfiles, readNetworkProfiles } from './read-topology-profile.ts';
import { remarksOnCryptoConfig, remarksOnProfiles } from './read-topology-remarks.ts';
import type { Generation, Topology } from './topology-spec.ts';

export interface TopologyDocuments {
  readonly cryptoConfig: unknown;
  readonly configtx: unknown;
  /** The peers' core.yaml, where there is one. */
  readonly core?: unknown;
}

export interface TopologyOptions {
  /** Which profile of configtx.yaml; by default the first that the lab can play. */
  readonly profile?: string | undefined;
  /** How the channel is to be called; default `mychannel`. */
  readonly channel?: string | undefined;
}

/** Something about a document, with its place in it. */
export interface DocumentNote extends YamlFlaw {
  readonly document: 'crypto-config.yaml' | 'configtx.yaml' | 'core.yaml';
}

export interface TopologyReading {
  readonly generation: Generation;
  /** Always with exactly one channel. */
  readonly topology: Topology;
  /** Ids of the peers that the members of the channel are to name as anchor peers. */
  readonly anchorPeers: readonly string[];
  /** What the lab does otherwise than the documents say. */
  readonly remarks: readonly DocumentNote[];
}

const DEFAULT_CHANNEL = 'mychannel';

/**
 * The error lists every flaw, those of crypto-config.yaml first. Whether the channel's name will do is `checkTopology`'s
 * to say: it stands in neither document.
 */
export function readTopology(
  { cryptoConfig, configtx, core }: TopologyDocuments,
  options: TopologyOptions = {},
): Result<TopologyReading, readonly DocumentNote[]> {
  const profiles = readNetworkProfiles(configtx, options.profile);
  const mspIds = mspIdsByDomain(configtx, profiles.ok ? profiles.value : undefined);
  const crypto = readCryptoConfig(cryptoConfig, ({ name, domain }) => mspIds.get(domain) ?? `${name}MSP`);
  const [cryptoFlaws, configtxFlaws] = [new YamlFlaws(), new YamlFlaws()];
  if (crypto.ok) checkNames(crypto.value, cryptoFlaws);
  const network =
    crypto.ok && profiles.ok
      ? networkOf(crypto.value, profiles.value, options.channel ?? DEFAULT_CHANNEL, configtxFlaws)
      : undefined;
  const peers = readCore(core);
  const flaws = [
    ...notes('crypto-config.yaml', crypto.ok ? cryptoFlaws.found : crypto.error),
    ...notes('configtx.yaml', profiles.ok ? configtxFlaws.found : profiles.error),
    ...notes('core.yaml', peers.flaws),
  ];
  if (!network || !profiles.ok || flaws.length > 0) return { ok: false, error: flaws };
  const { anchorPeers, remarks } = anchorPeersOf(network, profiles.value);
  const domains = new Set([network.ordererOrg, ...network.peerOrgs].map(({ domain }) => domain));
  return {
    ok: true,
    value: {
      generation: network.systemChannel ? '2.x' : '3.x',
      topology: peers.stateDatabase === 'CouchDB' ? { ...network, stateDatabase: 'CouchDB' } : network,
      anchorPeers,
      remarks: [
        ...notes(
          'crypto-config.yaml',
          remarksOnCryptoConfig(cryptoConfig, (domain) => domains.has(domain)),
        ),
        ...notes('configtx.yaml', [...remarksOnProfiles(network, profiles.value), ...remarks]),
        ...notes('core.yaml', peers.remarks),
      ],
    },
  };
}

const notes = (document: DocumentNote['document'], flaws: readonly YamlFlaw[]): readonly DocumentNote[] =>
  flaws.map((flaw) => ({ document, ...flaw }));

/** MSP ids stand in configtx.yaml only, whether or not an organisation has a part in the profile. */
function mspIdsByDomain(configtx: unknown, profiles: NetworkProfiles | undefined): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  const note: MaterialReader = {
    ...FOLDER_READER,
    mspConfig(dir, mspId) {
      const named = FOLDER_READER.mspConfig(dir, mspId);
      if (named.ok) ids.set(folderOf(named.value).domain, mspId);
      return named;
    },
  };
  readConfigtxOrganizations(configtx, note);
  for (const { organization } of profiles ? organizationsOf(profiles) : [])
    ids.set(folderOf(organization.mspConfig).domain, organization.mspId);
  return ids;
}

/** Each member names one peer: of those the profile has for it the first, else its first peer. */
function anchorPeersOf(topology: Topology, { channel, application, consortium }: NetworkProfiles) {
  const nodes = nodesOf(topology).filter(({ role }) => role === 'peer');
  const anchorPeers: string[] = [];
  const remarks: YamlFlaw[] = [];
  for (const [index, { mspId, anchorPeers: wanted }] of application.organizations.entries()) {
    const peers = nodes.filter((node) => node.mspId === mspId);
    const peer = peers.find(({ id }) => wanted.some(({ host }) => host === id)) ?? peers[0];
    if (peer) anchorPeers.push(peer.id);
    if (wanted.length === 0) continue;
    const asked = wanted.map(({ host, port }) => `${host}:${port}`);
    const at = `${channel.at}.Application.Organizations[${index}].AnchorPeers`;
    remarks.push(...flawsUnlessSame(at, asked, peer ? [`${peer.id}:${peer.port}`] : []));
    // With configtxgen they are in the genesis block of 3.x; the transaction of 2.x has no room for them.
    if (!consortium) remarks.push(flawAt(at, 'anchorsLater'));
  }
  return { anchorPeers, remarks };
}
