/** What the `peer` command line is told before and besides its own options: as whom it acts, and whom it asks. */
import type { NodeId } from '../lab-types.ts';
import type { Addresses } from './addresses.ts';
import type { CommandParts } from './command-parts.ts';

/** What `peer` needs to know of who asks whom. `home` is a node of the user's organisation: the peer asked, usually. */
export function asUser(
  at: Addresses,
  peer: NodeId,
  user: string,
  home: NodeId = peer,
): Readonly<Record<string, string>> {
  return {
    CORE_PEER_TLS_ENABLED: 'true',
    CORE_PEER_LOCALMSPID: at.mspId(home),
    CORE_PEER_ADDRESS: at.endpoint(peer),
    CORE_PEER_TLS_ROOTCERT_FILE: at.tlsFile(peer, 'ca.crt'),
    CORE_PEER_MSPCONFIGPATH: at.userMsp(home, user),
  };
}

export const ordererParts = (at: Addresses): CommandParts => [
  `-o ${at.endpoint(at.orderer)}`,
  '--tls',
  `--cafile ${at.tlsFile(at.orderer, 'ca.crt')}`,
  `--ordererTLSHostnameOverride ${at.orderer}`,
];

export const peerParts = (at: Addresses, peers: readonly NodeId[]): CommandParts =>
  peers.flatMap((peer) => [`--peerAddresses ${at.endpoint(peer)}`, `--tlsRootCertFiles ${at.tlsFile(peer, 'ca.crt')}`]);
