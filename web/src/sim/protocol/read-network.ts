/**
 * The real tools' files as a network of the lab, also when only configtx.yaml is at hand: the folders it points to say
 * for whom cryptogen made keys. Takes the documents already parsed.
 *
 * @simplified Without crypto-config.yaml every organisation has two peers and one user.
 */
import type { Result } from '../kernel/result.ts';
import { type DocumentNote, readTopology, type TopologyReading } from '../topology/read-topology.ts';

export type { DocumentNote } from '../topology/read-topology.ts';

export interface NetworkDocuments {
  readonly cryptoConfig?: unknown;
  readonly configtx: unknown;
  readonly core?: unknown;
}

export interface NetworkReading extends Pick<TopologyReading, 'topology' | 'anchorPeers' | 'remarks'> {
  /** crypto-config.yaml was not there. */
  readonly isGuessed: boolean;
}

/** The error lists every flaw of every document, each with its path. */
export function readNetwork(documents: NetworkDocuments): Result<NetworkReading, readonly DocumentNote[]> {
  const { configtx, core, cryptoConfig } = documents;
  const isGuessed = cryptoConfig === undefined;
  const read = readTopology({
    cryptoConfig: isGuessed ? guessedCryptoConfig(configtx) : cryptoConfig,
    configtx,
    ...(core !== undefined && { core }),
  });
  if (!read.ok) return read;
  const { topology, anchorPeers, remarks } = read.value;
  return { ok: true, value: { topology, anchorPeers, remarks, isGuessed } };
}

const PEER_FOLDER = /(?:^|\/)peerOrganizations\/([^/]+)\//;
const ORDERER_FOLDER = /(?:^|\/)ordererOrganizations\/([^/]+)\//;
const ORDERER = /(?:^|\/)ordererOrganizations\/([^/]+)\/orderers\/([^/]+)\//;
const ADDRESS = /^([A-Za-z0-9.-]+):\d+$/;

function guessedCryptoConfig(configtx: unknown): unknown {
  const texts = [...textsIn(configtx, 0)];
  const peers = new Set(texts.flatMap((text) => PEER_FOLDER.exec(text)?.[1] ?? []));
  const orderers = new Map<string, Set<string>>();
  for (const text of texts) {
    const domain = ORDERER_FOLDER.exec(text)?.[1];
    if (domain === undefined) continue;
    const hosts = orderers.get(domain) ?? new Set<string>();
    const host = hostIn(ORDERER.exec(text)?.[2] ?? '', domain);
    if (host !== undefined) hosts.add(host);
    orderers.set(domain, hosts);
  }
  for (const [domain, hosts] of orderers)
    for (const text of texts) {
      const host = hosts.size === 0 || ADDRESS.test(text) ? hostIn(ADDRESS.exec(text)?.[1] ?? '', domain) : undefined;
      // An anchor peer's address may end in the orderers' domain too, which is often the whole network's.
      if (host !== undefined && !host.includes('.')) hosts.add(host);
    }
  return {
    OrdererOrgs: [...orderers].map(([Domain, hosts]) => ({
      Name: 'Orderer',
      Domain,
      EnableNodeOUs: true,
      Specs: [...hosts].map((Hostname) => ({ Hostname })),
    })),
    PeerOrgs: [...peers].map((Domain) => ({
      Name: nameOf(Domain),
      Domain,
      EnableNodeOUs: true,
      Template: { Count: 2 },
      Users: { Count: 1 },
    })),
  };
}

const hostIn = (node: string, domain: string): string | undefined =>
  node.endsWith(`.${domain}`) ? node.slice(0, -domain.length - 1) : undefined;

/** `org1.example.com` is Org1's. */
function nameOf(domain: string): string {
  const [label = domain] = domain.split('.');
  return `${label.slice(0, 1).toUpperCase()}${label.slice(1)}`;
}

/** Deeper than any configtx.yaml goes: aliases may make a document that contains itself. */
const DEEPEST = 12;

function* textsIn(value: unknown, depth: number): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null && depth < DEEPEST)
    for (const inner of Object.values(value)) yield* textsIn(inner, depth + 1);
}
