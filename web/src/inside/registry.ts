/** Which view shows the inside of what, each a chunk of its own. A row for every kind: the compiler asks. */
import type { ComponentType } from 'react';
import { lazyPart } from '../ui/lazy-part.ts';
import type { NodeRole } from '../view/network.ts';
import type { PlaceKind } from '../view/place.ts';
import type { NodeInsideProps, PlaceProps } from './place-props.ts';

type NodeInside = ComponentType<NodeInsideProps>;

/** null: nothing to look into yet. */
export const NODE_INSIDES: Readonly<Record<NodeRole, NodeInside | null>> = {
  peer: lazyPart(() => import('./peer/PeerInside.tsx').then((part) => part.PeerInside)),
  orderer: lazyPart(() => import('./orderer/OrdererInside.tsx').then((part) => part.OrdererInside)),
  broker: lazyPart(() => import('./kafka/BrokerInside.tsx').then((part) => part.BrokerInside)),
  zookeeper: lazyPart(() => import('./kafka/ZooKeeperInside.tsx').then((part) => part.ZooKeeperInside)),
  ca: lazyPart(() => import('./ca/CaInside.tsx').then((part) => part.CaInside)),
  client: lazyPart(() => import('./client/ClientInside.tsx').then((part) => part.ClientInside)),
};

type PlaceInsides = {
  readonly [K in Exclude<PlaceKind, 'node'>]: ComponentType<PlaceProps<K>> | null;
};

export const PLACE_INSIDES: PlaceInsides = {
  block: lazyPart(() => import('./block/BlockInside.tsx').then((part) => part.BlockInside)),
  transaction: lazyPart(() => import('./transaction/TransactionInside.tsx').then((part) => part.TransactionInside)),
  certificate: lazyPart(() => import('./certificate/CertificateInside.tsx').then((part) => part.CertificateInside)),
  policy: lazyPart(() => import('./policy/PolicyInside.tsx').then((part) => part.PolicyInside)),
  config: lazyPart(() => import('./config/ConfigInside.tsx').then((part) => part.ConfigInside)),
};
