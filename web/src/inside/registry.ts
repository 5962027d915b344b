/** Which view shows the inside of what, each a chunk of its own. A row for every kind: the compiler asks. */
import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import type { NodeRole } from '../view/network.ts';
import type { PlaceKind } from '../view/place.ts';
import type { NodeInsideProps, PlaceProps } from './place-props.ts';

type NodeInside = LazyExoticComponent<ComponentType<NodeInsideProps>>;

/** null: nothing to look into yet. */
export const NODE_INSIDES: Readonly<Record<NodeRole, NodeInside | null>> = {
  peer: lazy(() => import('./peer/PeerInside.tsx').then((part) => ({ default: part.PeerInside }))),
  orderer: lazy(() => import('./orderer/OrdererInside.tsx').then((part) => ({ default: part.OrdererInside }))),
  broker: lazy(() => import('./kafka/BrokerInside.tsx').then((part) => ({ default: part.BrokerInside }))),
  zookeeper: lazy(() => import('./kafka/ZooKeeperInside.tsx').then((part) => ({ default: part.ZooKeeperInside }))),
  ca: lazy(() => import('./ca/CaInside.tsx').then((part) => ({ default: part.CaInside }))),
  client: lazy(() => import('./client/ClientInside.tsx').then((part) => ({ default: part.ClientInside }))),
};

type PlaceInsides = {
  readonly [K in Exclude<PlaceKind, 'node'>]: LazyExoticComponent<ComponentType<PlaceProps<K>>> | null;
};

export const PLACE_INSIDES: PlaceInsides = {
  block: lazy(() => import('./block/BlockInside.tsx').then((part) => ({ default: part.BlockInside }))),
  transaction: lazy(() =>
    import('./transaction/TransactionInside.tsx').then((part) => ({ default: part.TransactionInside })),
  ),
  certificate: lazy(() =>
    import('./certificate/CertificateInside.tsx').then((part) => ({ default: part.CertificateInside })),
  ),
  policy: lazy(() => import('./policy/PolicyInside.tsx').then((part) => ({ default: part.PolicyInside }))),
  config: lazy(() => import('./config/ConfigInside.tsx').then((part) => ({ default: part.ConfigInside }))),
};
