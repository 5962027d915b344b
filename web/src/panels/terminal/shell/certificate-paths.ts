/** Which of the files where commands are typed is whose certificate. */
import { nodesOf } from '../../../view/network.ts';
import type { NodeId } from '../../lab-types.ts';
import type { CertificateAnswer, Desk } from './verb.ts';

const ORG_FILE = /^crypto-config\/(?:peer|orderer)Organizations\/([^/]+)\/(.+)$/;
const SIGNCERT = /(?:^|\/)msp\/signcerts\/(.+)-cert\.pem$/;
const CA_CERT = /^(?:.*msp\/cacerts|ca)\/ca\..+-cert\.pem$/;
const WALLET_CERT = /^wallet\/([^/]+)\/([^/]+)\/msp\/signcerts\/cert\.pem$/;

/** Whose certificate lies at a path from the top; null: it is none that can be had. */
export function certificateIn(path: string, { topology }: Pick<Desk, 'topology'>): CertificateAnswer | null {
  const own = (domain: string, roles: readonly string[]): NodeId | undefined =>
    nodesOf(topology).find(({ id, role }) => id.endsWith(`.${domain}`) && roles.includes(role))?.id;
  const [, walletDomain, identity = ''] = WALLET_CERT.exec(path) ?? [];
  const [, domain = walletDomain ?? '', rest = ''] = ORG_FILE.exec(path) ?? [];
  const holder = walletDomain === undefined ? (SIGNCERT.exec(rest)?.[1] ?? '') : identity;
  const isUser = holder.includes('@') || walletDomain !== undefined;
  const node = isUser ? own(domain, ['client']) : nodesOf(topology).find(({ id }) => id === holder)?.id;
  if (node !== undefined) return { type: 'certificate', node, holder, ofAuthority: false };
  const member = own(domain, ['peer', 'orderer']);
  if (member === undefined || !CA_CERT.test(rest)) return null;
  return { type: 'certificate', node: member, holder: member, ofAuthority: true };
}
