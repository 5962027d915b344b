/**
 * Where nodes are reached and where their files lie in the working directory: what command lines are full of.
 * Ports are those every network of the lab has: orderers from 7050, peers from 7051, in steps of 1000.
 */
import { type NodeInfo, nodesOf } from '../../view/network.ts';
import type { NodeId, Topology } from '../lab-types.ts';

const STEP = 1_000;
const FIRST_ORDERER = 7_050;
const FIRST_ADMIN = 7_053;
const FIRST_PEER = 7_051;
const FIRST_CA = 7_054;

const domainOf = (node: NodeId): string => node.slice(node.indexOf('.') + 1);

export class Addresses {
  private readonly nodes: readonly NodeInfo[];

  /** Users cryptogen made, by domain. */
  private readonly generatedUsers: ReadonlyMap<string, readonly string[]>;

  constructor(topology: Topology) {
    this.generatedUsers = new Map(
      topology.peerOrgs.map(({ domain, users }) => [
        domain,
        ['Admin', ...Array.from({ length: users }, (_, index) => `User${index + 1}`)],
      ]),
    );
    this.nodes = nodesOf(topology);
  }

  private place(node: NodeId, role: 'orderer' | 'peer'): number {
    return Math.max(
      0,
      this.nodes.filter((one) => one.role === role).findIndex(({ id }) => id === node),
    );
  }

  role(node: NodeId): NodeInfo['role'] | null {
    return this.nodes.find(({ id }) => id === node)?.role ?? null;
  }

  mspId(node: NodeId): string {
    return this.nodes.find(({ id }) => id === node)?.mspId ?? '';
  }

  /** The orderer a command line names: the first. */
  get orderer(): NodeId {
    return this.nodes.find(({ role }) => role === 'orderer')?.id ?? '';
  }

  /** The peer a command of `node`'s organisation speaks to when it names none: the first. */
  firstPeer(node: NodeId): NodeId {
    return this.nodes.find((one) => one.role === 'peer' && one.mspId === this.mspId(node))?.id ?? '';
  }

  /** `host:port` of an orderer or a peer. */
  endpoint(node: NodeId): string {
    return this.role(node) === 'orderer'
      ? `${node}:${FIRST_ORDERER + this.place(node, 'orderer') * STEP}`
      : `${node}:${this.port(node)}`;
  }

  /** Port of a peer. */
  port(peer: NodeId): number {
    return FIRST_PEER + this.place(peer, 'peer') * STEP;
  }

  /** `host:port` of an orderer's channel participation API. */
  admin(orderer: NodeId): string {
    return `${orderer}:${FIRST_ADMIN + this.place(orderer, 'orderer') * STEP}`;
  }

  /** Where a CA is reached, what it is called, and the certificate its own server's is signed with. */
  certificateAuthority(ca: NodeId): { readonly endpoint: string; readonly name: string; readonly certFile: string } {
    const node = this.nodes.find(({ id }) => id === ca);
    const port = FIRST_CA + Math.max(0, (node?.orgIndex ?? 1) - 1) * STEP;
    const domain = domainOf(ca);
    return {
      endpoint: `${ca}:${port}`,
      name: `ca-${(node?.org ?? '').toLowerCase()}`,
      certFile: `crypto-config/peerOrganizations/${domain}/ca/ca.${domain}-cert.pem`,
    };
  }

  /** The folder cryptogen wrote for a node. */
  private folder(node: NodeId): string {
    const kind = this.role(node) === 'orderer' ? 'orderer' : 'peer';
    return `crypto-config/${kind}Organizations/${domainOf(node)}/${kind}s/${node}`;
  }

  tlsFile(node: NodeId, file: 'ca.crt' | 'server.crt' | 'server.key'): string {
    return `${this.folder(node)}/tls/${file}`;
  }

  /** The certificate `holder` signs with: a node, a CA, or a user of the organisation of `home`. */
  certificateFile(holder: string, home: NodeId): string {
    const role = this.role(holder);
    const file = `${holder}-cert.pem`;
    if (role === 'ca') return `crypto-config/peerOrganizations/${domainOf(holder)}/ca/${file}`;
    if (role === 'peer' || role === 'orderer') return `${this.folder(holder)}/msp/signcerts/${file}`;
    const [user = holder] = holder.split('@');
    const msp = this.userMsp(home, user);
    return `${msp}/signcerts/${msp.startsWith('wallet/') ? 'cert.pem' : `${user}@${domainOf(home)}-cert.pem`}`;
  }

  /** Home of fabric-ca-client for one identity of the node's organisation. */
  walletFolder(node: NodeId, identity: string): string {
    return `wallet/${domainOf(node)}/${identity}`;
  }

  /** MSP folder of a user of the node's organisation: cryptogen's `Admin`, `User1` …, or one the CA has enrolled. */
  userMsp(node: NodeId, user: string): string {
    const domain = domainOf(node);
    const generated = this.generatedUsers.get(domain) ?? [];
    if (!generated.includes(user)) return `${this.walletFolder(node, user)}/msp`;
    return `crypto-config/peerOrganizations/${domain}/users/${user}@${domain}/msp`;
  }
}
