import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { invariant } from '../../web/src/sim/kernel/result.ts';
import { conformAddOrg } from './addorg.ts';
import { conformConfig } from './config.ts';
import { conformConsortium } from './consortium.ts';
import { UnusableInput } from './outcome.ts';

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const BRINGUP = [folder('testdata/bringup')];
const ADD_ORG = [folder('testdata/add-org')];
const CONSORTIUM = [folder('testdata/consortium'), folder('../../web/src/sim/channel/testdata/consortium')];

/** How the step that sends an anchor peer update ends. */
const ANCHORS_SENT = `"-f",
   "channel-artifacts/Org2MSPanchors.tx"
  ],
  "exit": 0`;

/** How the step that creates the channel begins. */
const CREATE_AS_ADMIN = `"id": "create",
  "env": {
   "CORE_PEER_LOCALMSPID": "Org1MSP",
   "CORE_PEER_MSPCONFIGPATH": "$WORK/crypto-config/peerOrganizations/org1.example.com/users/Admin@`;

const temporary: string[] = [];
afterEach(() => {
  for (const dir of temporary.splice(0)) rmSync(dir, { recursive: true });
});

/** The recording in one folder, with `from` replaced by `to` where it first occurs in `file`. */
function recording(sources: readonly string[], file?: string, from = '', to = ''): string {
  const copy = mkdtempSync(join(tmpdir(), 'config-'));
  temporary.push(copy);
  for (const source of sources) cpSync(source, copy, { recursive: true });
  if (file === undefined) return copy;
  const text = readFileSync(join(copy, file), 'utf8');
  invariant(text.includes(from), `${file} holds ${from}`);
  writeFileSync(join(copy, file), text.replace(from, to));
  return copy;
}

describe('the recorded bring-up of a 3.x channel', () => {
  it('gives the same file tree, genesis block, organisations and updates', () => {
    const outcome = conformConfig(recording(BRINGUP));
    expect(outcome).toMatchObject({ failed: 0, differences: [] });
    expect(outcome.passed).toBeGreaterThan(500);
  });

  it.each<[why: string, file: string, from: string, to: string, difference: RegExp]>([
    [
      'another batch size',
      'configtx.yaml',
      'MaxMessageCount: 10',
      'MaxMessageCount: 11',
      /max_message_count is 11, recorded 10/,
    ],
    ['another policy', 'configtx.yaml', 'Rule: "ANY Readers"', 'Rule: "ALL Readers"', /rule is "ALL", recorded "ANY"/],
    [
      'another domain',
      'crypto-config.tree.txt',
      'ca.example.com',
      'ca.example.org',
      /does not write .*ca\.example\.org/,
    ],
    [
      'another exit code',
      'steps.json',
      ANCHORS_SENT,
      ANCHORS_SENT.replace(/0$/, '1'),
      /channel-update: exit is 0, recorded 1/,
    ],
  ])('differs with %s', (_why, file, from, to, difference) => {
    const { failed, differences } = conformConfig(recording(BRINGUP, file, from, to));
    expect(failed).toBeGreaterThan(0);
    expect(differences.join('\n')).toMatch(difference);
  });
});

describe('the recorded adding of an organisation', () => {
  it('goes the same way with keys of our own', () => {
    const outcome = conformAddOrg(recording(ADD_ORG));
    expect(outcome.failed).toBe(0);
    expect(outcome.passed).toBeGreaterThan(200);
  });

  it.each<[why: string, from: string, to: string, difference: RegExp]>([
    [
      'a count of signatures that does not fit',
      'but this policy requires 2 of',
      'but this policy requires 3 of',
      /update-with-one-signature: refusal is/,
    ],
    ['a first organisation that never signed', '"signconfigtx"', '"list"', /update-by-second-org: exit is 1/],
    [
      'a version the update does not expect',
      'key [Group]  /Channel/Application be at version 0',
      'key [Group]  /Channel be at version 0',
      /update-again: refusal/,
    ],
  ])('differs with %s', (_why, from, to, difference) => {
    const { failed, differences } = conformAddOrg(recording(ADD_ORG, 'steps.json', from, to));
    expect(failed).toBeGreaterThan(0);
    expect(differences.join('\n')).toMatch(difference);
  });
});

describe('the recorded bring-up with a system channel', () => {
  it('goes the same way, and its real blocks follow from its real signatures', () => {
    const outcome = conformConsortium(recording(CONSORTIUM));
    expect(outcome).toMatchObject({ failed: 0, differences: [] });
    expect(outcome.passed).toBeGreaterThan(1000);
  });

  it.each<[why: string, file: string, from: string, to: string, difference: RegExp]>([
    [
      'a creation by a user, who is no administrator',
      'transcript.json',
      CREATE_AS_ADMIN,
      CREATE_AS_ADMIN.replace('Admin@', 'User1@'),
      /create: exit is 1, recorded 0/,
    ],
    [
      'a consortium of one',
      'configtx.yaml',
      'Organizations: [ *Org1, *Org2 ] }',
      'Organizations: [ *Org1 ] }',
      /create: exit is 1, recorded 0/,
    ],
    ['another height', 'transcript.json', '\\"height\\":3', '\\"height\\":4', /height is 3, recorded 4/],
    [
      'another refusal',
      'transcript.json',
      'mychannel != otherchannel',
      'mychannel == otherchannel',
      /create-by-user: refusal/,
    ],
  ])('differs with %s', (_why, file, from, to, difference) => {
    const { failed, differences } = conformConsortium(recording(CONSORTIUM, file, from, to));
    expect(failed).toBeGreaterThan(0);
    expect(differences.join('\n')).toMatch(difference);
  });
});

it('a folder without a recording is named, not compared', () => {
  const empty = recording([]);
  for (const compare of [conformConfig, conformAddOrg, conformConsortium])
    expect(() => compare(empty)).toThrow(UnusableInput);
});
