import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { scene } from '../../scenes/transaction-flow/scene.ts';
import { invariant } from '../kernel/result.ts';
import type { ConfigNode } from '../protocol/inside-config.ts';
import type { Layer } from '../protocol/inside-transaction.ts';
import type { InsideOf, InsideTarget, InsideType } from '../protocol/inside.ts';
import type { Command } from '../protocol/commands.ts';
import { fromHex, fromUtf8 } from '../wire/bytes.ts';
import { lookInside } from './inside.ts';
import type { Simulation } from './simulation.ts';
import { begin, facts, give, transferTo } from './test-simulation.ts';

const PEER = 'peer0.org1.example.com';
const OTHER = 'peer0.org2.example.com';
const ORDERER = 'orderer.example.com';
const CHANNEL = 'mychannel';
const CLIENT = 'client.org1.example.com';

let lab: Simulation;

function look<T extends InsideType>(target: Extract<InsideTarget, { readonly type: T }>, world = lab): InsideOf<T> {
  const seen = lookInside(world, target);
  invariant(seen.ok, `looking into ${target.type}: ${seen.ok ? '' : JSON.stringify(seen.error)}`);
  return seen.value.data as InsideOf<T>;
}

beforeAll(async () => {
  lab = begin(scene, await loadSimulationParts(), ...scene.setup, transferTo('Mina'));
});

const last = () => {
  const found = facts(lab, 'commitStatusReceived').at(-1);
  invariant(found, 'a transaction was committed');
  return found;
};

describe('a block', () => {
  it('hangs on its neighbours, is signed by orderers, and is the same everywhere', () => {
    const { block: number } = last();
    const seen = look({ type: 'block', node: PEER, channel: CHANNEL, number });
    expect(seen.previous).toMatchObject({ number: number - 1, hash: seen.block.previousHash, fits: true });
    expect(seen.next).toBe(null);
    expect(look({ type: 'block', node: PEER, channel: CHANNEL, number: number - 1 }).next).toEqual({
      number,
      previousHash: seen.previous?.hash,
      fits: true,
    });
    expect(seen.signatures.map(({ signature }) => [signature.mspId, signature.role, signature.valid])).toEqual([
      ['OrdererMSP', 'orderer', true],
    ]);
    expect(seen.copies.map(({ node, state, differs }) => [node, state, differs])).toEqual([
      ...seen.copies.map(({ node }) => [node, 'same', []]),
    ]);
    expect(seen.copies.map(({ node }) => node)).toContain(ORDERER);
    expect(seen.limits?.maxMessageCount).toBeGreaterThan(0);
    expect(seen.filter).toBe('00');
  });

  it('that somebody changed on one peer differs there, and no longer fits', () => {
    const { block: number } = last();
    const world = lab.forkAt(lab.now);
    give(
      world,
      { type: 'crashNode', node: OTHER },
      {
        type: 'tamperBlock',
        node: OTHER,
        channel: CHANNEL,
        block: number,
        find: 'Mina',
        replace: 'Nina',
        rehash: true,
      },
    );
    const copy = look({ type: 'block', node: PEER, channel: CHANNEL, number }, world).copies.find(
      ({ node }) => node === OTHER,
    );
    expect(copy).toMatchObject({ state: 'differs', differs: ['header', 'transactions'] });
    const own = look({ type: 'block', node: OTHER, channel: CHANNEL, number }, world);
    expect(own.signatures.map(({ signature }) => signature.why?.code ?? null)).toEqual(['badSignature']);
  });

  it('is refused where there is none yet', () => {
    expect(lookInside(lab, { type: 'block', node: PEER, channel: CHANNEL, number: 999 }).ok).toBe(false);
  });
});

/** Layers on the way down, by the fields they lie in. */
const below = (layer: Layer, ...names: readonly string[]): Layer => {
  const [name, ...rest] = names;
  if (name === undefined) return layer;
  const inner = layer.layers.find((one) => one.name === name);
  invariant(inner, `${layer.message} has ${name}: ${layer.layers.map((one) => one.name).join()}`);
  return below(inner, ...rest);
};

