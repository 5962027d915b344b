import { describe, expect, it } from 'vitest';
import type { Recording, TimedCommand } from '../lab-types.ts';
import { changesBetween, fileOrder, foldersAt, freeName, isPath, sourceBehind, sourcesOf } from './contract-folders.ts';
import { templateOf } from './templates.ts';

const client = 'client.org1.example.com';
const definition = { name: 'basic', version: '1.0', sequence: 1, signaturePolicy: null, initRequired: false };

const recordingOf = (...commands: readonly TimedCommand[]): Recording =>
  ({ contracts: { carried: { 'package.json': '{}' } }, commands }) as unknown as Recording;
const write = (at: number, source: string, files: Readonly<Record<string, string | null>>): TimedCommand => ({
  at,
  command: { type: 'writeContract', client, source, files },
});

describe('the folders of a moment', () => {
  const labs = { asset: { 'index.js': 'old', 'lib.js': '1' } };
  const recording = recordingOf(
    write(10, 'asset', { 'index.js': 'new', 'lib.js': null }),
    write(20, 'mine', { 'index.js': 'mine' }),
  );

  it.each([
    ['before anything was written: the lab’s and the carried', 9, { 'index.js': 'old', 'lib.js': '1' }, undefined],
    ['at the moment of writing: written over, taken away', 10, { 'index.js': 'new' }, undefined],
    ['later: with what was begun since', 20, { 'index.js': 'new' }, { 'index.js': 'mine' }],
  ])('%s', (_reason, until, asset, mine) => {
    const folders = foldersAt(recording, labs, until);
    expect(folders['asset']).toEqual(asset);
    expect(folders['mine']).toEqual(mine);
    expect(folders['carried']).toEqual({ 'package.json': '{}' });
  });

  it('are made of each other by their changes', () => {
    const [before, after] = [
      { a: '1', b: '2', c: '3' },
      { b: '2', c: '4', d: '5' },
    ];
    const changes = changesBetween(before, after);
    expect(changes).toEqual({ a: null, c: '4', d: '5' });
    expect(foldersAt(recordingOf(write(1, 'x', changes)), { x: before }, 1)['x']).toEqual(after);
    expect(changesBetween(after, after)).toEqual({});
  });
});

it('the source behind a chaincode is that of the package it was last approved with', () => {
  const pack = (at: number, source: string, label: string): TimedCommand => ({
    at,
    command: { type: 'packageChaincode', client, source, label },
  });
  const approve = (at: number, label: string | null): TimedCommand => ({
    at,
    command: { type: 'approveChaincode', client, channel: 'mychannel', definition, label },
  });
  const recording = recordingOf(
    pack(1, 'asset', 'one'),
    approve(2, 'one'),
    pack(3, 'mine', 'two'),
    approve(4, 'two'),
    approve(5, null),
  );
  expect(sourceBehind(recording, 'basic', 3)).toBe('asset');
  expect(sourceBehind(recording, 'basic', 9), 'an organisation that runs nothing says nothing').toBe('mine');
  expect(sourceBehind(recording, 'other', 9)).toBeNull();
  const imported: TimedCommand = { at: 1, command: { type: 'importPackage', client, label: 'one', package: 'H4sI' } };
  expect(sourceBehind(recordingOf(imported, approve(2, 'one')), 'basic', 9), 'made elsewhere: its label').toBe('one');
});

describe('the files of a folder', () => {
  const folder = { ...templateOf('typescript', 'mine'), 'dist/index.js': '', 'README.md': '' };

  it('come with the code first and what was compiled last', () => {
    expect(fileOrder(folder)).toEqual([
      'src/counter-contract.ts',
      'src/index.ts',
      'README.md',
      'package.json',
      'tsconfig.json',
      'dist/index.js',
    ]);
  });

  it('are told from what the compiler wrote, wherever it was told to write', () => {
    expect(Object.keys(sourcesOf(folder))).not.toContain('dist/index.js');
    const elsewhere = {
      'tsconfig.json': '{ // here\n"outDir": "./lib/" }',
      'a.ts': '',
      'lib/a.js': '',
      'dist/b.js': '',
    };
    expect(Object.keys(sourcesOf(elsewhere))).toEqual(['tsconfig.json', 'a.ts', 'dist/b.js']);
    expect(sourcesOf({ 'dist/a.js': '' }), 'JavaScript is not compiled').toEqual({ 'dist/a.js': '' });
  });

  it.each([
    ['lib/a.js', true],
    ['.eslintrc', true],
    ['', false],
    ['/etc/passwd', false],
    ['a/../b', false],
    ['a//b', false],
    ['a\\b', false],
  ])('may be called %s: %s', (path, good) => {
    expect(isPath(path)).toBe(good);
  });

  it('of a new contract: a name nobody has', () => {
    expect(freeName('counter', ['asset'])).toBe('counter');
    expect(freeName('counter', ['counter', 'counter-2'])).toBe('counter-3');
  });
});
