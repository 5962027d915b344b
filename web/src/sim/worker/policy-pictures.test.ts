import { readFileSync } from 'node:fs';
import { clone, fromBinary, toBinary } from '@bufbuild/protobuf';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { scene } from '../../scenes/transaction-flow/scene.ts';
import { createBundle, evaluatePolicy } from '../channel/bundle.ts';
import { computeConfigUpdate } from '../channel/config-delta.ts';
import { configUpdateEnvelope, signConfigUpdate } from '../channel/config-update.ts';
import type { SigningIdentity } from '../identity/signing-identity.ts';
import { signWith } from '../identity/signing-identity.ts';
import { invariant } from '../kernel/result.ts';
import type { OrdererState } from '../orderer/orderer-state.ts';
import type { Command } from '../protocol/commands.ts';
import type { Inspection } from '../protocol/requests.ts';
import type { PolicyNode, PolicyPicture } from '../protocol/policy-picture.ts';
import { materialOf } from '../topology/workspace.ts';
import type { Entry, FactOf, FactType } from '../trace/facts.ts';
import { blockEnvelopes, decodeBlock } from '../wire/block.ts';
import { envelopeSignedData, parseEnvelope, type ParsedEnvelope, timestampOfMicros } from '../wire/envelope.ts';
import { EnvelopeSchema } from '../wire/gen/common/common_pb.ts';
import { ConfigEnvelopeSchema, ConfigSchema, ConfigUpdateSchema } from '../wire/gen/common/configtx_pb.ts';
import type { Message } from '../wire/messages.ts';
import { inspect } from './inspect.ts';
import { messagePictures } from './policy-pictures.ts';
import type { Simulation } from './simulation.ts';
import { begin, give, transferTo } from './test-simulation.ts';

const { setup } = scene;
const ORDERER = 'orderer.example.com';
const PEER = 'peer0.org2.example.com';
const CHANNEL = 'mychannel';
const TRANSFER: Command = { ...transferTo('Mina'), endorsers: ['peer0.org1.example.com'] };

let lab: Simulation;

beforeAll(async () => {
  lab = begin(scene, await loadSimulationParts(), ...setup, TRANSFER);
});

function look(target: Parameters<typeof inspect>[1]): Inspection {
  const inspected = inspect(lab, target);
  invariant(inspected.ok, `inspecting ${target.type}`);
  return inspected.value;
}

function sent(wanted: (fact: FactOf<'messageSent'>, entry: Entry) => boolean): number {
  const found = lab.entries.findLast((entry) => entry.fact.type === 'messageSent' && wanted(entry.fact, entry));
  invariant(found?.fact.type === 'messageSent', 'there is such a message');
  return found.fact.message;
}

const lastFact = <T extends FactType>(type: T): FactOf<T> => {
  const found = lab.entries.findLast(({ fact }) => fact.type === type);
  invariant(found, `there is a ${type}`);
  return found.fact as FactOf<T>;
};

const only = (pictures: readonly PolicyPicture[], purpose: PolicyPicture['purpose']): PolicyPicture => {
  const [found, ...others] = pictures.filter((picture) => picture.purpose === purpose);
  invariant(found && others.length === 0, `one picture of ${purpose} in ${pictures.map((one) => one.purpose).join()}`);
  return found;
};

/** The tree as lines: `+` satisfied, `-` not; who met a principal. */
function lines(node: PolicyNode, { signatures }: PolicyPicture, depth = 0): readonly string[] {
  const by = node.signedBy === null ? undefined : signatures[node.signedBy];
  const name = [node.label, node.rule].filter(Boolean).join(': ');
  const count = node.children.length > 0 ? ` ${node.have}/${node.need}` : '';
  const line = `${'  '.repeat(depth)}${node.satisfied ? '+' : '-'} ${name}${count}${by ? ` <- ${by.subject}` : ''}`;
  return [line, ...node.children.flatMap((child) => lines(child, { signatures } as PolicyPicture, depth + 1))];
}

const drawn = (picture: PolicyPicture): readonly string[] => lines(picture.tree, picture);

