import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { invariant } from '../../web/src/sim/kernel/result.ts';
import type { SimulationParts } from '../../web/src/sim/worker/simulation.ts';
import { loadSimulationParts, readContractFolder } from '../node-lab.ts';
import { readCollections } from './collections-file.ts';
import { readCases, readJson } from './outcome.ts';
import { replayMoments } from './privatedata.ts';
import { PEERS, type PrivateCall, PrivateDataNetwork } from './privatedata-network.ts';

const FOLDER = readContractFolder(path.join(import.meta.dirname, '../chaincode/testdata/probe'));
const COLLECTIONS = readCollections(
  readJson(path.join(import.meta.dirname, '../chaincode/testdata/lab-collections.json')),
);
const DEFINITION = {
  name: 'lab',
  version: '1.0',
  sequence: 1,
  signaturePolicy: null,
  initRequired: false,
  collections: COLLECTIONS,
};
const [ORG1 = '', ORG1_OTHER = '', ORG2 = '', ORG2_OTHER = ''] = PEERS;
const SECOND = 1_000_000;

let parts: SimulationParts;
let ready: PrivateDataNetwork;

beforeAll(async () => {
  parts = await loadSimulationParts();
  const started = PrivateDataNetwork.start({ folder: FOLDER, definition: DEFINITION }, parts);
  invariant(typeof started !== 'string', 'the chaincode is deployed');
  ready = started;
}, 60_000);

const put = (collection: string, key: string, value: string): PrivateCall => ({
  function: 'pvtPut',
  args: [collection, key],
  transient: { value },
});
const get = (collection: string, key: string, mspId = 'Org1MSP'): PrivateCall => ({
  mspId,
  function: 'pvtGet',
  args: [collection, key],
});
const hashOf = (collection: string, key: string): PrivateCall => ({ function: 'pvtHash', args: [collection, key] });
const filler = (key: string): PrivateCall => ({ function: 'put', args: [key, 'filler'] });

describe('as recorded on real Fabric', () => {
  it('with members away and back', () => {
    const moments = readCases<Parameters<typeof replayMoments>[0][number]>(
      path.join(import.meta.dirname, 'testdata/private-data.json'),
      ['t_ms', 'what'],
    );
    const { passed, failed, differences } = replayMoments(moments, FOLDER, COLLECTIONS, parts);
    expect(differences).toEqual([]);
    expect([passed, failed]).toEqual([16, 0]);
  }, 60_000);
});

