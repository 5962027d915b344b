/** The network as data, as the page and the scenes write it. */
export type {
  ChannelSpec,
  Generation,
  PeerOrgSpec,
  StateDatabase,
  Topology,
} from '../topology/topology-spec.ts';
