import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { invariant } from '../kernel/result.ts';
import { checkTopology } from './nodes.ts';
import { paperMaterial } from './read-topology-material.ts';
import { readTopology } from './read-topology.ts';
import type { Topology } from './topology-spec.ts';
import { printCryptoConfigYaml, printTopologyConfigtxYaml } from './topology-yaml.ts';

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
const count = (min: number, max: number) => fc.integer({ min, max });

const topologies: fc.Arbitrary<Topology> = fc
  .record({
    ordererName: label,
    orderers: fc.uniqueArray(label, { minLength: 1, maxLength: 5 }),
    consenters: fc.option(fc.nat()),
    consortium: fc.option(fc.record({ name: label, isDefined: fc.boolean() })),
    orgs: fc.uniqueArray(
      fc.record({
        name: label,
        domain: label,
        mspId: fc.stringMatching(/^[A-Za-z0-9.-]{1,8}$/),
        peers: count(0, 4),
        users: count(0, 3),
      }),
      { minLength: 1, maxLength: 4, selector: ({ name }) => name },
    ),
    members: count(1, 15),
    channel: label,
    batchTimeoutMicros: count(1, 10_000_000_000),
    maxMessageCount: count(1, 1000),
    bytes: fc.tuple(count(1, 2 ** 32 - 1), count(1, 2 ** 32 - 1)),
  })
  .map(({ ordererName, orderers, consenters, consortium, orgs, members, channel, bytes, ...batches }): Topology => {
    const names = orgs.map(({ name }) => name);
    const chosen = names.filter((_, index) => members & (1 << index));
    const system = consortium && {
      id: 'system-channel',
      consortium: consortium.name,
      orgs: consortium.isDefined ? names : [],
    };
    const first = orderers[(consenters ?? 0) % orderers.length];
    const some = first === undefined || consenters === null || orderers.length === 1 ? undefined : [first];
    return {
      ordererOrg: {
        name: ordererName,
        mspId: 'OrdererMSP',
        domain: 'orderers.example.com',
        orderers,
        ...(system?.orgs.length === 0 && { admins: ['admin'] }),
      },
      peerOrgs: orgs.map((org) => ({ ...org, domain: `${org.domain}.example.com`, clients: ['client'], ca: true })),
      channels: [
        {
          id: channel,
          orgs: chosen.length > 0 ? chosen : names,
          ...(some && { consenters: some }),
          ...batches,
          absoluteMaxBytes: Math.max(...bytes),
          preferredMaxBytes: Math.min(...bytes),
        },
      ],
      ...(system && { systemChannel: system }),
    };
  })
  .filter((topology) => {
    const domains = topology.peerOrgs.map(({ domain }) => domain);
    return checkTopology(topology).ok && new Set(domains).size === domains.length;
  });

describe('files we print', () => {
  it('are read as the topology they were printed from, with nothing to remark', () => {
    fc.assert(
      fc.property(topologies, (topology) => {
        const reading = readTopology(
          {
            cryptoConfig: parse(printCryptoConfigYaml(topology)),
            configtx: parse(printTopologyConfigtxYaml(topology, paperMaterial(topology))),
          },
          { channel: topology.channels[0]?.id },
        );
        expect(reading).toEqual({
          ok: true,
          value: {
            generation: topology.systemChannel ? '2.x' : '3.x',
            topology,
            anchorPeers: topology.peerOrgs
              .filter(({ name, peers }) => peers > 0 && topology.channels[0]?.orgs.includes(name))
              .map(({ domain }) => `peer0.${domain}`),
            remarks: [],
          },
        });
      }),
      { numRuns: 60 },
    );
  });

  it('have a profile for each channel, and each is read back', () => {
    const [topology] = fc.sample(
      topologies.filter(({ peerOrgs, systemChannel }) => peerOrgs.length > 1 && !systemChannel),
      { seed: 1, numRuns: 1 },
    );
    const [channel] = topology?.channels ?? [];
    invariant(topology && channel, 'there is such a network');
    const orgs = topology.peerOrgs.slice(1).map(({ name }) => name);
    const channels = [channel, { ...channel, id: 'second', orgs, maxMessageCount: 77 }];
    const files = {
      cryptoConfig: parse(printCryptoConfigYaml(topology)),
      configtx: parse(printTopologyConfigtxYaml({ ...topology, channels }, paperMaterial(topology))),
    };
    const read = (profile: string, id: string) => {
      const reading = readTopology(files, { profile, channel: id });
      return reading.ok ? reading.value.topology.channels : reading.error;
    };
    expect(read('Lab', channel.id)).toEqual([channel]);
    expect(read('second', 'second')).toEqual([channels[1]]);
  });
});
