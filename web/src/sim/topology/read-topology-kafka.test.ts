/** A configtx.yaml of the time when Kafka ordered. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { invariant } from '../kernel/result.ts';
import { readTopology } from './read-topology.ts';

const BASE = 'TwoOrgsOrdererGenesis';
const ORDERER = `Profiles.${BASE}.Orderer`;

const org = (n: number) => ({
  Name: `Org${n}`,
  Domain: `org${n}.example.com`,
  EnableNodeOUs: true,
  Template: { Count: 1 },
  Users: { Count: 1 },
});
const cryptoConfig = {
  OrdererOrgs: [{ Name: 'Orderer', Domain: 'example.com', EnableNodeOUs: true, Specs: [{ Hostname: 'orderer' }] }],
  PeerOrgs: [org(1), org(2)],
};

interface Configtx {
  readonly Profiles: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

/** The recorded file of a network of 2.x, with an Orderer section of another kind. */
function configtx(orderer: object): Configtx {
  const path = new URL('../channel/testdata/consortium/configtx.yaml', import.meta.url);
  const recorded = parse(readFileSync(path, 'utf8'), { merge: true }) as Configtx;
  const base = recorded.Profiles[BASE];
  return {
    ...recorded,
    Profiles: { ...recorded.Profiles, [BASE]: { ...base, Orderer: { ...base?.['Orderer'], ...orderer } } },
  };
}

function read(orderer: object) {
  const reading = readTopology({ cryptoConfig, configtx: configtx(orderer) });
  invariant(reading.ok, reading.ok ? '' : JSON.stringify(reading.error));
  return { ...reading.value, said: reading.value.remarks.map(({ text }) => text) };
}

const addresses = (count: number, of: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => `kafka${index}${of}:9092`);

describe('a file of a network that orders by Kafka', () => {
  it.each<readonly [named: number, made: number, why: string]>([
    [4, 4, 'as many as it names'],
    [1, 3, 'one is enough to find the others: never fewer than a channel has replicas'],
    [12, 9, 'no more than a picture can show'],
  ])('that names %i brokers makes one of %i: %s', (named, made) => {
    const brokers = addresses(named, '');
    const { generation, topology, said } = read({ OrdererType: 'kafka', Kafka: { Brokers: brokers } });
    expect(generation).toBe('2.x');
    expect(topology.kafka).toEqual({ brokers: made, zooKeepers: 3 });
    // Orderers that read from Kafka are all alike.
    expect(topology.channels[0]).not.toHaveProperty('consenters');
    const lab = addresses(made, '.example.com').join(', ');
    expect(said).toContain(`${ORDERER}.Kafka.Brokers: the lab has ${lab} instead of ${brokers.join(', ')}`);
    expect(said).toContain(`${ORDERER}.Kafka: the lab adds 3 ZooKeeper servers, which the brokers need`);
  });

  it('that names no broker has the one configtxgen takes for granted', () => {
    const { topology, said } = read({ OrdererType: 'kafka' });
    expect(topology.kafka?.brokers).toBe(3);
    expect(said.join('\n')).toContain('instead of 127.0.0.1:9092');
  });

  it('is none of the lab’s where there is no system channel', () => {
    const { Profiles, ...rest } = configtx({ OrdererType: 'kafka' });
    const { Consortiums: _consortiums, ...base } = Profiles[BASE] ?? {};
    const application = Profiles['TwoOrgsChannel']?.['Application'] ?? {};
    const modern = { ...rest, Profiles: { [BASE]: { ...base, Application: application } } };
    const reading = readTopology({ cryptoConfig, configtx: modern });
    expect(reading.ok ? [] : reading.error.map(({ text }) => text)).toEqual([
      `${ORDERER}.OrdererType: kafka orders in networks of 2.x only: that takes a profile with Consortiums`,
    ]);
  });
});

it('options of Raft that the lab has otherwise are told', () => {
  const own = configtx({});
  const raft = own.Profiles[BASE]?.['Orderer'] as { readonly EtcdRaft: object };
  const options = { TickInterval: '100ms', ElectionTick: 20, HeartbeatTick: 2, MaxInflightBlocks: 7 };
  const { said } = read({ EtcdRaft: { ...raft.EtcdRaft, Options: options } });
  const told = said.find((text) => text.startsWith(`${ORDERER}.EtcdRaft.Options`)) ?? '';
  expect(told).toContain('the lab has tickInterval 500ms, electionTick 10, heartbeatTick 1, maxInflightBlocks 5');
  expect(told).toContain('instead of tickInterval 100ms, electionTick 20, heartbeatTick 2, maxInflightBlocks 7');
});