describe('a transaction endorsed by one organisation when two are needed', () => {
  const txid = () => lastFact('commitStatusReceived').txid;
  const ofPeer = () => look({ type: 'transaction', node: PEER, channel: CHANNEL, txid: txid() }).policies;

  it('shows who is missing', () => {
    const picture = only(ofPeer(), 'endorsement');
    expect(picture).toMatchObject({ name: '/Channel/Application/Endorsement', element: 'basic', satisfied: false });
    expect(drawn(picture)).toEqual([
      '- MAJORITY Endorsement 1/2',
      '  + Org1MSP: Org1MSP.peer <- peer0.org1.example.com',
      '  - Org2MSP: Org2MSP.peer',
    ]);
    expect(picture.signatures).toEqual([
      { mspId: 'Org1MSP', subject: 'peer0.org1.example.com', role: 'peer', valid: true, why: null },
    ]);
  });

  it('says that the orderer, not the peer, asked whether the sender may write', () => {
    expect(only(ofPeer(), 'writers')).toMatchObject({ name: '/Channel/Writers', asked: 'before', satisfied: true });
  });

  it('shows as the envelope leaves what the peers are going to say', () => {
    const envelope = sent(({ label, txid: of }) => label === 'broadcast' && of === txid());
    const { policies } = look({ type: 'message', message: envelope });
    expect(only(policies, 'endorsement')).toMatchObject({ asked: 'later', satisfied: false });
    expect(drawn(only(policies, 'writers'))).toEqual([
      '+ ANY Writers 1/1',
      '  + Application: ANY Writers 1/1',
      expect.stringMatching(/^ {4}\+ Org1MSP: OR\('Org1MSP\.admin', 'Org1MSP\.client'\) 1\/1$/),
      '      - Org1MSP.admin',
      '      + Org1MSP.client <- User1@org1.example.com',
      expect.stringContaining('- Org2MSP'),
      '      - Org2MSP.admin',
      '      - Org2MSP.client',
      expect.stringContaining('- Orderer: ANY Writers 0/1'),
      '    - OrdererOrg: OrdererMSP.member',
    ]);
  });

  it('shows the access control of the proposal', () => {
    const proposal = sent(({ kind, txid: of }) => kind === 'proposal' && of === txid());
    expect(only(look({ type: 'message', message: proposal }).policies, 'writers')).toMatchObject({
      name: '/Channel/Application/Writers',
      element: 'peer/Propose',
      satisfied: true,
    });
  });
});

describe('other decisions', () => {
  it.each([
    ['installing is for administrators of the peer', 'installChaincode', 'administration', 'Org2MSP.admin'],
    ['who subscribes to events must be a reader', 'eventsSeek', 'readers', '/Channel/Application/Readers'],
    ['who asks an orderer for blocks must be a reader', 'deliverSeek', 'readers', '/Channel/Readers'],
    ['a block must be signed by an orderer', 'deliverBlock', 'blockValidation', '/Channel/Orderer/BlockValidation'],
  ] as const)('%s', (_, label, purpose, name) => {
    const { policies } = look({ type: 'message', message: sent((fact) => fact.label === label) });
    expect(only(policies, purpose)).toMatchObject({ name, satisfied: true });
  });

  it('a definition is committed by the lifecycle policy, seen with the channel as it was before that block', () => {
    const commit = sent(({ label }) => label === 'commitChaincodeDefinition');
    const txid = lab.entries.flatMap(({ fact }) =>
      fact.type === 'messageSent' && fact.message === commit ? [fact.txid ?? ''] : [],
    )[0];
    invariant(txid, 'the commit is a transaction');
    const picture = only(look({ type: 'transaction', node: PEER, channel: CHANNEL, txid }).policies, 'lifecycle');
    expect(picture).toMatchObject({ name: '/Channel/Application/LifecycleEndorsement', satisfied: true });
    expect(picture.tree).toMatchObject({ need: 2, have: 2 });
  });

  it('the genesis block has no policy to answer to', () => {
    expect(look({ type: 'block', node: PEER, channel: CHANNEL, number: 0 }).policies).toEqual([]);
  });
});