describe('a transaction', () => {
  it('is peeled down to the written key, each layer where its bytes lie', () => {
    const { txid } = last();
    const seen = look({ type: 'transaction', node: PEER, channel: CHANNEL, txid });
    expect(seen.stored).toMatchObject({ node: PEER, block: last().block, index: 0, code: 'VALID' });
    expect(seen.root).toMatchObject({ message: 'common.Envelope', offset: 0, size: seen.bytes.length / 2 });
    const action = below(
      seen.root,
      'payload',
      'data',
      'actions',
      'payload',
      'action',
      'proposal_response_payload',
      'extension',
    );
    expect(action.message).toBe('protos.ChaincodeAction');
    const sets = below(action, 'results').layers;
    expect(sets.map(({ label }) => label)).toEqual(['_lifecycle', 'basic']);
    const write = below(sets[1] ?? action, 'rwset', 'writes');
    const value = write.fields.find(({ name }) => name === 'value');
    invariant(value, 'a write has a value');
    const bytes = fromHex(seen.bytes.slice(value.offset * 2, (value.offset + value.size) * 2));
    expect(JSON.parse(fromUtf8(bytes))).toMatchObject({ owner: 'Mina' });
    const endorsements = below(seen.root, 'payload', 'data', 'actions', 'payload', 'action').layers.filter(
      ({ name }) => name === 'endorsements',
    );
    expect(endorsements.map((one) => below(one, 'endorser').label)).toEqual(['Org1MSP', 'Org2MSP']);
  });

  it('says who signed what, and that the endorsers signed this very proposal', () => {
    const seen = look({ type: 'transaction', node: PEER, channel: CHANNEL, txid: last().txid });
    expect(seen.endorsements.map(({ signature }) => [signature.mspId, signature.valid])).toEqual([
      ['Org1MSP', true],
      ['Org2MSP', true],
    ]);
    expect(seen.creator?.signature).toMatchObject({ mspId: 'Org1MSP', role: 'client', valid: true });
    expect(seen.proposalHash.signed).toBe(seen.proposalHash.computed);
    expect(seen.namespaces.at(-1)).toMatchObject({ namespace: 'basic', writes: [{ isDelete: false }] });
  });

  it('is its proposal before there is an envelope, and in no block before it is ordered', () => {
    const { txid } = last();
    const at = (kind: string): number =>
      lab.entries.find(({ fact }) => fact.type === 'messageSent' && fact.kind === kind && fact.txid === txid)?.at ?? 0;
    const early = look({ type: 'transaction', node: PEER, channel: CHANNEL, txid }, lab.forkAt(at('proposal')));
    expect(early).toMatchObject({ carrier: 'proposal', stored: null, root: { message: 'protos.SignedProposal' } });
    expect(early.creator?.signature.valid).toBe(true);
    const sent = look({ type: 'transaction', node: PEER, channel: CHANNEL, txid }, lab.forkAt(at('envelope')));
    expect(sent).toMatchObject({ carrier: 'envelope', stored: null });
    expect(sent.endorsements.length).toBe(2);
  });

  it('handed to a gateway is the proposal the gateway got, then the envelope it got back signed', () => {
    const world = lab.forkAt(lab.now);
    const from = world.entries.length;
    give(world, { ...transferTo('Ari'), via: 'gateway' });
    const sent = world.entries
      .slice(from)
      .flatMap(({ at, fact }) =>
        fact.type === 'messageSent' && fact.txid !== undefined && fact.label.startsWith('gateway')
          ? [{ at, fact }]
          : [],
      );
    const txid = sent[0]?.fact.txid ?? '';
    const carriers = sent.map(({ at }) => {
      const seen = lookInside(world.forkAt(at), { type: 'transaction', node: PEER, channel: CHANNEL, txid });
      return seen.ok && seen.value.type === 'transaction' ? seen.value.data.carrier : '';
    });
    expect(carriers[0]).toBe('proposal');
    expect(carriers).toContain('envelope');
  });

  it('that is a configuration stops at the configuration, which has a view of its own', () => {
    const block = look({ type: 'block', node: PEER, channel: CHANNEL, number: 0 }).block;
    const txid = block.transactions[0]?.txid ?? '';
    const seen = look({ type: 'transaction', node: PEER, channel: CHANNEL, txid });
    const config = below(seen.root, 'payload', 'data');
    expect(config.message).toBe('common.ConfigEnvelope');
    expect(config.layers).toEqual([]);
    expect(config.fields.map(({ name, kind }) => [name, kind])).toEqual([['config', 'bytes']]);
  });
});

