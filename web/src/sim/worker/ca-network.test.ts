import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { scene } from '../../scenes/transaction-flow/scene.ts';
import type { CaMachine } from '../ca/ca.ts';
import type { ClientState } from '../client/client-state.ts';
import { invariant } from '../kernel/result.ts';
import type { Command, CommandOf } from '../protocol/commands.ts';
import { digestOf } from '../trace/digest.ts';
import type { FactOf, FactType } from '../trace/facts.ts';
import { inspect } from './inspect.ts';
import { runUntilSettled } from './settle.ts';
import type { Simulation } from './simulation.ts';
import { type SimulationParts } from './simulation.ts';
import { begin, facts, give, replayed, transferTo } from './test-simulation.ts';

const { generation, seed, contracts, setup } = scene;
/** Nobody but the admin has a certificate of cryptogen's. */
const topology = { ...scene.topology, peerOrgs: scene.topology.peerOrgs.map((org) => ({ ...org, users: 0 })) };
const network = { generation, seed, topology, contracts };

const CLIENT = 'client.org1.example.com';
const CA = 'ca.org1.example.com';
const access = { client: CLIENT, ca: CA };

const enroll = (id: string, secret: string, identity: string, profile = ''): Command => ({
  type: 'enrollIdentity',
  ...access,
  id,
  secret,
  identity,
  profile,
  attributes: [],
});
const register = (id: string, more: Partial<CommandOf<'registerIdentity'>> = {}): Command => ({
  type: 'registerIdentity',
  ...access,
  registrar: 'caadmin',
  id,
  secret: `${id}pw`,
  idType: 'client',
  affiliation: 'org1',
  maxEnrollments: -1,
  attributes: [],
  ...more,
});
const revoke = (id: string): Command => ({
  type: 'revokeIdentity',
  ...access,
  registrar: 'caadmin',
  id,
  serial: '',
  aki: '',
  reason: 'keycompromise',
});
const submit = (identity: string, owner: string): Command => ({ ...transferTo(owner), identity });
const asAdmin = (command: Command): Command =>
  command.type === 'submitTransaction' ? { ...command, identity: 'Admin' } : command;

const BOOTSTRAP = enroll('admin', 'adminpw', 'caadmin');

let parts: SimulationParts;
let ready: Simulation;

/** Facts of after the set-up. */
const told = <T extends FactType>(simulation: Simulation, type: T): readonly FactOf<T>[] =>
  facts(simulation, type, ready.entries.length);
const failures = (simulation: Simulation): readonly string[] =>
  told(simulation, 'commandFailed').map(({ text }) => text);
const codes = (simulation: Simulation): readonly string[] =>
  told(simulation, 'commitStatusReceived').map(({ code }) => code);
const registryOf = (simulation: Simulation) => (simulation.stateOf(CA) as CaMachine).disk.state;

function after(...commands: readonly Command[]): Simulation {
  const simulation = ready.forkAt(ready.now);
  give(simulation, ...commands);
  return simulation;
}

beforeAll(async () => {
  parts = await loadSimulationParts();
  ready = begin(network, parts, ...setup.map(asAdmin));
});