/** The pictures of an envelope that is about to arrive at the orderer; `stateOf` replaces what the nodes are. */
function arriving(envelope: Uint8Array, stateOf?: () => unknown): readonly PolicyPicture[] {
  const message: Message = { type: 'broadcast', request: '0', envelope, channel: CHANNEL, txid: '' };
  const fact: FactOf<'messageSent'> = {
    type: 'messageSent',
    message: 0,
    to: ORDERER,
    arrivesAt: lab.now + 1,
    kind: 'config',
    label: '',
    size: 0,
  };
  const entries = { value: [{ seq: 0, at: lab.now, node: 'client.org1.example.com', cause: null, fact }] };
  const world = Object.create(lab, { entries, ...(stateOf && { stateOf: { value: stateOf } }) }) as Simulation;
  return messagePictures(world, 0, message);
}

it('a channel creation recorded on Fabric 2.4 answers to the policy of its consortium', () => {
  const envelopeOf = (name: string): ParsedEnvelope => {
    const file = readFileSync(new URL(`../channel/testdata/consortium/${name}`, import.meta.url));
    const block = decodeBlock(Uint8Array.from(file));
    const parsed = block.ok ? parseEnvelope(blockEnvelopes(block.value)[0] ?? new Uint8Array(0)) : block;
    invariant(parsed.ok, 'a recorded block can be read');
    return parsed.value;
  };
  const config = (name: string) => fromBinary(ConfigEnvelopeSchema, envelopeOf(name).data);
  const system = createBundle('system-channel', config('system-genesis.block').config);
  const { lastUpdate } = config('mychannel_0.block');
  invariant(system.ok && lastUpdate, 'both are recorded');
  const chains = { 'system-channel': { bundle: system.value } };
  const [picture, ...others] = arriving(toBinary(EnvelopeSchema, lastUpdate), () => ({ chains }));
  invariant(picture, 'there is a picture');
  expect(others).toEqual([]);
  expect(picture).toMatchObject({ purpose: 'creation', element: '[Group]  /Channel/Application', satisfied: true });
  expect(drawn(picture)[0]).toBe('+ ANY Admins 1/1');
});

describe('a config update on its way to an orderer', () => {
  const identity = (org: string, wanted: 'admin' | 'user'): SigningIdentity => {
    const { crypto } = lab.files;
    invariant(crypto, 'there is material');
    const { admin, users } = materialOf(crypto, org);
    const found = wanted === 'admin' ? admin : users[0];
    invariant(found, `${org} has one`);
    return found.identity;
  };
  const signerOf = (by: SigningIdentity) => ({
    creator: by.serialized,
    sign: (bytes: Uint8Array) => signWith(by, bytes),
  });
  const bundle = () => {
    const chain = (lab.stateOf(ORDERER) as OrdererState).chains[CHANNEL];
    invariant(chain, 'the orderer is on the channel');
    return chain.bundle;
  };

  /** The picture of an update of the Application's Endorsement policy, signed by `signers`. */
  function asked(signers: readonly SigningIdentity[]): readonly PolicyPicture[] {
    const updated = clone(ConfigSchema, bundle().config);
    const policies = updated.channelGroup?.groups['Application']?.policies;
    invariant(policies?.['Readers'] && policies['Endorsement'], 'the channel has both');
    policies['Endorsement'].policy = policies['Readers'].policy;
    const update = computeConfigUpdate(CHANNEL, bundle().config, updated);
    invariant(update.ok, 'something changes');
    const bytes = toBinary(ConfigUpdateSchema, update.value);
    const nonce = new Uint8Array(24);
    const signatures = signers.map((by) => signConfigUpdate(bytes, signerOf(by), nonce));
    const [sender = identity('Org1', 'admin')] = signers;
    const envelope = configUpdateEnvelope(update.value, signatures, nonce, timestampOfMicros(0), signerOf(sender));
    return arriving(envelope);
  }

  it.each([
    ['one administrator of two', ['Org1'], false, 1],
    ['both administrators', ['Org1', 'Org2'], true, 2],
    ['an administrator who signs twice', ['Org1', 'Org1'], false, 1],
  ] as const)('%s', (_, orgs, satisfied, have) => {
    const picture = only(asked(orgs.map((org) => identity(org, 'admin'))), 'modification');
    expect(picture).toMatchObject({
      name: '/Channel/Application/Admins',
      element: '[Policy] /Channel/Application/Endorsement',
      satisfied,
      tree: { rule: 'MAJORITY Admins', have, need: 2 },
    });
    expect(picture.signatures).toHaveLength(orgs.length);
  });

  it('a second signature of one identity does not count', () => {
    const admin = identity('Org1', 'admin');
    const [first, second] = only(asked([admin, admin]), 'modification').signatures;
    expect([first?.why, second?.why?.code]).toEqual([null, 'duplicate']);
  });

  it('a user is no administrator, though the signature is good', () => {
    const picture = only(asked([identity('Org1', 'user'), identity('Org2', 'admin')]), 'modification');
    expect(drawn(picture)).toEqual([
      '- MAJORITY Admins 1/2',
      '  - Org1MSP: Org1MSP.admin',
      '  + Org2MSP: Org2MSP.admin <- Admin@org2.example.com',
    ]);
    expect(picture.signatures.map(({ role, valid }) => [role, valid])).toEqual([
      ['client', true],
      ['admin', true],
    ]);
  });

  it('agrees with the decision itself, signature for signature', () => {
    const envelope = sent(({ label }) => label === 'broadcast');
    const message = lab.payloadOf(envelope);
    invariant(message?.type === 'broadcast', 'an envelope');
    const parsed = parseEnvelope(message.envelope);
    invariant(parsed.ok, 'it can be read');
    const verdict = evaluatePolicy(bundle(), '/Channel/Writers', [envelopeSignedData(parsed.value)]);
    const picture = only(look({ type: 'message', message: envelope }).policies, 'writers');
    expect(picture.satisfied).toBe(verdict.satisfied);
    expect(picture.signatures.filter(({ valid }) => valid)).toHaveLength(verdict.identities.length);
  });
});