describe('a private write', () => {
  it('reaches members and nobody else; its hash reaches everybody', () => {
    const network = ready.fork();
    const from = network.entries.length;
    // Org2's peer endorses without being a member, and does not keep what it endorsed.
    expect(network.submit([ORG1, ORG2], put('collA', 'k', 'secret'))).toBe('VALID');
    network.runFor(3 * SECOND);
    for (const peer of [ORG1, ORG1_OTHER]) expect(network.ask(peer, get('collA', 'k')).payload).toBe('secret');
    for (const peer of [ORG2, ORG2_OTHER]) {
      expect(network.ask(peer, get('collA', 'k')).message).toMatch(
        /private data matching public hash version is not available\. Public hash version = \{BlockNum: \d+, TxNum: 0\}, Private data version = <nil>$/,
      );
      expect([...network.ledger(peer).privateStore.sets.keys()].filter((key) => key.includes('collA'))).toEqual([]);
      expect(network.ledger(peer).privateStore.missing.size).toBe(0);
    }
    const hashes = PEERS.map((peer) => network.ask(peer, hashOf('collA', 'k')).payload);
    expect(new Set(hashes).size).toBe(1);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(network.facts('privateDataDisseminated', from).every(({ peers }) => peers.length === 1)).toBe(true);
    expect(network.facts('privateDataReceived', from, ORG2)).toEqual([]);
  });

  it('into the implicit collection of another organisation is not sent there: its own peer endorses it', () => {
    const network = ready.fork();
    const write = put('_implicit_org_Org2MSP', 'k', 'theirs');
    expect(network.submit([ORG1], write)).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(network.submit([ORG2], write)).toBe('VALID');
    network.runFor(3 * SECOND);
    expect(network.ask(ORG2_OTHER, get('_implicit_org_Org2MSP', 'k', 'Org2MSP')).payload).toBe('theirs');
    expect(network.ask(ORG1, get('_implicit_org_Org2MSP', 'k')).status).toBe(500);
  });

  it('is gone with its hash one block after its time, and never touches the commit hash', () => {
    const network = ready.fork();
    const from = network.entries.length;
    expect(network.submit([ORG1, ORG2], put('collShort', 'k', 'short'))).toBe('VALID');
    const seen: string[] = [];
    for (let block = 0; block <= 5; block++) {
      network.runFor(2 * SECOND);
      seen.push(
        `${network.ask(ORG2, get('collShort', 'k', 'Org2MSP')).payload} ${network.ask(ORG1, hashOf('collShort', 'k')).payload.length}`,
      );
      network.submit([ORG1, ORG2], filler(`f${block}`));
    }
    expect(seen).toEqual(['short 64', 'short 64', 'short 64', 'short 64', '<nil> 5', '<nil> 5']);
    expect(network.facts('privateDataExpired', from).length).toBe(PEERS.length);
    for (const peer of PEERS) {
      expect([...network.ledger(peer).privateStore.sets.keys()].filter((key) => key.includes('collShort'))).toEqual([]);
      expect(network.ledger(peer).commitHash).toEqual(network.ledger(ORG1).commitHash);
    }
  });

  it('that is purged is gone from what was stored of it before, deleted ones are not', () => {
    const network = ready.fork();
    for (const key of ['purged', 'deleted']) network.submit([ORG1, ORG2], put('collAB', key, `value of ${key}`));
    network.submit([ORG1, ORG2], { function: 'pvtPurge', args: ['collAB', 'purged'] });
    network.submit([ORG1, ORG2], { function: 'pvtDel', args: ['collAB', 'deleted'] });
    network.runFor(3 * SECOND);
    for (const peer of PEERS) {
      for (const key of ['purged', 'deleted']) {
        expect(network.ask(peer, get('collAB', key)).payload).toBe('<nil>');
        expect(network.ask(peer, hashOf('collAB', key)).payload).toBe('<nil>');
      }
      const stored = [...network.ledger(peer).privateStore.sets.values()].map((bytes) => Buffer.from(bytes).toString());
      expect(stored.some((text) => text.includes('value of purged'))).toBe(false);
      expect(stored.some((text) => text.includes('value of deleted'))).toBe(true);
    }
  });

  it('that nobody has when its block comes is missing, and reconciled once somebody has it again', () => {
    const network = ready.fork();
    const others = [ORG1_OTHER, ORG2, ORG2_OTHER];
    network.crash(...others);
    network.runFor(30 * SECOND);
    expect(network.submit([ORG1], put('collEP', 'k', 'late'))).toBe('VALID');
    network.crash(ORG1);
    const from = network.entries.length;
    network.restart(...others);
    network.runFor(90 * SECOND);
    expect(network.height(ORG2)).toBe(network.height(ORG1));
    const at = (type: string) =>
      network.entries.slice(from).find((entry) => entry.node === ORG2 && entry.fact.type === type)?.at;
    const waited = ((at('privateDataMissing') ?? 0) - (at('blockReceived') ?? 0)) / SECOND;
    expect(waited).toBeGreaterThan(55);
    expect(waited).toBeLessThan(65);
    expect(network.facts('privateDataMissing', from).map(({ collections }) => collections)).toEqual(
      others.map(() => ['collEP']),
    );
    expect(network.ask(ORG2, get('collEP', 'k', 'Org2MSP')).message).toMatch(/private data matching public hash/);
    network.restart(ORG1);
    network.runFor(240 * SECOND);
    expect(network.ask(ORG2, get('collEP', 'k', 'Org2MSP')).payload).toBe('late');
    expect(network.facts('privateDataReconciled', from).length).toBe(others.length);
    for (const peer of others) expect(network.ledger(peer).privateStore.missing.size).toBe(0);
    expect(network.submit([ORG1, ORG2], { function: 'pvtAdd', args: ['collEP', 'k2', '1'] })).toBe('VALID');
  });
});

describe('an endorser that must hand data on', () => {
  it('does not sign before enough peers have acknowledged', () => {
    const network = ready.fork();
    const from = network.entries.length;
    expect(network.ask(ORG1, put('collReq', 'k', 'v'))).toEqual({ status: 200, message: '', payload: 'ok' });
    const order = network.entries
      .slice(from)
      .flatMap(({ fact }) =>
        fact.type === 'messageSent' && (fact.label === 'privateDataAck' || fact.label === 'proposalResponse')
          ? [fact.label]
          : [],
      );
    expect(order).toEqual(['privateDataAck', 'proposalResponse']);
  });

  it('waits three seconds for a peer that went silent', () => {
    const network = ready.fork();
    for (const peer of PEERS.filter((one) => one !== ORG1))
      network.perform({ type: 'setLink', from: ORG1, to: peer, up: false, loss: 0, latencyFactor: 1 });
    const began = network.now;
    expect(network.ask(ORG1, put('collReq', 'k', 'v')).message).toMatch(
      /^error in simulation: failed to distribute private collection, txID [0-9a-f]{64}, channel mychannel: Failed disseminating 1 out of 2 private dissemination plans$/,
    );
    expect(Math.round((network.now - began) / SECOND)).toBe(3);
  });
});

describe('an organisation that becomes a member of a collection', () => {
  it('gets what was written before it was one', () => {
    const network = ready.fork();
    expect(network.submit([ORG1, ORG2], put('collA', 'k', 'before'))).toBe('VALID');
    const widened = COLLECTIONS.map((one) =>
      one.name === 'collA' ? { ...one, policy: "OR('Org1MSP.member','Org2MSP.member')" } : one,
    );
    network.upgrade({ ...DEFINITION, sequence: 2, collections: widened });
    network.runFor(130 * SECOND);
    expect(network.ask(ORG2, get('collA', 'k', 'Org2MSP')).payload).toBe('before');
  });

  it('cannot be dropped from the definition together with its collection', () => {
    const network = ready.fork();
    const without = COLLECTIONS.filter(({ name }) => name !== 'collA');
    expect(network.upgrade({ ...DEFINITION, sequence: 2, collections: without })).toMatch(
      /existing collection \[collA\] missing in the proposed collection configuration/,
    );
  });
});