describe('an enrolled user', () => {
  it('is registered, gets a certificate and transacts', () => {
    const simulation = after(
      BOOTSTRAP,
      register('user2'),
      enroll('user2', 'user2pw', 'user2'),
      submit('user2', 'Mina'),
    );
    expect(failures(simulation)).toEqual([]);
    expect(codes(simulation)).toEqual(['VALID']);
    expect(told(simulation, 'identityRegistered')).toEqual([
      {
        type: 'identityRegistered',
        id: 'user2',
        idType: 'client',
        affiliation: 'org1',
        maxEnrollments: -1,
        by: 'admin',
      },
    ]);
    expect(told(simulation, 'secretReceived')).toMatchObject([{ id: 'user2', secret: 'user2pw' }]);
    const [issued, users] = told(simulation, 'certificateIssued');
    expect(issued).toMatchObject({ id: 'admin', units: ['client'], attributes: [] });
    expect(users).toMatchObject({
      id: 'user2',
      units: ['org1', 'client'],
      attributes: ['hf.Affiliation=org1', 'hf.EnrollmentID=user2', 'hf.Type=client'],
      reenrolled: false,
    });
    expect(told(simulation, 'identityEnrolled').map(({ serial }) => serial)).toEqual([issued?.serial, users?.serial]);
    expect(told(simulation, 'proposalCreated').map(({ identity }) => identity)).toEqual(['Org1MSP:user2']);
  });

  it('transacts with the new key after re-enrolment', () => {
    const reenroll: Command = { type: 'reenrollIdentity', ...access, identity: 'user2' };
    const enrolled = after(BOOTSTRAP, register('user2'), enroll('user2', 'user2pw', 'user2'));
    const keyOf = (simulation: Simulation) => (simulation.stateOf(CLIENT) as ClientState).disk.wallet['user2'];
    const before = keyOf(enrolled);
    give(enrolled, reenroll, submit('user2', 'Mina'));
    expect(told(enrolled, 'certificateIssued').map(({ id, reenrolled }) => `${id} ${reenrolled}`)).toEqual([
      'admin false',
      'user2 false',
      'user2 true',
    ]);
    expect(keyOf(enrolled)?.privateKey).not.toEqual(before?.privateKey);
    expect(codes(enrolled)).toEqual(['VALID']);
  });

  it('keeps TLS certificates apart: they do not sign', () => {
    const simulation = after(
      BOOTSTRAP,
      register('user2'),
      enroll('user2', 'user2pw', 'user2', 'tls'),
      submit('user2', 'Mina'),
    );
    expect(Object.keys((simulation.stateOf(CLIENT) as ClientState).disk.tls)).toEqual(['user2']);
    expect(failures(simulation)).toEqual(['identity user2 not found in the wallet']);
  });

  it('who is revoked goes on transacting, for nobody but the CA knows', () => {
    const gencrl: Command = { type: 'generateCrl', ...access, registrar: 'caadmin' };
    const simulation = after(
      BOOTSTRAP,
      register('user2'),
      enroll('user2', 'user2pw', 'user2'),
      revoke('user2'),
      gencrl,
      submit('user2', 'Mina'),
      { type: 'reenrollIdentity', ...access, identity: 'user2' },
    );
    const serial = told(simulation, 'certificateIssued')[1]?.serial;
    expect(told(simulation, 'identityRevoked')).toEqual([
      { type: 'identityRevoked', id: 'user2', serials: [serial], reason: 'keycompromise' },
    ]);
    expect(told(simulation, 'crlReceived')).toMatchObject([{ serials: [serial] }]);
    expect((simulation.stateOf(CLIENT) as ClientState).disk.crl).toBeInstanceOf(Uint8Array);
    expect(codes(simulation)).toEqual(['VALID']);
    expect(failures(simulation)).toEqual([
      "Error: Failed to reenroll 'user2': Response from server: Error Code: 20 - Authentication failure",
    ]);
  });
});