describe('a certificate', () => {
  it('leads up to the root of its organisation, and is good on its channel', () => {
    const { endorsements } = look({ type: 'transaction', node: PEER, channel: CHANNEL, txid: last().txid });
    const fingerprint = endorsements[1]?.fingerprint ?? '';
    const seen = look({ type: 'certificate', fingerprint: fingerprint.slice(0, 16) });
    expect(seen).toMatchObject({ fingerprint, commonName: OTHER, role: 'peer', units: ['peer'], mspId: 'Org2MSP' });
    expect(seen.chain.map(({ isRoot, signatureFits }) => [isRoot, signatureFits])).toEqual([
      [false, true],
      [true, true],
    ]);
    expect(seen.chainComplete).toBe(true);
    expect(seen.validity.state).toBe('valid');
    expect(seen.verdicts).toEqual([{ channel: CHANNEL, text: '', revoked: false }]);
    expect(seen.holders).toEqual([{ node: OTHER, name: OTHER }]);
    expect(look({ type: 'certificate', fingerprint: seen.chain[1]?.fingerprint ?? '' }).role).toBe('authority');
  });

  it('nobody has is refused', () => {
    expect(lookInside(lab, { type: 'certificate', fingerprint: 'feedfacefeedface' })).toMatchObject({
      error: { code: 'unknownCertificate' },
    });
  });
});

const find = (node: ConfigNode, path: string): ConfigNode | undefined =>
  node.path === path ? node : node.children.map((child) => find(child, path)).find((found) => found !== undefined);

describe('a configuration', () => {
  it('marks what its newest block changed, with what was there before', () => {
    const world = lab.forkAt(lab.now);
    const update = { client: CLIENT, update: 'timeout.pb' };
    give(
      world,
      { type: 'prepareConfigUpdate', ...update, channel: CHANNEL, change: { kind: 'batchTimeout', micros: 500_000 } },
      { type: 'signConfigUpdate', org: 'OrdererOrg', update: 'timeout.pb' },
      { type: 'submitConfigUpdate', ...update },
    );
    const seen = look({ type: 'config', node: PEER, channel: CHANNEL, number: null }, world);
    const first = look({ type: 'config', node: PEER, channel: CHANNEL, number: 0 }, world);
    expect(first.comparedWith).toBe(null);
    expect(first.root.change).toBe('same');
    expect(seen.history[0]).toEqual({ number: 0, sequence: first.sequence });
    expect(find(seen.root, '/Channel/Orderer/BatchTimeout')).toMatchObject({
      kind: 'value',
      change: 'changed',
      version: 1,
      lines: ['timeout: 500ms'],
      before: { version: 0, lines: ['timeout: 2s'] },
      modPolicyPath: '/Channel/Orderer/Admins',
    });
    expect(find(seen.root, '/Channel/Orderer')?.change).toBe('within');
    expect(find(seen.root, '/Channel/Application')?.change).toBe('same');
    const anchors = find(seen.root, '/Channel/Application/Org1MSP/AnchorPeers');
    expect(anchors?.lines).toContain(`anchor_peers.0.host: ${PEER}`);
    expect(find(seen.root, '/Channel/Application/Org1MSP/MSP')?.certificates.map(({ name }) => name)).toEqual([
      'ca.org1.example.com',
      'tlsca.org1.example.com',
    ]);
  });
});

