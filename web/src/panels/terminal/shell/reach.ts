/**
 * Whether what a tool is to speak to would answer it: the address, and whether the connection can be trusted. Before the
 * network is asked, since a tool that cannot connect asks nobody.
 *
 * @fabric internal/peer/common/{peerclient,ordererclient,common}.go
 * @simplified Names are looked up at docker's own server, and where Go prints an IP address the host name stands. Of a file of
 * certificates only is asked whose folder it lies in.
 */
import { nodesOf } from '../../../view/network.ts';
import type { NodeId } from '../../lab-types.ts';
import { type Desk, note, type Outcome, wrong } from './verb.ts';
import { HOME } from './working-tree.ts';

export type Reached =
  | { readonly ok: true; readonly node: NodeId }
  /** The tool's words behind what the command puts before them. */
  | { readonly ok: false; readonly text: string; readonly hint?: Outcome };

/** A path of a variable or of an orderer's option, which `peer` takes from where its core.yaml is. */
export function configPath(path: string): string {
  if (path === '' || path.startsWith('/')) return path;
  return `${HOME}/${path.replace(/^\.\//, '')}`;
}

const RESOLVER = '127.0.0.11:53';
const TIMED_OUT = 'context deadline exceeded';

const dialing = (cause: string): string =>
  `connection error: desc = "transport: error while dialing: dial tcp${cause}"`;

/** The node that answers at `host:port`; null: none of this network. */
export function nodeAt(address: string, { topology, at }: Pick<Desk, 'topology' | 'at'>): NodeId | null {
  const found = nodesOf(topology).find(
    ({ id, role }) => (role === 'peer' || role === 'orderer') && at.endpoint(id) === address,
  );
  return found?.id ?? null;
}

/** Go's words for a host where nothing can be dialled; null: something listens. */
export function deadAddress(address: string, desk: Pick<Desk, 'topology'>, listens: boolean): string | null {
  if (listens) return null;
  const [host = '', port] = address.split(':');
  if (address === '') return ': missing address';
  if (port === undefined) return `: address ${address}: missing port in address`;
  const isKnown = /^(?:localhost|127\.)/.test(host) || nodesOf(desk.topology).some(({ id }) => id === host);
  return isKnown ? ` ${address}: connect: connection refused` : `: lookup ${host} on ${RESOLVER}: no such host`;
}

const domainOf = (node: NodeId): string => node.slice(node.indexOf('.') + 1);

/** `trusted`: path from the top of a file with the authority's certificate; null: nothing is trusted, or TLS is off. */
function connected(address: string, role: 'peer' | 'orderer', trusted: string | null, desk: Desk): Reached {
  const node = nodeAt(address, desk);
  const dead = deadAddress(address, desk, node !== null);
  const client = role === 'peer' ? 'endorser client' : 'orderer client';
  const failed = (why: string): string =>
    `${client} failed to connect to ${address}: failed to create new connection: ${why}`;
  if (dead !== null || node === null) return { ok: false, text: failed(dialing(dead ?? '')) };
  if (trusted === null) return { ok: false, text: failed(TIMED_OUT), hint: note('tlsOff', { node }) };
  const isRight = desk.at.role(node) === role && trusted.includes(`/${domainOf(node)}/`);
  return isRight
    ? { ok: true, node }
    : { ok: false, text: failed(TIMED_OUT), hint: note('tlsOfAnother', { node, file: trusted }) };
}

const missing = (path: string): string => `open ${path}: no such file or directory`;

/** What core.yaml says where no variable does. */
const PEER_ADDRESS = '0.0.0.0:7051';

/** The peer of `CORE_PEER_ADDRESS`. */
export function environmentPeer(desk: Desk): Reached {
  const { environment } = desk;
  const address = environment['CORE_PEER_ADDRESS'] ?? PEER_ADDRESS;
  if (environment['CORE_PEER_TLS_ENABLED'] !== 'true') return connected(address, 'peer', null, desk);
  const path = configPath(environment['CORE_PEER_TLS_ROOTCERT_FILE'] ?? '');
  const file = path === '' ? null : desk.existing(path);
  return file === null
    ? {
        ok: false,
        text: `failed to load config for PeerClient: unable to load peer.tls.rootcert.file: ${missing(path)}`,
      }
    : connected(address, 'peer', file, desk);
}

/** A peer that an option names, with the file that goes with it. */
export function namedPeer(address: string, certificate: string | undefined, desk: Desk): Reached {
  if (desk.environment['CORE_PEER_TLS_ENABLED'] !== 'true') return connected(address, 'peer', null, desk);
  const file = certificate === undefined ? null : desk.existing(desk.path(certificate));
  return file === null
    ? {
        ok: false,
        text: `unable to load TLS root cert file from ${certificate ?? ''}: ${missing(certificate ?? '')}`,
      }
    : connected(address, 'peer', file, desk);
}

/** The orderer of `-o`, trusted by `--cafile`. */
export function namedOrderer(address: string, isTls: boolean, certificates: string, desk: Desk): Reached {
  if (!isTls) return connected(address, 'orderer', null, desk);
  const path = configPath(certificates);
  const file = path === '' ? null : desk.existing(path);
  return file === null
    ? {
        ok: false,
        text: `failed to load config for OrdererClient: unable to load orderer.tls.rootcert.file: ${missing(path)}`,
      }
    : connected(address, 'orderer', file, desk);
}

/** The tool's error behind what it has logged, and what the lab adds to it. */
export const unreached = (
  prefix: string,
  { text, hint }: Extract<Reached, { ok: false }>,
  logged = '',
): readonly Outcome[] => [wrong(`${logged}Error: ${prefix}${text}`), ...(hint === undefined ? [] : [hint])];
