/** Who a `peer` command acts as and whom it asks: what its environment variables name. */
import { nodesOf } from '../../../view/network.ts';
import type { NodeId, Topology } from '../../lab-types.ts';
import type { Addresses } from '../addresses.ts';
import { asUser } from '../peer-environment.ts';
import type { Desk } from './verb.ts';

/** A new terminal: the administrator of the first organisation, asking its first peer. */
export function firstEnvironment(topology: Topology, at: Addresses): Readonly<Record<string, string>> {
  const peer = nodesOf(topology).find(({ role }) => role === 'peer')?.id;
  return peer === undefined ? {} : asUser(at, peer, 'Admin');
}

/** The node that answers at `host:port`; null: none of this network. */
export function nodeAt(address: string, { topology, at }: Pick<Desk, 'topology' | 'at'>): NodeId | null {
  const found = nodesOf(topology).find(
    ({ id, role }) => (role === 'peer' || role === 'orderer') && at.endpoint(id) === address,
  );
  return found?.id ?? null;
}

/** `Admin` of `…/users/Admin@org1.example.com/msp`, or the name of a wallet's folder. */
export function userOf(path: string): string | null {
  const folders = path.split('/').filter((part) => part !== '');
  const user = folders.at(-1) === 'msp' ? folders.at(-2) : folders.at(-1);
  return user === undefined ? null : (user.split('@')[0] ?? null);
}

export interface Acting {
  readonly client: NodeId;
  readonly identity: string;
}

/** The machine of an organisation a line is carried out on; null where it has none. */
export function clientOf(mspId: string, desk: Desk): NodeId | null {
  const clients = nodesOf(desk.topology).filter((node) => node.role === 'client' && node.mspId === mspId);
  return desk.lastClient(mspId) ?? clients[0]?.id ?? null;
}

/** Who signs; a text: what `peer` says where its environment names nobody. */
export function actingAs(desk: Desk): Acting | string {
  const mspId = desk.environment['CORE_PEER_LOCALMSPID'] ?? '';
  const path = desk.environment['CORE_PEER_MSPCONFIGPATH'] ?? '';
  const client = clientOf(mspId, desk);
  const identity = userOf(path);
  if (mspId === '' || client === null)
    return `Error: error when setting up MSP of type bccsp from directory ${path}: local MSP ID "${mspId}" is unknown`;
  if (identity === null)
    return `Error: Cannot run peer because cannot init crypto, specified path "${path}" does not exist or cannot be accessed`;
  return { client, identity };
}

/** The peer that is asked; a text: what `peer` says when nothing answers there. */
export function askedPeer(desk: Desk): { readonly node: NodeId } | string {
  const address = desk.environment['CORE_PEER_ADDRESS'] ?? '';
  const node = nodeAt(address, desk);
  if (node !== null && desk.at.role(node) === 'peer') return { node };
  return `Error: error getting endorser client: endorser client failed to connect to ${address}: failed to create new connection: context deadline exceeded`;
}

/** A field that is left out where it says what is usual. */
export const signedBy = (identity: string): { readonly identity?: string } =>
  identity === 'Admin' ? {} : { identity };
