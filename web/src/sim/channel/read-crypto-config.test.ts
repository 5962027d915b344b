import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readCryptoConfig } from './read-crypto-config.ts';

const recorded: unknown = parse(readFileSync(new URL('testdata/raft.crypto-config.yaml', import.meta.url), 'utf8'));

describe('crypto-config.yaml', () => {
  it('of the recorded network names its organisations, nodes and users', () => {
    const org = (n: number) => ({
      name: `Org${n}`,
      domain: `org${n}.example.com`,
      mspId: `Org${n}MSP`,
      enableNodeOUs: true,
      peers: 2,
      users: 2,
      sans: ['localhost'],
    });
    expect(readCryptoConfig(recorded)).toEqual({
      ok: true,
      value: {
        ordererOrgs: [
          {
            name: 'Orderer',
            domain: 'example.com',
            mspId: 'OrdererMSP',
            enableNodeOUs: true,
            orderers: ['orderer', 'orderer2', 'orderer3'],
            sans: ['localhost'],
          },
        ],
        peerOrgs: [org(1), org(2)],
      },
    });
  });

  it('may name its peers, as long as the names are the usual ones', () => {
    const specs = ['peer1', 'peer0'].map((host) => ({ Hostname: host, SANS: [`also-${host}`] }));
    expect(readCryptoConfig({ PeerOrgs: [{ Name: 'O', Domain: 'o', Specs: specs }] })).toMatchObject({
      ok: true,
      value: { peerOrgs: [{ peers: 2, sans: ['also-peer1', 'also-peer0'] }] },
    });
  });

  it('has no NodeOUs unless they are asked for, and MSP ids from elsewhere', () => {
    const document = { PeerOrgs: [{ Name: 'Org1', Domain: 'o.com', Template: { Count: 1 } }] };
    expect(readCryptoConfig(document, ({ domain }) => `msp of ${domain}`)).toMatchObject({
      ok: true,
      value: { peerOrgs: [{ mspId: 'msp of o.com', enableNodeOUs: false, peers: 1, users: 0 }] },
    });
  });

  it.each<[why: string, document: unknown, flaw: string]>([
    ['nothing in it', {}, 'OrdererOrgs, PeerOrgs: there is no organization'],
    ['text instead of a map', 'hello', 'expected a map, got "hello"'],
    ['an organisation without a domain', { PeerOrgs: [{ Name: 'Org1' }] }, 'PeerOrgs[0]: has no Domain'],
    [
      'a count that is none',
      { PeerOrgs: [{ Name: 'O', Domain: 'o', Template: { Count: -1 } }] },
      'PeerOrgs[0].Template.Count: expected a number from 0 to 4294967295, got -1',
    ],
    [
      'peers by name, which the lab does not make',
      { PeerOrgs: [{ Name: 'O', Domain: 'o', Specs: [{ Hostname: 'alice' }] }] },
      'PeerOrgs[0].Specs: peers must be called peer0, peer1 … without a gap, each once',
    ],
    [
      'a peer twice',
      { PeerOrgs: [{ Name: 'O', Domain: 'o', Specs: [{ Hostname: 'peer0' }], Template: { Count: 1 } }] },
      'PeerOrgs[0].Specs: peers must be called peer0, peer1 … without a gap, each once',
    ],
    [
      'a number of nodes beyond reason',
      { OrdererOrgs: [{ Name: 'O', Domain: 'o', Template: { Count: 4294967295 } }] },
      'OrdererOrgs[0].Template.Count: more than 100 are not supported',
    ],
  ])('with %s is refused, and the place named', (_why, document, flaw) => {
    expect(readCryptoConfig(document)).toMatchObject({ ok: false, error: [{ text: flaw }] });
  });
});
