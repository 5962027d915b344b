/** Networks to start from without drawing anything up: one of every kind of ordering. */
import { TWO_ORGS } from '../../scenes/networks.ts';
import type { Topology } from '../../sim/protocol/topology-spec.ts';
import { orderBy, ORDERING_KINDS } from './network-draft.ts';
import type { OrderingKind } from './network-draft.ts';

export interface ReadyNetwork {
  readonly kind: OrderingKind;
  readonly topology: Topology;
}

/** The course's network, ordered in each of the ways. */
export const READY_NETWORKS: readonly ReadyNetwork[] = ORDERING_KINDS.map((kind) => ({
  kind,
  topology: orderBy(kind)(TWO_ORGS),
}));

export interface NetworkSize {
  readonly orgs: number;
  readonly peers: number;
  readonly orderers: number;
}

export const sizeOf = ({ peerOrgs, ordererOrg }: Topology): NetworkSize => ({
  orgs: peerOrgs.length,
  peers: peerOrgs.reduce((sum, org) => sum + org.peers, 0),
  orderers: ordererOrg.orderers.length,
});
