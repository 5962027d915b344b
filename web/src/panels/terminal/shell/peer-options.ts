/** Which peers a command of `peer` is told to ask: `--peerAddresses`, each with its file, or the one of the variables. */
import type { NodeId } from '../../lab-types.ts';
import type { Flags, Options } from './flags.ts';
import { environmentPeer, namedPeer, unreached } from './reach.ts';
import { type Desk, type Outcome, wrong } from './verb.ts';

export const TO_PEERS: Flags = {
  peerAddresses: { takes: 'list', names: 'peerAddress' },
  tlsRootCertFiles: { takes: 'list', names: 'file' },
  connectionProfile: { takes: 'text', isIdle: true },
};

export type NamedPeers =
  | { readonly ok: true; readonly nodes: readonly NodeId[]; readonly areNamed: boolean }
  | { readonly ok: false; readonly outcomes: readonly Outcome[] };

interface PeersManner {
  /** What the tool has logged by then, each line with its end. */
  readonly logged: string;
  readonly connecting: string;
  readonly validating: string;
}

export function namedPeers({ list }: Options, desk: Desk, { logged, connecting, validating }: PeersManner): NamedPeers {
  const addresses = list['peerAddresses'] ?? [];
  const files = list['tlsRootCertFiles'] ?? [];
  const isTls = desk.environment['CORE_PEER_TLS_ENABLED'] === 'true';
  // One empty entry stands for what was not given.
  const [named, trusted] = [Math.max(1, addresses.length), Math.max(1, files.length)];
  if (isTls && named !== trusted) {
    const why = `number of peer addresses (${named}) does not match the number of TLS root cert files (${trusted})`;
    return { ok: false, outcomes: [wrong(`${logged}Error: ${validating}${why}`)] };
  }
  const reached =
    addresses.length === 0
      ? [environmentPeer(desk)]
      : addresses.map((address, index) => namedPeer(address, files[index], desk));
  const failed = reached.find((one) => !one.ok);
  if (failed !== undefined) return { ok: false, outcomes: unreached(connecting, failed, logged) };
  const nodes = reached.flatMap((one) => (one.ok ? [one.node] : []));
  return { ok: true, nodes, areNamed: addresses.length > 0 };
}