describe('the configuration of a node', () => {
  it('lists members, settings and every policy with its rule', () => {
    const [config, ...others] = look({ type: 'node', node: PEER }).channelConfigs;
    expect(others).toEqual([]);
    expect(config).toMatchObject({
      channel: CHANNEL,
      consensusType: 'etcdraft',
      batch: { maxMessageCount: 10, timeoutMicros: 2_000_000 },
      acls: [],
    });
    expect(config?.policies).toContainEqual({
      path: '/Channel/Application/Org1MSP/Admins',
      kind: 'signature',
      rule: "OR('Org1MSP.admin')",
    });
    expect(config?.policies).toContainEqual({
      path: '/Channel/Application/Admins',
      kind: 'implicitMeta',
      rule: 'MAJORITY Admins',
    });
    expect(config?.organizations.find(({ mspId }) => mspId === 'Org2MSP')?.addresses).toEqual([`${PEER}:9051`]);
  });
});

it('goes by the definition in force when the transaction was judged, not by today’s', () => {
  const { txid } = lastFact('commitStatusReceived');
  const approve = setup.find((command) => command.type === 'approveChaincode');
  invariant(approve?.type === 'approveChaincode', 'the set-up approves');
  const later = lab.forkAt(lab.now);
  const definition = { ...approve.definition, sequence: 2, signaturePolicy: "OR('Org1MSP.peer')" };
  const { type, channel, label } = approve;
  for (const client of ['client.org1.example.com', 'client.org2.example.com'])
    give(later, { type, channel, label, client, definition });
  give(later, { type: 'commitChaincode', client: 'client.org1.example.com', channel, definition }, TRANSFER);
  const picturesOf = (id: string): readonly PolicyPicture[] => {
    const inspected = inspect(later, { type: 'transaction', node: PEER, channel, txid: id });
    invariant(inspected.ok, 'the peer has it');
    return inspected.value.policies;
  };
  const now = later.entries.findLast(({ fact }) => fact.type === 'commitStatusReceived')?.fact;
  invariant(now?.type === 'commitStatusReceived' && now.code === 'VALID', 'one endorsement is enough now');
  expect(only(picturesOf(now.txid), 'endorsement')).toMatchObject({ name: 'basic', satisfied: true });
  expect(only(picturesOf(txid), 'endorsement')).toMatchObject({
    name: '/Channel/Application/Endorsement',
    satisfied: false,
  });
});
