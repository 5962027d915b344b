import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOTES, READS_STATE } from '../web/src/contracts/test-contract.ts';
import { scene } from '../web/src/scenes/transaction-flow/scene.ts';
import { buildPackage } from '../web/src/sim/chaincode/package.ts';
import { invariant } from '../web/src/sim/kernel/result.ts';
import { checkRecording } from '../web/src/sim/protocol/check-recording.ts';
import { FORMAT_VERSION } from '../web/src/sim/protocol/recording.ts';
import { withContracts } from './sim-contracts.ts';
import { Unusable } from './unusable.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'contracts-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

function lay(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(dir, folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const { generation, seed, topology } = scene;
const client = 'client.org1.example.com';
const recording = (contracts: object, ...commands: readonly object[]) => ({
  ...{ formatVersion: FORMAT_VERSION, generation, seed, topology, contracts },
  commands: commands.map((command) => ({ at: 0, command })),
});

describe('a recording that names its contracts', () => {
  it('gets the folder beside it, compiled when it is TypeScript, and can be played without the files', () => {
    lay('notes', NOTES);
    lay('plain', { 'package.json': '{}', 'index.js': '1', 'node_modules/x/index.js': 'left out' });
    const carried = { 'package.json': '{}' };
    const read = checkRecording(withContracts(recording({ notes: './notes', plain: 'plain', carried }), dir));
    invariant(read.ok, 'it carries what it named');
    const { notes, plain, ...others } = read.value.contracts;
    expect(notes).toMatchObject({ ...NOTES, 'dist/index.js': expect.stringContaining('notes-contract') as unknown });
    expect(plain).toEqual({ 'package.json': '{}', 'index.js': '1' });
    expect(others).toEqual({ carried });
  });

  it('gets a package by its file, under its own label', () => {
    const built = buildPackage('notes_1.0', 'notes', new Map([['package.json', '{}']]));
    invariant(built.ok, 'the folder can be packaged');
    writeFileSync(path.join(dir, 'any-name.tar.gz'), built.value.bytes);
    const named = { type: 'importPackage', client, package: './any-name.tar.gz' };
    const read = checkRecording(withContracts(recording({}, named), dir));
    invariant(read.ok, 'it carries what it named');
    const bytes = Buffer.from(built.value.bytes).toString('base64');
    expect(read.value.commands).toEqual([{ at: 0, command: { ...named, label: 'notes_1.0', package: bytes } }]);
  });

  it.each<[string, object, RegExp]>([
    ['a folder that is not there', recording({ mine: './nowhere' }), /nowhere is not a contract folder/],
    [
      'a package that is not there',
      recording({}, { type: 'importPackage', client, package: 'no.tgz' }),
      /no package .*no\.tgz/,
    ],
    [
      'a contract that does not compile',
      recording({ mine: './broken' }),
      /src\/notes-contract\.ts\(\d+,\d+\): .*getStat/,
    ],
  ])('is not run with %s', (_reason, named, text) => {
    const source = NOTES['src/notes-contract.ts'] ?? '';
    const broken = source.replace(READS_STATE, 'const bytes = await ctx.stub.getStat(id);');
    lay('broken', { ...NOTES, 'src/notes-contract.ts': broken });
    expect(() => withContracts(named, dir)).toThrow(Unusable);
    expect(() => withContracts(named, dir)).toThrow(text);
  });

  it.each([[null], [[]], [{ contracts: [] }], [{ commands: {} }], [{ commands: [1, { command: null }] }]])(
    'is left to whoever checks it when it is none: %j',
    (value) => {
      expect(withContracts(value, dir)).toEqual(value);
    },
  );
});
