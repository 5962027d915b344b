/**
 * What is inside a thing one goes into: typed, exact, as one node has it at one moment. Each kind of thing has its own
 * file; this one says which kinds there are and how they are asked for.
 */
import type { NodeId } from '../trace/facts.ts';
import type { BlockInside } from './inside-block.ts';
import type { CertificateInside } from './inside-certificate.ts';
import type { ConfigInside } from './inside-config.ts';
import type { CaInside, ClientInside } from './inside-members.ts';
import type { BrokerInside, OrdererInside, ZooKeeperInside } from './inside-orderer.ts';
import type { PeerInside } from './inside-peer.ts';
import type { PolicyInside } from './inside-policy.ts';
import type { TransactionInside } from './inside-transaction.ts';

/** What to look into, and whose. */
export type InsideTarget =
  | { readonly type: 'block'; readonly node: NodeId; readonly channel: string; readonly number: number }
  | { readonly type: 'transaction'; readonly node: NodeId; readonly channel: string; readonly txid: string }
  /** Lower-case hex: the SHA-256 of the DER, or the first digits of it. */
  | { readonly type: 'certificate'; readonly fingerprint: string }
  | {
      readonly type: 'policy';
      readonly node: NodeId;
      readonly channel: string;
      /** Absolute path in the configuration, or the name of a chaincode. */
      readonly path: string;
      /** Decided about this transaction; null: asked about nothing. */
      readonly txid: string | null;
      /** Fingerprints of identities that are taken to have signed; only heeded without a transaction. */
      readonly signers: readonly string[];
    }
  /** As of the config block `number`; null: as it stands. */
  | { readonly type: 'config'; readonly node: NodeId; readonly channel: string; readonly number: number | null }
  | { readonly type: 'peer'; readonly node: NodeId }
  | { readonly type: 'orderer'; readonly node: NodeId }
  | { readonly type: 'broker'; readonly node: NodeId }
  | { readonly type: 'zookeeper'; readonly node: NodeId }
  | { readonly type: 'ca'; readonly node: NodeId }
  | { readonly type: 'client'; readonly node: NodeId };

export type InsideType = InsideTarget['type'];

export interface InsideByType {
  readonly block: BlockInside;
  readonly transaction: TransactionInside;
  readonly certificate: CertificateInside;
  readonly policy: PolicyInside;
  readonly config: ConfigInside;
  readonly peer: PeerInside;
  readonly orderer: OrdererInside;
  readonly broker: BrokerInside;
  readonly zookeeper: ZooKeeperInside;
  readonly ca: CaInside;
  readonly client: ClientInside;
}

export type InsideOf<T extends InsideType> = InsideByType[T];

export type InsideThing = { [T in InsideType]: { readonly type: T; readonly data: InsideByType[T] } }[InsideType];