describe('a policy', () => {
  it('about a transaction is the one that decided', () => {
    const name = '/Channel/Application/Endorsement';
    const seen = look({ type: 'policy', node: PEER, channel: CHANNEL, path: name, txid: last().txid, signers: [] });
    expect(seen.pictures.map(({ satisfied, element }) => [satisfied, element])).toEqual([[true, 'basic']]);
    expect(seen.signers).toEqual([]);
    const asClient = look({
      type: 'policy',
      node: CLIENT,
      channel: CHANNEL,
      path: name,
      txid: last().txid,
      signers: [],
    });
    expect(asClient.pictures).toEqual(seen.pictures);
  });

  it('about nothing is met by those who are taken to sign, and by nobody else', () => {
    const ask = (signers: readonly string[]) =>
      look({ type: 'policy', node: PEER, channel: CHANNEL, path: '/Channel/Application/Admins', txid: null, signers });
    const none = ask([]);
    expect(none.pictures.map(({ satisfied }) => satisfied)).toEqual([false]);
    const admins = none.signers.filter(({ role, mspId }) => role === 'admin' && mspId !== 'OrdererMSP');
    expect(admins.map(({ mspId }) => mspId)).toEqual(['Org1MSP', 'Org2MSP']);
    const prints = admins.map(({ fingerprint }) => fingerprint);
    expect(ask(prints.slice(0, 1)).pictures[0]?.satisfied).toBe(false);
    const both = ask(prints);
    expect(both.pictures[0]?.satisfied).toBe(true);
    expect(both.signers.filter(({ signed }) => signed).length).toBe(2);
    expect(both.guards).toContain('[Group]  /Channel/Application');
  });

  it('of a chaincode is asked by the name of the chaincode', () => {
    const seen = look({ type: 'policy', node: PEER, channel: CHANNEL, path: 'basic', txid: null, signers: [] });
    expect(seen.pictures.map(({ purpose, name }) => [purpose, name])).toEqual([
      ['endorsement', '/Channel/Application/Endorsement'],
    ]);
  });
});

describe('a client', () => {
  it('has its wallet, and while a call is under way its stage and whom it waits for', () => {
    const { txid } = last();
    const submitted = lab.entries.find(({ fact }) => fact.type === 'envelopeSubmitted' && fact.txid === txid);
    const proposed = lab.entries.find(({ fact }) => fact.type === 'proposalCreated' && fact.txid === txid);
    const world = (at: number | undefined) => look({ type: 'client', node: CLIENT }, lab.forkAt(at ?? 0));
    expect(world(proposed?.at).pending).toMatchObject([
      { txid, stage: 'endorsing', answered: [], waitsFor: [PEER, OTHER], task: 'submitTransaction' },
    ]);
    expect(world(submitted?.at).pending).toMatchObject([{ txid, stage: 'broadcasting', waitsFor: [ORDERER] }]);
    const seen = look({ type: 'client', node: CLIENT });
    expect(seen.pending).toEqual([]);
    expect(seen.wallet.map(({ name, units }) => [name, units])).toContainEqual(['Admin', ['admin']]);
  });
});

describe('a CA', () => {
  const access = { client: CLIENT, ca: 'ca.org1.example.com' };
  const enroll = (id: string, secret: string, identity: string): Command => ({
    type: 'enrollIdentity',
    ...access,
    id,
    secret,
    identity,
    profile: '',
    attributes: [],
  });

  it('has who is registered, what it issued and what it took back; the channel still accepts that', () => {
    const world = lab.forkAt(lab.now);
    const begun = look({ type: 'ca', node: access.ca }, world);
    expect(begun.identities.map(({ name, enrolled }) => [name, enrolled])).toEqual([['admin', 0]]);
    const registrar = 'caadmin';
    const user = { idType: 'client', affiliation: 'org1', maxEnrollments: 3, attributes: ['team=red:ecert'] };
    give(
      world,
      enroll('admin', 'adminpw', registrar),
      { type: 'registerIdentity', ...access, registrar, id: 'kim', secret: 'kimpw', ...user },
      enroll('kim', 'kimpw', 'kim'),
      { type: 'revokeIdentity', ...access, registrar, id: 'kim', serial: '', aki: '', reason: 'keycompromise' },
    );
    const seen = look({ type: 'ca', node: access.ca }, world);
    expect(seen.identities[1]).toMatchObject({ name: 'kim', enrolled: null, maxEnrollments: 3 });
    expect(seen.identities[1]?.attributes).toContainEqual({ name: 'team', value: 'red', inCertificate: true });
    expect(seen.certificates.map(({ owner, state }) => [owner, state])).toEqual([
      ['admin', 'good'],
      ['kim', 'revoked'],
    ]);
    expect(seen.revocationList.map(({ owner }) => owner)).toEqual(['kim']);
    const fingerprint = seen.certificates[1]?.fingerprint ?? '';
    const certificate = look({ type: 'certificate', fingerprint }, world);
    expect(certificate.revoked).toMatchObject({ ca: access.ca, reason: 1 });
    expect(certificate.verdicts).toEqual([{ channel: CHANNEL, text: '', revoked: false }]);
    expect(certificate.attributes).toContainEqual({ name: 'team', value: 'red' });
    expect(certificate.holders.map(({ node }) => node)).toEqual([CLIENT, access.ca]);
  });
});