describe('the CA says no', () => {
  const rows: readonly (readonly [why: string, commands: readonly Command[], text: string])[] = [
    [
      'a wrong secret',
      [enroll('admin', 'wrong', 'caadmin')],
      'Error: Response from server: Error Code: 20 - Authentication failure',
    ],
    [
      'a registrar that never enrolled',
      [register('user2')],
      'Error: Enrollment information does not exist. Please execute enroll command first. Example: fabric-ca-client enroll -u http://user:userpw@serverAddr:serverPort',
    ],
    ['a nameless identity', [BOOTSTRAP, register('')], 'Error: Register was called without a Name set'],
    [
      'an affiliation the CA does not know',
      [BOOTSTRAP, register('user2', { affiliation: 'org9' })],
      'Error: Response from server: Error Code: 71 - Authorization failure',
    ],
    [
      'more enrolments than allowed',
      [
        BOOTSTRAP,
        register('once', { maxEnrollments: 1 }),
        enroll('once', 'oncepw', 'once'),
        enroll('once', 'oncepw', 'again'),
      ],
      'Error: Response from server: Error Code: 20 - Authentication failure',
    ],
    [
      'an eleventh password after ten wrong ones, even the right one',
      [
        BOOTSTRAP,
        register('lock'),
        ...Array.from({ length: 10 }, () => enroll('lock', 'wrong', 'lock')),
        enroll('lock', 'lockpw', 'lock'),
      ],
      'Error: Response from server: Error Code: 73 - Incorrect password entered 10 times, max incorrect password limit of 10 reached',
    ],
    [
      'a list for somebody who is no registrar, printed in the way of lists',
      [
        BOOTSTRAP,
        register('user2'),
        enroll('user2', 'user2pw', 'user2'),
        { type: 'listIdentities', ...access, registrar: 'user2' },
      ],
      'Error: &{Code:71 Message:Authorization failure}',
    ],
  ];
  it.each(rows)('to %s', (_, commands, text) => {
    expect(failures(after(...commands)).at(-1)).toBe(text);
  });

  it('and its log has the reason the client is not told', () => {
    const [refusal] = told(after(enroll('admin', 'wrong', 'caadmin')), 'caRequestRefused');
    expect(refusal).toMatchObject({ call: 'enroll', caller: 'admin', status: 401, code: 20 });
    expect(refusal?.log).toMatch(/^24 "Login failure: Password mismatch/);
  });
});

describe('a CA that is off', () => {
  const crash: Command = { type: 'crashNode', node: CA };

  it('stops enrolment and nothing else', () => {
    const simulation = after(crash, BOOTSTRAP, submit('Admin', 'Mina'));
    const url = `https://${CA}:7054/enroll`;
    expect(failures(simulation)).toEqual([
      `Error: POST failure of request: POST ${url}: Post "${url}": dial tcp ${CA}:7054: connect: connection refused`,
    ]);
    expect(codes(simulation)).toEqual(['VALID']);
  });

  it('keeps what it has answered, and works on after its restart', () => {
    const simulation = after(BOOTSTRAP, register('user2'), crash, { type: 'restartNode', node: CA });
    give(simulation, enroll('user2', 'user2pw', 'user2'));
    expect(failures(simulation)).toEqual([]);
    const serials = told(simulation, 'certificateIssued').map(({ serial }) => serial);
    expect(new Set(serials).size).toBe(2);
  });

  it('in the middle of a registration has the identity on disk exactly when it says so, and never answered without', () => {
    const enrolled = after(BOOTSTRAP);
    const seen = new Set<string>();
    // Every moment from the request to the answer, in steps smaller than a disk write.
    for (let wait = 4_000; wait < 24_000; wait += 500) {
      const simulation = enrolled.forkAt(enrolled.now);
      const performed = simulation.perform(register('user2'));
      invariant(performed.ok, 'the command is allowed');
      simulation.runUntil(simulation.now + wait);
      give(simulation, crash, { type: 'restartNode', node: CA });
      runUntilSettled(simulation, performed.value);
      const kept = registryOf(simulation).users.has('user2');
      const said = told(simulation, 'identityRegistered').length === 1;
      const answered = failures(simulation).length === 0;
      expect(said, `after ${wait} µs`).toBe(kept);
      expect(answered && !kept, `after ${wait} µs`).toBe(false);
      seen.add(`kept ${kept}, answered ${answered}`);
    }
    expect([...seen].sort()).toEqual([
      'kept false, answered false',
      'kept true, answered false',
      'kept true, answered true',
    ]);
  });

  it('behind a cut link leaves the client waiting, then not knowing', () => {
    const cut: Command = { type: 'setLink', from: CLIENT, to: CA, up: false, loss: 0, latencyFactor: 1 };
    expect(failures(after(cut, BOOTSTRAP))).toEqual([expect.stringMatching(/connect: connection timed out$/)]);
  });
});

describe('the registry', () => {
  it('is listed to its registrar', () => {
    const simulation = after(
      BOOTSTRAP,
      register('user2'),
      { type: 'addAffiliation', ...access, registrar: 'caadmin', affiliation: 'org1.sales' },
      { type: 'listIdentities', ...access, registrar: 'caadmin' },
      { type: 'listAffiliations', ...access, registrar: 'caadmin' },
    );
    expect(failures(simulation)).toEqual([]);
    const [identities, affiliations] = told(simulation, 'caListReceived');
    expect(identities?.names).toEqual(['admin', 'user2']);
    expect(affiliations?.names).toContain('org1.sales');
  });

  it('a secret the CA makes up is told to the registrar and opens the door', () => {
    const simulation = after(BOOTSTRAP, register('user2', { secret: '' }));
    const secret = told(simulation, 'secretReceived')[0]?.secret ?? '';
    expect(secret).toMatch(/^[A-Za-z]{12}$/);
    give(simulation, enroll('user2', secret, 'user2'));
    expect(failures(simulation)).toEqual([]);
  });

  it('can be looked at, as can the wallet and the requests', () => {
    const simulation = after(BOOTSTRAP, register('user2'), enroll('user2', 'user2pw', 'user2'));
    const ca = inspect(simulation, { type: 'node', node: CA });
    expect(ca).toMatchObject({ ok: true, value: { json: { identities: [{ id: 'admin' }, { id: 'user2' }] } } });
    const client = inspect(simulation, { type: 'node', node: CLIENT });
    invariant(client.ok, 'the client can be looked at');
    expect(client.value.texts.map(({ label }) => label)).toEqual(['Admin', 'caadmin', 'user2']);
    const sent = told(simulation, 'messageSent').filter(({ label }) => label === 'enroll');
    const request = inspect(simulation, { type: 'message', message: sent.at(-1)?.message ?? -1 });
    expect(request).toMatchObject({
      ok: true,
      value: { json: { authorization: { user: 'user2', password: 'user2pw' } } },
    });
  });
});

describe('the same recording', () => {
  it('gives the same certificates again', () => {
    const simulation = after(
      BOOTSTRAP,
      register('user2'),
      enroll('user2', 'user2pw', 'user2'),
      submit('user2', 'Mina'),
    );
    expect(digestOf(replayed(simulation, parts).entries)).toBe(digestOf(simulation.entries));
  });
});
