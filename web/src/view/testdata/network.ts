/** Networks of any size for tests: `Org1` … with one client and CA each, orderers of `OrdererOrg`. */
import type { Topology } from '../../sim/protocol/topology-spec.ts';

export function network(size: {
  readonly orgs: number;
  readonly peers: number;
  readonly orderers: number;
  readonly channels?: number;
  /** Machines of the orderers' administrators; with any, each organisation has one too. */
  readonly admins?: number;
}): Topology {
  const admins = Array.from({ length: size.admins ?? 0 });
  const orgs = Array.from({ length: size.orgs }, (_, index) => index + 1);
  return {
    ordererOrg: {
      name: 'OrdererOrg',
      mspId: 'OrdererMSP',
      domain: 'example.com',
      orderers: Array.from({ length: size.orderers }, (_, index) => (index === 0 ? 'orderer' : `orderer${index + 1}`)),
      admins: admins.map((_, index) => `admin${index}`),
    },
    peerOrgs: orgs.map((org) => ({
      name: `Org${org}`,
      mspId: `Org${org}MSP`,
      domain: `org${org}.example.com`,
      peers: size.peers,
      users: 1,
      clients: ['client'],
      admins: admins.slice(0, 1).map(() => 'admin'),
      ca: true,
    })),
    channels: Array.from({ length: size.channels ?? 1 }, (_, index) => ({
      id: index === 0 ? 'mychannel' : `channel${index + 1}`,
      orgs: orgs.map((org) => `Org${org}`),
      batchTimeoutMicros: 2_000_000,
      maxMessageCount: 500,
      absoluteMaxBytes: 10_485_760,
      preferredMaxBytes: 2_097_152,
    })),
  };
}
